/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions -> true, unknown, false; and what to show for it. */
#include "config.h"
#include "classify/evaluate.h"

#include <string.h>

#include "classify/pattern.h"

#define FIELD_COUNT (APRES_FIELD_ATTACHMENT + 1)
#define EVIDENCE_MAX 64 /* shown of one pattern */

/* A field, folded, and which byte values occur in it. */
typedef struct field_text {
	apres_folded *folded;
	guint8 seen[32];
	bool unknown; /* what is not found may still be there */
} field_text;

/* A part of one field; end 0 = everywhere. */
typedef struct range {
	apres_field field;
	gsize start, end;
} range;

struct apres_evaluation {
	const apres_classifier *classifier;
	const apres_message *message;
	field_text fields[FIELD_COUNT];
	GArray *sentences; /* range: in text, plus the subject as one */
	apres_matcher *matcher;
	GArray *matches;    /* apres_match, reused */
	GHashTable *truths; /* apres_class -> truth + 1 */
};

static void
take_field(apres_evaluation *e, apres_field field, const char *text, bool unknown)
{
	field_text *f = &e->fields[field];

	f->folded = apres_fold(text != NULL ? text : "", text != NULL ? strlen(text) : 0);
	f->unknown = unknown;
	for (gsize i = 0; i < f->folded->len; i++) {
		guint8 c = (guint8)f->folded->text[i];
		f->seen[c >> 3] |= (guint8)(1u << (c & 7));
	}
}

/* The values of NAME, a line each; valid UTF-8. */
static char *
header_text(const apres_message *message, const char *const *names)
{
	g_autoptr(GString) all = g_string_new(NULL);
	guint count =
		message->headers != NULL ? apres_headers_count(message->headers) : 0;

	for (guint i = 0; i < count; i++) {
		const apres_header *header = apres_headers_at(message->headers, i);
		for (const char *const *name = names; *name != NULL; name++)
			if (g_ascii_strcasecmp(header->name, *name) == 0)
				g_string_append_printf(all, "%s\n", header->value);
	}
	return g_utf8_make_valid(all->str, (gssize)all->len);
}

/* The first folded byte that comes from source byte OFFSET or later. */
static gsize
folded_offset(const apres_folded *folded, gsize offset)
{
	gsize low = 0, high = folded->len;

	while (low < high) {
		gsize middle = low + (high - low) / 2;
		if (folded->origin[middle] < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
is_question(apres_evaluation *e, const range *sentence)
{
	const apres_classifier *c = e->classifier;
	const field_text *f = &e->fields[sentence->field];

	for (guint i = 0; c->questions != NULL && i < c->questions->len; i++) {
		const apres_cond *cond = c->questions->pdata[i];
		const apres_pattern *pattern = cond->kind == APRES_COND_PATTERN
						       ? c->patterns->pdata[cond->id]
						       : NULL;
		if (pattern == NULL || !apres_pattern_possible(pattern, f->seen))
			continue;
		g_array_set_size(e->matches, 0);
		apres_pattern_match(pattern, e->matcher, f->folded->text, sentence->start,
				    sentence->end, e->matches);
		if (e->matches->len > 0)
			return true;
	}
	return false;
}

static void
take_sentences(apres_evaluation *e, apres_reading *reading)
{
	const apres_folded *text = e->fields[APRES_FIELD_TEXT].folded;
	g_autoptr(GArray) found =
		apres_sentences_split(reading->text, strlen(reading->text));

	for (guint i = 0; i < found->len; i++) {
		const apres_sentence *s = &g_array_index(found, apres_sentence, i);
		range where = { APRES_FIELD_TEXT, folded_offset(text, s->offset),
				folded_offset(text, s->offset + s->length) };
		apres_read_sentence read = { s->offset, s->length,
					     s->question || is_question(e, &where) };
		g_array_append_val(e->sentences, where);
		g_array_append_val(reading->sentences, read);
	}
	range subject = { APRES_FIELD_SUBJECT, 0,
			  e->fields[APRES_FIELD_SUBJECT].folded->len };
	g_array_append_val(e->sentences, subject);
}

apres_evaluation *
apres_evaluation_new(const apres_classifier *classifier, const apres_message *message,
		     apres_reading *reading)
{
	static const char *const from[] = { "From", NULL };
	static const char *const to[] = { "To", "Cc", NULL };
	apres_evaluation *e = g_new0(apres_evaluation, 1);
	g_autofree char *from_text = header_text(message, from);
	g_autofree char *to_text = header_text(message, to);

	e->classifier = classifier;
	e->message = message;
	e->sentences = g_array_new(FALSE, FALSE, sizeof(range));
	e->matches = g_array_new(FALSE, FALSE, sizeof(apres_match));
	e->matcher = apres_matcher_new();
	e->truths = g_hash_table_new(NULL, NULL);
	take_field(e, APRES_FIELD_SUBJECT, reading->subject, false);
	take_field(e, APRES_FIELD_TEXT, reading->text, reading->text_unknown);
	take_field(e, APRES_FIELD_QUOTED, reading->quoted, reading->text_unknown);
	take_field(e, APRES_FIELD_FROM, from_text, false);
	take_field(e, APRES_FIELD_TO, to_text, false);
	take_field(e, APRES_FIELD_HEADER, "", false);
	take_field(e, APRES_FIELD_ATTACHMENT, message->attachments, false);
	take_sentences(e, reading);
	return e;
}

void
apres_evaluation_free(apres_evaluation *e)
{
	if (e == NULL)
		return;
	for (guint i = 0; i < FIELD_COUNT; i++)
		apres_folded_free(e->fields[i].folded);
	g_array_unref(e->sentences);
	g_array_unref(e->matches);
	apres_matcher_free(e->matcher);
	g_hash_table_unref(e->truths);
	g_free(e);
}

/* The field COND looks at; a named header is folded for the occasion. */
static const field_text *
text_of(apres_evaluation *e, const apres_cond *cond, apres_field field)
{
	if (field == APRES_FIELD_HEADER && cond->header != NULL) {
		const char *const names[] = { cond->header, NULL };
		g_autofree char *value = header_text(e->message, names);
		apres_folded_free(e->fields[field].folded);
		memset(&e->fields[field], 0, sizeof e->fields[field]);
		take_field(e, field, value, false);
	}
	return &e->fields[field];
}

/* Matches of the pattern COND in FIELD within WITHIN (NULL = all of it), left in
 * e->matches. */
static apres_truth
match_field(apres_evaluation *e, const apres_cond *cond, apres_field field,
	    const range *within)
{
	const apres_pattern *pattern = e->classifier->patterns->pdata[cond->id];
	const field_text *f = text_of(e, cond, field);
	gsize start = within != NULL ? within->start : 0;
	gsize end = within != NULL ? within->end : f->folded->len;
	bool complete = true;

	g_array_set_size(e->matches, 0);
	if (within != NULL && within->field != field)
		return APRES_TRUTH_FALSE;
	if (apres_pattern_possible(pattern, f->seen))
		complete = apres_pattern_match(pattern, e->matcher, f->folded->text,
					       start, end, e->matches);
	if (e->matches->len > 0)
		return APRES_TRUTH_TRUE;
	return complete && !f->unknown ? APRES_TRUTH_FALSE : APRES_TRUTH_UNKNOWN;
}

static apres_truth
match_pattern(apres_evaluation *e, const apres_cond *cond, const range *within)
{
	apres_truth truth = APRES_TRUTH_FALSE;

	for (guint field = 0; field < FIELD_COUNT; field++)
		if ((cond->fields & 1u << field) != 0 && truth != APRES_TRUTH_TRUE)
			truth = MAX(truth,
				    match_field(e, cond, (apres_field)field, within));
	return truth;
}

static apres_truth evaluate(apres_evaluation *e, const apres_cond *cond,
			    const range *within);

static apres_truth
evaluate_any(apres_evaluation *e, const apres_cond *cond, const range *within)
{
	apres_truth truth = APRES_TRUTH_FALSE;

	for (guint i = 0; i < cond->children->len && truth != APRES_TRUTH_TRUE; i++)
		truth = MAX(truth, evaluate(e, cond->children->pdata[i], within));
	return truth;
}

static apres_truth
evaluate_all(apres_evaluation *e, const apres_cond *cond, const range *within)
{
	apres_truth truth = APRES_TRUTH_TRUE;

	for (guint i = 0; i < cond->children->len && truth != APRES_TRUTH_FALSE; i++)
		truth = MIN(truth, evaluate(e, cond->children->pdata[i], within));
	return truth;
}

static apres_truth
evaluate_sentences(apres_evaluation *e, const apres_cond *cond)
{
	apres_truth truth = APRES_TRUTH_FALSE;

	for (guint i = 0; i < e->sentences->len && truth != APRES_TRUTH_TRUE; i++)
		truth = MAX(truth, evaluate_all(e, cond,
						&g_array_index(e->sentences, range, i)));
	return truth;
}

static apres_truth
evaluate(apres_evaluation *e, const apres_cond *cond, const range *within)
{
	switch (cond->kind) {
	case APRES_COND_PATTERN: return match_pattern(e, cond, within);
	case APRES_COND_ANY: return evaluate_any(e, cond, within);
	case APRES_COND_ALL: return evaluate_all(e, cond, within);
	case APRES_COND_NOT:
		return (apres_truth)(APRES_TRUTH_TRUE - evaluate_any(e, cond, within));
	case APRES_COND_SENTENCE: return evaluate_sentences(e, cond);
	case APRES_COND_CLASS:
		return apres_evaluation_class(
			e, g_hash_table_lookup(e->classifier->by_id, cond->class_ref));
	}
	g_assert_not_reached();
}

apres_truth
apres_evaluation_class(apres_evaluation *e, const apres_class *class)
{
	gpointer known = g_hash_table_lookup(e->truths, class);

	if (known != NULL)
		return (apres_truth)(GPOINTER_TO_INT(known) - 1);
	apres_truth truth = evaluate(e, class->cond, NULL);
	g_hash_table_insert(e->truths, (gpointer) class, GINT_TO_POINTER((int)truth + 1));
	return truth;
}

static void
explain_pattern(apres_evaluation *e, const apres_cond *cond, const range *within,
		const char *class_id, GPtrArray *evidence)
{
	for (guint field = 0; field < FIELD_COUNT; field++) {
		if ((cond->fields & 1u << field) == 0)
			continue;
		match_field(e, cond, (apres_field)field, within);
		const apres_folded *folded = e->fields[field].folded;
		for (guint i = 0; i < e->matches->len && i < EVIDENCE_MAX; i++) {
			const apres_match *m = &g_array_index(e->matches, apres_match, i);
			apres_evidence *found = g_new0(apres_evidence, 1);
			found->class_id = class_id;
			found->pattern = cond;
			found->field = (apres_field)field;
			found->offset = folded->origin[m->start];
			found->length = folded->origin[m->end] - folded->origin[m->start];
			found->positive = true;
			g_ptr_array_add(evidence, found);
		}
	}
}

/* Only what is true shows; what stands under <not> never does. */
static void
explain(apres_evaluation *e, const apres_cond *cond, const range *within,
	const char *class_id, GPtrArray *evidence)
{
	if (cond->kind == APRES_COND_PATTERN) {
		explain_pattern(e, cond, within, class_id, evidence);
	} else if (cond->kind == APRES_COND_CLASS) {
		const apres_class *class =
			g_hash_table_lookup(e->classifier->by_id, cond->class_ref);
		if (apres_evaluation_class(e, class) == APRES_TRUTH_TRUE)
			explain(e, class->cond, NULL, class_id, evidence);
	} else if (cond->kind == APRES_COND_SENTENCE) {
		for (guint i = 0; i < e->sentences->len; i++) {
			const range *sentence = &g_array_index(e->sentences, range, i);
			if (evaluate_all(e, cond, sentence) != APRES_TRUTH_TRUE)
				continue;
			for (guint j = 0; j < cond->children->len; j++)
				explain(e, cond->children->pdata[j], sentence, class_id,
					evidence);
		}
	} else if (cond->kind != APRES_COND_NOT &&
		   evaluate(e, cond, within) == APRES_TRUTH_TRUE) {
		for (guint i = 0; i < cond->children->len; i++)
			explain(e, cond->children->pdata[i], within, class_id, evidence);
	}
}

void
apres_evaluation_explain(apres_evaluation *e, const apres_class *class,
			 GPtrArray *evidence)
{
	explain(e, class->cond, NULL, class->id, evidence);
}
