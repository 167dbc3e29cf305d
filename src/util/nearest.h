/* SPDX-License-Identifier: Apache-2.0 */
/* "Did you mean ...?": the nearest of a list of names. */
#ifndef APRES_UTIL_NEAREST_H
#define APRES_UTIL_NEAREST_H
#include <glib.h>

/*
 * The entry of NAMES (const char *) with the fewest edits from NAME, if it is
 * near enough to be a slip of the fingers; else NULL.  Borrowed from NAMES.
 */
const char *apres_nearest(const char *name, const GPtrArray *names);
/* What to say of a NAME that is none of NAMES: "; nearest: 'x'", else, if they are few,
 * "; there are a, b, c", else "".  Caller owns. */
char *apres_nearest_words(const char *name, const GPtrArray *names);
#endif
