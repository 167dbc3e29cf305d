/* SPDX-License-Identifier: Apache-2.0 */
/* What "policy replay" and "policy try" share. */
#ifndef APRES_APRES_REPLAY_SCREEN_H
#define APRES_APRES_REPLAY_SCREEN_H
#include "apres/cli.h"
#include "pipeline/replay.h"
#include "policy/diff.h"

/* TEXT ("30d", "12h", "2026-11-01T00:00:00Z") before or at NOW; USAGE error. */
bool apres_replay_since(const char *text, gint64 now, gint64 *since_out, GError **error);
/* The policy in force for COMPANY; CONFIG error.  Caller owns. */
apres_policy *apres_replay_in_force(const apres_config *config,
				    const apres_company_config *company, gint64 now,
				    GError **error);
/* A line of JSON for each difference, then one with the figures. */
void apres_replay_print_json(const apres_replay *replay);
/* What could not be looked at, and the differences as a table of at most MAX rows, the
 * less strict first. */
void apres_replay_print(const apres_replay *replay, guint max);
/* "3 mails would be treated differently; none less strictly; 1 text reads otherwise.": of
 * DIFF what no mail shows. */
void apres_replay_print_sum(const apres_replay *replay, const apres_diff *diff);
#endif
