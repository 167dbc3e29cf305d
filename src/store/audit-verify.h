/* SPDX-License-Identifier: Apache-2.0 */
/* Is the audit log what it was?  What can be said from the store, and what only with
 * checkpoints that were kept outside. */
#ifndef APRES_STORE_AUDIT_VERIFY_H
#define APRES_STORE_AUDIT_VERIFY_H
#include "store/checkpoint.h"

/* So many faults are told, the others counted. */
#define APRES_AUDIT_FAULTS_TOLD 20

typedef struct apres_audit_report {
	guint64 entries;
	guint64 bodies;     /* private parts that were opened */
	guint64 erased;     /* gone, and an entry about the erasure names them */
	guint64 unopened;   /* sealed with a key that is not to be had */
	guint64 lost;       /* the same, and an entry about lost keys says why ... */
	gint64 lost_at;     /* ... the last such, or -1 */
	char *keys;         /* what is wrong with the whole key file, or NULL */
	guint checkpoints;  /* of the store, all good unless told in FAULTS */
	guint outside;      /* of those given */
	guint64 covered;    /* entries up to the largest outside one that agrees */
	bool forked;        /* two histories were signed: see these two */
	guint64 fork_same;  /* the largest outside one that agrees before the next */
	guint64 fork_size;  /* the smallest outside one that does not; 0 = none */
	guint receipts;     /* found in the log */
	guint missing;      /* replies that are ours, and not in the log */
	GPtrArray *strange; /* char *: receipts that are not; no fault by themselves */
	guint64 fault_count;
	GPtrArray *faults; /* char * */
} apres_audit_report;
void apres_audit_report_free(apres_audit_report *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_audit_report, apres_audit_report_free)

/* What stands in a reply that came back. */
typedef struct apres_receipt {
	char *leaf; /* X-Apres-Receipt, as it stands there */
	char *id;   /* Message-ID without angle brackets, or NULL */
} apres_receipt;
void apres_receipt_free(apres_receipt *receipt);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_receipt, apres_receipt_free)

/*
 * Read the whole log once, in one snapshot, beside a writer that goes on: every leaf and
 * commitment made again, columns compared with what was hashed, roots with the
 * checkpoints of the store and with OUTSIDE (apres_checkpoint), and every one of RECEIPTS
 * (apres_receipt) looked for; a reply whose Message-ID only this store can have made is
 * a fault if the log does not have it.  What is wrong is in the report; an error means
 * that nothing could be said: TEMP, CONFIG, INTERNAL.
 */
apres_audit_report *apres_audit_verify(apres_store *store, const apres_note_public *key,
				       const GPtrArray *outside,
				       const GPtrArray *receipts, GError **error);

/*
 * A quick look: the entries from index FROM on by themselves, without checkpoints.
 * *FAULT_OUT: what is wrong with the first that is wrong, caller owns, or NULL.
 */
bool apres_audit_look(apres_store *store, gint64 from, gint64 *count_out,
		      char **fault_out, GError **error);
#endif
