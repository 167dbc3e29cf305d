/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one store: SQLite in WAL mode, synchronous=FULL, STRICT tables.  SQL
 * lives only in this folder.  One writer: whoever holds the lock file (apresd,
 * or a command while no daemon runs).
 */
#ifndef APRES_STORE_STORE_H
#define APRES_STORE_STORE_H
#include <glib.h>
#include <stdbool.h>

typedef struct apres_store apres_store;

typedef enum {
	APRES_STORE_READ,  /* for screens; never waits for the writer */
	APRES_STORE_WRITE, /* takes FOLDER/lock exclusively, or TEMP "in use by process N"
			    */
} apres_store_mode;

/*
 * Open FOLDER/apres.db, creating (WRITE) or migrating it.  Errors: TEMP (busy,
 * disk), CONFIG (not a folder, written by a newer apres), INTERNAL (corrupt).
 */
apres_store *apres_store_open(const char *folder, apres_store_mode mode, GError **error);
/*
 * Who owns FOLDER, if we are root and that is somebody else: what is written there now
 * will be root's, and the owner's apresd cannot write it again.  NULL else; caller owns.
 */
char *apres_store_foreign_owner(const char *folder);
void apres_store_close(apres_store *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_store, apres_store_close)

/*
 * A transaction: rolls back when it leaves scope uncommitted.  All writing
 * functions of this folder must be called inside one.
 */
typedef struct apres_txn apres_txn;
/* TEMP: busy, or the file is not the one that was opened. */
apres_txn *apres_txn_begin(apres_store *store, GError **error);
/* What is read until its end is one state of the store, and no writer waits for it. */
apres_txn *apres_txn_begin_read(apres_store *store, GError **error);
/* Durable when true is returned.  TEMP: nothing of it happened. */
bool apres_txn_commit(apres_txn *txn, GError **error);
void apres_txn_end(apres_txn *txn); /* rollback unless committed; frees */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_txn, apres_txn_end)

/* Small settings: "instance", "message-id-key", "adopted:MAILBOX" ...  *VALUE_OUT NULL if
 * unset. */
bool apres_store_meta_get(apres_store *store, const char *name, char **value_out,
			  GError **error);
bool apres_store_meta_set(apres_store *store, const char *name, const char *value,
			  GError **error);
/* A random 256-bit secret under NAME, made at first use (needs a transaction then); hex.
 */
bool apres_store_secret(apres_store *store, const char *name, char **hex_out,
			GError **error);
/*
 * From now on a person acts who is logged in as LOGIN: every audit entry says so, beside
 * the name that was given.  NULL: nobody does any more.
 */
void apres_store_set_login(apres_store *store, const char *login);
/* A UUID that names this store for ever, made at first use (needs a transaction then). */
bool apres_store_instance(apres_store *store, char **uuid_out, GError **error);
#endif
