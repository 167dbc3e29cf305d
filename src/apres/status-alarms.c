/* SPDX-License-Identifier: Apache-2.0 */
/* "apres status": alarms, and the marks that keep mail from an answer. */
#include "config.h"
#include "apres/output.h"
#include "apres/status-alarms.h"
#include "pipeline/in-force.h"
#include "store/share.h"

#include <stdio.h>

bool
apres_status_load_alarms(const apres_config *config, apres_store *store, gint64 now,
			 GPtrArray **alarms_out, GError **error)
{
	g_autoptr(GHashTable) in_force = apres_in_force_load(config, store, error);
	g_autofree char *stamps = g_build_filename(config->state, "stamps", NULL);
	g_autoptr(GPtrArray) alarms = apres_alarms_new();

	if (in_force == NULL)
		return false;
	for (guint i = 0; i < config->companies->len; i++) {
		const apres_company_config *company = config->companies->pdata[i];
		/* Why one does not load is said by apresd, policy check and doctor. */
		g_autoptr(apres_policy) policy =
			apres_in_force_policy(company, in_force, stamps, now, NULL);
		if (!apres_alarms_find(store, config, company, policy, now, alarms,
				       error))
			return false;
	}
	if (!apres_alarms_find_history(store, config, alarms, error))
		return false;
	apres_alarms_find_disk(config, alarms);
	*alarms_out = g_steal_pointer(&alarms);
	return true;
}

void
apres_status_print_alarms(const GPtrArray *alarms)
{
	for (guint i = 0; i < alarms->len; i++) {
		const apres_alarm *alarm = alarms->pdata[i];
		printf("%salarm%s: %s; remedy: %s\n",
		       apres_output_begin(APRES_STYLE_WARN),
		       apres_output_end(APRES_STYLE_WARN), alarm->what, alarm->remedy);
	}
}

json_t *
apres_status_alarms_to_json(const GPtrArray *alarms)
{
	json_t *array = json_array();

	for (guint i = 0; i < alarms->len; i++) {
		const apres_alarm *alarm = alarms->pdata[i];
		json_t *row = json_object();
		json_object_set_new(row, "kind",
				    json_string(apres_alarm_kind_to_string(alarm->kind)));
		json_object_set_new(row, "what", apres_output_string(alarm->what));
		json_object_set_new(row, "remedy", apres_output_string(alarm->remedy));
		json_array_append_new(array, row);
	}
	return array;
}

json_t *
apres_status_shares_to_json(const GPtrArray *shares)
{
	json_t *array = json_array();

	for (guint i = 0; i < shares->len; i++) {
		const apres_share *s = g_ptr_array_index(shares, i);
		json_t *row = json_object();
		json_object_set_new(row, "company", apres_output_string(s->company));
		json_object_set_new(row, "reason", apres_output_string(s->reason));
		json_object_set_new(row, "day", json_integer(s->day));
		json_object_set_new(row, "day_total", json_integer(s->day_total));
		json_object_set_new(row, "before", json_integer(s->before));
		json_object_set_new(row, "before_total", json_integer(s->before_total));
		json_object_set_new(row, "unusual",
				    json_boolean(apres_share_is_unusual(s)));
		json_array_append_new(array, row);
	}
	return array;
}
