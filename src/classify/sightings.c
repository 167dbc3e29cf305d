/* SPDX-License-Identifier: Apache-2.0 */
/* The texts of a mail are looked at once, and every literal in them is noted. */
#include "config.h"
#include "classify/sightings.h"

#include <string.h>

#include "classify/literal.h"

#define SIGNS 129 /* the last one: not ASCII */

static guint32
maybe_of(guint32 literal)
{
	return literal >> (APRES_LITERAL_BITS - APRES_MAYBE_BITS);
}

/* The number of LITERAL, or APRES_NO_LITERAL. */
static guint32
number_of(const apres_prefilter *p, guint32 literal)
{
	guint32 bucket = apres_bucket_of(p->head->bucket_bits, literal);

	for (guint32 i = p->bucket_starts[bucket]; i < p->bucket_starts[bucket + 1]; i++)
		if (p->literals[i] == literal)
			return i;
	return APRES_NO_LITERAL;
}

apres_prefilter_room *
apres_prefilter_room_new(const apres_prefilter *p)
{
	apres_prefilter_room *room = g_new0(apres_prefilter_room, 1);

	room->places = g_new0(guint32, p->head->literals + 1);
	room->states = g_array_new(FALSE, TRUE, sizeof(apres_literal_state));
	room->maybe = g_new0(guint64, (1u << APRES_MAYBE_BITS) / 64);
	for (guint32 i = 0; i < p->head->literals; i++) {
		guint32 bit = maybe_of(p->literals[i]);
		room->maybe[bit / 64] |= G_GUINT64_CONSTANT(1) << bit % 64;
	}
	for (guint c = 0; c < SIGNS; c++)
		room->signs[c] = c != '0' && c < 0x80 && g_ascii_isalnum(c)
					 ? APRES_NO_LITERAL
					 : number_of(p, apres_literal_sign((char)c));
	room->sightings = g_array_new(FALSE, FALSE, sizeof(apres_sighting));
	room->found = g_array_new(FALSE, FALSE, sizeof(guint32));
	room->here = g_new0(guint64, (gsize)p->head->literals / 64 + 1);
	room->asked = g_new0(guint64, apres_prefilter_words(p));
	return room;
}

void
apres_prefilter_room_free(apres_prefilter_room *room)
{
	if (room == NULL)
		return;
	g_free(room->places);
	g_array_unref(room->states);
	g_free(room->maybe);
	g_array_unref(room->sightings);
	g_array_unref(room->found);
	g_free(room->here);
	g_free(room->asked);
	g_free(room);
}

/* The next mail; what is remembered of 2^32 before would look like new. */
static void
next_mail(apres_prefilter_room *room)
{
	if (++room->mail != 0)
		return;
	for (guint i = 0; i < room->states->len; i++)
		g_array_index(room->states, apres_literal_state, i).in_mail = 0;
	room->mail = 1;
}

apres_sightings *
apres_sightings_new(apres_prefilter *p)
{
	apres_sightings *s = g_new0(apres_sightings, 1);

	s->prefilter = p;
	s->room =
		p->room != NULL ? g_steal_pointer(&p->room) : apres_prefilter_room_new(p);
	g_array_set_size(s->room->sightings, 0);
	next_mail(s->room);
	return s;
}

void
apres_sightings_free(apres_sightings *s)
{
	if (s == NULL)
		return;
	if (s->prefilter->room == NULL)
		s->prefilter->room = g_steal_pointer(&s->room);
	apres_prefilter_room_free(s->room);
	g_free(s);
}

/* The state of literal NUMBER, from now on if there was none. */
static apres_literal_state *
state_of(apres_prefilter_room *room, guint32 number)
{
	if (room->places[number] == 0) {
		g_array_set_size(room->states, room->states->len + 1);
		room->places[number] = room->states->len;
	}
	return &g_array_index(room->states, apres_literal_state,
			      room->places[number] - 1);
}

/* Literal NUMBER is AT, LEN bytes. */
static void
note(apres_sightings *s, guint32 number, guint32 at, gsize len)
{
	apres_prefilter_room *room = s->room;
	apres_literal_state *state = state_of(room, number);
	const apres_sighting one = { at, (guint32)(at + len), number, APRES_NO_LITERAL };
	guint32 here = room->sightings->len;

	g_array_append_val(room->sightings, one);
	if (state->in_mail != room->mail)
		state->first = here;
	else
		g_array_index(room->sightings, apres_sighting, state->last).next = here;
	state->in_mail = room->mail;
	state->last = here;
}

/* LITERAL is there; is it one that counts? */
static inline void
find(apres_sightings *s, guint32 literal, guint32 at, gsize len)
{
	guint32 bit = maybe_of(literal);

	if ((s->room->maybe[bit / 64] >> bit % 64 & 1) == 0)
		return;
	guint32 number = number_of(s->prefilter, literal);
	if (number != APRES_NO_LITERAL)
		note(s, number, at, len);
}

static inline char
plain(char c)
{
	return c == '\n' ? ' ' : c;
}

/* What begins with the word at TEXT. */
static void
find_words(apres_sightings *s, const char *text, const char *end, guint32 at)
{
	guint32 hash = APRES_LITERAL_WORD;

	for (gsize n = 1; n <= APRES_LITERAL_MAX && text < end; n++, text++) {
		hash = apres_literal_next(hash, (guint8)plain(*text));
		find(s, apres_literal_word(hash, n, false), at, n);
		if (g_ascii_isalnum(*text) &&
		    (text + 1 == end || !g_ascii_isalnum(text[1])))
			find(s, apres_literal_word(hash, n, true), at, n);
	}
}

/* What begins at TEXT, be it inside of a word. */
static void
find_free(apres_sightings *s, const char *text, const char *end, guint32 at)
{
	guint32 hash = APRES_LITERAL_FREE;

	for (gsize n = 1; n <= APRES_LITERAL_FREE_MAX && text < end; n++, text++) {
		hash = apres_literal_next(hash, (guint8)plain(*text));
		if (n >= APRES_LITERAL_FREE_MIN)
			find(s, apres_literal_free(hash, n), at, n);
	}
}

/* The one character at TEXT. */
static void
find_sign(apres_sightings *s, const char *text, guint32 at)
{
	guchar c = (guchar)*text;
	guint32 number = g_ascii_isdigit(c) ? s->room->signs['0']
			 : c < 0x80         ? s->room->signs[c]
			 : c >= 0xc0        ? s->room->signs[SIGNS - 1]
					    : APRES_NO_LITERAL;

	if (number != APRES_NO_LITERAL)
		note(s, number, at, 1);
}

guint32
apres_sightings_add(apres_sightings *s, const char *text, gsize len)
{
	guint32 base = s->end;
	bool word = false;

	for (gsize i = 0; i < len; i++) {
		const char *at = text + i;
		bool before = word;
		word = g_ascii_isalnum(*at);
		if (word) {
			if (!before)
				find_words(s, at, text + len, base + (guint32)i);
			find_free(s, at, text + len, base + (guint32)i);
		}
		find_sign(s, at, base + (guint32)i);
	}
	s->end = base + (guint32)len;
	return base;
}
