/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The expressions that give a condition a chance: where none of them may match
 * (prefilter.h), it is false, and need not be looked at.  <any> has the chances of all
 * its parts, <all> and <sentence> those of the part that has fewest; what is true
 * without a match (<not>, <words>) or decided elsewhere (a class that is no part, a named
 * header) has no such list.  Private to classify/.
 */
#ifndef APRES_CLASSIFY_CHANCE_H
#define APRES_CLASSIFY_CHANCE_H
#include "classify/class.h"

/* Some expressions, of those numbered 64 * word and so on. */
typedef struct apres_chance {
	guint64 bits;
	guint32 word;
} apres_chance;

/*
 * Find the chances of each condition of CLASSES (apres_class, with refs and pattern
 * numbers) and write into it where they are in the list that is returned (apres_chance;
 * caller owns).  TWINS: guint, by pattern, the number its expression goes by.
 */
GArray *apres_chances_find(const GPtrArray *classes, const GArray *twins);

/* Has COND one of its CHANCES among the expressions POSSIBLE, or can that not be told? */
static inline bool
apres_cond_has_chance(const apres_cond *cond, const GArray *chances,
		      const guint64 *possible)
{
	const apres_chance *first = (const apres_chance *)chances->data + cond->chance;

	for (guint i = 0; i < cond->chances; i++)
		if ((possible[first[i].word] & first[i].bits) != 0)
			return true;
	return cond->chances == 0;
}
#endif
