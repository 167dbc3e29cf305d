/* SPDX-License-Identifier: Apache-2.0 */
/* An expression, read from left to right, becomes a list of what it needs. */
#include "config.h"
#include "classify/needs.h"

#include <string.h>

#include "classify/literal.h"
#include "classify/part.h"
#include "classify/reader.h"
#include "classify/start.h"

#define NEEDS_MAX 0x10000u /* then it is no use */

/* PART is over, as often as is said behind it. */
static void
add(apres_reader *r, apres_sequence *sequence, apres_part *part)
{
	/* White space is one character in folded text, however much it was. */
	bool space = part->exact != NULL && part->exact->len == 1 &&
		     strcmp(part->exact->pdata[0], " ") == 0;
	apres_times often = apres_reader_times(r);

	if (often == APRES_OPTIONAL || often == APRES_PERHAPS)
		apres_part_perhaps(part);
	if (often == APRES_OPTIONAL || (often == APRES_PERHAPS && space))
		apres_part_or_string(part, "", 0);
	else if (often == APRES_PERHAPS) {
		apres_part_repeat(part);
		apres_part_or_string(part, "", 0);
	} else if (often == APRES_AT_LEAST_ONCE && part->exact == NULL)
		apres_start_open(part->start);
	apres_sequence_add(sequence, part);
	/* Once it was there, and then perhaps again: what follows may be anything. */
	if (often == APRES_AT_LEAST_ONCE && !space && part->exact != NULL) {
		apres_part_perhaps(part);
		apres_part_forget(part);
		apres_sequence_add(sequence, part);
	}
}

static void
add_string(apres_reader *r, apres_sequence *sequence, const char *string, gsize len)
{
	g_auto(apres_part) part = { 0 };

	apres_part_init(&part);
	apres_part_or_string(&part, string, len);
	add(r, sequence, &part);
}

/* Letters and digits that stand for themselves, once each: one step for all of them. */
static bool
take_word(apres_reader *r, apres_sequence *sequence)
{
	g_auto(apres_part) part = { 0 };
	const char *end = r->at;

	while (end < r->end && g_ascii_isalnum(*end))
		end++;
	if (end < r->end && strchr("?*+{", *end) != NULL)
		end--;
	if (end <= r->at)
		return false;
	g_autofree char *lower = g_ascii_strdown(r->at, end - r->at);
	apres_part_init(&part);
	apres_part_or_string(&part, lower, (gsize)(end - r->at));
	r->at = end;
	apres_sequence_add(sequence, &part);
	return true;
}

/* A character that is not ASCII: folded, it is not a letter of ASCII in another case. */
static void
take_beyond(apres_part *part)
{
	static const char beyond[] = { APRES_START_BEYOND };
	guint32 literal = apres_literal_sign(APRES_LITERAL_BEYOND);

	g_array_append_val(part->needs, literal);
	apres_part_or_string(part, beyond, 1);
	apres_part_repeat(part);
}

/* A character that stands for itself. */
static void
take_literal(apres_reader *r, apres_sequence *sequence, char c)
{
	g_auto(apres_part) part = { 0 };
	char lower = g_ascii_tolower(c);

	apres_part_init(&part);
	/* All bytes of it: "?" behind it is about all of them. */
	while ((guchar)c >= 0x80 && r->at < r->end && ((guchar)*r->at & 0xc0) == 0x80)
		r->at++;
	/* Beyond ASCII another case may have other bytes. */
	if ((guchar)c >= 0x80)
		take_beyond(&part);
	else if (g_ascii_iscntrl(c))
		apres_part_forget(&part);
	else
		apres_part_or_string(&part, &lower, 1);
	add(r, sequence, &part);
}

/* One of several characters; APART: none is a letter or digit; or NEEDS a literal. */
static void
take_anything(apres_reader *r, apres_sequence *sequence, bool apart, guint32 needs)
{
	g_auto(apres_part) part = { 0 };

	apres_part_init(&part);
	part.apart = apart;
	if (needs != 0)
		g_array_append_val(part.needs, needs);
	apres_part_forget(&part);
	add(r, sequence, &part);
}

static void
take_set(apres_reader *r, apres_sequence *sequence)
{
	const char *p = r->at, *start = p;

	p += p < r->end && *p == '^';
	p += p < r->end && *p == ']';
	for (; p < r->end && *p != ']'; p++) {
		if (*p == '\\') {
			/* \Q, \E and \c change which "]" ends it. */
			r->lost |= p + 1 < r->end && strchr("QEc", p[1]) != NULL;
			p++;
		} else if (*p == '[' && p + 1 < r->end && strchr(":.=", p[1]) != NULL)
			r->lost = true;
	}
	p = MIN(p, r->end);
	r->at = MIN(p + 1, r->end);
	g_auto(apres_part) part = { 0 };
	apres_part_init(&part);
	apres_part_set(&part, start, p);
	add(r, sequence, &part);
}

static void
take_escape(apres_reader *r, apres_sequence *sequence)
{
	static const char edge[] = { APRES_LITERAL_EDGE };
	char c = r->at < r->end ? *r->at++ : '\0';

	/* \x{e9}, \N{U+e9}, \g{1} ... */
	bool name = g_ascii_isalnum(c) && apres_reader_next_is(r, "{") &&
		    strchr("pPdDwWsShHvV", c) == NULL;

	if (c == '\0' || name) {
		r->lost = true;
	} else if (!g_ascii_isalnum(c)) {
		take_literal(r, sequence, c);
	} else if (c == 'b') {
		add_string(r, sequence, edge, 1);
	} else if (strchr("BAzZ", c) != NULL) {
		add_string(r, sequence, "", 0);
	} else if (c == 's') {
		add_string(r, sequence, " ", 1);
	} else if (strchr("dDwWShHvVNRXtnrf", c) != NULL) {
		take_anything(r, sequence, c == 'W', c == 'd' ? APRES_LITERAL_DIGIT : 0);
	} else if (c == 'p' || c == 'P') {
		apres_reader_property(r);
		take_anything(r, sequence, false, 0);
	} else {
		r->lost = true;
	}
}

static void take_choice(apres_reader *r, apres_part *part, bool at_edge);

/* The kinds of groups: is it one, and does it look around? */
static bool
take_opening(apres_reader *r, bool *looks_out, bool *must_out)
{
	static const struct {
		const char *opening;
		bool looks, must;
	} kinds[] = {
		{ "?:", false, true },  { "?>", false, true }, { "?|", false, true },
		{ "?=", true, true },   { "?<=", true, true }, { "?!", true, false },
		{ "?<!", true, false },
	};

	*looks_out = false;
	*must_out = true;
	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (apres_reader_next_is(r, kinds[i].opening)) {
			r->at += strlen(kinds[i].opening);
			*looks_out = kinds[i].looks;
			*must_out = kinds[i].must;
			return true;
		}
	return !apres_reader_next_is(r, "?") && !apres_reader_next_is(r, "*");
}

/* What stands at the ends of a phrase (pattern-fold.c) is a \b, too. */
static bool
take_phrase_end(apres_reader *r, apres_sequence *sequence)
{
	static const char *const ends[] = { "?<![\\p{L}\\p{M}\\p{N}])",
					    "?![\\p{L}\\p{M}\\p{N}])" };
	static const char edge[] = { APRES_LITERAL_EDGE };

	for (gsize i = 0; i < G_N_ELEMENTS(ends); i++)
		if (apres_reader_next_is(r, ends[i])) {
			r->at += strlen(ends[i]);
			add_string(r, sequence, edge, 1);
			return true;
		}
	return false;
}

/* Behind the "(". */
static void
take_group(apres_reader *r, apres_sequence *sequence)
{
	if (take_phrase_end(r, sequence))
		return;
	g_auto(apres_part) part = { 0 };
	bool looks, must, ahead;

	ahead = apres_reader_next_is(r, "?=") || apres_reader_next_is(r, "?!");
	r->lost |= !take_opening(r, &looks, &must);
	take_choice(r, &part, !looks && apres_sequence_at_edge(sequence));
	if (!apres_reader_next_is(r, ")"))
		r->lost = true;
	if (r->lost)
		return;
	r->at++;
	if (looks)
		apres_part_look(&part, ahead, must);
	add(r, sequence, &part);
}

static void
take_one(apres_reader *r, apres_sequence *sequence)
{
	if (take_word(r, sequence))
		return;
	char c = *r->at++;
	switch (c) {
	case '\\': take_escape(r, sequence); break;
	case '(': take_group(r, sequence); break;
	case '[': take_set(r, sequence); break;
	case '.': take_anything(r, sequence, false, 0); break;
	case '^':
	case '$': add_string(r, sequence, "", 0); break;
	case '?':
	case '*':
	case '+':
	case '{': r->lost = true; break;
	default: take_literal(r, sequence, c);
	}
}

/* A, up to the end, a "|" or a ")". */
static void
take_sequence(apres_reader *r, apres_part *part, bool at_edge)
{
	apres_sequence sequence;

	apres_sequence_init(&sequence, at_edge);
	while (!r->lost && r->at < r->end && *r->at != '|' && *r->at != ')') {
		take_one(r, &sequence);
		r->lost |= sequence.so_far.needs->len > NEEDS_MAX;
	}
	apres_sequence_end(&sequence, part);
}

static void
clear_part(gpointer part)
{
	apres_part_clear(part);
	g_free(part);
}

/* A, if it is a plain word. */
static bool
take_plain(apres_reader *r, apres_part *part, bool at_edge)
{
	const char *end = r->at;

	while (end < r->end && g_ascii_isalnum(*end))
		end++;
	if (end == r->at || end == r->end || (*end != '|' && *end != ')'))
		return false;
	gsize len = 0;
	g_autofree char *word = g_malloc((gsize)(end - r->at) + 1);
	if (at_edge)
		word[len++] = APRES_LITERAL_EDGE;
	for (const char *p = r->at; p < end; p++)
		word[len++] = g_ascii_tolower(*p);
	apres_part_init(part);
	apres_part_or_string(part, word, len);
	r->at = end;
	return true;
}

/* A|B|C, up to the end or a ")". */
static void
take_choice(apres_reader *r, apres_part *part, bool at_edge)
{
	g_autoptr(GPtrArray) alternatives = g_ptr_array_new_with_free_func(clear_part);

	do {
		apres_part *one = g_new0(apres_part, 1);
		g_ptr_array_add(alternatives, one);
		if (!take_plain(r, one, at_edge))
			take_sequence(r, one, at_edge);
	} while (!r->lost && apres_reader_next_is(r, "|") && r->at++ != NULL);
	apres_part_init(part);
	apres_part_choice(part, alternatives);
	r->lost |= part->needs->len > NEEDS_MAX;
}

GArray *
apres_needs_of(const char *expression, GArray **starts_out)
{
	apres_reader r = { expression, expression + strlen(expression), false };
	g_auto(apres_part) part = { 0 };

	take_choice(&r, &part, false);
	if (starts_out != NULL)
		*starts_out = NULL;
	if (r.lost || r.at != r.end)
		return g_array_new(FALSE, FALSE, sizeof(guint32));
	if (starts_out != NULL) {
		g_autoptr(GPtrArray) start = apres_part_start(&part);
		*starts_out = apres_start_literals(start);
	}
	apres_part_flush(&part);
	return g_steal_pointer(&part.needs);
}
