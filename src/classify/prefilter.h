/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All that many expressions need (needs.h), looked for in a text at once: which of them
 * may match there?  "No" is certain; PCRE2 has the last word of the rest, as ever.
 * Private to classify/.
 *
 * Verdicts are those of matching everything, but for one case: an expression whose match
 * limit would trip, though it cannot match.  It is not tried, so that what would be
 * unknown is known: there is no match.  What may match is matched as a whole and trips
 * as it always did; a limit never becomes a match.
 *
 * Why not a library: literals are hashes of words and pieces of words, so that there is
 * no automaton to build (Vectorscan and Aho-Corasick take longer for that than a lone
 * mail does from its file to the answer), and the conditions on them are ours anyway.
 */
#ifndef APRES_CLASSIFY_PREFILTER_H
#define APRES_CLASSIFY_PREFILTER_H
#include <glib.h>
#include <stdbool.h>

typedef struct apres_prefilter apres_prefilter;

/* NEEDS, STARTS: GArray of each expression, by number (needs.h), or NULL: it is always
 * possible, it may begin anywhere.  Need not live on.  Caller owns. */
apres_prefilter *apres_prefilter_new(const GPtrArray *needs, const GPtrArray *starts);
/*
 * What apres_prefilter_bytes gave for as many EXPRESSIONS, on a machine like this; it is
 * used as it stands.  BYTES begin at a multiple of four.  NULL if they are something
 * else; that they say the truth about the expressions is the caller's word.  Caller
 * owns.
 */
apres_prefilter *apres_prefilter_open(GBytes *bytes, guint expressions);
/* Is it known how the matches of the expression NUMBER begin? */
bool apres_prefilter_has_starts(const apres_prefilter *prefilter, guint number);
/* All of PREFILTER; borrowed. */
GBytes *apres_prefilter_bytes(const apres_prefilter *prefilter);
void apres_prefilter_free(apres_prefilter *prefilter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_prefilter, apres_prefilter_free)

/* The literals in the texts of one mail, and where.  For one thread. */
typedef struct apres_sightings apres_sightings;
/* PREFILTER is borrowed for life.  Caller owns. */
apres_sightings *apres_sightings_new(apres_prefilter *prefilter);
void apres_sightings_free(apres_sightings *sightings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_sightings, apres_sightings_free)
/* Look at TEXT (folded), LEN bytes; where its places begin. */
guint32 apres_sightings_add(apres_sightings *sightings, const char *text, gsize len);

/* What may match in a stretch of a text. */
typedef struct apres_possible apres_possible;
/* In [START, END) of TEXT, LEN bytes, that was added as what begins at BASE; what lies
 * outside is not there.  SIGHTINGS is borrowed for life.  Caller owns. */
apres_possible *apres_possible_new(apres_sightings *sightings, guint32 base,
				   const char *text, gsize len, gsize start, gsize end);
void apres_possible_free(apres_possible *possible);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_possible, apres_possible_free)
/* Where the expression NUMBER may match: PLACES becomes guint32, bytes of the text, in
 * order; false: anywhere. */
bool apres_possible_places(const apres_possible *possible, guint number, GArray *places);
/* What OTHER holds may match, too. */
void apres_possible_add(apres_possible *possible, const apres_possible *other);
/* The same of all of them: a bit each, 64 to a word, from the lowest on; borrowed. */
const guint64 *apres_possible_all(const apres_possible *possible);
/* May the expression NUMBER match? */
bool apres_possible_has(const apres_possible *possible, guint number);
#endif
