/* SPDX-License-Identifier: Apache-2.0 */
/* Two texts compared as sets of words. */
#include "config.h"
#include "message/alternative.h"

#include <string.h>

#include "util/text.h"

#define MAX_MISSING 3

/* The next word at *S, as a new string; NULL at the end. */
static char *
next_word(const char **s)
{
	while (**s != '\0' && !g_unichar_isalnum(g_utf8_get_char(*s)))
		*s = g_utf8_next_char(*s);
	const char *start = *s;
	while (**s != '\0' && g_unichar_isalnum(g_utf8_get_char(*s)))
		*s = g_utf8_next_char(*s);
	return *s > start ? g_strndup(start, (gsize)(*s - start)) : NULL;
}

static GHashTable *
collect_words(const char *text)
{
	GHashTable *words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(apres_folded) folded = apres_fold(text, strlen(text));
	const char *s = folded->text;
	char *word;

	while ((word = next_word(&s)) != NULL)
		g_hash_table_add(words, word);
	return words;
}

bool
apres_alternatives_agree(const char *plain, const char *html)
{
	g_autoptr(GHashTable) known = collect_words(plain);
	g_autoptr(GHashTable) seen = collect_words(html);
	GHashTableIter iter;
	gpointer word;
	guint missing = 0;

	g_hash_table_iter_init(&iter, seen);
	while (g_hash_table_iter_next(&iter, &word, NULL))
		missing += !g_hash_table_contains(known, word);
	return missing <= MAX_MISSING;
}
