/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is due by the clock: reminders, and word of what is late to the owner and to
 * whoever is above.  Each once: the notice and the mark that it was sent are one
 * transaction.
 */
#ifndef APRES_PIPELINE_SCHEDULE_H
#define APRES_PIPELINE_SCHEDULE_H
#include "pipeline/pipeline.h"

/* Is there anything for apres_schedule_run at NOW? */
bool apres_schedule_is_due(apres_store *store, const apres_company *company, gint64 now,
			   bool *due_out, GError **error);
/* When there will be for COMPANY, whatever comes in until then; 0 = never. */
bool apres_schedule_next(apres_store *store, const char *company, gint64 *at_out,
			 GError **error);
/*
 * In the open transaction: plan what is owed at COMPANY and not planned under its policy,
 * then take the steps whose time has come by NOW, some at a time.  One notice a person.
 * Of several steps that somebody would hear of at once, after a time without us, it is
 * the last; a reminder that is too late is left out; in shadow only urgent queues speak.
 * *MORE_OUT: call again, in the next transaction.
 */
bool apres_schedule_run(apres_store *store, const apres_config *config,
			const apres_company *company, gint64 now, bool *more_out,
			GError **error);
/*
 * By how many seconds the clock has jumped since the last look, 0 = not: by what is
 * written already if it went back, else by MISSED, which is how much more has passed
 * on it than in truth.  Steps are taken once whatever it does; that it did is an entry of
 * the audit log, in the open transaction.
 */
bool apres_schedule_check_clock(apres_store *store, gint64 missed, gint64 now,
				gint64 *jump_out, GError **error);
#endif
