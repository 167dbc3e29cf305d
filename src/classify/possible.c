/* SPDX-License-Identifier: Apache-2.0 */
/* One text: its literals are looked up, and what they trigger is looked at. */
#include "config.h"
#include "classify/prefilter-parts.h"

#include "classify/literal.h"
#include "classify/needs.h"

struct apres_possible {
	const apres_prefilter *prefilter;
	guint64 *expressions; /* bit set */
};

/* While it is looked. */
typedef struct looker {
	const apres_prefilter *prefilter;
	guint8 *literals; /* bit set of what was found */
	GArray *found;    /* guint32: the same, by number */
} looker;

static bool
has_bit(const guint8 *set, guint32 n)
{
	return (set[n >> 3] & 1u << (n & 7)) != 0;
}

static void
set_bit(guint8 *set, guint32 n)
{
	set[n >> 3] |= (guint8)(1u << (n & 7));
}

/* Are ALL of NEEDS met, or one of them? */
static bool
is_met(const guint32 *needs, guint32 len, bool all, const guint8 *literals)
{
	const guint32 *end = needs + len;

	for (; needs < end; needs += apres_needs_span(needs)) {
		bool met = *needs < APRES_NEEDS_ALL
				   ? has_bit(literals, *needs)
				   : is_met(needs + 1, apres_needs_span(needs) - 1,
					    *needs < APRES_NEEDS_ANY, literals);
		if (met != all)
			return met;
	}
	return all;
}

/* LITERAL is in the text; is it one that counts? */
static void
find(looker *l, guint32 literal)
{
	const apres_prefilter *p = l->prefilter;
	guint32 bucket = apres_bucket_of(p->head->bucket_bits, literal);

	for (guint32 i = p->bucket_starts[bucket]; i < p->bucket_starts[bucket + 1]; i++)
		if (p->literals[i] == literal && !has_bit(l->literals, i)) {
			set_bit(l->literals, i);
			g_array_append_val(l->found, i);
		}
}

static char
plain(char c)
{
	return c == '\n' ? ' ' : c;
}

/* What begins with the word at TEXT. */
static void
find_words(looker *l, const char *text, const char *end)
{
	guint32 hash = APRES_LITERAL_WORD;

	for (gsize n = 1; n <= APRES_LITERAL_MAX && text < end; n++, text++) {
		hash = apres_literal_next(hash, (guint8)plain(*text));
		find(l, apres_literal_word(hash, n, false));
		if (g_ascii_isalnum(*text) &&
		    (text + 1 == end || !g_ascii_isalnum(text[1])))
			find(l, apres_literal_word(hash, n, true));
	}
}

/* What begins at TEXT, be it inside of a word. */
static void
find_free(looker *l, const char *text, const char *end)
{
	guint32 hash = APRES_LITERAL_FREE;

	for (gsize n = 1; n <= APRES_LITERAL_FREE_MAX && text < end; n++, text++) {
		hash = apres_literal_next(hash, (guint8)plain(*text));
		if (n >= APRES_LITERAL_FREE_MIN)
			find(l, apres_literal_free(hash, n));
	}
}

static void
find_literals(looker *l, const char *text, gsize len)
{
	const char *end = text + len;
	bool signs[128] = { false };
	bool word = false;

	for (const char *at = text; at < end; at++) {
		bool before = word;
		word = g_ascii_isalnum(*at);
		if (word) {
			if (!before)
				find_words(l, at, end);
			find_free(l, at, end);
		}
		if ((guchar)*at < 0x80)
			signs[g_ascii_isdigit(*at) ? '0' : *at] = true;
	}
	for (guint c = 0; c < G_N_ELEMENTS(signs); c++)
		if (signs[c] && (c == '0' || !g_ascii_isalnum(c)))
			find(l, apres_literal_sign((char)c));
}

/* Literal NUMBER is there: which expressions does it make possible? */
static void
look_at_expressions(const looker *l, guint32 number, guint64 *expressions)
{
	const apres_prefilter *p = l->prefilter;

	for (guint32 i = p->trigger_starts[number]; i < p->trigger_starts[number + 1];
	     i++) {
		guint32 e = p->triggers[i], start = p->needs_starts[e];
		guint64 bit = G_GUINT64_CONSTANT(1) << e % 64;
		if ((expressions[e / 64] & bit) == 0 &&
		    is_met(p->needs + start, p->needs_starts[e + 1] - start, true,
			   l->literals))
			expressions[e / 64] |= bit;
	}
}

apres_possible *
apres_prefilter_look(const apres_prefilter *p, const char *text, gsize len)
{
	apres_possible *possible = g_new0(apres_possible, 1);
	g_autofree guint8 *literals = g_malloc0(p->head->literals / 8 + 1);
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(guint32));
	looker l = { p, literals, found };

	possible->prefilter = p;
	possible->expressions =
		g_memdup2(p->always, apres_prefilter_words(p) * sizeof *p->always);
	find_literals(&l, text, len);
	for (guint i = 0; i < found->len; i++)
		look_at_expressions(&l, g_array_index(found, guint32, i),
				    possible->expressions);
	return possible;
}

void
apres_possible_free(apres_possible *possible)
{
	if (possible == NULL)
		return;
	g_free(possible->expressions);
	g_free(possible);
}

void
apres_possible_add(apres_possible *possible, const apres_possible *other)
{
	for (gsize i = 0; i < apres_prefilter_words(possible->prefilter); i++)
		possible->expressions[i] |= other->expressions[i];
}

const guint64 *
apres_possible_all(const apres_possible *possible)
{
	return possible->expressions;
}

bool
apres_possible_has(const apres_possible *possible, guint number)
{
	return (possible->expressions[number / 64] >> number % 64 & 1) != 0;
}
