/* SPDX-License-Identifier: Apache-2.0 */
/* Alarms -> entries of the audit log, when they change. */
#include "config.h"
#include "pipeline/alarm.h"
#include "store/audit.h"

/* Their kinds from number FROM on, each once, in the order of finding; "" = none. */
static char *
kinds_of(const GPtrArray *alarms, guint from)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GString) kinds = g_string_new(NULL);

	for (guint i = from; i < alarms->len; i++) {
		const apres_alarm *alarm = alarms->pdata[i];
		const char *kind = apres_alarm_kind_to_string(alarm->kind);
		if (g_hash_table_add(seen, (gpointer)kind))
			g_string_append_printf(kinds, "%s%s", kinds->len > 0 ? " " : "",
					       kind);
	}
	return g_string_free(g_steal_pointer(&kinds), FALSE);
}

bool
apres_alarms_record(apres_store *store, const char *company, const GPtrArray *alarms,
		    guint from, gint64 now, GError **error)
{
	g_autofree char *name = g_strconcat("alarms:", company, NULL);
	g_autofree char *kinds = kinds_of(alarms, from);
	g_autofree char *before = NULL;

	if (!apres_store_meta_get(store, name, &before, error))
		return false;
	if (g_str_equal(kinds, before != NULL ? before : ""))
		return true;
	g_autoptr(apres_txn) txn = apres_txn_begin(store, error);
	if (txn == NULL)
		return false;
	json_auto_t *pub = json_pack("{s:s}", "kinds", kinds);
	return apres_audit_append(store, "alarm", company, 0, pub, NULL, now, NULL,
				  error) &&
	       apres_store_meta_set(store, name, kinds, error) &&
	       apres_txn_commit(txn, error);
}
