/* SPDX-License-Identifier: Apache-2.0 */
/*
 * FOLDER/keys.db: one random AES-256 key a person, apart from the store, so that a
 * person can be forgotten: without the key nothing that was sealed with it is ever read
 * again, in no copy of the store.  A header and records of one size: a key is destroyed
 * where it lies.
 */
#ifndef APRES_STORE_KEYFILE_H
#define APRES_STORE_KEYFILE_H
#include <glib.h>
#include <stdbool.h>

#define APRES_KEY_LEN 32

typedef struct apres_keyfile apres_keyfile;

typedef enum {
	APRES_KEY_FOUND,
	APRES_KEY_DESTROYED, /* zeros where it was */
	APRES_KEY_BEYOND, /* the file ends before it: it was cut off, or is an old copy */
	APRES_KEY_DAMAGED, /* no key of that number */
} apres_key_state;

/* A new empty one with a random id, mode 0600, durable.  TEMP errors. */
bool apres_keyfile_create(const char *path, GError **error);
/* CONFIG: it is missing, or not such a file.  TEMP: it cannot be read. */
apres_keyfile *apres_keyfile_open(const char *path, bool write, GError **error);
void apres_keyfile_free(apres_keyfile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_keyfile, apres_keyfile_free)
/* What tells it from the key file of another store; hex, borrowed. */
const char *apres_keyfile_id(const apres_keyfile *file);

/* Has it no key that could open anything? */
bool apres_keyfile_is_blank(const apres_keyfile *file);
/* Is the open file still the one of its name? */
bool apres_keyfile_in_place(const apres_keyfile *file);

/* Key NUMBER (from 1), as the file is now. */
apres_key_state apres_keyfile_get(const apres_keyfile *file, gint64 number,
				  guint8 key_out[APRES_KEY_LEN]);
/* Numbers up to NUMBER that the file, an older copy, does not have are lost: none of
 * them is made anew, for what was sealed with them would look changed. */
bool apres_keyfile_give_up(apres_keyfile *file, gint64 number, GError **error);
/* There are keys up to NUMBER when true is returned, durable; some are made ahead. */
bool apres_keyfile_extend(apres_keyfile *file, gint64 number, GError **error);
/* Gone, durably, when true is returned; also if it never was. */
bool apres_keyfile_destroy(apres_keyfile *file, gint64 number, GError **error);
#endif
