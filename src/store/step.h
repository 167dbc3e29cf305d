/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When people are told about what they owe: one row a step, written before its time
 * comes, marked in the transaction that puts the notice into the outbox.
 */
#ifndef APRES_STORE_STEP_H
#define APRES_STORE_STEP_H
#include "store/obligation.h"

/* A step whose time has come. */
typedef struct apres_due_step {
	gint64 id;
	gint64 at;
	char *name; /* as apres_step has it */
	apres_owed *owed;
} apres_due_step;

/* At most MAX open ones of COMPANY that have a date and whose steps are not of the policy
 * DIGEST; array of apres_owed. */
bool apres_step_unplanned(apres_store *store, const char *company, const char *digest,
			  guint max, GPtrArray **owed_out, GError **error);
/* From now on the steps of OWED are STEPS (apres_step), of policy DIGEST; of those that
 * are among them what was told stays told. */
bool apres_step_plan(apres_store *store, const apres_owed *owed, const char *digest,
		     const GPtrArray *steps, GError **error);
/*
 * Of at most MAX open ones of COMPANY: the steps that were to be taken by NOW and are
 * not, those of one thing owed in the order of their times.  Array of apres_due_step.
 */
bool apres_step_due(apres_store *store, const char *company, gint64 now, guint max,
		    GPtrArray **steps_out, GError **error);
/* Step STEP is done with: OUTCOME is to whom it was told, or why it was not. */
bool apres_step_done(apres_store *store, const apres_due_step *step, const char *to,
		     const char *outcome, gint64 now, GError **error);
/* When the next one of COMPANY is to be taken; 0 = never. */
bool apres_step_next(apres_store *store, const char *company, gint64 *at_out,
		     GError **error);
/* The next one for OWED; *AT_OUT 0 = none, *NAME_OUT NULL then.  Caller owns. */
bool apres_step_next_of(apres_store *store, gint64 owed_id, gint64 *at_out,
			char **name_out, GError **error);
/* How often somebody above was told that it is late. */
bool apres_step_escalated(apres_store *store, gint64 owed_id, gint64 *count_out,
			  GError **error);
#endif
