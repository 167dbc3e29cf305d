/* SPDX-License-Identifier: Apache-2.0 */
/* What would have become of the mail that a mailbox already holds. */
#ifndef APRES_APRES_TRIAL_H
#define APRES_APRES_TRIAL_H
#include "apres/explain.h"
#include "config/config.h"

/* A reply that would have gone out. */
typedef struct apres_trial_reply {
	gint64 received;
	char *from, *subject, *template_id;
	char *said; /* what the mail newly says */
	char *reply;
} apres_trial_reply;

typedef struct apres_trial {
	guint mails;   /* looked at */
	guint outside; /* not candidates' mail: out of scope, not looked at */
	guint effects[3], again, debriefs;
	GTimeZone *zone;       /* the company's */
	GPtrArray *replies;    /* apres_trial_reply, oldest first */
	GHashTable *reasons;   /* why a person must answer -> number of mails */
	GHashTable *sentences; /* unexplained, as folded -> number of mails */
} apres_trial;
void apres_trial_free(apres_trial *trial);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_trial, apres_trial_free)

/*
 * Decide about what MAILBOX of CONFIG received since SINCE, as EXPLAIN would, and
 * store, send and touch nothing.  Each mail stands for itself, but for one thing: nobody
 * is answered more often than the policy allows.
 */
apres_trial *apres_trial_run(const apres_explain *explain, const apres_config *config,
			     const apres_mailbox_config *mailbox, gint64 since,
			     GError **error);

/* All of it for people.  REPLIES: each in full. */
void apres_trial_print(const apres_trial *trial, bool replies);
void apres_trial_print_json(const apres_trial *trial);
#endif
