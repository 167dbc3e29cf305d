/* SPDX-License-Identifier: Apache-2.0 */
/* What is due by the clock, whether mail comes or not. */
#include "config.h"
#include "apresd/daemon.h"
#include "pipeline/digest.h"
#include "util/clock.h"
#include "util/log.h"

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
}
