/* SPDX-License-Identifier: Apache-2.0 */
/* Which build of the program this is: the linker's own mark of it. */
#ifndef APRES_UTIL_BUILD_ID_H
#define APRES_UTIL_BUILD_ID_H

/* Lower-case hex, of what was linked together; NULL if the linker left no mark.  Caller
 * owns. */
char *apres_build_id(void);
#endif
