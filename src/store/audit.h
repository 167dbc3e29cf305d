/* SPDX-License-Identifier: Apache-2.0 */
/* The append-only log: RFC 6962 leaves over entries without personal data (DESIGN section
 * 6). */
#ifndef APRES_STORE_AUDIT_H
#define APRES_STORE_AUDIT_H
#include "store/audit-body.h"
#include "store/merkle.h"
#include "store/store.h"

#include <jansson.h>

/*
 * Append one entry, TYPE e.g. "decided", "owed", "settled", "send-intent", "outbox",
 * "send-result", "done", "mode", "pause", "adopted".
 * PUB: canonical facts without personal data (ids, rule, template, digest,
 * outcome); PRIVATE: addresses, words, text, bytes, or NULL; it is sealed for whom it is
 * about (subject.h).  Both borrowed.
 * *LEAF_HEX_OUT may be NULL.  leaf = SHA-256(0x00 || pub || com), com =
 * HMAC-SHA-256(salt, private), 32 zero bytes without a private body.
 */
bool apres_audit_append(apres_store *store, const char *type, const char *company,
			gint64 message_id, json_t *pub, json_t *private_body, gint64 now,
			char **leaf_hex_out, GError **error);

/* Somebody's private parts are to be erased: its fact "entries" are their indices. */
#define APRES_AUDIT_ERASE_INTENT "erase-intent"

/* The keys of all private parts before it were lost, and new ones were begun. */
#define APRES_AUDIT_KEYS_LOST "keys-lost"

/* keys.db is lost, and there is no copy of it: begin new keys, and record who says so and
 * why; *ENTRIES_OUT: so many private parts can never be read again.  No transaction.
 * INPUT: nothing is lost, or another file stands in its place. */
bool apres_keys_begin_anew(apres_store *store, const char *by, const char *because,
			   gint64 now, gint64 *entries_out, GError **error);

typedef struct apres_audit_entry {
	gint64 index;
	gint64 at;
	char *type, *company;
	gint64 message_id; /* 0 = none */
	json_t *pub;
	json_t *private_body; /* NULL unless body_state is OPEN */
	apres_body_state body_state;
	char *leaf_hex;
} apres_audit_entry;
void apres_audit_entry_free(apres_audit_entry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_audit_entry, apres_audit_entry_free)

/* Entries with FROM <= index, at most MAX; message_id 0 = all; company NULL = all. */
bool apres_audit_list(apres_store *store, const char *company, gint64 message_id,
		      gint64 from, guint max, GPtrArray **entries_out, GError **error);
/* The entry INDEX.  INPUT error if there is none.  Caller owns. */
bool apres_audit_get(apres_store *store, gint64 index, apres_audit_entry **entry_out,
		     GError **error);
/* When the last entry was written; 0 = there is none. */
bool apres_audit_last(apres_store *store, gint64 *at_out, GError **error);
/* How many entries there are. */
bool apres_audit_size(apres_store *store, gint64 *size_out, GError **error);
/* The leaf of entry INDEX; *FOUND_OUT false if there is none, or none of a hash's size.
 */
bool apres_audit_leaf(apres_store *store, gint64 index, apres_hash *leaf_out,
		      bool *found_out, GError **error);
/* Add all leaves from TREE's size on; *LAST_OUT: the last of them, unchanged if there is
 * none.  CONFIG: one is missing. */
bool apres_audit_grow(apres_store *store, apres_merkle *tree, apres_hash *last_out,
		      GError **error);
#endif
