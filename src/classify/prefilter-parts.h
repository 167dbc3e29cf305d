/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A prefilter's tables: made by prefilter-new.c, asked by possible.c.  All are guint32,
 * one behind the other and without a pointer, so that a file that holds them is used as
 * it is read.
 *
 * A literal has a number: its place among all literals that some expression needs,
 * sorted.  They are spread evenly, so a few of their highest bits, the bucket, lead to
 * within one or two places of it.
 */
#ifndef APRES_CLASSIFY_PREFILTER_PARTS_H
#define APRES_CLASSIFY_PREFILTER_PARTS_H
#include "classify/literal.h"
#include "classify/prefilter.h"

typedef struct apres_prefilter_head {
	guint32 bucket_bits; /* there are 2^bucket_bits buckets */
	/* How many there are of each. */
	guint32 literals, triggers, expressions, needs, starts;
} apres_prefilter_head;

#define APRES_BUCKET_BITS_MAX 24

/* What is remembered of a literal while a mail is looked at. */
typedef struct apres_literal_state {
	guint32 in_mail;     /* the last mail, and there: */
	guint32 first, last; /* sightings, linked by "next" */
} apres_literal_state;

/* Room to look at mails in; made once, and not cleared: a number tells what is old. */
typedef struct apres_prefilter_room {
	/* By a literal's number: place of its state + 1, 0: it was never seen.  Few are,
	 * and their states lie together. */
	guint32 *places;
	GArray *states;     /* apres_literal_state */
	guint32 mail;       /* the number of what is looked at */
	guint64 *maybe;     /* bit set: may there be a literal like that? */
	guint32 signs[129]; /* number of each sign, the last: not ASCII; or none */
	GArray *sightings;  /* apres_sighting */
	GArray *found;      /* guint32: the literals of a stretch, each once; and */
	guint64 *here;      /* a bit set of them */
	guint64 *asked;     /* bit set: expressions that were looked at in a stretch */
} apres_prefilter_room;
#define APRES_MAYBE_BITS 20
#define APRES_NO_LITERAL G_MAXUINT32

struct apres_prefilter {
	GBytes *bytes;
	apres_prefilter_room *room; /* NULL: not made yet, or in use */
	const apres_prefilter_head *head;
	/* "Starts" have one more, that of what would be next. */
	const guint32 *bucket_starts;  /* number of each bucket's first literal */
	const guint32 *literals;       /* see literal.h */
	const guint32 *trigger_starts; /* place of each literal's first trigger */
	const guint32 *triggers;       /* expressions to look at when it is found */
	const guint32 *needs_starts;   /* place of each expression's needs */
	const guint32 *needs;          /* see needs.h; literals by number */
	const guint32 *starts_starts;  /* place of each expression's starts; or none */
	const guint32 *starts;         /* literals by number: a match begins at one */
	guint64 *always;               /* bit set of the expressions that need nothing */
};

apres_prefilter_room *apres_prefilter_room_new(const apres_prefilter *prefilter);
void apres_prefilter_room_free(apres_prefilter_room *room);

/* So many words has a bit set of all expressions. */
static inline gsize
apres_prefilter_words(const apres_prefilter *p)
{
	return (gsize)p->head->expressions / 64 + 1;
}

/* The bucket of LITERAL. */
static inline guint32
apres_bucket_of(guint32 bucket_bits, guint32 literal)
{
	return literal >> (APRES_LITERAL_BITS - bucket_bits);
}
#endif
