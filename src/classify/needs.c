/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Needs are a list, all of which must be met: the number of a piece, or ANY_OF + n and
 * behind it n lists, each with its length before it, of which one must be met.
 */
#include "config.h"
#include "classify/needs.h"

#include <string.h>

#define PIECE_MAX 3
#define ANY_OF 0x8000u
#define NEEDS_MAX 0x3fffu /* then it is no use */

typedef struct reader {
	const char *at, *end;
	GArray *needs; /* guint16 */
	GString *run;  /* characters that stand side by side in every match */
	bool lost;     /* something that is not understood */
} reader;

static guint16
piece_of(const char *text, gsize len)
{
	guint32 bytes = (guint32)len << 24;

	for (gsize i = 0; i < len; i++)
		bytes |= (guint32)(guint8)text[i] << (8 * i);
	return (guint16)(bytes * 0x9e3779b1u >> (32 - APRES_PIECE_BITS));
}

void
apres_pieces_add(apres_pieces *pieces, const char *text, gsize len)
{
	for (gsize i = 0; i < len; i++)
		for (gsize n = 1; n <= MIN(PIECE_MAX, len - i); n++) {
			guint16 piece = piece_of(text + i, n);
			pieces->held[piece >> 3] |= (guint8)(1u << (piece & 7));
		}
}

bool
apres_needs_met(const guint16 *needs, gsize count, const apres_pieces *pieces)
{
	const guint16 *end = needs + count;

	while (needs < end) {
		guint16 need = *needs++;
		if (need < ANY_OF) {
			if ((pieces->held[need >> 3] & 1u << (need & 7)) == 0)
				return false;
			continue;
		}
		bool met = false;
		for (guint n = need - ANY_OF; n > 0; n--) {
			guint16 len = *needs++;
			met = met || apres_needs_met(needs, len, pieces);
			needs += len;
		}
		if (!met)
			return false;
	}
	return true;
}

static void
put(reader *r, guint16 number)
{
	if (r->needs->len >= NEEDS_MAX)
		r->lost = true;
	else
		g_array_append_val(r->needs, number);
}

/* What stood side by side is over: it is needed, as pieces that overlap by one byte. */
static void
end_run(reader *r)
{
	gsize len = r->run->len, n = MIN(len, PIECE_MAX);

	for (gsize i = 0; i + n < len; i += PIECE_MAX - 1)
		put(r, piece_of(r->run->str + i, n));
	if (len > 0)
		put(r, piece_of(r->run->str + len - n, n));
	g_string_truncate(r->run, 0);
}

static bool
next_is(const reader *r, const char *text)
{
	gsize len = strlen(text);

	return (gsize)(r->end - r->at) >= len && memcmp(r->at, text, len) == 0;
}

/* "{2,3}" at the reader; its length, 0 if it is none.  *LEAST_OUT: the first number. */
static gsize
braces(const reader *r, guint *least_out)
{
	const char *p = r->at + 1;
	const char *digits = p;

	while (p < r->end && g_ascii_isdigit(*p))
		p++;
	if (p == digits)
		return 0;
	*least_out = g_ascii_strtoull(digits, NULL, 10) > 0;
	if (p < r->end && *p == ',')
		for (p++; p < r->end && g_ascii_isdigit(*p);)
			p++;
	return p < r->end && *p == '}' ? (gsize)(p + 1 - r->at) : 0;
}

typedef enum { ONCE, AT_LEAST_ONCE, PERHAPS } times;

/* How often what was read last must be there. */
static times
take_times(reader *r)
{
	guint least = 1;
	gsize len = 1;

	if (r->at == r->end || strchr("?*+{", *r->at) == NULL)
		return ONCE;
	if (*r->at == '{')
		len = braces(r, &least);
	else
		least = *r->at == '+';
	if (len == 0) { /* a brace that stands for itself */
		r->lost = true;
		return PERHAPS;
	}
	r->at += len;
	if (r->at < r->end && (*r->at == '?' || *r->at == '+'))
		r->at++;
	return least > 0 ? AT_LEAST_ONCE : PERHAPS;
}

/* A character that stands for itself. */
static void
take_literal(reader *r, char c)
{
	times often = take_times(r);

	/* Beyond ASCII another case may have other bytes. */
	if ((guchar)c >= 0x80 || often == PERHAPS) {
		end_run(r);
		return;
	}
	g_string_append_c(r->run, g_ascii_tolower(c));
	if (often == AT_LEAST_ONCE)
		end_run(r);
}

/* One of several characters. */
static void
take_anything(reader *r)
{
	end_run(r);
	take_times(r);
}

static void
take_set(reader *r)
{
	const char *p = r->at;

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
	r->at = MIN(p + 1, r->end);
	take_anything(r);
}

static void
take_property(reader *r)
{
	const char *end =
		next_is(r, "{") ? memchr(r->at, '}', (gsize)(r->end - r->at)) : r->at;

	if (end == NULL || end == r->end)
		r->lost = true;
	else
		r->at = end + 1;
}

static void
take_escape(reader *r)
{
	char c = r->at < r->end ? *r->at++ : '\0';

	/* \x{e9}, \N{U+e9}, \g{1} ... */
	bool name = g_ascii_isalnum(c) && next_is(r, "{") &&
		    strchr("pPdDwWsShHvV", c) == NULL;

	if (c == '\0' || name) {
		r->lost = true;
	} else if (!g_ascii_isalnum(c)) {
		take_literal(r, c);
	} else if (strchr("bBAzZG", c) != NULL) {
		take_times(r);
	} else if (strchr("dDwWsShHvVNRXtnrf", c) != NULL) {
		take_anything(r);
	} else if (c == 'p' || c == 'P') {
		take_property(r);
		take_anything(r);
	} else {
		r->lost = true;
	}
}

static void take_choice(reader *r);

/* Behind the "(". */
static void
take_group(reader *r)
{
	static const char *const plain[] = { "?:", "?>", "?|" };
	static const char *const around[] = { "?=", "?!", "?<=", "?<!" };
	bool group = !next_is(r, "?") && !next_is(r, "*"), looks = false;
	guint before;

	end_run(r);
	before = r->needs->len;
	for (gsize i = 0; i < G_N_ELEMENTS(plain) && !group; i++)
		if (next_is(r, plain[i])) {
			r->at += strlen(plain[i]);
			group = true;
		}
	for (gsize i = 0; i < G_N_ELEMENTS(around) && !group; i++)
		if (next_is(r, around[i])) {
			r->at += strlen(around[i]);
			group = looks = true;
		}
	r->lost |= !group;
	take_choice(r);
	if (!next_is(r, ")")) {
		r->lost = true;
		return;
	}
	r->at++;
	/* What a look-around sees need not be there, or is there anyway. */
	if (take_times(r) == PERHAPS || looks)
		g_array_set_size(r->needs, before);
}

static void
take_one(reader *r)
{
	char c = *r->at++;

	switch (c) {
	case '\\': take_escape(r); break;
	case '(': take_group(r); break;
	case '[': take_set(r); break;
	case '.': take_anything(r); break;
	case '^':
	case '$': take_times(r); break;
	case '?':
	case '*':
	case '+':
	case '{': r->lost = true; break;
	default: take_literal(r, c);
	}
}

/* A|B|C, up to the end or a ")". */
static void
take_choice(reader *r)
{
	guint start = r->needs->len, count = 0;
	bool nothing = false; /* is what one of them needs */

	put(r, ANY_OF);
	do {
		guint begin = r->needs->len;
		put(r, 0);
		while (!r->lost && r->at < r->end && *r->at != '|' && *r->at != ')')
			take_one(r);
		end_run(r);
		if (r->lost)
			return;
		g_array_index(r->needs, guint16, begin) =
			(guint16)(r->needs->len - begin - 1);
		nothing |= r->needs->len == begin + 1;
		count++;
	} while (next_is(r, "|") && r->at++ != NULL);
	g_array_index(r->needs, guint16, start) = (guint16)(ANY_OF + count);
	if (nothing)
		g_array_set_size(r->needs, start);
	else if (count == 1)
		g_array_remove_range(r->needs, start, 2);
}

GArray *
apres_needs_of(const char *expression)
{
	g_autoptr(GArray) needs = g_array_new(FALSE, FALSE, sizeof(guint16));
	g_autoptr(GString) run = g_string_new(NULL);
	reader r = { expression, expression + strlen(expression), needs, run, false };

	take_choice(&r);
	if (r.lost || r.at != r.end)
		g_array_set_size(needs, 0);
	return g_steal_pointer(&needs);
}
