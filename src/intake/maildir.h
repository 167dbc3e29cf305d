/* SPDX-License-Identifier: Apache-2.0 */
/* A Maildir as others see it: new/ and cur/, base names, flags. */
#ifndef APRES_INTAKE_MAILDIR_H
#define APRES_INTAKE_MAILDIR_H
#include <glib.h>
#include <stdbool.h>

typedef struct apres_maildir_entry {
	char *base_name; /* before ":2," */
	char *path;
	char *flags;     /* "" in new/ */
	gint64 mtime;
} apres_maildir_entry;
void apres_maildir_entry_free(apres_maildir_entry *entry);

/*
 * Call FUNC for every file in new/ and cur/ whose base name is not in KNOWN
 * (may be NULL); it returns false to stop.  Memory does not grow with the
 * folder.  Flags R, T, D: nothing to do, still reported.  TEMP if the Maildir
 * cannot be read, naming it.
 */
typedef bool (*apres_maildir_func)(const apres_maildir_entry *entry, void *context);
bool apres_maildir_scan(const char *maildir, GHashTable *known, apres_maildir_func func,
			void *context, GError **error);
/* The file's present path, wherever a client has moved it: new/ or cur/ with any flags; NULL = gone.  Caller owns. */
char *apres_maildir_find(const char *maildir, const char *base_name);
/* Add FLAG (for instance 'R') to the file, moving it to cur/; *GONE_OUT if it is not there any more. */
bool apres_maildir_flag(const char *maildir, const char *base_name, char flag, bool *gone_out,
			GError **error);
/* Move the file into the Maildir++ folder TARGET (created), keeping flags, adding FLAG. */
bool apres_maildir_move(const char *maildir, const char *base_name, const char *target, char flag,
			bool *gone_out, GError **error);
/* Time in a Maildir file name ("1795943.M12P9.mx"), or 0. */
gint64 apres_maildir_name_time(const char *base_name);
#endif
