/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Clauses of a sentence.  Who types "could you tell me why, my lawyer wants to know"
 * says two things; a cut too many makes a piece that nothing explains, and a person
 * reads it.
 */
#include "config.h"
#include "util/text.h"

static bool
is_space_or_mark(gunichar c)
{
	return g_unichar_isspace(c) || g_unichar_ispunct(c);
}

/* Does a clause end behind C, which stands between BEFORE and AFTER? */
static bool
is_cut(gunichar before, gunichar c, gunichar after)
{
	switch (c) {
	case ',':
	case ';':
	case ':': return !g_unichar_isdigit(before) || !g_unichar_isdigit(after);
	case '-':
	case 0x2013: return is_space_or_mark(before) && is_space_or_mark(after);
	case 0x2014:
	case '(':
	case '[': return true;
	case 0x2026:
	case ')':
	case ']':
	case '.':
	case '!':
	case '?': return g_unichar_isspace(after);
	default: return c == 0x3001 || c == 0xff0c || c == 0x60c;
	}
}

static gint
by_place(gconstpointer a, gconstpointer b)
{
	gsize one = *(const gsize *)a, two = *(const gsize *)b;

	return one < two ? -1 : one > two;
}

static void
add_piece(GArray *clauses, const char *text, gsize from, gsize to)
{
	while (from < to && g_ascii_isspace(text[from]))
		from++;
	while (to > from && g_ascii_isspace(text[to - 1]))
		to--;
	apres_sentence piece = { from, to - from, false };
	for (const char *s = text + from; s < text + to; s = g_utf8_next_char(s))
		if (g_unichar_isalnum(g_utf8_get_char(s))) {
			g_array_append_val(clauses, piece);
			return;
		}
}

GArray *
apres_clauses_split(const char *text, gsize offset, gsize length, GArray *cuts)
{
	const char *end = text + offset + length;
	GArray *clauses = g_array_new(FALSE, FALSE, sizeof(apres_sentence));
	gunichar before = ' ';

	for (const char *s = text + offset; s < end;) {
		gunichar c = g_utf8_get_char(s);
		s = g_utf8_next_char(s);
		gsize at = (gsize)(s - text);
		if (is_cut(before, c, s < end ? g_utf8_get_char(s) : ' '))
			g_array_append_val(cuts, at);
		before = c;
	}
	g_array_sort(cuts, by_place);
	gsize from = offset;
	for (guint i = 0; i < cuts->len; i++) {
		gsize at = g_array_index(cuts, gsize, i);
		if (at > from && at < offset + length) {
			add_piece(clauses, text, from, at);
			from = at;
		}
	}
	add_piece(clauses, text, from, offset + length);
	return clauses;
}
