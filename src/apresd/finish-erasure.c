/* SPDX-License-Identifier: Apache-2.0 */
/* An erasure that a crash broke off was promised: it is finished before anything else. */
#include "config.h"
#include "apresd/daemon.h"
#include "pipeline/erasure.h"
#include "util/clock.h"
#include "util/log.h"

void
apres_daemon_finish_erasure(apres_daemon *daemon)
{
	g_autoptr(GError) error = NULL;
	json_auto_t *report = NULL;

	if (!apres_erasure_resume(daemon->store, daemon->config->state, apres_clock_now(),
				  &report, &error))
		apres_log_error("an erasure is not finished: %s", error->message);
	else if (report != NULL)
		apres_log_info("an erasure that was begun is finished");
}
