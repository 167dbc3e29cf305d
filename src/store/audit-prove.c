/* SPDX-License-Identifier: Apache-2.0 */
/* The log as a tree, and what one entry needs of it. */
#include "config.h"
#include "store/audit-prove.h"

#include "store/audit-parts.h"
#include "store/merkle-tree.h"
#include "util/error.h"

struct apres_audit_prover {
	apres_store *store;
	apres_checkpoint *checkpoint;
	apres_merkle_tree *tree;
};

void
apres_audit_prover_free(apres_audit_prover *prover)
{
	if (prover == NULL)
		return;
	g_clear_pointer(&prover->checkpoint, apres_checkpoint_free);
	g_clear_pointer(&prover->tree, apres_merkle_tree_free);
	g_free(prover);
}

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

/* ---- the tree ---- */

static bool
take_checkpoint(apres_audit_prover *prover, const apres_note_public *key, GError **error)
{
	g_autoptr(GPtrArray) recorded = NULL;
	g_autofree char *bad = NULL;

	if (!apres_checkpoint_list(prover->store, key, &recorded, &bad, error))
		return false;
	if (bad != NULL)
		return apres_throw(error, APRES_ERROR_CONFIG, "a recorded checkpoint: %s",
				   bad);
	if (recorded->len == 0)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "there is no checkpoint yet; apresd signs one within "
				   "a minute");
	prover->checkpoint = g_ptr_array_steal_index(recorded, recorded->len - 1);
	return true;
}

static bool
take_leaves(apres_audit_prover *prover, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		prover->store, "SELECT leaf FROM entry WHERE idx < ?1 ORDER BY idx");
	g_autoptr(GArray) leaves = g_array_new(FALSE, FALSE, sizeof(apres_hash));
	bool row = true;

	apres_bind_int(&query, (gint64)prover->checkpoint->size);
	while (row) {
		apres_hash leaf = { 0 };

		if (!apres_query_step(&query, &row, error))
			return false;
		if (!row)
			break;
		apres_take_hash(&query, &leaf);
		g_array_append_val(leaves, leaf);
	}
	if (leaves->len != prover->checkpoint->size || leaves->len == 0)
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "the log is not what its last checkpoint signed; see: "
				   "apres audit verify");
	prover->tree = apres_merkle_tree_new(g_steal_pointer(&leaves));
	return true;
}

apres_audit_prover *
apres_audit_prover_new(apres_store *store, const apres_note_public *key, GError **error)
{
	g_autoptr(apres_audit_prover) prover = g_new0(apres_audit_prover, 1);

	prover->store = store;
	if (!take_checkpoint(prover, key, error) || !take_leaves(prover, error))
		return NULL;
	apres_hash root = apres_merkle_tree_root(prover->tree);
	if (apres_hash_equal(&root, &prover->checkpoint->root))
		return g_steal_pointer(&prover);
	apres_throw(error, APRES_ERROR_CONFIG,
		    "the log is not what its last checkpoint signed; see: apres audit "
		    "verify");
	return NULL;
}

const apres_checkpoint *
apres_audit_prover_checkpoint(const apres_audit_prover *prover)
{
	return prover->checkpoint;
}

const apres_hash *
apres_audit_prover_leaf(const apres_audit_prover *prover, guint64 index)
{
	return apres_merkle_tree_leaf(prover->tree, index);
}

/* ---- one entry ---- */

static bool
take_subject(const apres_audit_prover *prover, apres_audit_proof *proof, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		prover->store, "SELECT pub, com FROM entry WHERE idx = ?1");
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

/* A proof that would not hold is none. */
static bool
check_leaf(const apres_audit_prover *prover, const apres_audit_proof *proof,
	   GError **error)
{
	gsize len;
	gconstpointer pub = g_bytes_get_data(proof->pub, &len);
	apres_hash leaf = apres_merkle_leaf(pub, len, &proof->com);

	return apres_hash_equal(&leaf, apres_audit_prover_leaf(prover, proof->index)) ||
	       apres_throw(error, APRES_ERROR_CONFIG,
			   "entry %" G_GUINT64_FORMAT
			   " was changed; see: apres audit verify",
			   proof->index);
}

apres_audit_proof *
apres_audit_prover_prove(const apres_audit_prover *prover, guint64 index, GError **error)
{
	g_autoptr(apres_audit_proof) proof = g_new0(apres_audit_proof, 1);

	proof->index = index;
	if (!take_subject(prover, proof, error))
		return NULL;
	if (index >= prover->checkpoint->size) {
		apres_throw(error, APRES_ERROR_INPUT,
			    "entry %" G_GUINT64_FORMAT
			    " is younger than the last checkpoint; apresd signs one "
			    "within a minute",
			    index);
		return NULL;
	}
	if (!check_leaf(prover, proof, error))
		return NULL;
	proof->path = apres_merkle_tree_path(prover->tree, index);
	proof->checkpoint = g_strdup(prover->checkpoint->note);
	return g_steal_pointer(&proof);
}

apres_audit_proof *
apres_audit_prove(apres_store *store, const apres_note_public *key, guint64 index,
		  GError **error)
{
	g_autoptr(apres_txn) snapshot = apres_txn_begin_read(store, error);
	g_autoptr(apres_audit_prover) prover =
		snapshot != NULL ? apres_audit_prover_new(store, key, error) : NULL;

	return prover != NULL ? apres_audit_prover_prove(prover, index, error) : NULL;
}

/* ---- its private part ---- */

bool
apres_audit_opening(apres_store *store, gint64 index, GBytes **salt_out,
		    GBytes **text_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT e.com, e.leaf, " APRES_SEALED_COLUMNS
		       " FROM entry e JOIN body b ON b.idx = e.idx WHERE e.idx = ?1");
	apres_sealed sealed = { 0 };
	apres_hash com, leaf;
	bool row;

	*salt_out = *text_out = NULL;
	apres_bind_int(&query, index);
	if (!apres_query_step(&query, &row, error))
		return false;
	if (!row || !apres_take_hash(&query, &com) || !apres_take_hash(&query, &leaf))
		return true;
	apres_sealed_take(&query, &sealed);
	apres_body_open_salted(store, &sealed, &leaf, &com, salt_out, text_out);
	return true;
}
