/* SPDX-License-Identifier: Apache-2.0 */
/* Start, run, end: what happens when. */
#include "config.h"
#include "apresd/daemon.h"
#include "apresd/sd-notify.h"
#include "message/message.h"
#include "store/control.h"
#include "util/autoptr.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/fsutil.h"
#include "util/log.h"

#define RETRY_SECS 5
/* The loop turns at least this often, to see whether an end has been reached. */
#define TICK_MS 50

/* ---- scanning ---- */

static gboolean
on_scan(gpointer data)
{
	apres_daemon *daemon = data;

	daemon->scan_source = 0;
	for (guint i = 0; i < daemon->boxes->len && daemon->reconsider; i++)
		apres_box_reconsider(daemon->boxes->pdata[i]);
	daemon->reconsider = false;
	/* Sent folders stand first: a person's answer should be known before the mail is
	 * decided. */
	for (guint i = 0; i < daemon->boxes->len && apres_daemon_has_room(daemon); i++) {
		apres_box *box = daemon->boxes->pdata[i];
		if (box->walk != NULL || box->rescan)
			apres_box_scan(box);
	}
	return G_SOURCE_REMOVE;
}

void
apres_daemon_scan_soon(apres_daemon *daemon)
{
	if (daemon->scan_source == 0 && !daemon->draining)
		daemon->scan_source = g_idle_add(on_scan, daemon);
}

void
apres_daemon_reconsider_soon(apres_daemon *daemon)
{
	daemon->reconsider = true;
	apres_daemon_scan_soon(daemon);
}

static gboolean
on_desk(gpointer data)
{
	apres_daemon *daemon = data;

	daemon->desk_source = 0;
	for (guint i = 0; i < daemon->desks->len; i++)
		apres_desk_turn(daemon->desks->pdata[i]);
	return G_SOURCE_REMOVE;
}

void
apres_daemon_desk_soon(apres_daemon *daemon)
{
	if (daemon->desk_source == 0 && daemon->desks->len > 0 && !daemon->draining)
		daemon->desk_source = g_idle_add(on_desk, daemon);
}

static void
scan_everything(apres_daemon *daemon)
{
	for (guint i = 0; i < daemon->boxes->len; i++) {
		apres_box *box = daemon->boxes->pdata[i];
		if (box->known == NULL)
			apres_box_open(box);
		else
			apres_box_watch(box);
		box->rescan = true;
	}
	apres_daemon_scan_soon(daemon);
}

static gboolean
on_poll(gpointer data)
{
	apres_daemon *daemon = data;

	if (daemon->draining)
		return G_SOURCE_CONTINUE;
	scan_everything(daemon);
	apres_daemon_file(daemon);
	apres_daemon_look_at_clock(daemon);
	apres_daemon_desk_soon(daemon);
	apres_daemon_ask_null_path(daemon);
	apres_deliver_kick(daemon->deliver);
	if (daemon->log_trouble != NULL)
		apres_daemon_sign(daemon);
	else
		apres_daemon_sign_soon(daemon);
	return G_SOURCE_CONTINUE;
}

static gboolean
on_retry(gpointer data)
{
	apres_daemon *daemon = data;

	daemon->retry_source = 0;
	on_poll(daemon);
	return G_SOURCE_REMOVE;
}

void
apres_daemon_retry_later(apres_daemon *daemon)
{
	/* With --once the next call is the retry. */
	if (daemon->retry_source == 0 && !daemon->once)
		daemon->retry_source =
			g_timeout_add_seconds(RETRY_SECS, on_retry, daemon);
}

/* ---- start ---- */

static void
add_boxes(apres_daemon *daemon)
{
	for (int sent = 1; sent >= 0; sent--)
		for (guint i = 0; i < daemon->config->mailboxes->len; i++) {
			const apres_mailbox_config *mailbox =
				daemon->config->mailboxes->pdata[i];
			if (!sent || mailbox->sent != NULL)
				g_ptr_array_add(
					daemon->boxes,
					apres_box_new(daemon, mailbox, sent != 0));
		}
}

static void
add_desks(apres_daemon *daemon)
{
	for (guint i = 0; i < daemon->config->mailboxes->len; i++) {
		const apres_mailbox_config *mailbox = daemon->config->mailboxes->pdata[i];
		if (mailbox->desk != NULL)
			g_ptr_array_add(daemon->desks, apres_desk_new(daemon, mailbox));
	}
}

static gboolean
on_watchdog(gpointer data G_GNUC_UNUSED)
{
	apres_sd_notify("WATCHDOG=1");
	return G_SOURCE_CONTINUE;
}

/* The barrier has no apres.conf: a company that became stricter there is so for what
 * waits, too. */
static bool
note_default_modes(apres_daemon *daemon, GError **error)
{
	for (guint i = 0; i < daemon->config->companies->len; i++) {
		const apres_company_config *company = daemon->config->companies->pdata[i];
		if (!apres_mode_set_default(daemon->store, company->id,
					    apres_mode_default(company), error))
			return false;
	}
	return true;
}

/* What a crash left behind: replies whose fate is unknown, mails not marked. */
static bool
recover(apres_daemon *daemon, GError **error)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(daemon->store, error);
	guint unknown = 0;

	if (txn == NULL || !note_default_modes(daemon, error) ||
	    !apres_generation_note(daemon->generation, daemon->store, apres_clock_now(),
				   error) ||
	    !apres_outbox_recover(daemon->store, apres_clock_now(), &unknown, error) ||
	    !apres_txn_commit(txn, error))
		return false;
	if (unknown > 0)
		apres_log_warn(
			"%u repl%s may or may not have been sent: see apres outbox list",
			unknown, apres_noun(unknown, "y", "ies"));
	return true;
}

static char *
digest_of(const char *path)
{
	g_autoptr(GBytes) bytes = apres_file_read(path, 1024 * 1024, NULL);
	gsize len = 0;
	gconstpointer data = bytes != NULL ? g_bytes_get_data(bytes, &len) : NULL;

	return apres_sha256_hex(data != NULL ? data : "", len);
}

static bool
start(apres_daemon *daemon, GError **error)
{
	const apres_config *config = daemon->config;

	if (!apres_daemon_watch_signals(daemon, error))
		return false;
	apres_message_init();
	daemon->generation = apres_generation_first(config, daemon->started, error);
	if (daemon->generation == NULL)
		return false;
	daemon->store = apres_store_open(config->state, APRES_STORE_WRITE, error);
	if (daemon->store == NULL || !apres_daemon_notice_set_back(daemon, error) ||
	    !recover(daemon, error))
		return false;
	apres_daemon_finish_erasure(daemon);
	daemon->deliver = apres_deliver_new(daemon->store, config->transport,
					    apres_daemon_delivered, daemon);
	apres_daemon_file(daemon);
	daemon->checkpoint_out =
		apres_checkpoint_out_new(daemon->store, config, daemon->deliver);
	apres_daemon_sign(daemon);
	add_boxes(daemon);
	add_desks(daemon);
	if (daemon->once)
		return true;
	if (!apres_daemon_start_clock(daemon, error))
		return false;
	daemon->server = apres_socket_server_new(config->socket, apres_daemon_request,
						 daemon, error);
	if (daemon->server == NULL)
		return false;
	daemon->poll_source =
		g_timeout_add_seconds((guint)config->poll_secs, on_poll, daemon);
	if (apres_sd_watchdog_ms() > 0)
		daemon->watchdog_source =
			g_timeout_add(apres_sd_watchdog_ms(), on_watchdog, daemon);
	return true;
}

apres_daemon *
apres_daemon_new(apres_config *config, const apres_daemon_options *options,
		 GError **error)
{
	g_autoptr(apres_daemon) daemon = g_new0(apres_daemon, 1);

	daemon->config = config;
	daemon->config_digest = digest_of(config->path);
	daemon->once = options->once;
	daemon->has_backlog = options->has_backlog;
	daemon->backlog_since = options->backlog_since;
	daemon->started = apres_clock_now();
	daemon->signal_fd = -1;
	daemon->timer_fd = -1;
	daemon->ready = g_queue_new();
	daemon->answered = g_array_new(FALSE, FALSE, sizeof(gint64));
	daemon->boxes = g_ptr_array_new_with_free_func((GDestroyNotify)apres_box_free);
	daemon->desks = g_ptr_array_new_with_free_func((GDestroyNotify)apres_desk_free);
	if (!start(daemon, error))
		return NULL;
	return g_steal_pointer(&daemon);
}

/* ---- run ---- */

static gboolean
on_tick(gpointer data G_GNUC_UNUSED)
{
	return G_SOURCE_CONTINUE;
}

/* Nothing is under way, and nothing is known that could be begun now. */
static bool
is_quiet(const apres_daemon *daemon)
{
	if (daemon->in_flight > 0 || daemon->file_source != 0 ||
	    !apres_deliver_is_idle(daemon->deliver))
		return false;
	if (daemon->draining)
		return true;
	return daemon->question.pid == 0 &&
	       apres_checkpoint_out_is_idle(daemon->checkpoint_out) &&
	       daemon->scan_source == 0 && daemon->commit_source == 0 &&
	       daemon->desk_source == 0 && daemon->clock_source == 0;
}

/* What a single run could not do must show in its exit status. */
static bool
report_troubles(const apres_daemon *daemon, GError **error)
{
	if (daemon->store_trouble != NULL)
		return apres_throw(error, APRES_ERROR_TEMP, "store: %s",
				   daemon->store_trouble);
	if (apres_deliver_trouble(daemon->deliver) != NULL)
		return apres_throw(error, APRES_ERROR_TEMP, "sending: %s",
				   apres_deliver_trouble(daemon->deliver));
	if (daemon->log_trouble != NULL)
		return apres_throw(error, APRES_ERROR_TEMP, "audit log: %s",
				   daemon->log_trouble);
	if (apres_checkpoint_out_trouble(daemon->checkpoint_out) != NULL)
		return apres_throw(error, APRES_ERROR_TEMP, "checkpoints: %s",
				   apres_checkpoint_out_trouble(daemon->checkpoint_out));
	for (guint i = 0; i < daemon->desks->len; i++)
		if (apres_desk_trouble(daemon->desks->pdata[i]) != NULL)
			return apres_throw(error, APRES_ERROR_TEMP, "desk: %s",
					   apres_desk_trouble(daemon->desks->pdata[i]));
	for (guint i = 0; i < daemon->boxes->len; i++) {
		const apres_box *box = daemon->boxes->pdata[i];
		const char *why =
			box->trouble != NULL ? box->trouble : box->unreadable_why;
		if (why != NULL)
			return apres_throw(error, APRES_ERROR_TEMP, "mailbox %s: %s",
					   box->name, why);
	}
	return true;
}

bool
apres_daemon_run(apres_daemon *daemon, GError **error)
{
	/* Only an end that is awaited needs the loop to turn without events. */
	guint tick = 0;

	/* Then what is read first is answered with the right sender. */
	apres_daemon_ask_null_path(daemon);
	daemon->asks_first = daemon->question.pid != 0;
	scan_everything(daemon);
	apres_daemon_look_at_clock(daemon);
	apres_daemon_desk_soon(daemon);
	apres_deliver_kick(daemon->deliver);
	apres_sd_notify("READY=1");
	while (!daemon->done) {
		if ((daemon->once || daemon->draining) && tick == 0)
			tick = g_timeout_add(TICK_MS, on_tick, NULL);
		g_main_context_iteration(NULL, TRUE);
		if ((daemon->once || daemon->draining) && is_quiet(daemon))
			break;
	}
	g_clear_handle_id(&tick, g_source_remove);
	apres_daemon_sign(daemon);
	apres_checkpoint_out_finish(daemon->checkpoint_out, &daemon->done);
	apres_log_info("ended");
	return !daemon->once || report_troubles(daemon, error);
}

void
apres_daemon_free(apres_daemon *daemon)
{
	apres_transit *transit;

	if (daemon == NULL)
		return;
	g_clear_handle_id(&daemon->commit_source, g_source_remove);
	g_clear_handle_id(&daemon->scan_source, g_source_remove);
	g_clear_handle_id(&daemon->desk_source, g_source_remove);
	g_clear_handle_id(&daemon->clock_source, g_source_remove);
	g_clear_handle_id(&daemon->timer_source, g_source_remove);
	g_clear_handle_id(&daemon->poll_source, g_source_remove);
	g_clear_handle_id(&daemon->retry_source, g_source_remove);
	g_clear_handle_id(&daemon->watchdog_source, g_source_remove);
	g_clear_handle_id(&daemon->signal_source, g_source_remove);
	g_clear_handle_id(&daemon->sign_source, g_source_remove);
	apres_socket_server_free(daemon->server);
	while ((transit = g_queue_pop_head(daemon->ready)) != NULL)
		apres_transit_free(transit);
	apres_null_path_question_clear(&daemon->question);
	apres_checkpoint_out_free(daemon->checkpoint_out);
	/* Results that are recorded now are filed by the next start. */
	g_clear_pointer(&daemon->deliver, apres_deliver_free);
	g_clear_handle_id(&daemon->file_source, g_source_remove);
	g_ptr_array_unref(daemon->boxes);
	g_ptr_array_unref(daemon->desks);
	apres_generation_unref(daemon->generation);
	g_clear_pointer(&daemon->store, apres_store_close);
	g_queue_free(daemon->ready);
	g_array_unref(daemon->answered);
	apres_autofd_close(&daemon->signal_fd);
	apres_autofd_close(&daemon->timer_fd);
	apres_log_signer_free(daemon->signer);
	g_free(daemon->log_trouble);
	g_free(daemon->reload_trouble);
	g_free(daemon->store_trouble);
	g_free(daemon->config_digest);
	apres_config_free(daemon->config);
	g_free(daemon);
}
