/* SPDX-License-Identifier: Apache-2.0 */
/* What "apres status" says about what goes wrong without a noise. */
#ifndef APRES_APRES_STATUS_ALARMS_H
#define APRES_APRES_STATUS_ALARMS_H
#include "pipeline/alarm.h"

#include <jansson.h>

/* Of every company of CONFIG, and of the machine; array of apres_alarm.  TEMP errors. */
bool apres_status_load_alarms(const apres_config *config, apres_store *store, gint64 now,
			      GPtrArray **alarms_out, GError **error);
/* A line each. */
void apres_status_print_alarms(const GPtrArray *alarms);
/* New reference. */
json_t *apres_status_alarms_to_json(const GPtrArray *alarms);
/* SHARES: array of apres_share.  All of them, usual or not.  New reference. */
json_t *apres_status_shares_to_json(const GPtrArray *shares);
#endif
