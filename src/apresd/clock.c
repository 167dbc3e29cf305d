/* SPDX-License-Identifier: Apache-2.0 */
/* What is due by the clock, whether mail comes or not. */
#include "config.h"
#include "apresd/daemon.h"
#include "apresd/sd-notify.h"
#include "pipeline/alarm.h"
#include "pipeline/digest.h"
#include "util/clock.h"
#include "util/log.h"

/* So often the store is asked for alarms. */
#define ALARM_SECS 3600

static bool
send_digest(apres_daemon *daemon, const apres_company *company, GError **error)
{
	gint64 now = apres_clock_now();
	g_autofree char *day = NULL;
	bool due;

	if (!apres_digest_is_due(daemon->store, company, now, &due, &day, error))
		return false;
	if (!due)
		return true;
	g_autoptr(apres_txn) txn = apres_txn_begin(daemon->store, error);
	return txn != NULL &&
	       apres_digest_post(daemon->store, daemon->config, company, day, now,
				 error) &&
	       apres_txn_commit(txn, error);
}

static bool
find_alarms(apres_daemon *daemon, gint64 now, GPtrArray *alarms, GError **error)
{
	apres_alarms_find_disk(daemon->config, alarms);
	for (guint i = 0; i < daemon->config->companies->len; i++) {
		const apres_company_config *config = daemon->config->companies->pdata[i];
		const apres_company *company =
			apres_generation_company(daemon->generation, config->id);
		if (!apres_alarms_find(daemon->store, daemon->config, config,
				       company->policy, now, alarms, error))
			return false;
	}
	return true;
}

/* "systemctl status" shows the first; nobody is woken by the others. */
static void
notify_alarms(apres_daemon *daemon)
{
	gint64 now = apres_clock_now();
	g_autoptr(GPtrArray) alarms = apres_alarms_new();
	g_autoptr(GError) error = NULL;

	/* A clock that was set back must not silence them. */
	if (daemon->once || ABS(now - daemon->alarms_found) < ALARM_SECS)
		return;
	daemon->alarms_found = now;
	if (!find_alarms(daemon, now, alarms, &error)) {
		apres_log_warn("alarms: %s", error->message);
		return;
	}
	const apres_alarm *first = alarms->len > 0 ? alarms->pdata[0] : NULL;
	g_autofree char *state =
		first == NULL ? g_strdup("STATUS=no alarms")
			      : g_strdup_printf("STATUS=%u alarm%s, see apres status: %s",
						alarms->len, alarms->len == 1 ? "" : "s",
						first->what);
	apres_sd_notify(state);
}

void
apres_daemon_look_at_clock(apres_daemon *daemon)
{
	for (guint i = 0; i < daemon->config->companies->len; i++) {
		const apres_company_config *config = daemon->config->companies->pdata[i];
		g_autoptr(GError) error = NULL;
		if (!send_digest(daemon,
				 apres_generation_company(daemon->generation, config->id),
				 &error))
			apres_log_warn("company %s: digest: %s", config->id,
				       error->message);
	}
	notify_alarms(daemon);
}
