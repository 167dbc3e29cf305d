/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a text must hold if an expression matches in it, so that most expressions need not
 * be tried at all.  "\b(?:phone|video)\s+call" needs "phone call" or "video call", where
 * a word begins.  What is found wanting is certain; what is not is found out by matching.
 * Private to classify/.
 *
 * Needs are guint32, one behind the other, all of which must be met: a literal
 * (literal.h); APRES_NEEDS_ANY + n: of the needs in the next n, one must be met; or
 * APRES_NEEDS_ALL + n: all of them.
 */
#ifndef APRES_CLASSIFY_NEEDS_H
#define APRES_CLASSIFY_NEEDS_H
#include <glib.h>
#include <stdbool.h>

#define APRES_NEEDS_ALL 0x40000000u /* a literal is below */
#define APRES_NEEDS_ANY 0x80000000u

/* How many of the guint32 at NEEDS are the first of them. */
static inline guint32
apres_needs_span(const guint32 *needs)
{
	return *needs < APRES_NEEDS_ALL ? 1 : 1 + (*needs & (APRES_NEEDS_ALL - 1));
}

/*
 * What EXPRESSION (folded, one that compiles) needs; none if nothing is certain.  It is
 * read without regard to case; what is not understood (options, back-references,
 * conditions ...) needs nothing.  *STARTS_OUT, if wanted: the literals, one of which is
 * where any match begins; NULL if there are no such.  Caller owns both.
 */
GArray *apres_needs_of(const char *expression, GArray **starts_out);

/* Make needs of which one must be met: begin at needs->len, add each choice, end. */
void apres_needs_begin_any(GArray *needs);
void apres_needs_add_choice(GArray *needs, const guint32 *choice, guint len);
void apres_needs_end_any(GArray *needs, guint begun);
#endif
