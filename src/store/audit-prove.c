/* SPDX-License-Identifier: Apache-2.0 */
/* The proof that one entry is in the log, for a stranger who sees no other. */
#include "config.h"
#include "store/audit-verify.h"

#include <string.h>

#include "store/audit-parts.h"
#include "util/error.h"

void
apres_audit_proof_free(apres_audit_proof *proof)
{
	if (proof == NULL)
		return;
	g_clear_pointer(&proof->pub, g_bytes_unref);
	g_clear_pointer(&proof->path, g_array_unref);
	g_free(proof->checkpoint);
	g_free(proof);
}

static bool
take_subject(apres_store *store, apres_audit_proof *proof, GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "SELECT pub, com FROM entry WHERE idx = ?1");
	bool row;

	apres_bind_int(&query, (gint64)proof->index);
	if (!apres_query_step(&query, &row, error))
		return false;
	if (!row)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "there is no entry %" G_GUINT64_FORMAT
				   "; see: apres audit list",
				   proof->index);
	proof->pub = apres_take_blob(&query);
	if (apres_take_hash(&query, &proof->com) && proof->pub != NULL)
		return true;
	return apres_throw(error, APRES_ERROR_CONFIG,
			   "entry %" G_GUINT64_FORMAT
			   " is damaged; see: apres audit verify",
			   proof->index);
}

/* The audit path of the entry under CHECKPOINT, whose root the log must still have. */
static bool
take_path(apres_store *store, apres_audit_proof *proof,
	  const apres_checkpoint *checkpoint, GError **error)
{
	g_autoptr(apres_merkle_path) path =
		apres_merkle_path_new(proof->index, checkpoint->size);
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT leaf FROM entry WHERE idx < ?1 ORDER BY idx");
	apres_merkle tree = { 0 };
	bool row = true;

	apres_bind_int(&query, (gint64)checkpoint->size);
	while (row) {
		apres_hash leaf = { 0 };

		if (!apres_query_step(&query, &row, error))
			return false;
		if (!row)
			break;
		apres_take_hash(&query, &leaf);
		apres_merkle_add(&tree, &leaf);
		apres_merkle_path_add(path, &leaf);
	}
	apres_hash root = apres_merkle_root(&tree);
	if (tree.size != checkpoint->size || !apres_hash_equal(&root, &checkpoint->root))
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "the log is not what its last checkpoint signed; see: "
				   "apres audit verify");
	proof->path = apres_merkle_path_take(path);
	return true;
}

apres_audit_proof *
apres_audit_prove(apres_store *store, const apres_note_public *key, guint64 index,
		  GError **error)
{
	g_autoptr(apres_audit_proof) proof = g_new0(apres_audit_proof, 1);
	g_autoptr(GPtrArray) recorded = NULL;
	g_autofree char *bad = NULL;

	proof->index = index;
	g_autoptr(apres_txn) snapshot = apres_txn_begin_read(store, error);
	if (snapshot == NULL || !take_subject(store, proof, error) ||
	    !apres_checkpoint_list(store, key, &recorded, &bad, error))
		return NULL;
	const apres_checkpoint *last =
		recorded->len > 0 ? recorded->pdata[recorded->len - 1] : NULL;
	if (bad != NULL)
		apres_throw(error, APRES_ERROR_CONFIG, "a recorded checkpoint: %s", bad);
	else if (last == NULL || last->size <= index)
		apres_throw(error, APRES_ERROR_INPUT,
			    "entry %" G_GUINT64_FORMAT
			    " is younger than the last checkpoint; apresd signs one "
			    "within a minute",
			    index);
	else if (take_path(store, proof, last, error)) {
		proof->checkpoint = g_strdup(last->note);
		return g_steal_pointer(&proof);
	}
	return NULL;
}
