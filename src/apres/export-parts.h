/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files of "apres audit export"; nobody else includes this. */
#ifndef APRES_APRES_EXPORT_PARTS_H
#define APRES_APRES_EXPORT_PARTS_H
#include "apres/export.h"
#include "util/bundle.h"

struct apres_export {
	apres_store *store;
	const apres_config *config;
	apres_audit_filter *filter;
	apres_audit_prover *prover;
	apres_bundle *bundle;
	bool whole;           /* FILTER takes everything */
	GHashTable *taken;    /* gint64 *: entries that it takes; empty if WHOLE */
	GHashTable *mails;    /* gint64 *: mails that they are about */
	GHashTable *ends;     /* Message-ID -> export_end: what became of our mails */
	GHashTable *policies; /* digests */
	GHashTable *letters;  /* mailbox -> (SHA-256 -> path): only if need be */
	gint64 about;
	apres_export_counts counts;
	char *manifest;
};

typedef struct export_end {
	char *state;  /* the last one recorded */
	char *digest; /* of the bytes that were sent, or NULL */
} export_end;

/* Read the record once: which entries and mails are meant, and how each of our own mails
 * ended, as far as the checkpoint says. */
bool apres_export_select(apres_export *x, GError **error);
bool apres_export_is_meant(const apres_export *x, const apres_audit_entry *entry);
/* What was recorded last of the mail of ours that ENTRY decides upon, or NULL. */
const export_end *apres_export_end_of(const apres_export *x,
				      const apres_audit_entry *entry);

/* A row of index.csv besides what its entry says; NULL = nothing.  All borrowed. */
typedef struct export_row {
	const char *direction; /* "in", "out" */
	const char *state;     /* of what goes out */
	const char *file;      /* the mail, in the folder */
	const char *body;      /* the private part, in the folder */
	const char *salt;      /* hex */
} export_row;
bool apres_export_add_head(apres_export *x, GError **error);
bool apres_export_add_row(apres_export *x, const apres_audit_entry *entry,
			  const export_row *row, GError **error);
/* A row of missing.csv: WHAT ("entry", "private part", "mail", "policy") of ENTRY (NULL:
 * of none) is not there, because of REASON. */
bool apres_export_add_missing(apres_export *x, const apres_audit_entry *entry,
			      const char *what, const char *reason, GError **error);

/* The mail that ENTRY is about, as it came or was sent, if it can be had, else a row of
 * missing.csv.  *FILE_OUT: its name in the folder, or NULL; caller owns. */
bool apres_export_mail(apres_export *x, const apres_audit_entry *entry, char **file_out,
		       GError **error);

/* checkpoint.txt, public.key, leaves.txt, policies/, export.json, README.txt. */
bool apres_export_add_log(apres_export *x, GError **error);
bool apres_export_add_policies(apres_export *x, GError **error);
bool apres_export_add_readme(apres_export *x, GError **error);
#endif
