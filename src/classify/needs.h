/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a text must hold if an expression matches in it, so that most expressions need not
 * be tried at all.  "\b(?:phone|video)\s+call" needs "phone call" or "video call", where
 * a word begins.  What is found wanting is certain; what is not is found out by matching.
 * Private to classify/.
 *
 * Needs are a list of guint32, all of which must be met: a literal (literal.h), or
 * APRES_NEEDS_ANY + n and behind it n lists, each with its length before it, of which one
 * must be met.
 */
#ifndef APRES_CLASSIFY_NEEDS_H
#define APRES_CLASSIFY_NEEDS_H
#include <glib.h>
#include <stdbool.h>

#define APRES_NEEDS_ANY 0x80000000u

/*
 * What EXPRESSION (folded, one that compiles) needs; none if nothing is certain.  It is
 * read without regard to case; what is not understood (options, back-references,
 * conditions ...) needs nothing.  Caller owns.
 */
GArray *apres_needs_of(const char *expression);

/* Make a list of lists: begin at needs->len, add each, end. */
void apres_needs_begin_any(GArray *needs);
void apres_needs_add_choice(GArray *needs, guint begun, const guint32 *choice, guint len);
void apres_needs_end_any(GArray *needs, guint begun);
#endif
