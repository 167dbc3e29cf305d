/* SPDX-License-Identifier: Apache-2.0 */
/* A text, a language and values -> what is said. */
#include "config.h"
#include "policy/text-marks.h"
#include "policy/wording-parts.h"
#include "util/text.h"

#include <string.h>

static const char *
text_in(const apres_policy *policy, const char *language, const char *key)
{
	GHashTable *texts = g_hash_table_lookup(policy->wording->languages, language);

	return texts != NULL ? g_hash_table_lookup(texts, key) : NULL;
}

/* Of the tag, or what stands before its first hyphen. */
static const char *
text_near(const apres_policy *policy, const char *language, const char *key)
{
	g_autofree char *primary = g_strndup(language, strcspn(language, "-"));
	const char *text = text_in(policy, language, key);

	return text != NULL ? text : text_in(policy, primary, key);
}

static const char *
text_of(const apres_policy *policy, const char *language, const char *key)
{
	const char *text = language != NULL ? text_near(policy, language, key) : NULL;

	if (text == NULL)
		text = text_near(policy, policy->language, key);
	if (text == NULL)
		text = text_in(policy, "en", key);
	g_assert(text != NULL);
	return text;
}

/* name -> value, borrowed; what is empty is not there. */
static GHashTable *
values_of(va_list ap)
{
	GHashTable *values = g_hash_table_new(g_str_hash, g_str_equal);
	const char *name;

	while ((name = va_arg(ap, const char *)) != NULL) {
		const char *value = va_arg(ap, const char *);
		if (value != NULL && *value != '\0')
			g_hash_table_insert(values, (gpointer)name, (gpointer)value);
	}
	return values;
}

/* False: a value is missing. */
static bool
fill(GString *out, const char *text, GHashTable *values)
{
	bool all = true;

	while (*text != '\0') {
		gsize plain = strcspn(text, "{");
		g_string_append_len(out, text, (gssize)plain);
		text += plain;
		if (*text == '\0')
			break;
		const char *end = strchr(text, '}');
		g_autofree char *name = g_strndup(text + 1, (gsize)(end - text - 1));
		const char *value = g_hash_table_lookup(values, name);
		all = all && value != NULL;
		g_string_append(out, value != NULL ? value : "");
		text = end + 1;
	}
	return all;
}

static char *
expand(const char *text, GHashTable *values)
{
	g_auto(GStrv) paragraphs = g_strsplit(text, "\n\n", -1);
	g_autoptr(GString) out = g_string_new(NULL);

	for (char **paragraph = paragraphs; *paragraph != NULL; paragraph++) {
		g_autoptr(GString) filled = g_string_new(NULL);
		bool optional = g_str_has_prefix(*paragraph, APRES_OPTIONAL_MARK);
		bool all = fill(filled,
				*paragraph + (optional ? strlen(APRES_OPTIONAL_MARK) : 0),
				values);
		if (optional && !all)
			continue;
		g_strchomp(filled->str);
		g_string_append_printf(out, "%s%s", out->len > 0 ? "\n\n" : "",
				       filled->str);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

char *
apres_wording_say(const apres_policy *policy, const char *language, const char *key, ...)
{
	va_list ap;

	va_start(ap, key);
	g_autoptr(GHashTable) values = values_of(ap);
	va_end(ap);
	return expand(text_of(policy, language, key), values);
}

void
apres_wording_mail(const apres_policy *policy, const char *language, const char *key,
		   char **subject_out, char **text_out, ...)
{
	const char *text = text_of(policy, language, key) + strlen(APRES_SUBJECT_MARK);
	g_autofree char *subject = g_strstrip(g_strndup(text, strcspn(text, "\n")));
	va_list ap;

	va_start(ap, text_out);
	g_autoptr(GHashTable) values = values_of(ap);
	va_end(ap);
	g_autofree char *body = expand(strstr(text, "\n\n") + 2, values);
	*subject_out = expand(subject, values);
	*text_out = g_strconcat(body, "\n", NULL);
}

GPtrArray *
apres_wording_words(const apres_policy *policy, const char *key)
{
	GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
	GHashTableIter iter;
	gpointer texts;

	g_hash_table_iter_init(&iter, policy->wording->languages);
	while (g_hash_table_iter_next(&iter, NULL, &texts)) {
		const char *text = g_hash_table_lookup(texts, key);
		g_auto(GStrv) lines = g_strsplit(text != NULL ? text : "", "\n", -1);
		for (char **line = lines; *line != NULL; line++) {
			g_autoptr(apres_folded) folded = apres_fold(*line, strlen(*line));
			if (folded->len > 0)
				g_ptr_array_add(words, g_strdup(folded->text));
		}
	}
	return words;
}
