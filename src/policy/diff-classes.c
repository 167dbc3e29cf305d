/* SPDX-License-Identifier: Apache-2.0 */
/* What mail is read by: classes, and the words of languages. */
#include "config.h"
#include "policy/diff-parts.h"

/* How conditions are nested, which no line of theirs says alone. */
static void
write_nesting(GString *out, const apres_cond *cond)
{
	g_string_append_printf(
		out, "(%d %d %u %s %s %s %s", cond->kind, cond->literal, cond->fields,
		cond->header ? cond->header : "", cond->language ? cond->language : "",
		cond->source ? cond->source : "", cond->class_ref ? cond->class_ref : "");
	for (guint i = 0; cond->children != NULL && i < cond->children->len; i++)
		write_nesting(out, cond->children->pdata[i]);
	g_string_append_c(out, ')');
}

/* Where it is looked for: "" for subject and text, as everything is by default. */
static char *
fields_of(const apres_cond *cond)
{
	g_autoptr(GString) out = g_string_new(NULL);

	if (cond->fields != (1u << APRES_FIELD_SUBJECT | 1u << APRES_FIELD_TEXT))
		for (int i = 0; i <= APRES_FIELD_ATTACHMENT; i++)
			if ((cond->fields & 1u << i) != 0)
				g_string_append_printf(
					out, "%s%s", out->len > 0 ? " " : " in ",
					apres_field_to_string((apres_field)i));
	if (cond->header != NULL)
		g_string_append_printf(out, " %s", cond->header);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/* A line for each thing that is looked for; INSIDE: what it stands under, "not, ". */
static void
say_cond(apres_part *part, const char *inside, const apres_cond *cond)
{
	static const char *const groups[] = {
		[APRES_COND_ANY] = "",
		[APRES_COND_ALL] = "all, ",
		[APRES_COND_NOT] = "not, ",
		[APRES_COND_SENTENCE] = "sentence, ",
	};

	if (cond->kind == APRES_COND_PATTERN) {
		g_autofree char *fields = fields_of(cond);
		apres_part_say(part, "%s%s '%s'%s%s%s", inside,
			       cond->words != NULL      ? "words of"
			       : cond->likeness != NULL ? "likeness by"
			       : cond->literal          ? "phrase"
							: "re",
			       cond->source, fields, cond->language != NULL ? " in " : "",
			       cond->language != NULL ? cond->language : "");
		return;
	}
	if (cond->kind == APRES_COND_CLASS) {
		apres_part_say(part, "%sclass %s", inside, cond->class_ref);
		return;
	}
	g_autofree char *deeper = g_strconcat(inside, groups[cond->kind], NULL);
	for (guint i = 0; cond->children != NULL && i < cond->children->len; i++)
		say_cond(part, deeper, cond->children->pdata[i]);
}

static void
take_class(GHashTable *parts, const apres_policy *policy, const apres_class *class)
{
	apres_part *part =
		apres_part_add(parts, "class", g_strdup(class->id), class->origin);

	write_nesting(part->content, class->cond);
	if (class->background)
		apres_part_say(part, "background");
	if (class->part)
		apres_part_say(part, "part");
	if (class->never_automatic)
		apres_part_say(part, "never-automatic");
	if (class->final)
		apres_part_say(part, "final");
	apres_part_say_audiences(part, class->audiences);
	apres_part_say_value(part, "note", g_hash_table_lookup(policy->notes, class->id));
	say_cond(part, "", class->cond);
}

static gint
by_text(gconstpointer a, gconstpointer b)
{
	return g_strcmp0(*(char *const *)a, *(char *const *)b);
}

static void
take_language(GHashTable *parts, const apres_policy *policy,
	      const apres_language *language)
{
	apres_origin at = { g_intern_string(policy->file), 0, 0 };
	apres_part *part = apres_part_add(parts, "language", g_strdup(language->tag), at);
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	GHashTableIter iter;
	gpointer word;

	if (language->automatic)
		apres_part_say(part, "answered");
	g_hash_table_iter_init(&iter, language->stopwords);
	while (g_hash_table_iter_next(&iter, &word, NULL))
		g_ptr_array_add(words, word);
	g_ptr_array_sort(words, by_text);
	for (guint i = 0; i < words->len; i++)
		apres_part_say(part, "word %s", (char *)words->pdata[i]);
}

void
apres_diff_take_classes(GHashTable *parts, const apres_policy *policy)
{
	apres_origin at = { g_intern_string(policy->file), 0, 0 };

	for (guint i = 0; i < policy->classes->len; i++)
		take_class(parts, policy, policy->classes->pdata[i]);
	for (guint i = 0; i < policy->languages->len; i++)
		take_language(parts, policy, policy->languages->pdata[i]);
	apres_part *questions =
		apres_part_add(parts, "language", g_strdup("what makes a question"), at);
	for (guint i = 0; i < policy->questions->len; i++)
		say_cond(questions, "", policy->questions->pdata[i]);
}
