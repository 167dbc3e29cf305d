/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files about the audit log. */
#ifndef APRES_STORE_AUDIT_PARTS_H
#define APRES_STORE_AUDIT_PARTS_H
#include "store/audit.h"
#include "store/db.h"

/* HMAC-SHA-256(SALT, DATA): says nothing of DATA once SALT is gone. */
apres_hash apres_audit_commit(gconstpointer salt, gsize salt_len, gconstpointer data,
			      gsize len);
/* Read the next column: false unless it is a blob of the size of a hash. */
bool apres_take_hash(apres_query *query, apres_hash *hash_out);
/* Is LEAF that of any entry? */
bool apres_audit_has_leaf(apres_store *store, const apres_hash *leaf, bool *found_out,
			  GError **error);
#endif
