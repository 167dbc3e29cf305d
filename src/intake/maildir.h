/* SPDX-License-Identifier: Apache-2.0 */
/* A Maildir as others see it: new/ and cur/, base names, flags. */
#ifndef APRES_INTAKE_MAILDIR_H
#define APRES_INTAKE_MAILDIR_H
#include "message/headers.h"
#include "util/name-set.h"

#include <stdbool.h>

typedef struct apres_maildir_entry {
	char *base_name; /* before ":2," */
	char *path;
	char *flags; /* "" in new/ */
	gint64 mtime;
	gint64 size;  /* bytes; 0 may be a delivery that has not begun */
	bool regular; /* false: a folder, FIFO, link or device, which is no mail */
} apres_maildir_entry;
void apres_maildir_entry_free(apres_maildir_entry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_maildir_entry, apres_maildir_entry_free)

/*
 * A walk through new/ and cur/: FUNC is called for every file whose base name is not in
 * KNOWN (may be NULL; FUNC may add to it).  Memory does not grow with the folder.  Flags
 * R, T, D: nothing to do, still reported.  Names with a leading dot are passed over.
 */
typedef bool (*apres_maildir_func)(const apres_maildir_entry *entry, void *context);
typedef struct apres_maildir_walk apres_maildir_walk;
apres_maildir_walk *apres_maildir_walk_new(const char *maildir);
void apres_maildir_walk_free(apres_maildir_walk *walk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_maildir_walk, apres_maildir_walk_free)
/*
 * Go on until the end (*DONE_OUT), or until FUNC returns false: then with the same file
 * next time, whatever else is in the folder by then.  What comes or moves meanwhile may
 * be missed.  TEMP if the Maildir cannot be read, naming it; then the walk is over.
 */
bool apres_maildir_walk_on(apres_maildir_walk *walk, const apres_name_set *known,
			   apres_maildir_func func, void *context, bool *done_out,
			   GError **error);
/* All of it, or until FUNC returns false. */
bool apres_maildir_scan(const char *maildir, const apres_name_set *known,
			apres_maildir_func func, void *context, GError **error);
/* Bytes of NAME, of a file, before its flags. */
gsize apres_maildir_base_len(const char *name);
/* The entry for file NAME in folder SUB ("new" or "cur"); NULL if it is not there (any
 * more).  Caller owns. */
apres_maildir_entry *apres_maildir_entry_of(const char *maildir, const char *sub,
					    const char *name);
/* The file's present path, wherever a client has moved it: new/ or cur/ with any flags,
 * and any UID in its name (",U=12", of programs that fetch mail); NULL = gone.  Caller
 * owns. */
char *apres_maildir_find(const char *maildir, const char *base_name);
/* The header block of the mail PATH; no more of it is read than that may be long.  TEMP
 * errors.  Caller owns. */
apres_headers *apres_maildir_headers(const char *path, GError **error);
/* Add FLAG (for instance 'R') to the file, moving it to cur/; *GONE_OUT if it is not
 * there any more. */
bool apres_maildir_flag(const char *maildir, const char *base_name, char flag,
			bool *gone_out, GError **error);
/* Move the file into the Maildir++ folder TARGET (".Apres.Answered"; created), keeping
 * flags, adding FLAG. */
bool apres_maildir_move(const char *maildir, const char *base_name, const char *target,
			char flag, bool *gone_out, GError **error);
/*
 * Make the Maildir++ folder FOLDER (tmp, new, cur and its marker), as accessible as the
 * Maildir LIKE; one that is there is left as it is.  TEMP errors.
 */
bool apres_maildir_make(const char *folder, const char *like, GError **error);
/* Put BYTES into new/ as BASE_NAME, durably, unless a file of that name is there (in cur/
 * with any flags).  TEMP errors. */
bool apres_maildir_put(const char *maildir, const char *base_name, GBytes *bytes,
		       GError **error);
/* Is there a person's or another program's mark that nothing is left to do: R, T or D? */
bool apres_maildir_flags_done(const char *flags);
/*
 * When the file BASE_NAME ("1795943000.M12P9.mx") came in: the time in its name, or MTIME
 * if the name has none or that is earlier.  A program that fetches mail names the file
 * when it fetches it, and leaves as its time when the mail reached the provider.
 */
gint64 apres_maildir_time(const char *base_name, gint64 mtime);
#endif
