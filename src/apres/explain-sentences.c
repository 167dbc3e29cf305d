/* SPDX-License-Identifier: Apache-2.0 */
/* The mail sentence by sentence: the words that matched in brackets, what they were read
 * as. */
#include "config.h"
#include "apres/explain-parts.h"
#include "apres/output.h"
#include "classify/likeness.h"
#include "util/text.h"

#include <string.h>

#define MAX_SENTENCES 12 /* without -v: one screen */
#define LEFT_WIDTH 52
#define MAX_CHARS 400

/* Does it speak of the mail as a whole?  That is told below the sentences. */
static bool
is_of_whole(const apres_evidence *evidence, const apres_reading *reading)
{
	return evidence->pattern->likeness != NULL &&
	       evidence->length == strlen(reading->text);
}

static bool
touches(const apres_evidence *evidence, const apres_reading *reading,
	const apres_read_sentence *sentence)
{
	return !is_of_whole(evidence, reading) && evidence->field == APRES_FIELD_TEXT &&
	       evidence->length > 0 &&
	       evidence->offset < sentence->offset + sentence->length &&
	       evidence->offset + evidence->length > sentence->offset;
}

/* Is CLASS_ID a class that counts, not only a part of one? */
static bool
counts(const apres_decision *decision, const char *class_id)
{
	for (guint i = 0; i < decision->classes->len; i++)
		if (g_strcmp0(g_ptr_array_index(decision->classes, i), class_id) == 0)
			return true;
	return false;
}

/* What the sentence was read as, and the place of the first pattern. */
static char *
read_as(const apres_assessment *assessment, const apres_read_sentence *sentence,
	char **place_out)
{
	g_autoptr(GString) names = g_string_new(NULL);
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < assessment->reading->evidence->len; i++) {
		const apres_evidence *evidence =
			g_ptr_array_index(assessment->reading->evidence, i);
		if (!evidence->positive ||
		    !touches(evidence, assessment->reading, sentence) ||
		    !counts(assessment->decision, evidence->class_id) ||
		    !g_hash_table_add(seen, (gpointer)evidence->class_id))
			continue;
		g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "",
				       evidence->class_id);
		if (*place_out == NULL)
			*place_out = apres_explain_place(evidence->pattern->origin);
	}
	if (names->len == 0)
		g_string_assign(names, "nothing matched");
	if (*place_out == NULL)
		*place_out = g_strdup("-");
	return g_string_free(g_steal_pointer(&names), FALSE);
}

/* The sentence with "[" and "]" round what matched. */
static char *
bracketed(const apres_assessment *assessment, const apres_read_sentence *sentence)
{
	const char *text = assessment->reading->text;
	g_autofree guint8 *marks = g_new0(guint8, sentence->length + 1);
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < assessment->reading->evidence->len; i++) {
		const apres_evidence *evidence =
			g_ptr_array_index(assessment->reading->evidence, i);
		if (!evidence->positive ||
		    !touches(evidence, assessment->reading, sentence) ||
		    !counts(assessment->decision, evidence->class_id))
			continue;
		gsize from = MAX(evidence->offset, sentence->offset) - sentence->offset;
		gsize to = MIN(evidence->offset + evidence->length,
			       sentence->offset + sentence->length) -
			   sentence->offset;
		memset(marks + from, 1, to - from);
	}
	for (gsize i = 0; i < sentence->length; i++) {
		if (marks[i] && (i == 0 || !marks[i - 1]))
			g_string_append_c(out, '[');
		g_string_append_c(out, text[sentence->offset + i]);
		if (marks[i] && !marks[i + 1])
			g_string_append_c(out, ']');
	}
	return apres_output_clean(out->str, MAX_CHARS);
}

/* TEXT over as many lines as it needs, RIGHT beside the first. */
static void
print_wrapped(GString *out, const char *number, const char *text, const char *right)
{
	const char *at = text;
	bool first = true;

	do {
		const char *end = at;
		const char *space = NULL;
		glong width = 0;

		for (; *end != '\0' && width < LEFT_WIDTH;
		     end = g_utf8_next_char(end), width++)
			if (*end == ' ' && end > at)
				space = end;
		if (*end != '\0' && *end != ' ' && space != NULL) {
			end = space;
			width = g_utf8_strlen(at, end - at);
		}
		if (first)
			g_string_append_printf(out, "%4s  ", number);
		else
			g_string_append(out, "      ");
		g_string_append_len(out, at, end - at);
		for (; first && width < LEFT_WIDTH; width++)
			g_string_append_c(out, ' ');
		g_string_append_printf(out, "%s%s\n", first ? "  " : "",
				       first ? right : "");
		first = false;
		at = *end == ' ' ? end + 1 : end;
	} while (*at != '\0');
}

/* The mail as a table has it. */
typedef struct whole {
	apres_folded *folded;
	apres_likeness_memory memory;
} whole;

/* What of COND, looked for in all of the mail, a table says of it; NULL: nothing. UNLESS:
 * COND stands below a <not>, and must not be. */
static const apres_cond *
said_of_whole(const apres_cond *cond, bool unless, whole *mail)
{
	if (cond->likeness != NULL)
		return !unless && apres_likeness_holds(cond->likeness, mail->folded->text,
						       mail->folded->len, &mail->memory)
			       ? cond
			       : NULL;
	if (cond->kind == APRES_COND_NOT)
		unless = !unless;
	for (guint i = 0; cond->children != NULL && cond->kind != APRES_COND_SENTENCE &&
			  i < cond->children->len;
	     i++) {
		const apres_cond *said =
			said_of_whole(cond->children->pdata[i], unless, mail);
		if (said != NULL)
			return said;
	}
	return NULL;
}

/* What the mail was read as by a table, and what in it weighed most: a request that no
 * list knows is nowhere else. */
static void
print_whole(GString *out, const apres_policy *policy, const apres_assessment *assessment)
{
	const char *text = assessment->reading->text;
	g_autoptr(apres_folded) folded = apres_fold(text, strlen(text));
	whole mail = { .folded = folded };

	for (guint i = 0; i < assessment->decision->classes->len; i++) {
		const char *id = assessment->decision->classes->pdata[i];
		const apres_class *class = apres_policy_class(policy, id);
		const apres_cond *said =
			class != NULL ? said_of_whole(class->cond, false, &mail) : NULL;
		if (said == NULL)
			continue;
		g_autofree char *place = apres_explain_place(said->origin);
		g_autofree char *right = g_strdup_printf("%s · %s", id, place);
		g_autofree char *told = apres_likeness_tell(said->likeness, text);
		g_autofree char *left = g_strdup_printf("As a whole: %s", told);
		print_wrapped(out, "", left, right);
	}
}

static void
print_patterns(GString *out, const apres_reading *reading)
{
	g_string_append(out, " Patterns\n");
	for (guint i = 0; i < reading->evidence->len; i++) {
		const apres_evidence *evidence = g_ptr_array_index(reading->evidence, i);
		g_autofree char *place = apres_explain_place(evidence->pattern->origin);
		g_autofree char *source =
			apres_output_clean(evidence->pattern->source, 60);

		g_string_append_printf(
			out, "   %-20s %-18s %s %zu+%zu  %s%s\n", evidence->class_id,
			place, apres_field_to_string(evidence->field), evidence->offset,
			evidence->length, evidence->positive ? "" : "(not) ", source);
	}
	g_string_append_c(out, '\n');
}

void
apres_explain_sentences(GString *out, const apres_policy *policy,
			const apres_assessment *assessment, bool verbose)
{
	const apres_reading *reading = assessment->reading;

	if (reading == NULL) {
		g_string_append(out, " The mail could not be read.\n\n");
		return;
	}
	g_string_append(out, " What the mail says                                        "
			     " read as · matched by\n");
	for (guint i = 0; i < reading->sentences->len; i++) {
		const apres_read_sentence *sentence =
			&g_array_index(reading->sentences, apres_read_sentence, i);
		g_autofree char *place = NULL;
		g_autofree char *names = read_as(assessment, sentence, &place);
		g_autofree char *text = bracketed(assessment, sentence);
		g_autofree char *right = g_strdup_printf("%s · %s", names, place);
		g_autofree char *number = g_strdup_printf("%u", i + 1);

		if (!verbose && i >= MAX_SENTENCES) {
			g_string_append_printf(out,
					       "      ... and %u more; -v shows them\n",
					       reading->sentences->len - i);
			break;
		}
		print_wrapped(out, number, text, right);
	}
	if (reading->sentences->len == 0)
		g_string_append(out, "      no text of its own\n");
	print_whole(out, policy, assessment);
	g_string_append_c(out, '\n');
	if (verbose)
		print_patterns(out, reading);
}
