/* SPDX-License-Identifier: Apache-2.0 */
/* One session of delivery: the worker process, its questions, its end. */
#include "config.h"
#include "deliver/deliver-parts.h"
#include "deliver/batch.h"
#include "deliver/delivery-worker.h"
#include "util/autoptr.h"
#include "util/error.h"

#include <errno.h>
#include <glib-unix.h>
#include <poll.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Greeting, hello, TLS, hello, login, envelope, body: each may take its time. */
#define STEPS_BEFORE_DOT 8
#define STEP_SECS 300
/* Mails in a session; what a server does not want in one goes into the next. */
#define SESSION_MAX 32
/* So long it stays connected without any: mail often comes in a row, and a process costs
 * more than what it has to say. */
#define IDLE_MS 1000
#define FAREWELL_MS 1000

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
	g_clear_handle_id(&session->idle, g_source_remove);
	session->waits = session->leaving = false;
	session->given = 0;
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

guint
apres_session_room(const apres_session *session)
{
	return SESSION_MAX - session->given;
}

/* It sees that our side has ended; so may one that was just given mails that it could not
 * be sent. */
static void
dismiss(apres_session *session)
{
	g_clear_handle_id(&session->idle, g_source_remove);
	session->waits = false;
	session->leaving = true;
	shutdown(session->fd, SHUT_WR);
	wind_watchdog(session);
}

void
apres_session_dismiss(apres_session *session)
{
	if (session->waits)
		dismiss(session);
}

void
apres_session_see_off(const apres_session *session)
{
	apres_autofd handle = session->leaving ? pidfd_open(session->pid, 0) : -1;
	struct pollfd end = { handle, POLLIN, 0 };

	if (handle >= 0)
		(void)!poll(&end, 1, FAREWELL_MS);
}

/* Test hook: the environment variable APRES_TEST_IDLE_MS says otherwise. */
static guint
idle_ms(void)
{
	const char *plan = g_getenv("APRES_TEST_IDLE_MS");

	return plan != NULL ? (guint)g_ascii_strtoull(plan, NULL, 10) : IDLE_MS;
}

static gboolean
on_idle_end(gpointer data)
{
	apres_session *session = data;

	session->idle = 0;
	dismiss(session);
	return G_SOURCE_REMOVE;
}

/* False: see take_note. */
static bool
begin_to_wait(apres_session *session)
{
	for (guint i = 0; i < session->flights->len; i++)
		if (!((apres_flight *)session->flights->pdata[i])->settled)
			return false;
	if (session->waits || session->leaving)
		return false;
	session->waits = true;
	if (session->deliver->draining || apres_session_room(session) == 0) {
		dismiss(session);
		return true;
	}
	g_clear_handle_id(&session->watchdog, g_source_remove);
	session->idle = g_timeout_add(idle_ms(), on_idle_end, session);
	apres_deliver_kick(session->deliver);
	return true;
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
	if (note->kind == APRES_DELIVERY_WAITS)
		return begin_to_wait(session);
	apres_flight *f = find_flight(session, note->id);
	wind_watchdog(session);
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
	if (n == (ssize_t)sizeof note && take_note(session, &note))
		return G_SOURCE_CONTINUE;
	apres_session_end(session, n > 0 ? "the delivery process spoke out of turn"
					 : "the delivery process ended early");
	return G_SOURCE_REMOVE;
}

static bool
start_worker(apres_session *session, GError **error)
{
	int pair[2];

	session->achieved = session->trouble = false;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "delivery process");
	pid_t parent = getpid();
	pid_t pid = fork();
	if (pid == 0)
		apres_delivery_run(session->deliver->config, pair[1], parent);
	close(pair[1]);
	if (pid < 0) {
		close(pair[0]);
		return apres_throw_errno(error, APRES_ERROR_TEMP, "delivery process");
	}
	session->pid = pid;
	session->fd = pair[0];
	session->in_source = g_unix_fd_add(session->fd, G_IO_IN, on_note, session);
	return true;
}

static apres_flight *
flight_new(apres_session *session, apres_outbox_item *item)
{
	apres_flight *f = g_new0(apres_flight, 1);

	f->session = session;
	f->item = item;
	f->job = (apres_job){ .id = item->id,
			      .fence = item->fence,
			      .recipient = item->recipient,
			      .envelope_from = item->envelope_from,
			      .envid = item->smtp_message_id };
	f->job.bytes = g_bytes_get_data(item->bytes, &f->job.len);
	return f;
}

/* What it was just given was not tried. */
static void
give_back(apres_session *session)
{
	for (guint i = 0; i < session->flights->len; i++) {
		apres_flight *f = session->flights->pdata[i];
		if (!f->settled)
			apres_flight_settle(f, APRES_OUTCOME_RETURNED, NULL);
	}
}

void
apres_session_give(apres_session *session, GPtrArray *items)
{
	g_autoptr(GPtrArray) jobs = g_ptr_array_new();
	g_autoptr(GError) error = NULL;
	bool fresh = session->pid == 0;

	for (guint i = 0; i < items->len; i++) {
		apres_flight *f = flight_new(session, g_steal_pointer(&items->pdata[i]));
		g_ptr_array_add(session->flights, f);
		g_ptr_array_add(jobs, &f->job);
	}
	if (fresh && !start_worker(session, &error)) {
		apres_deliver_set_trouble(session->deliver, error->message);
		give_back(session);
		apres_deliver_finish(session);
		return;
	}
	g_clear_handle_id(&session->idle, g_source_remove);
	session->waits = false;
	session->given += items->len;
	wind_watchdog(session);
	if (apres_batch_send(session->fd, jobs, &error))
		return;
	/* The server may just have ended the session: no trouble. */
	if (fresh)
		apres_deliver_set_trouble(session->deliver, error->message);
	give_back(session);
	apres_deliver_tell_soon(session->deliver);
	dismiss(session);
}
