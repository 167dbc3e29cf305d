/* SPDX-License-Identifier: Apache-2.0 */
/* What a forked process gives up before it works for its parent. */
#ifndef APRES_UTIL_CHILD_H
#define APRES_UTIL_CHILD_H
#include <stdbool.h>

/* The one descriptor that stays open besides 0 to 2. */
#define APRES_CHILD_FD 3

/*
 * Keep only FD, as APRES_CHILD_FD; 0 and 1 (and 2, unless built with
 * sanitizers) become /dev/null.  Dies with PARENT.  False: do not go on.
 */
bool apres_child_keep_only(int fd, int parent);
#endif
