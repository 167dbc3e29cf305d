/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a text must hold if an expression matches in it, so that most expressions
 * need not be tried at all.  "\b(?:phone|video)\s+call" needs "phone" or "video", and
 * "call".  Compared are pieces of one to three bytes, as hashes in a set: what is
 * found wanting is certain; what is not is found out by matching.  Private to
 * classify/.
 */
#ifndef APRES_CLASSIFY_NEEDS_H
#define APRES_CLASSIFY_NEEDS_H
#include <glib.h>
#include <stdbool.h>

#define APRES_PIECE_BITS 14

/* Which pieces a text holds. */
typedef struct apres_pieces {
	guint8 held[(1u << APRES_PIECE_BITS) / 8];
} apres_pieces;

/* Add all pieces of TEXT (folded). */
void apres_pieces_add(apres_pieces *pieces, const char *text, gsize len);

/*
 * What EXPRESSION (folded, one that compiles) needs, as numbers for apres_needs_met;
 * none if nothing is certain.  It is read without regard to case; what is not understood
 * (options, back-references, conditions ...) needs nothing.  Caller owns.
 */
GArray *apres_needs_of(const char *expression);
/* May an expression that needs NEEDS (COUNT numbers) match in a text that holds PIECES?
 * False is certain. */
bool apres_needs_met(const guint16 *needs, gsize count, const apres_pieces *pieces);
#endif
