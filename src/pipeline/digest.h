/* SPDX-License-Identifier: Apache-2.0 */
/* Once a working day: to everybody who owes something, what waits for them. */
#ifndef APRES_PIPELINE_DIGEST_H
#define APRES_PIPELINE_DIGEST_H
#include "pipeline/pipeline.h"

/*
 * Is a digest of COMPANY due at NOW?  Never at the first look: the day on which
 * somebody starts is not over.  *DAY_OUT: its day ("2026-11-24"), caller owns.
 */
bool apres_digest_is_due(apres_store *store, const apres_company *company, gint64 now,
			 bool *due_out, char **day_out, GError **error);
/*
 * Put the digests of DAY into the outbox, in the open transaction, and note that; one to
 * each who owes an answer or a debrief, and to who is above of what is late; none if
 * nothing waits.  The owner of the default queue also reads the alarms, once a week what
 * no rule understood, masked, and in shadow what would have been answered since the last
 * one.
 */
bool apres_digest_post(apres_store *store, const apres_config *config,
		       const apres_company *company, const char *day, gint64 now,
		       GError **error);
#endif
