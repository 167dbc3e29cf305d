/* SPDX-License-Identifier: Apache-2.0 */
/* One stretch: what its literals trigger is looked at. */
#include "config.h"
#include "classify/sightings.h"

#include "classify/literal.h"
#include "classify/needs.h"

#include <string.h>

struct apres_possible {
	const apres_sightings *sightings;
	guint32 from, to;      /* the stretch, among all texts of the mail */
	gsize start;           /* the same place in its own text */
	guint64 expressions[]; /* bit set */
};

static inline bool
is_there(const apres_prefilter_room *room, guint32 literal)
{
	return (room->here[literal / 64] >> literal % 64 & 1) != 0;
}

/* Are ALL of NEEDS met, or one of them? */
static bool
is_met(const apres_prefilter_room *room, const guint32 *needs, guint32 len, bool all)
{
	const guint32 *end = needs + len;

	for (; needs < end; needs += apres_needs_span(needs)) {
		bool met = *needs < APRES_NEEDS_ALL
				   ? is_there(room, *needs)
				   : is_met(room, needs + 1, apres_needs_span(needs) - 1,
					    *needs < APRES_NEEDS_ANY);
		if (met != all)
			return met;
	}
	return all;
}

/* Literal NUMBER is there, and all others are known: which expressions does it make
 * possible? */
static void
look_at_expressions(const apres_sightings *s, guint32 number, guint64 *expressions)
{
	const apres_prefilter *p = s->prefilter;

	for (guint32 i = p->trigger_starts[number]; i < p->trigger_starts[number + 1];
	     i++) {
		guint32 e = p->triggers[i], start = p->needs_starts[e];
		guint64 bit = G_GUINT64_CONSTANT(1) << e % 64;
		if ((s->room->asked[e / 64] & bit) != 0)
			continue;
		s->room->asked[e / 64] |= bit;
		if (is_met(s->room, p->needs + start, p->needs_starts[e + 1] - start,
			   true))
			expressions[e / 64] |= bit;
	}
}

/* The first sighting from AT on. */
static guint
first_from(const GArray *sightings, guint32 at)
{
	guint low = 0, high = sightings->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;
		if (g_array_index(sightings, apres_sighting, middle).at < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The literals in [FROM, TO), each once: to the room's found. */
static void
find_literals(apres_sightings *s, guint32 from, guint32 to)
{
	apres_prefilter_room *room = s->room;
	const GArray *all = room->sightings;

	for (guint i = 0; i < room->found->len; i++)
		room->here[g_array_index(room->found, guint32, i) / 64] = 0;
	g_array_set_size(room->found, 0);
	for (guint i = first_from(all, from); i < all->len; i++) {
		const apres_sighting *one = &g_array_index(all, apres_sighting, i);
		if (one->at >= to)
			return;
		if (one->end > to || is_there(room, one->literal))
			continue;
		room->here[one->literal / 64] |= G_GUINT64_CONSTANT(1)
						 << one->literal % 64;
		g_array_append_val(room->found, one->literal);
	}
}

/* Does a word go on over AT? */
static bool
is_within_word(const char *text, gsize len, gsize at)
{
	return at > 0 && at < len && g_ascii_isalnum(text[at - 1]) &&
	       g_ascii_isalnum(text[at]);
}

apres_possible *
apres_possible_new(apres_sightings *s, guint32 base, const char *text, gsize len,
		   gsize start, gsize end)
{
	const apres_prefilter *p = s->prefilter;
	gsize words = apres_prefilter_words(p);
	apres_possible *possible =
		g_malloc(sizeof *possible + words * sizeof *possible->expressions);

	possible->sightings = s;
	possible->start = start;
	possible->from = base + (guint32)start;
	/* Words begin and end at its ends: that was not seen. */
	if (is_within_word(text, len, start) || is_within_word(text, len, end))
		possible->from = apres_sightings_add(s, text + start, end - start);
	possible->to = possible->from + (guint32)(end - start);
	memcpy(possible->expressions, p->always, words * sizeof *p->always);
	memset(s->room->asked, 0, words * sizeof *p->always);
	find_literals(s, possible->from, possible->to);
	for (guint i = 0; i < s->room->found->len; i++)
		look_at_expressions(s, g_array_index(s->room->found, guint32, i),
				    possible->expressions);
	return possible;
}

void
apres_possible_free(apres_possible *possible)
{
	g_free(possible);
}

void
apres_possible_add(apres_possible *possible, const apres_possible *other)
{
	gsize words = apres_prefilter_words(possible->sightings->prefilter);

	for (gsize i = 0; i < words; i++)
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

/* PLACE among PLACES, which are in order. */
static void
insert(GArray *places, guint32 place)
{
	guint i = places->len;

	while (i > 0 && g_array_index(places, guint32, i - 1) > place)
		i--;
	if (i == 0 || g_array_index(places, guint32, i - 1) != place)
		g_array_insert_val(places, i, place);
}

bool
apres_possible_places(const apres_possible *possible, guint number, GArray *places)
{
	const apres_sightings *s = possible->sightings;
	const apres_prefilter *p = s->prefilter;
	const apres_prefilter_room *room = s->room;
	guint32 first = p->starts_starts[number], end = p->starts_starts[number + 1];

	g_array_set_size(places, 0);
	for (guint32 i = first; i < end; i++) {
		const apres_literal_state *state =
			apres_prefilter_room_state(room, p->starts[i]);
		if (state == NULL || state->in_mail != room->mail)
			continue;
		for (guint32 at = state->first; at != APRES_NO_LITERAL;) {
			const apres_sighting *one =
				&g_array_index(room->sightings, apres_sighting, at);
			if (one->at >= possible->from && one->end <= possible->to)
				insert(places, one->at - possible->from +
						       (guint32)possible->start);
			if (one->at >= possible->to)
				break;
			at = one->next;
		}
	}
	return first < end;
}
