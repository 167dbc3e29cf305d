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
	guint32 literals, triggers, expressions, needs; /* how many there are of each */
} apres_prefilter_head;

#define APRES_BUCKET_BITS_MAX 24

struct apres_prefilter {
	GBytes *bytes;
	const apres_prefilter_head *head;
	/* "Starts" have one more, that of what would be next. */
	const guint32 *bucket_starts;  /* number of each bucket's first literal */
	const guint32 *literals;       /* see literal.h */
	const guint32 *trigger_starts; /* place of each literal's first trigger */
	const guint32 *triggers;       /* expressions to look at when it is found */
	const guint32 *needs_starts;   /* place of each expression's needs */
	const guint32 *needs;          /* see needs.h; literals by number */
	guint64 *always;               /* bit set of the expressions that need nothing */
};

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
