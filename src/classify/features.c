/* SPDX-License-Identifier: Apache-2.0 */
/* Text -> words and pairs of words. */
#include "config.h"
#include "classify/features.h"

#include <stdbool.h>
#include <string.h>

#define LONG 128u

/* Letters, marks and digits; an apostrophe between two of them. */
static bool
is_inside(const char *p, const char *end, const char *start)
{
	gunichar c = g_utf8_get_char(p);

	if (g_unichar_isalnum(c) || g_unichar_ismark(c))
		return true;
	return c == '\'' && p > start && p + 1 < end &&
	       g_unichar_isalnum(g_utf8_get_char(p + 1));
}

static bool
is_number(const char *word)
{
	return word[strspn(word, "0123456789")] == '\0';
}

/* The words of TEXT in their order; NULL: too many. */
static GPtrArray *
words_of(const char *text, gsize len)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	const char *end = text + len;

	for (const char *p = text; p < end;) {
		const char *start = p;
		while (p < end && is_inside(p, end, start))
			p = g_utf8_next_char(p);
		if (p == start) {
			if (*p == '?' || *p == '!')
				g_ptr_array_add(words, g_strndup(p, 1));
			p = g_utf8_next_char(p);
		} else {
			g_autofree char *word = g_strndup(start, (gsize)(p - start));
			g_ptr_array_add(words, is_number(word) ? g_strdup("0")
							       : g_steal_pointer(&word));
		}
		if (words->len > APRES_FEATURES_WORDS_MAX)
			return NULL;
	}
	return g_steal_pointer(&words);
}

static gint
by_bytes(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* How long it is: up to 4 words, 8, 16 ...: a bare request has few words to speak for it.
 */
static char *
length_of(const GPtrArray *words)
{
	guint length = 4;

	while (length < words->len && length < LONG)
		length *= 2;
	return g_strdup_printf("~%u", length);
}

GPtrArray *
apres_features_of(const char *text, gsize len)
{
	g_autoptr(GPtrArray) words = words_of(text, len);

	if (words == NULL)
		return NULL;
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < words->len; i++) {
		char **word = (char **)words->pdata + i;
		g_ptr_array_add(all, g_strdup(word[0]));
		if (i + 1 < words->len)
			g_ptr_array_add(all, g_strconcat(word[0], " ", word[1], NULL));
		if (i + 2 < words->len)
			g_ptr_array_add(all, g_strconcat(word[0], " * ", word[2], NULL));
	}
	if (words->len > 0)
		g_ptr_array_add(all, length_of(words));
	g_ptr_array_sort(all, by_bytes);
	g_autoptr(GPtrArray) once = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < all->len; i++)
		if (i == 0 || strcmp(all->pdata[i], once->pdata[once->len - 1]) != 0)
			g_ptr_array_add(once, g_steal_pointer(&all->pdata[i]));
	return g_steal_pointer(&once);
}
