/* SPDX-License-Identifier: Apache-2.0 */
/* Do these bytes still lie in a file? */
#ifndef APRES_PIPELINE_BYTE_SEARCH_H
#define APRES_PIPELINE_BYTE_SEARCH_H
#include <glib.h>
#include <stdbool.h>

/* How many of NEEDLES (char *, at most 1 kB each) PATH contains, the case of ASCII
 * letters aside.  A file that is not there has none.  TEMP errors. */
bool apres_byte_search(const char *path, const GPtrArray *needles, guint *found_out,
		       GError **error);
#endif
