/* SPDX-License-Identifier: Apache-2.0 */
/* Which case a mail belongs to, and what the mail makes of it. */
#ifndef APRES_PIPELINE_CASE_MAIL_H
#define APRES_PIPELINE_CASE_MAIL_H
#include "policy/decide.h"
#include "store/case.h"
#include "store/message.h"

/* The case of a mail; nothing in it if there is none. */
typedef struct apres_case_mail {
	apres_case *application;   /* for the decision, or NULL */
	apres_case_record *record; /* the one that is meant, or NULL */
} apres_case_mail;
void apres_case_mail_clear(apres_case_mail *mail);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(apres_case_mail, apres_case_mail_clear)

/*
 * Find it by the candidate's address; of several the one that the thread was counted
 * to, else the one whose requisition subject or text (READING, or NULL) names; else by
 * the thread alone, and then it is not "own": somebody else writes.
 */
bool apres_case_mail_find(apres_store *store, const char *company,
			  const apres_calendar *calendar, const apres_facts *facts,
			  const apres_reading *reading, apres_case_mail *mail_out,
			  GError **error);

/*
 * MAIL was decided: what had not left in its case is cancelled if a person now reads it
 * (hold) or the candidate leaves; in the second case that becomes its outcome.
 */
bool apres_case_mail_decided(apres_store *store, const apres_case_mail *mail,
			     const apres_calendar *calendar,
			     const apres_decision *decision, gint64 now, GError **error);
#endif
