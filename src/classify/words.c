/* SPDX-License-Identifier: Apache-2.0 */
/* Word lists: hash look-ups, so that thousands of words cost no more than ten. */
#include "config.h"
#include "classify/words.h"

#include <string.h>

#include "util/text.h"

/* What may stand between words without saying anything.  No currency: "€" asks. */
#define PUNCTUATION " \n.,;:!?'\"()[]-_*/&>|~¿¡«»„“”‘’–—…"
#define DIGITS_MAX 4
#define WORD_MAX 64 /* bytes; the list has none longer */

/* The words stand in one text, not each by itself: there are thousands. */
struct apres_word_set {
	char *text;
	GHashTable *words;
};

struct apres_words {
	apres_word_set *known;
	apres_word_set *not_after;
	guint others;
};

/* Letters, marks and digits make words; folded text has them in lower case. */
static bool
is_word(gunichar c)
{
	return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

/* SOURCE without its comments. */
static char *
without_comments(const char *source)
{
	char *text = g_strdup(source);

	for (char *p = text; (p = strchr(p, '#')) != NULL;)
		for (; *p != '\0' && *p != '\n'; p++)
			*p = ' ';
	return text;
}

/* The words of SOURCE as folded text has them; the lists of our packs mostly have so. */
static char *
folded_words(const char *source)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789'- \n";
	g_autofree char *text = without_comments(source);

	if (text[strspn(text, plain)] == '\0')
		return g_steal_pointer(&text);
	g_autoptr(apres_folded) folded = apres_fold(text, strlen(text));
	return g_steal_pointer(&folded->text);
}

apres_word_set *
apres_word_set_new(const char *source)
{
	apres_word_set *set = g_rc_box_new0(apres_word_set);

	set->text = folded_words(source);
	set->words = g_hash_table_new(g_str_hash, g_str_equal);
	for (char *next, *word = set->text; word != NULL; word = next) {
		next = strpbrk(word, " \n");
		if (next != NULL)
			*next++ = '\0';
		if (*word != '\0' && strlen(word) <= WORD_MAX)
			g_hash_table_add(set->words, word);
	}
	return set;
}

static void
word_set_clear(gpointer data)
{
	apres_word_set *set = data;

	g_hash_table_unref(set->words);
	g_free(set->text);
}

void
apres_word_set_unref(apres_word_set *set)
{
	g_rc_box_release_full(set, word_set_clear);
}

apres_words *
apres_words_new(apres_word_set *known, guint others, const char *not_after)
{
	apres_words *words = g_new0(apres_words, 1);

	words->known = g_rc_box_acquire(known);
	words->not_after = apres_word_set_new(not_after != NULL ? not_after : "");
	words->others = others;
	return words;
}

void
apres_words_free(apres_words *words)
{
	if (words == NULL)
		return;
	apres_word_set_unref(words->known);
	apres_word_set_unref(words->not_after);
	g_free(words);
}

/* The word in [FROM, TO), or "" if it is too long for any list. */
static const char *
copy_word(char buffer[WORD_MAX + 1], const char *from, const char *to)
{
	gsize len = (gsize)(to - from);

	if (len > WORD_MAX)
		len = 0;
	memcpy(buffer, from, len);
	buffer[len] = '\0';
	return buffer;
}

static bool
is_short_number(const char *word)
{
	gsize len = strlen(word);

	return len > 0 && len <= DIGITS_MAX && strspn(word, "0123456789") == len;
}

bool
apres_words_cover(const apres_words *words, const char *text, gsize start, gsize end)
{
	const char *stop = text + end;
	char buffer[WORD_MAX + 1];
	guint known = 0, others = 0;
	bool may_be_other = true;

	for (const char *p = text + start; p < stop;) {
		const char *from = p;
		gunichar c = g_utf8_get_char(p);
		p = g_utf8_next_char(p);
		if (!is_word(c)) {
			if (g_utf8_strchr(PUNCTUATION, -1, c) == NULL)
				others++;
			continue;
		}
		while (p < stop && is_word(g_utf8_get_char(p)))
			p = g_utf8_next_char(p);
		const char *word = copy_word(buffer, from, p);
		if (g_hash_table_contains(words->known->words, word) ||
		    is_short_number(word))
			known++;
		else if (may_be_other)
			others++;
		else
			return false;
		may_be_other = !g_hash_table_contains(words->not_after->words, word);
	}
	return known > 0 && others <= words->others && known >= 2 * others;
}
