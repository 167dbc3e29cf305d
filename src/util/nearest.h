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
#endif
