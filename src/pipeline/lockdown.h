/* SPDX-License-Identifier: Apache-2.0 */
/* Give up everything a reader of hostile mail does not need. */
#ifndef APRES_PIPELINE_LOCKDOWN_H
#define APRES_PIPELINE_LOCKDOWN_H
#include <stdbool.h>

/*
 * rlimits and a seccomp filter that knows only memory, the open descriptors and
 * the clock; anything else kills the process.  Whatever has to be opened must
 * be open by now.  Does nothing in sanitizer builds.  False: do not go on.
 */
bool apres_lockdown_process(void);
#endif
