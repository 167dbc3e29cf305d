/* SPDX-License-Identifier: Apache-2.0 */
/* An older copy of the store was put back: it does not know what has left since. */
#include "config.h"
#include "apresd/daemon.h"
#include "pipeline/outside.h"
#include "store/audit.h"
#include "store/control.h"
#include "util/clock.h"
#include "util/log.h"

#define WHO "apresd: an older store was put back"

/* Once for each time that it happens: what a person has lifted stays lifted. */
static bool
pause_once(apres_daemon *daemon, guint64 covered, bool *paused_out, GError **error)
{
	g_autofree char *mark = g_strdup_printf("%" G_GUINT64_FORMAT, covered);
	g_autofree char *noted = NULL;
	g_autoptr(apres_txn) txn = apres_txn_begin(daemon->store, error);

	*paused_out = false;
	if (txn == NULL ||
	    !apres_store_meta_get(daemon->store, APRES_OUTSIDE_NOTED, &noted, error))
		return false;
	if (g_strcmp0(noted, mark) == 0)
		return true;
	*paused_out = true;
	return apres_store_meta_set(daemon->store, APRES_OUTSIDE_NOTED, mark, error) &&
	       apres_pause_set(daemon->store, "all", NULL, true, WHO, apres_clock_now(),
			       error) &&
	       apres_txn_commit(txn, error);
}

/* For as long as it is so: that one pause was lifted does not mend it. */
static bool
say_what_differs(apres_daemon *daemon, GError **error)
{
	g_autofree char *what = NULL;

	if (!apres_outside_compare(daemon->config, daemon->store, &what, error))
		return false;
	if (what != NULL)
		apres_log_error("%s; keep that file as evidence, see apres status", what);
	return true;
}

bool
apres_daemon_notice_set_back(apres_daemon *daemon, GError **error)
{
	guint64 covered =
		MAX(apres_daemon_signed_size(daemon), apres_outside_size(daemon->config));
	gint64 size;
	bool paused;

	if (!apres_audit_size(daemon->store, &size, error))
		return false;
	if ((guint64)size >= covered)
		return say_what_differs(daemon, error);
	if (!pause_once(daemon, covered, &paused, error))
		return false;
	if (paused)
		apres_log_error(
			"the record has %" G_GINT64_FORMAT
			" entries, and a checkpoint covers %" G_GUINT64_FORMAT
			": an older store was put back.  No reply is sent until somebody "
			"says so: compare apres outbox list with the mail server's log "
			"(man apres-admin), then apres resume",
			size, covered);
	return true;
}
