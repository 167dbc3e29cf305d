/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is due by the clock, whether mail comes or not.  One timer, for the next step of
 * all that is owed; it is of the real clock, and also rings when that is set.
 */
#include "config.h"
#include "apresd/daemon.h"
#include "apresd/sd-notify.h"
#include "pipeline/alarm.h"
#include "pipeline/digest.h"
#include "pipeline/schedule.h"
#include "store/step.h"
#include "util/clock.h"
#include "util/crash-point.h"
#include "util/error.h"
#include "util/log.h"
#include "util/text.h"

#include <glib-unix.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* So often the store is asked for alarms. */
#define ALARM_SECS 3600

/* ---- steps ---- */

static gint64
since_boot(void)
{
	struct timespec time = { 0 };

	clock_gettime(CLOCK_BOOTTIME, &time);
	return time.tv_sec;
}

/* What passed on the clock and not in truth: somebody, or the network, has set it. */
static bool
check_clock(apres_daemon *daemon, gint64 now, GError **error)
{
	gint64 boot = since_boot(), jump = 0;
	gint64 missed = daemon->clock_seen != 0
				? now - daemon->clock_seen - (boot - daemon->boot_seen)
				: 0;
	g_autoptr(apres_txn) txn = apres_txn_begin(daemon->store, error);

	if (txn == NULL ||
	    !apres_schedule_check_clock(daemon->store, missed, now, &jump, error) ||
	    (jump != 0 && !apres_txn_commit(txn, error)))
		return false;
	daemon->clock_seen = now;
	daemon->boot_seen = boot;
	if (jump != 0)
		apres_log_warn("the clock was set by %" G_GINT64_FORMAT
			       " s; nobody is told anything twice",
			       jump);
	return true;
}

/* All of COMPANY's steps whose time has come. */
static bool
take_steps(apres_daemon *daemon, const apres_company *company, gint64 now, GError **error)
{
	bool more;

	if (!apres_schedule_is_due(daemon->store, company, now, &more, error))
		return false;
	while (more) {
		g_autoptr(apres_txn) txn = apres_txn_begin(daemon->store, error);
		if (txn == NULL || !apres_schedule_run(daemon->store, daemon->config,
						       company, now, &more, error))
			return false;
		apres_crash_point("before-told");
		if (!apres_txn_commit(txn, error))
			return false;
		apres_crash_point("after-told");
	}
	return true;
}

/* When there is something to do in any of the companies, 0 = none. */
static bool
next_step(const apres_daemon *daemon, gint64 *next_out, GError **error)
{
	*next_out = 0;
	for (guint i = 0; i < daemon->config->companies->len; i++) {
		const apres_company_config *config = daemon->config->companies->pdata[i];
		gint64 at;
		if (!apres_schedule_next(daemon->store, config->id, &at, error))
			return false;
		if (at != 0 && (*next_out == 0 || at < *next_out))
			*next_out = at;
	}
	return true;
}

/* What could not be done is tried again when mail is looked for, not at once. */
static void
set_timer(const apres_daemon *daemon, gint64 next, gint64 now)
{
	struct itimerspec when = { 0 };
	struct timespec real;

	if (daemon->timer_fd < 0)
		return;
	clock_gettime(CLOCK_REALTIME, &real);
	if (next > now)
		when.it_value.tv_sec = real.tv_sec + (next - now);
	timerfd_settime(daemon->timer_fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET,
			&when, NULL);
}

static void
run_schedule(apres_daemon *daemon)
{
	gint64 now = apres_clock_now(), next = 0;
	g_autoptr(GError) error = NULL;

	if (!check_clock(daemon, now, &error))
		apres_log_warn("clock: %s", error->message);
	g_clear_error(&error);
	for (guint i = 0; i < daemon->config->companies->len; i++) {
		const apres_company_config *config = daemon->config->companies->pdata[i];
		g_autoptr(GError) cause = NULL;
		if (!take_steps(daemon,
				apres_generation_company(daemon->generation, config->id),
				now, &cause))
			apres_log_warn("company %s: what is due: %s", config->id,
				       cause->message);
	}
	if (!next_step(daemon, &next, &error))
		apres_log_warn("what is due: %s", error->message);
	set_timer(daemon, next, now);
}

static gboolean
on_soon(gpointer data)
{
	apres_daemon *daemon = data;

	daemon->clock_source = 0;
	run_schedule(daemon);
	apres_deliver_kick(daemon->deliver);
	return G_SOURCE_REMOVE;
}

void
apres_daemon_clock_soon(apres_daemon *daemon)
{
	if (daemon->clock_source == 0 && !daemon->draining)
		daemon->clock_source = g_idle_add(on_soon, daemon);
}

static gboolean
on_timer(gint fd, GIOCondition condition G_GNUC_UNUSED, gpointer data)
{
	apres_daemon *daemon = data;
	guint64 rung;

	/* ECANCELED: the clock was set.  Either way we look what time it is. */
	if (read(fd, &rung, sizeof rung) < 0 && errno == EAGAIN)
		return G_SOURCE_CONTINUE;
	apres_daemon_look_at_clock(daemon);
	apres_deliver_kick(daemon->deliver);
	return G_SOURCE_CONTINUE;
}

bool
apres_daemon_start_clock(apres_daemon *daemon, GError **error)
{
	daemon->timer_fd = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
	if (daemon->timer_fd < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "timer");
	daemon->timer_source = g_unix_fd_add(daemon->timer_fd, G_IO_IN, on_timer, daemon);
	return true;
}

/* ---- digests and alarms ---- */

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
		guint from = alarms->len;
		if (!apres_alarms_find(daemon->store, daemon->config, config,
				       company->policy, now, alarms, error) ||
		    !apres_alarms_record(daemon->store, config->id, alarms, from, now,
					 error))
			return false;
	}
	return apres_alarms_find_history(daemon->store, daemon->config, alarms, error);
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
	for (guint i = 0; i < alarms->len; i++) {
		const apres_alarm *one = alarms->pdata[i];
		if (one->kind == APRES_ALARM_HISTORY)
			apres_log_error("%s; remedy: %s", one->what, one->remedy);
	}
	const apres_alarm *first = alarms->len > 0 ? alarms->pdata[0] : NULL;
	g_autofree char *state =
		first == NULL
			? g_strdup("STATUS=no alarms")
			: g_strdup_printf("STATUS=%u alarm%s, see apres status: %s",
					  alarms->len, apres_noun(alarms->len, "", "s"),
					  first->what);
	apres_sd_notify(state);
}

void
apres_daemon_look_at_clock(apres_daemon *daemon)
{
	run_schedule(daemon);
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
