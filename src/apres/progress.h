/* SPDX-License-Identifier: Apache-2.0 */
/* How far a long run is: a line on standard error, on a terminal only. */
#ifndef APRES_APRES_PROGRESS_H
#define APRES_APRES_PROGRESS_H
#include <glib.h>

typedef struct apres_progress apres_progress;

/* TOTAL of WHAT ("mails") are to be done. */
apres_progress *apres_progress_new(const char *what, guint total);
/* One more is done: "1,234 of 6,400 mails · 210 a second · 25 s left". */
void apres_progress_step(apres_progress *progress);
/* Takes the line away. */
void apres_progress_free(apres_progress *progress);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_progress, apres_progress_free)
#endif
