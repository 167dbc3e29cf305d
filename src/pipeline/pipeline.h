/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The glue: a mail that was read -> history, decision, reply, ONE transaction.
 * Read this folder first: it is the program.
 */
#ifndef APRES_PIPELINE_PIPELINE_H
#define APRES_PIPELINE_PIPELINE_H
#include "config/config.h"
#include "intake/circle.h"
#include "pipeline/assess.h"
#include "pipeline/in-force.h"
#include "store/control.h"
#include "store/outbox.h"

/* One company at work: its policy and who belongs to it.  Immutable; replaced on reload.
 */
typedef struct apres_company {
	const apres_company_config *config;
	apres_policy *policy;
	apres_roster *roster;     /* or NULL */
	GPtrArray *own_addresses; /* identities of all mailboxes of all companies */
	GPtrArray *own_lists;     /* char *, List-Ids that are ours, of all mailboxes */
	char *trouble; /* set by the daemon: its file is not what is in force; or NULL */
} apres_company;
/*
 * Load policy and roster.  IN_FORCE: see apres_in_force_policy, which says which
 * policy that is, and what STAMPS are.  CONFIG error on any fault: the caller keeps the
 * old one.
 */
apres_company *apres_company_load(const apres_config *config,
				  const apres_company_config *company,
				  GHashTable *in_force, const char *stamps, gint64 now,
				  GError **error);
/* The same with what was in force before: apres_last_policy_load. */
apres_company *apres_company_load_last(const apres_config *config,
				       const apres_company_config *company,
				       GHashTable *last, GError **error);
void apres_company_free(apres_company *company);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_company, apres_company_free)

/* Who is who around MAILBOX of COMPANY; borrows all three. */
apres_circle apres_company_circle(const apres_company *company,
				  const apres_config *config,
				  const apres_mailbox_config *mailbox);

/* One mail that came in and was read. */
typedef struct apres_arrival {
	const apres_company *company;
	const apres_mailbox_config *mailbox;
	char *base_name; /* Maildir base name, or NULL (filter) */
	GBytes *bytes;
	apres_headers *headers;
	gint64 received;
	apres_reading *reading; /* NULL = unparsable */
	char *unparsable_why;   /* "crash", "timeout" ... or NULL */
	bool doubtful;          /* perhaps not the candidate's: a person answers */
} apres_arrival;
apres_arrival *apres_arrival_new(const apres_company *company,
				 const apres_mailbox_config *mailbox,
				 const char *base_name, GBytes *bytes, gint64 file_time,
				 const apres_config *config);
void apres_arrival_free(apres_arrival *arrival);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_arrival, apres_arrival_free)

/* What became of it. */
typedef struct apres_outcome_of_mail {
	gint64 message_id;
	apres_effect effect;
	const char *queue;   /* of a hold, interned; or NULL */
	gint64 duplicate_of; /* or 0 */
	gint64 outbox_id;    /* or 0 */
	gint64 returned_id;  /* the outgoing mail that it says came back, or 0 ... */
	char returned_status[APRES_REPORT_STATUS_MAX + 1]; /* ... and why, or "" */
} apres_outcome_of_mail;

/*
 * Decide ARRIVAL and write everything about it into the open transaction of
 * STORE: message, decision, obligations, outbox row, notices, audit entries,
 * filing.  The caller commits; nothing is sent before that.
 */
bool apres_pipeline_record(apres_store *store, const apres_config *config,
			   const apres_arrival *arrival, gint64 now,
			   apres_outcome_of_mail *outcome_out, GError **error);
#endif
