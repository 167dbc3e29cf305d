/* SPDX-License-Identifier: Apache-2.0 */
/* Text -> words and pairs of words, all in one stretch of memory: a long mail has
 * thousands, and each was an allocation. */
#include "config.h"
#include "classify/features.h"

#include <stdbool.h>
#include <string.h>

#define LONG 128u
#define ROOM 65536u /* bytes at first; more as it is needed */

typedef struct feature {
	guint64 head; /* its first eight bytes: few comparisons look at the rest */
	guint at;     /* its place in `said` */
} feature;

struct apres_features {
	GString *said; /* each with a zero byte behind it */
	GArray *words, *groups;
};

/* Letters, marks and digits; an apostrophe between two of them. */
static bool
is_inside(const char *p, const char *end, const char *start)
{
	if (g_ascii_isalnum(*p))
		return true;
	if (*p == '\'')
		return p > start && p + 1 < end &&
		       g_unichar_isalnum(g_utf8_get_char(p + 1));
	if ((guchar)*p < 0x80)
		return false;
	gunichar c = g_utf8_get_char(p);
	return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

/* A copy of the LEN bytes at WORD goes to SAID. */
static void
say_word(GString *said, const char *word, gsize len)
{
	gsize digits = 0;

	while (digits < len && g_ascii_isdigit(word[digits]))
		digits++;
	if (digits == len)
		g_string_append_c(said, '0');
	else
		g_string_append_len(said, word, (gssize)len);
	g_string_append_c(said, '\0');
}

/* The words of TEXT go to SAID in their order; where they begin.  NULL: too many. */
static GArray *
say_words(GString *said, const char *text, gsize len)
{
	g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(guint));
	const char *end = text + len;

	for (const char *p = text; p < end;) {
		const char *start = p;
		guint place = (guint)said->len;
		while (p < end && is_inside(p, end, start))
			p = g_utf8_next_char(p);
		if (p > start)
			say_word(said, start, (gsize)(p - start));
		else if (*p == '?' || *p == '!')
			say_word(said, p, 1);
		if (p == start)
			p = g_utf8_next_char(p);
		if (said->len > place)
			g_array_append_val(places, place);
		if (places->len > APRES_FEATURES_WORDS_MAX)
			return NULL;
	}
	return g_steal_pointer(&places);
}

/* Words A and B of SAID with BETWEEN. */
static void
say_pair(GString *said, guint a, const char *between, guint b)
{
	/* Room first: the words that are copied stand in the same memory. */
	gsize a_len = strlen(said->str + a), b_len = strlen(said->str + b);
	gsize between_len = strlen(between), len = said->len;

	g_string_set_size(said, len + a_len + between_len + b_len + 1);
	char *p = said->str + len;
	memcpy(p, said->str + a, a_len);
	memcpy(p + a_len, between, between_len);
	memcpy(p + a_len + between_len, said->str + b, b_len + 1);
}

/* What stands AT a place of `said` is one of PART. */
static void
note_feature(const apres_features *features, GArray *part, guint at)
{
	const char *p = features->said->str + at;
	feature one = { .at = at };

	for (int i = 0; i < 8; i++) {
		one.head = one.head << 8 | (guchar)*p;
		p += *p != '\0';
	}
	g_array_append_val(part, one);
}

/* How long it is: up to 4 words, 8, 16 ...: a bare request has few words to speak for it.
 */
static void
note_length(apres_features *features, guint words)
{
	guint length = 4, at = (guint)features->said->len;

	while (length < words && length < LONG)
		length *= 2;
	g_string_append_printf(features->said, "~%u", length);
	g_string_append_c(features->said, '\0');
	note_feature(features, features->groups, at);
}

static gint
by_bytes(gconstpointer a, gconstpointer b, gpointer said)
{
	const feature *x = a, *y = b;
	const char *bytes = ((const GString *)said)->str;

	if (x->head != y->head)
		return x->head < y->head ? -1 : 1;
	return strcmp(bytes + x->at, bytes + y->at);
}

static void
sort_once(GArray *part, GString *said)
{
	guint kept = 0;

	g_array_sort_with_data(part, by_bytes, said);
	for (guint i = 0; i < part->len; i++) {
		const feature *one = &g_array_index(part, feature, i);
		if (kept == 0 ||
		    by_bytes(one, &g_array_index(part, feature, kept - 1), said) != 0)
			g_array_index(part, feature, kept++) = *one;
	}
	g_array_set_size(part, kept);
}

apres_features *
apres_features_of(const char *text, gsize len)
{
	g_autoptr(apres_features) features = g_new0(apres_features, 1);

	features->said = g_string_sized_new(MIN(8 * len, ROOM) + 16);
	features->words = g_array_new(FALSE, FALSE, sizeof(feature));
	features->groups = g_array_new(FALSE, FALSE, sizeof(feature));
	g_autoptr(GArray) places = say_words(features->said, text, len);
	if (places == NULL)
		return NULL;
	for (guint i = 0; i < places->len; i++) {
		guint a = g_array_index(places, guint, i);
		note_feature(features, features->words, a);
		for (guint j = i + 1; j < MIN(i + 3, places->len); j++) {
			guint at = (guint)features->said->len;
			say_pair(features->said, a, j == i + 1 ? " " : " * ",
				 g_array_index(places, guint, j));
			note_feature(features, features->groups, at);
		}
	}
	if (places->len > 0)
		note_length(features, places->len);
	sort_once(features->words, features->said);
	sort_once(features->groups, features->said);
	return g_steal_pointer(&features);
}

void
apres_features_free(apres_features *features)
{
	if (features == NULL)
		return;
	g_string_free(features->said, TRUE);
	g_array_unref(features->words);
	g_array_unref(features->groups);
	g_free(features);
}

guint
apres_features_words(const apres_features *features)
{
	return features->words->len;
}

guint
apres_features_count(const apres_features *features)
{
	return features->words->len + features->groups->len;
}

const char *
apres_features_at(const apres_features *features, guint index)
{
	const GArray *part = features->words;

	if (index >= part->len) {
		index -= part->len;
		part = features->groups;
	}
	return features->said->str + g_array_index(part, feature, index).at;
}
