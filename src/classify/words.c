/* SPDX-License-Identifier: Apache-2.0 */
/* Word lists: looked up by halves, so that thousands of words cost little more than ten.
 */
#include "config.h"
#include "classify/words.h"

#include <string.h>

#include "util/text.h"

/* What may stand between words without saying anything.  No currency: "€" asks. */
#define PUNCTUATION " \n.,;:!?'\"()[]-_*/&>|~¿¡«»„“”‘’–—…"
#define DIGITS_MAX 4

/* In the end one text of sorted words, a line each: many a list lies in the program so,
 * and need not be read. */
struct apres_word_set {
	GBytes *source; /* as it was given */
	GBytes *words;  /* NULL: not read yet */
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
	return c < 0x80 ? g_ascii_isalnum((char)c)
			: g_unichar_isalnum(c) || g_unichar_ismark(c);
}

static bool
is_punctuation(gunichar c)
{
	return c < 0x80 ? strchr(PUNCTUATION, (int)c) != NULL
			: g_utf8_strchr(PUNCTUATION, -1, c) != NULL;
}

/* Does folding leave C, in a word, as it is? */
static bool
is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\'' || c == '-';
}

/* Is TEXT a sorted list of folded words already? */
static bool
is_sorted(const char *text, gsize len)
{
	const char *before = "", *end = text + len;
	gsize before_len = 0;

	for (const char *word = text; word < end;) {
		const char *line = memchr(word, '\n', (gsize)(end - word));
		gsize n = line != NULL ? (gsize)(line - word) : 0;
		int order = memcmp(before, word, MIN(before_len, n));
		if (n == 0 || order > 0 || (order == 0 && before_len >= n))
			return false;
		for (gsize i = 0; i < n; i++)
			if (!is_plain(word[i]))
				return false;
		before = word;
		before_len = n;
		word = line + 1;
	}
	return true;
}

/* SOURCE without its comments. */
static char *
without_comments(GBytes *source)
{
	gsize len;
	const char *data = g_bytes_get_data(source, &len);
	char *text = g_strndup(data != NULL ? data : "", len);

	for (char *p = text; (p = strchr(p, '#')) != NULL;)
		for (; *p != '\0' && *p != '\n'; p++)
			*p = ' ';
	return text;
}

static gint
by_bytes(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The words of SOURCE as folded text has them, sorted, each once. */
static GBytes *
sorted_words(GBytes *source)
{
	g_autofree char *text = without_comments(source);
	g_autoptr(apres_folded) folded = apres_fold(text, strlen(text));
	g_autoptr(GPtrArray) all = g_ptr_array_new();
	g_autoptr(GString) out = g_string_new(NULL);

	for (char *next, *word = folded->text; word != NULL; word = next) {
		next = strpbrk(word, " \n");
		if (next != NULL)
			*next++ = '\0';
		if (*word != '\0')
			g_ptr_array_add(all, word);
	}
	g_ptr_array_sort(all, by_bytes);
	for (guint i = 0; i < all->len; i++)
		if (i == 0 || !g_str_equal(all->pdata[i], all->pdata[i - 1]))
			g_string_append_printf(out, "%s\n", (char *)all->pdata[i]);
	return g_string_free_to_bytes(g_steal_pointer(&out));
}

apres_word_set *
apres_word_set_new(GBytes *source)
{
	apres_word_set *set = g_rc_box_new0(apres_word_set);

	set->source = g_bytes_ref(source);
	return set;
}

GBytes *
apres_word_set_text(apres_word_set *set)
{
	gsize len;
	const char *text = g_bytes_get_data(set->source, &len);

	/* Only now: many a mail needs the words of no language but its own. */
	if (set->words == NULL)
		set->words = len == 0 || is_sorted(text, len) ? g_bytes_ref(set->source)
							      : sorted_words(set->source);
	return set->words;
}

static void
word_set_clear(gpointer data)
{
	apres_word_set *set = data;

	g_bytes_unref(set->source);
	if (set->words != NULL)
		g_bytes_unref(set->words);
}

void
apres_word_set_unref(apres_word_set *set)
{
	g_rc_box_release_full(set, word_set_clear);
}

/* Is [WORD, WORD + LEN) one of SET? */
static bool
has_word(apres_word_set *set, const char *word, gsize len)
{
	gsize low = 0, high;
	const char *text = g_bytes_get_data(apres_word_set_text(set), &high);

	while (low < high) {
		gsize start = low + (high - low) / 2;
		while (start > low && text[start - 1] != '\n')
			start--;
		gsize n = (gsize)((char *)memchr(text + start, '\n', high - start) -
				  (text + start));
		int order = memcmp(word, text + start, MIN(len, n));
		if (order == 0 && len == n)
			return true;
		if (order < 0 || (order == 0 && len < n))
			high = start;
		else
			low = start + n + 1;
	}
	return false;
}

apres_words *
apres_words_new(apres_word_set *known, guint others, const char *not_after)
{
	apres_words *words = g_new0(apres_words, 1);

	words->known = g_rc_box_acquire(known);
	g_autoptr(GBytes) others_not =
		g_bytes_new(not_after, not_after != NULL ? strlen(not_after) : 0);
	words->not_after = apres_word_set_new(others_not);
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

void
apres_words_ready(const apres_words *words)
{
	apres_word_set_text(words->known);
	apres_word_set_text(words->not_after);
}

static bool
is_short_number(const char *word, gsize len)
{
	for (gsize i = 0; i < len; i++)
		if (!g_ascii_isdigit(word[i]))
			return false;
	return len <= DIGITS_MAX;
}

bool
apres_words_cover(const apres_words *words, const char *text, gsize start, gsize end)
{
	const char *stop = text + end;
	guint known = 0, others = 0;
	const char *before = NULL;
	gsize before_len = 0;

	for (const char *p = text + start; p < stop;) {
		const char *from = p;
		gunichar c = g_utf8_get_char(p);
		p = g_utf8_next_char(p);
		if (!is_word(c)) {
			if (!is_punctuation(c) && ++others > words->others)
				return false;
			continue;
		}
		while (p < stop && is_word(g_utf8_get_char(p)))
			p = g_utf8_next_char(p);
		gsize len = (gsize)(p - from);
		if (has_word(words->known, from, len) || is_short_number(from, len))
			known++;
		else if (before != NULL && has_word(words->not_after, before, before_len))
			return false;
		else if (++others > words->others)
			return false;
		before = from;
		before_len = len;
	}
	return known > 0 && known >= 2 * others;
}
