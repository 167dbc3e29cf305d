/* SPDX-License-Identifier: Apache-2.0 */
/* What sightings.c notes and possible.c looks up; nobody else includes this. */
#ifndef APRES_CLASSIFY_SIGHTINGS_H
#define APRES_CLASSIFY_SIGHTINGS_H
#include "classify/prefilter-parts.h"

/* A literal, and its place among all texts of the mail; they are noted in order. */
typedef struct apres_sighting {
	guint32 at, end;
	guint32 literal; /* by number */
	guint32 next;    /* of the same literal, or APRES_NO_LITERAL */
} apres_sighting;

struct apres_sightings {
	apres_prefilter *prefilter;
	apres_prefilter_room *room;
	guint32 end; /* of the last text */
};

/* The state of literal NUMBER; NULL: it was never seen. */
static inline apres_literal_state *
apres_prefilter_room_state(const apres_prefilter_room *room, guint32 number)
{
	return room->places[number] != 0
		       ? &g_array_index(room->states, apres_literal_state,
					room->places[number] - 1)
		       : NULL;
}
#endif
