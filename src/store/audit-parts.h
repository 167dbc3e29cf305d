/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files about the audit log. */
#ifndef APRES_STORE_AUDIT_PARTS_H
#define APRES_STORE_AUDIT_PARTS_H
#include "store/audit-body.h"
#include "store/audit.h"
#include "store/db.h"

/* What seals and opens the private parts of STORE; its own. */
apres_sealer *apres_store_sealer(apres_store *store);
/* Read the next column: false unless it is a blob of the size of a hash. */
bool apres_take_hash(apres_query *query, apres_hash *hash_out);
/* Is LEAF that of any entry? */
bool apres_audit_has_leaf(apres_store *store, const apres_hash *leaf, bool *found_out,
			  GError **error);

/* A sealed private part, as it lies in the store: borrowed from the row. */
typedef struct apres_sealed {
	bool present; /* a row of that index, whatever is in it */
	bool sound;   /* its columns hold what they should */
	gint64 subject;
	const guint8 *nonce, *data;
	gsize nonce_len, len;
} apres_sealed;
/* SQL: its columns in body b; and how they are read. */
#define APRES_SEALED_COLUMNS "b.idx IS NOT NULL, coalesce(b.subject, 0), b.nonce, b.data"
void apres_sealed_take(apres_query *query, apres_sealed *sealed);

/* Seal TEXT, with SALT, for entry INDEX of LEAF about NAME of COMPANY (NULL = none), in
 * the open transaction; its key is durable then. */
bool apres_body_seal(apres_store *store, gint64 index, const char *company,
		     const char *name, const apres_hash *leaf,
		     const guint8 salt[APRES_SALT_LEN], const char *text, gsize len,
		     GError **error);
/*
 * Open it again, of the entry with LEAF and COM: never ERASED or LOST, which takes
 * another look (apres_body_fate).  TEXT_OUT may be NULL; *TEXT_OUT NULL unless OPEN;
 * caller owns.
 */
apres_body_state apres_body_open(apres_store *store, const apres_sealed *sealed,
				 const apres_hash *leaf, const apres_hash *com,
				 GBytes **text_out);
/* The same, with the salt of the commitment; SALT_OUT may be NULL. */
apres_body_state apres_body_open_salted(apres_store *store, const apres_sealed *sealed,
					const apres_hash *leaf, const apres_hash *com,
					GBytes **salt_out, GBytes **text_out);
/* Why private parts are gone, as entries say. */
typedef struct apres_body_fate apres_body_fate;
apres_body_fate *apres_body_fate_read(apres_store *store, GError **error);
void apres_body_fate_free(apres_body_fate *fate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_body_fate, apres_body_fate_free)
/* The last entry about lost keys, or -1. */
gint64 apres_body_fate_lost(const apres_body_fate *fate);
/* STATE of entry INDEX, or ERASED or LOST if that explains it. */
apres_body_state apres_body_settle(apres_body_state state, gint64 index,
				   const apres_body_fate *fate);
/* In "meta": where the last entry about lost keys is. */
#define APRES_KEYS_LOST_AT "keys-lost"

/* The store's key file.  CONFIG: missing, damaged, of another store. */
apres_keyfile *apres_store_keys(apres_store *store, GError **error);
/* The key of SUBJECT, made at need together with the file, in the open transaction:
 * durable when true is returned.  *USABLE_OUT false: it was lost or destroyed. */
bool apres_store_key_for(apres_store *store, gint64 subject, bool *usable_out,
			 guint8 key_out[APRES_KEY_LEN], GError **error);
/* Destroy what keys there are of numbers that name nobody any more; give up those that
 * an older copy of the file does not have. */
bool apres_keys_collect(apres_store *store, GError **error);
/* Seal what a version before sealing wrote (table body_plain), in the open transaction.
 */
bool apres_body_seal_old(apres_store *store, GError **error);
#endif
