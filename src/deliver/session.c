/* SPDX-License-Identifier: Apache-2.0 */
/* One session of delivery: the worker process, its questions, its end. */
#include "config.h"
#include "deliver/deliver-parts.h"
#include "deliver/delivery-worker.h"
#include "util/autoptr.h"
#include "util/error.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Greeting, hello, TLS, hello, login, envelope, body: each may take its time. */
#define STEPS_BEFORE_DOT 8
#define STEP_SECS 300

void
apres_flight_free(gpointer data)
{
	apres_flight *f = data;

	apres_outbox_item_free(f->item);
	g_free(f->words);
	g_free(f);
}

void
apres_flight_settle(apres_flight *f, apres_outcome outcome, const char *words)
{
	/* Past the barrier nothing goes back as if it had not been tried. */
	if (outcome == APRES_OUTCOME_RETURNED && f->passed)
		outcome = APRES_OUTCOME_UNKNOWN;
	f->settled = true;
	f->outcome = outcome;
	f->words = g_strdup(words);
}

void
apres_session_end(apres_session *session, const char *words)
{
	g_clear_handle_id(&session->in_source, g_source_remove);
	g_clear_handle_id(&session->watchdog, g_source_remove);
	apres_autofd_close(&session->fd);
	kill(session->pid, SIGKILL);
	while (waitpid(session->pid, NULL, 0) < 0 && errno == EINTR)
		;
	session->pid = 0;
	for (guint i = 0; i < session->flights->len; i++) {
		apres_flight *f = session->flights->pdata[i];
		if (!f->settled)
			apres_flight_settle(
				f, f->passed ? APRES_OUTCOME_UNKNOWN : APRES_OUTCOME_TEMP,
				words);
	}
	apres_deliver_finish(session);
}

static gboolean
on_watchdog(gpointer data)
{
	apres_session *session = data;

	session->watchdog = 0;
	apres_session_end(session, "the session made no progress");
	return G_SOURCE_REMOVE;
}

static void
wind_watchdog(apres_session *session)
{
	int timeout = session->deliver->config->timeout_secs;

	g_clear_handle_id(&session->watchdog, g_source_remove);
	session->watchdog =
		g_timeout_add_seconds((guint)(STEPS_BEFORE_DOT * MIN(timeout, STEP_SECS) +
					      timeout + 2 * APRES_DELIVERY_ANSWER_SECS),
				      on_watchdog, session);
}

static apres_flight *
find_flight(const apres_session *session, gint64 id)
{
	for (guint i = 0; i < session->flights->len; i++) {
		apres_flight *f = session->flights->pdata[i];
		if (f->item->id == id)
			return f;
	}
	return NULL;
}

/* False: no honest worker sends this. */
static bool
take_note(apres_session *session, apres_delivery_note *note)
{
	apres_flight *f = find_flight(session, note->id);

	note->words[APRES_WORDS_MAX] = '\0';
	if (f == NULL || f->settled || note->outcome > APRES_OUTCOME_RETURNED)
		return false;
	if (note->kind == APRES_DELIVERY_ASKS) {
		if (f->passed || f->asks)
			return false;
		f->asks = true;
		apres_deliver_ask_soon(session->deliver);
		return true;
	}
	if (!f->passed && (note->outcome == APRES_OUTCOME_SENT ||
			   note->outcome == APRES_OUTCOME_UNKNOWN))
		return false;
	apres_flight_settle(f, note->outcome,
			    note->words[0] != '\0' ? note->words : NULL);
	apres_deliver_tell_soon(session->deliver);
	return true;
}

static gboolean
on_note(gint fd, GIOCondition condition G_GNUC_UNUSED, gpointer data)
{
	apres_session *session = data;
	apres_delivery_note note;
	ssize_t n = recv(fd, &note, sizeof note, MSG_DONTWAIT | MSG_TRUNC);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return G_SOURCE_CONTINUE;
	if (n == (ssize_t)sizeof note && take_note(session, &note)) {
		wind_watchdog(session);
		return G_SOURCE_CONTINUE;
	}
	apres_session_end(session, n > 0 ? "the delivery process spoke out of turn"
					 : "the delivery process ended early");
	return G_SOURCE_REMOVE;
}

static bool
start_worker(apres_session *session, GError **error)
{
	g_autoptr(GPtrArray) jobs = g_ptr_array_new();
	int pair[2];

	for (guint i = 0; i < session->flights->len; i++)
		g_ptr_array_add(jobs, &((apres_flight *)session->flights->pdata[i])->job);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "delivery process");
	pid_t parent = getpid();
	pid_t pid = fork();
	if (pid == 0)
		apres_delivery_run(session->deliver->config, jobs, pair[1], parent);
	close(pair[1]);
	if (pid < 0) {
		close(pair[0]);
		return apres_throw_errno(error, APRES_ERROR_TEMP, "delivery process");
	}
	session->pid = pid;
	session->fd = pair[0];
	session->in_source = g_unix_fd_add(session->fd, G_IO_IN, on_note, session);
	wind_watchdog(session);
	return true;
}

void
apres_session_start(apres_session *session, GPtrArray *items)
{
	g_autoptr(GError) error = NULL;

	for (guint i = 0; i < items->len; i++) {
		apres_flight *f = g_new0(apres_flight, 1);
		gsize len;
		f->session = session;
		f->item = items->pdata[i];
		items->pdata[i] = NULL;
		gconstpointer bytes = g_bytes_get_data(f->item->bytes, &len);
		f->job = (apres_job){ .id = f->item->id,
				      .fence = f->item->fence,
				      .recipient = f->item->recipient,
				      .envelope_from = f->item->envelope_from,
				      .envid = f->item->smtp_message_id,
				      .bytes = bytes,
				      .len = len };
		g_ptr_array_add(session->flights, f);
	}
	if (start_worker(session, &error))
		return;
	apres_deliver_set_trouble(session->deliver, error->message);
	for (guint i = 0; i < session->flights->len; i++)
		apres_flight_settle(session->flights->pdata[i], APRES_OUTCOME_RETURNED,
				    NULL);
	apres_deliver_finish(session);
}
