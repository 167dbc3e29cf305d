/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Work on many untrusted files in child processes: one that dies or hangs
 * costs one file, never the run.
 */
#ifndef APRES_APRES_APART_H
#define APRES_APRES_APART_H
#include <glib.h>
#include <stdbool.h>

/* In a child: what file I comes to, as text (no NUL inside).  Caller owns. */
typedef char *(*apres_apart_work)(guint i, void *context);
/* In the parent, once for every I, in order.  TEXT NULL: the child ended by WHY ("crash",
 * "timeout"). */
typedef void (*apres_apart_done)(guint i, const char *text, const char *why,
				 void *context);

/*
 * Run WORK for 0..COUNT-1 and DONE for each.  TIMEOUT_SECS for one file.  TEMP
 * if no process can be started.
 */
bool apres_apart_run(guint count, guint timeout_secs, apres_apart_work work,
		     apres_apart_done done, void *context, GError **error);
#endif
