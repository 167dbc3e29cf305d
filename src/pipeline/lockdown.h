/* SPDX-License-Identifier: Apache-2.0 */
/* Give up everything a reader of hostile mail does not need. */
#ifndef APRES_PIPELINE_LOCKDOWN_H
#define APRES_PIPELINE_LOCKDOWN_H
#include <stdbool.h>

/* The one descriptor that stays open besides 0 to 2. */
#define APRES_LOCKDOWN_FD 3

/*
 * Keep only FD, as APRES_LOCKDOWN_FD; 0 and 1 (and 2, unless built with
 * sanitizers) become /dev/null.  Dies with PARENT.  False: do not go on.
 */
bool apres_lockdown_files(int fd, int parent);
/*
 * rlimits and a seccomp filter that knows only memory, the open descriptors and
 * the clock; anything else kills the process.  Whatever has to be opened must
 * be open by now.  Does nothing in sanitizer builds.  False: do not go on.
 */
bool apres_lockdown_process(void);
#endif
