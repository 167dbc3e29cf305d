/* SPDX-License-Identifier: Apache-2.0 */
/* Proofs that entries are in the log, for strangers who see no other. */
#ifndef APRES_STORE_AUDIT_PROVE_H
#define APRES_STORE_AUDIT_PROVE_H
#include "store/checkpoint.h"

/* The log up to its last checkpoint: every leaf read once, proofs of any number. */
typedef struct apres_audit_prover apres_audit_prover;
/*
 * Of STORE as it is now; for many entries, in one transaction with whatever else is read
 * of them.  INPUT: there is no checkpoint yet.  CONFIG: the log no longer has the root
 * that was signed.
 */
apres_audit_prover *apres_audit_prover_new(apres_store *store,
					   const apres_note_public *key, GError **error);
void apres_audit_prover_free(apres_audit_prover *prover);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_audit_prover, apres_audit_prover_free)
/* The last one; borrowed. */
const apres_checkpoint *apres_audit_prover_checkpoint(const apres_audit_prover *prover);
/* INDEX < the checkpoint's size; borrowed. */
const apres_hash *apres_audit_prover_leaf(const apres_audit_prover *prover,
					  guint64 index);

/* What proves to a stranger that one entry is in the log. */
typedef struct apres_audit_proof {
	guint64 index;
	GBytes *pub; /* what was hashed ... */
	apres_hash com;
	GArray *path;     /* apres_hash, from the leaf to the root */
	char *checkpoint; /* the note that signs that root */
} apres_audit_proof;
void apres_audit_proof_free(apres_audit_proof *proof);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_audit_proof, apres_audit_proof_free)
/* Caller owns.  INPUT: no such entry, or the checkpoint does not cover it.  CONFIG: what
 * was hashed is not there any more. */
apres_audit_proof *apres_audit_prover_prove(const apres_audit_prover *prover,
					    guint64 index, GError **error);
/* The same for one entry. */
apres_audit_proof *apres_audit_prove(apres_store *store, const apres_note_public *key,
				     guint64 index, GError **error);

/*
 * The private part of entry INDEX, byte for byte, and the SALT with which the entry
 * commits to it: com = HMAC-SHA-256(salt, text).  Both NULL unless it can be opened;
 * caller owns.
 */
bool apres_audit_opening(apres_store *store, gint64 index, GBytes **salt_out,
			 GBytes **text_out, GError **error);
#endif
