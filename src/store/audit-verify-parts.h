/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files that verify the log. */
#ifndef APRES_STORE_AUDIT_VERIFY_PARTS_H
#define APRES_STORE_AUDIT_VERIFY_PARTS_H
#include "store/audit-parts.h"
#include "store/audit-verify.h"

void apres_audit_report_fault(apres_audit_report *report, const char *fmt, ...)
	G_GNUC_PRINTF(2, 3);

/* An entry as it lies in the store; borrowed from the query until its next step. */
typedef struct apres_audit_row {
	gint64 index, at, message;
	const char *type, *company;
	const char *pub;
	gsize pub_len;
	apres_hash com, leaf;
	bool sound; /* its columns hold what they should */
	apres_sealed sealed;
} apres_audit_row;

/* The entries from FROM on, in order. */
apres_query apres_audit_rows(apres_store *store, gint64 from);
void apres_audit_row_take(apres_query *query, apres_audit_row *row);
/* Of its private part; FATE says why it is gone. */
apres_body_state apres_audit_row_state(apres_store *store, const apres_audit_row *row,
				       const apres_body_fate *fate);
/* What is wrong with ROW, which should have INDEX, and with its private part of STATE; or
 * NULL.  *LEAF_OUT: as it should be.  Caller owns. */
char *apres_audit_row_fault(const apres_audit_row *row, gint64 index,
			    apres_body_state state, apres_hash *leaf_out);
/* That the key of INDEX was destroyed, without an erasure.  Caller owns. */
char *apres_audit_key_gone(gint64 index);

/* What checkpoints say of the log. */
typedef struct apres_claims apres_claims;
/* Of RECORDED and OUTSIDE (apres_checkpoint; borrowed; NULL = none). */
apres_claims *apres_claims_new(const GPtrArray *recorded, const GPtrArray *outside);
void apres_claims_free(apres_claims *claims);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_claims, apres_claims_free)
/* Compare TREE, one entry larger than the last time, with those of its size. */
void apres_claims_settle(apres_claims *claims, const apres_merkle *tree,
			 apres_audit_report *report);
/* Nothing more comes: what is larger is wrong. */
void apres_claims_end(apres_claims *claims, apres_audit_report *report);

/* Look for RECEIPTS (apres_receipt; NULL = none) in the log. */
bool apres_receipts_find(apres_store *store, const GPtrArray *receipts,
			 apres_audit_report *report, GError **error);
#endif
