/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sentences of mail as people type it.  A cut too many makes a fragment that
 * nothing explains, and a person reads it; a cut too few lets one explained
 * half speak for the other.  So in doubt this cuts.
 */
#include "config.h"
#include "util/dot.h"
#include "util/text.h"

#include <string.h>

/* Beyond this a line was not wrapped by any mail program: its end was typed. */
#define WRAP_MAX 80
/* Nobody wraps below this: a shorter line ended because its writer ended it. */
#define WRAP_MIN 45

typedef struct splitter {
	const char *end; /* of the text */
	const char *text;
	const char *start; /* of the sentence under way */
	GArray *out;
} splitter;

static const char *
prev_char(const splitter *sp, const char *s)
{
	return s > sp->text ? g_utf8_find_prev_char(sp->text, s) : NULL;
}

static bool
is_terminator(gunichar c)
{
	return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 ||
	       c == 0xff01 || c == 0xff1f || c == 0x61f;
}

static bool
is_question_mark(gunichar c)
{
	return c == '?' || c == 0xff1f || c == 0x61f;
}

static bool
is_closer(gunichar c)
{
	return c == '"' || c == '\'' || c == ')' || c == ']' || c == '*' || c == '_' ||
	       c == 0xbb || c == 0x2019 || c == 0x201c || c == 0x201d;
}

/* Add [start, stop) if there is something to read in it. */
static void
finish(splitter *sp, const char *stop)
{
	bool readable = false, question = false;
	const char *first = sp->start, *last = stop;

	sp->start = stop;
	while (first < stop && g_unichar_isspace(g_utf8_get_char(first)))
		first = g_utf8_next_char(first);
	for (const char *p; last > first; last = p) {
		p = g_utf8_find_prev_char(first, last);
		if (p == NULL || !g_unichar_isspace(g_utf8_get_char(p)))
			break;
	}
	for (const char *s = first; s < last && !readable; s = g_utf8_next_char(s))
		readable = g_unichar_isalnum(g_utf8_get_char(s));
	for (const char *s = last; readable && s > first;) {
		s = g_utf8_find_prev_char(first, s);
		gunichar c = s != NULL ? g_utf8_get_char(s) : 0;
		question |= is_question_mark(c);
		if (s == NULL || !(is_terminator(c) || is_closer(c)))
			break;
	}
	if (!readable)
		return;
	apres_sentence sentence = { (gsize)(first - sp->text), (gsize)(last - first),
				    question };
	g_array_append_val(sp->out, sentence);
}

/* The word that ends at STOP, at most 20 bytes of it; letters and inner dots. */
static gsize
word_before(const splitter *sp, const char *stop, const char **word_out)
{
	const char *s = stop;

	while (s > sp->start && stop - s < 20) {
		const char *p = prev_char(sp, s);
		gunichar c = p != NULL ? g_utf8_get_char(p) : ' ';
		if (!g_unichar_isalnum(c) && c != '.')
			break;
		s = p;
	}
	*word_out = s;
	return (gsize)(stop - s);
}

static bool
is_number(const char *word, gsize len)
{
	gsize digits = 0;

	while (digits < len && g_ascii_isdigit(word[digits]))
		digits++;
	return len > 0 && digits == len && len <= 2;
}

/* After "3.": a month or the like goes on with the sentence. */
static bool
starts_with_counted(const char *s, const char *end)
{
	static const char *const counted[] = { "Jan", "Feb",   "M\xc3\xa4r", "Mar", "Apr",
					       "Mai", "May",   "Jun",        "Jul", "Aug",
					       "Sep", "Okt",   "Oct",        "Nov", "Dez",
					       "Dec", "Runde", "Stock" };

	for (guint i = 0; i < G_N_ELEMENTS(counted); i++)
		if ((gsize)(end - s) >= strlen(counted[i]) &&
		    strncmp(s, counted[i], strlen(counted[i])) == 0)
			return true;
	return false;
}

static const char *
skip_spaces(const char *s, const char *end)
{
	while (s < end && *s != '\n' && g_unichar_isspace(g_utf8_get_char(s)))
		s = g_utf8_next_char(s);
	return s;
}

/* A list item: a bullet or "1." / "1)" / "a)", and a space. */
static bool
is_list_item(const char *s, const char *end)
{
	s = skip_spaces(s, end);
	if (s >= end)
		return false;
	gunichar c = g_utf8_get_char(s);
	const char *after = g_utf8_next_char(s);
	if (g_ascii_isdigit(*s)) {
		if (after < end && g_ascii_isdigit(*after))
			after++;
		if (after >= end || (*after != '.' && *after != ')'))
			return false;
		after++;
	} else if (g_ascii_isalpha(*s)) {
		if (after >= end || *after != ')')
			return false;
		after++;
	} else if (c != '-' && c != '*' && c != '+' && c != 0x2022 && c != 0x2013 &&
		   c != 0xb7 && c != 0x25aa && c != 0x25e6 && c != 0x2043) {
		return false;
	}
	return after < end && g_unichar_isspace(g_utf8_get_char(after));
}

/* Is the token that holds S an address or a link?  Its dots mean nothing. */
static bool
is_in_link(const splitter *sp, const char *s)
{
	for (const char *p = s; p > sp->start;) {
		p--;
		if (g_ascii_isspace(*p))
			return false;
		if (*p == '@' || *p == '/')
			return true;
	}
	return false;
}

/* The full stop at MARK between two small letters: "missing.i wrote", and no name. */
static bool
is_typed_stop(const splitter *sp, const char *mark, const char *after)
{
	const char *word, *stop = after;
	gsize len = word_before(sp, mark, &word);

	while (stop < sp->end && g_unichar_isalnum(g_utf8_get_char(stop)))
		stop = g_utf8_next_char(stop);
	return len >= 3 && memchr(word, '.', len) == NULL &&
	       !apres_dot_abbreviates(word, len, 'A') &&
	       !apres_dot_in_name(after, sp->end) &&
	       (stop - after > 1 || *after == 'i' || *after == 'a');
}

/* No space follows: "thanks.Could you" is still two. */
static bool
ends_without_space(const splitter *sp, const char *mark, const char *after)
{
	const char *before = prev_char(sp, mark);

	if (before == NULL || is_in_link(sp, mark) ||
	    !g_unichar_isalpha(g_utf8_get_char(after)))
		return false;
	gunichar last = g_utf8_get_char(before);
	if (g_unichar_isspace(last))
		return true;
	if (*mark != '.')
		return g_unichar_isalpha(last);
	if (!g_unichar_islower(last))
		return false;
	if (g_unichar_islower(g_utf8_get_char(after)))
		return is_typed_stop(sp, mark, after);
	const char *second = g_utf8_next_char(after);
	return second >= sp->end || g_unichar_islower(g_utf8_get_char(second)) ||
	       g_ascii_isspace(*second);
}

/* Is there only white space between the start of the line and S? */
static bool
starts_line(const splitter *sp, const char *s)
{
	while (s > sp->text && (s[-1] == ' ' || s[-1] == '\t'))
		s--;
	return s == sp->text || s[-1] == '\n';
}

/* MARK is a run of terminators that ends at AFTER: does the sentence? */
static bool
ends_sentence(const splitter *sp, const char *mark, const char *after)
{
	const char *word;

	if (after >= sp->end)
		return true;
	bool dot = *mark == '.' && g_utf8_next_char(mark) == after;
	gunichar next = g_utf8_get_char(after);
	if (!g_unichar_isspace(next))
		return g_utf8_get_char(mark) >= 0x3000 ||
		       ends_without_space(sp, mark, after);
	const char *s = skip_spaces(after, sp->end);
	if (s < sp->end && *s == '\n')
		s = skip_spaces(s + 1, sp->end);
	gsize len = word_before(sp, mark, &word);
	gunichar following = s < sp->end ? g_utf8_get_char(s) : 0;
	if (dot && apres_dot_abbreviates(word, len, following))
		return false;
	if (dot && is_number(word, len)) {
		/* "1. First" at the start of a line is a list item, "3. Mai" a date. */
		return !starts_line(sp, word) && !starts_with_counted(s, sp->end);
	}
	if (!g_unichar_islower(following))
		return true;
	if (*mark == '?' || *mark == '!')
		return true;
	return dot && len >= 3 && memchr(word, '.', len) == NULL;
}

/* How wide is the paragraph around LINE wrapped?  0 = its line ends were typed. */
static glong
paragraph_width(const char *line, const char *end)
{
	glong width = WRAP_MIN;

	while (line < end) {
		const char *stop = memchr(line, '\n', (gsize)(end - line));
		if (stop == NULL)
			stop = end;
		const char *first = skip_spaces(line, stop);
		if (first == stop)
			break;
		glong chars = g_utf8_strlen(line, stop - line);
		bool one_word = memchr(first, ' ', (gsize)(stop - first)) == NULL;
		if (chars > WRAP_MAX && !one_word)
			return 0;
		if (chars > width && !one_word)
			width = chars;
		line = stop < end ? stop + 1 : end;
	}
	return width;
}

/* LINE ends at STOP; did its writer end it, or did a mail program wrap it? */
static bool
line_was_ended(const splitter *sp, const char *line, const char *stop, glong width)
{
	const char *next = skip_spaces(stop + 1, sp->end);
	glong chars = g_utf8_strlen(line, stop - line);

	/* Behind a comma a long line goes on, a greeting does not. */
	if (width == 0 && chars >= WRAP_MIN && stop > line && stop[-1] == ',' &&
	    next < sp->end && *next != '\n' && !is_list_item(next, sp->end))
		return false;
	if (next >= sp->end || *next == '\n' || width == 0 || is_list_item(next, sp->end))
		return true;
	const char *word = next;
	while (word < sp->end && !g_ascii_isspace(*word))
		word = g_utf8_next_char(word);
	return g_utf8_strlen(line, stop - line) + 1 + g_utf8_strlen(next, word - next) <=
	       width;
}

/* Cut inside one line; line ends are the caller's business. */
static void
split_line(splitter *sp, const char *line, const char *stop)
{
	for (const char *s = line; s < stop;) {
		const char *mark = s;
		if (!is_terminator(g_utf8_get_char(s))) {
			s = g_utf8_next_char(s);
			continue;
		}
		while (s < stop && is_terminator(g_utf8_get_char(s)))
			s = g_utf8_next_char(s);
		const char *after = s;
		while (after < stop && is_closer(g_utf8_get_char(after)))
			after = g_utf8_next_char(after);
		if (ends_sentence(sp, mark, s) ||
		    (after > s && ends_sentence(sp, mark, after))) {
			finish(sp, after);
			s = after;
		}
	}
}

GArray *
apres_sentences_split(const char *text, gsize len)
{
	splitter sp = { .text = text, .start = text, .end = text + len };
	glong width = -1;

	sp.out = g_array_new(FALSE, FALSE, sizeof(apres_sentence));
	for (const char *line = text; line < sp.end;) {
		const char *stop = memchr(line, '\n', (gsize)(sp.end - line));
		if (stop == NULL)
			stop = sp.end;
		if (skip_spaces(line, stop) == stop) {
			finish(&sp, stop);
			width = -1;
		} else {
			if (width < 0)
				width = paragraph_width(line, sp.end);
			split_line(&sp, line, stop);
			if (stop < sp.end && line_was_ended(&sp, line, stop, width))
				finish(&sp, stop);
		}
		line = stop < sp.end ? stop + 1 : sp.end;
	}
	finish(&sp, sp.end);
	return sp.out;
}
