/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SIGTERM and SIGINT drain and end, SIGHUP reloads.  Through a descriptor:
 * GLib's own signal sources would start a thread, and a process that forks
 * workers must have none.
 */
#include "config.h"
#include "apresd/daemon.h"
#include "apresd/sd-notify.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/fsutil.h"
#include "util/log.h"

#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* apres.conf itself is read at the start only: say so rather than half-obey. */
static void
check_config(apres_daemon *daemon, GString *trouble)
{
	g_autoptr(GBytes) bytes =
		apres_file_read(daemon->config->path, 1024 * 1024, NULL);
	g_autofree char *digest = NULL;
	gsize len;

	if (bytes == NULL)
		return;
	gconstpointer data = g_bytes_get_data(bytes, &len);
	digest = apres_sha256_hex(data, len);
	if (strcmp(digest, daemon->config_digest) != 0)
		g_string_append_printf(
			trouble, "%s%s has changed: restart apresd to read it",
			trouble->len > 0 ? "\n" : "", daemon->config->path);
}

/* For the screens, which show times in the zone that was without it, and the next start.
 */
static void
note(apres_daemon *daemon)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_txn) txn = apres_txn_begin(daemon->store, &error);

	if (txn == NULL ||
	    !apres_generation_note(daemon->generation, daemon->store, apres_clock_now(),
				   &error) ||
	    !apres_txn_commit(txn, &error))
		apres_log_warn("reload: %s", error->message);
}

void
apres_daemon_reload(apres_daemon *daemon)
{
	g_autoptr(GString) trouble = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	gint64 now = apres_clock_now();
	apres_generation *fresh = NULL;

	apres_sd_notify("RELOADING=1");
	g_autoptr(GHashTable) in_force =
		apres_in_force_load(daemon->config, daemon->store, &error);
	const apres_generation_from from = { .in_force = in_force,
					     .old = daemon->generation };
	if (in_force != NULL)
		fresh = apres_generation_new(daemon->config, &from, now, trouble, &error);
	if (fresh == NULL)
		g_string_append(trouble, error->message);
	else {
		apres_generation_unref(daemon->generation);
		daemon->generation = fresh;
		note(daemon);
	}
	check_config(daemon, trouble);
	g_clear_pointer(&daemon->reload_trouble, g_free);
	if (trouble->len > 0) {
		g_auto(GStrv) lines = g_strsplit(trouble->str, "\n", -1);
		daemon->reload_trouble = g_strdup(trouble->str);
		for (guint i = 0; lines[i] != NULL; i++)
			apres_log_error("reload: %s", lines[i]);
		apres_log_error("reload: what failed stays as it was");
	} else
		apres_log_info("reload: policies and rosters are read anew");
	daemon->reloaded = now;
	apres_sd_notify("READY=1");
}

static gboolean
on_signal(gint fd, GIOCondition condition G_GNUC_UNUSED, gpointer data)
{
	apres_daemon *daemon = data;
	struct signalfd_siginfo info;

	if (read(fd, &info, sizeof info) != (ssize_t)sizeof info)
		return G_SOURCE_CONTINUE;
	if (info.ssi_signo == SIGHUP) {
		apres_daemon_reload(daemon);
		return G_SOURCE_CONTINUE;
	}
	if (daemon->draining) {
		/* Asked twice: end now.  What has passed the barrier becomes unknown, the
		 * rest is safe. */
		daemon->done = true;
		return G_SOURCE_CONTINUE;
	}
	apres_log_info("ending: what is under way is finished first");
	apres_sd_notify("STOPPING=1");
	daemon->draining = true;
	apres_deliver_drain(daemon->deliver);
	apres_checkpoint_out_drain(daemon->checkpoint_out);
	return G_SOURCE_CONTINUE;
}

bool
apres_daemon_watch_signals(apres_daemon *daemon, GError **error)
{
	sigset_t set;

	signal(SIGPIPE, SIG_IGN);
	/* A limit on file sizes is an error of write(2), not the end of the daemon. */
	signal(SIGXFSZ, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "signals");
	daemon->signal_fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (daemon->signal_fd < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "signals");
	daemon->signal_source =
		g_unix_fd_add(daemon->signal_fd, G_IO_IN, on_signal, daemon);
	return true;
}
