/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Be told when mail arrives in a Maildir: inotify on new/ and cur/, on the main
 * loop and without a thread.  A hint, never the truth: the caller also scans
 * now and then.
 */
#ifndef APRES_INTAKE_WATCH_H
#define APRES_INTAKE_WATCH_H
#include <glib.h>

typedef struct apres_watch apres_watch;

typedef enum {
	APRES_WATCH_FILE, /* NAME in SUB ("new" or "cur") is complete */
	APRES_WATCH_SCAN, /* events were lost: look at everything */
	APRES_WATCH_LOST, /* the folder itself went away: watch anew; free the watch
			     later, not here */
} apres_watch_event;
typedef void (*apres_watch_func)(apres_watch_event event, const char *sub,
				 const char *name, void *context);

/* TEMP if a folder cannot be watched, naming it.  Caller owns. */
apres_watch *apres_watch_new(const char *maildir, apres_watch_func func, void *context,
			     GError **error);
void apres_watch_free(apres_watch *watch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_watch, apres_watch_free)
#endif
