/* SPDX-License-Identifier: Apache-2.0 */
/* "apres audit export": what the record holds of somebody or something, for people who
 * have no apres: a folder with mails, entries, proofs and sums. */
#ifndef APRES_APRES_EXPORT_H
#define APRES_APRES_EXPORT_H
#include "apres/audit-screen.h"
#include "store/audit-prove.h"

typedef struct apres_export_counts {
	guint64 entries; /* with a proof */
	guint64 mails;   /* as they came or left */
	guint64 missing; /* rows of missing.csv */
	guint64 size;    /* entries that the checkpoint covers */
} apres_export_counts;

typedef struct apres_export apres_export;
/*
 * Write what FILTER (parsed) takes, and whatever else is recorded about the same mails,
 * to a folder that is called FOLDER only when it is finished.  One state of STORE, proofs
 * under its last checkpoint.  USAGE: FOLDER is not empty.  INPUT: nothing is taken, or
 * there is no checkpoint.  CONFIG: the record is not what was signed.  TEMP: disk.
 */
apres_export *apres_export_write(apres_store *store, const apres_config *config,
				 const apres_note_public *key, apres_audit_filter *filter,
				 const char *folder, GError **error);
void apres_export_free(apres_export *x); /* removes what was not finished */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_export, apres_export_free)
const apres_export_counts *apres_export_counted(const apres_export *x);
/* SHA-256 of its SHA256SUMS, hex: stands for all of it.  Borrowed. */
const char *apres_export_manifest(const apres_export *x);
/* A mail of the one person who was asked for, or 0. */
gint64 apres_export_about(const apres_export *x);
/* Give it its name.  TEMP. */
bool apres_export_finish(apres_export *x, GError **error);
#endif
