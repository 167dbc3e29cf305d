/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writer's side of delivery: claim, fork a worker for one session, answer
 * its questions, record what it tells.  A session at a time.
 */
#include "config.h"
#include "deliver/deliver.h"
#include "deliver/delivery-worker.h"
#include "util/autoptr.h"
#include "util/clock.h"
#include "util/crash-point.h"
#include "util/error.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define SESSION_MAX 20 /* mails; common servers end a session that wants more */
/* Greeting, hello, TLS, hello, login, envelope, body: each may take its time. */
#define STEPS_BEFORE_DOT 8
#define STEP_SECS 300
#define MAX_PAUSE_SECS 60 /* between sessions that brought nothing */
#define MAX_SLEEP_SECS 3600

/* One mail of the session. */
typedef struct flight {
	apres_outbox_item *item;
	apres_job job;
	bool passed;  /* the barrier: it may have been sent */
	bool settled; /* how it ended is known */
	bool recorded;
	apres_outcome outcome;
	char *words;
} flight;

struct apres_deliver {
	apres_store *store;
	const apres_transport_config *config;
	apres_deliver_done_func done;
	void *context;
	GPtrArray *flights; /* of this session, or of the last if not all is recorded */
	pid_t pid;          /* 0 = no worker */
	int fd;
	guint in_source, watchdog, work;
	guint later; /* something falls due */
	guint pause; /* after a session in vain */
	bool draining;
	char *trouble;
};

static void work_soon(apres_deliver *deliver);

static void
flight_free(gpointer data)
{
	flight *f = data;

	apres_outbox_item_free(f->item);
	g_free(f->words);
	g_free(f);
}

static void
remove_source(guint *source)
{
	if (*source != 0)
		g_source_remove(*source);
	*source = 0;
}

static void
set_trouble(apres_deliver *deliver, const char *words)
{
	g_free(deliver->trouble);
	deliver->trouble = g_strdup(words);
}

static void
settle(flight *f, apres_outcome outcome, const char *words)
{
	/* Past the barrier nothing goes back as if it had not been tried. */
	if (outcome == APRES_OUTCOME_RETURNED && f->passed)
		outcome = APRES_OUTCOME_UNKNOWN;
	f->settled = true;
	f->outcome = outcome;
	f->words = g_strdup(words);
}

/* ---- the store ---- */

static bool
record_all(apres_deliver *deliver, GPtrArray *fresh, GError **error)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(deliver->store, error);

	if (txn == NULL)
		return false;
	for (guint i = 0; i < deliver->flights->len; i++) {
		flight *f = deliver->flights->pdata[i];
		bool stale;
		if (!f->settled || f->recorded)
			continue;
		if (!apres_outbox_result(deliver->store, f->item->id, f->item->fence,
					 f->outcome, f->words,
					 deliver->config->retry_secs,
					 deliver->config->max_attempts, apres_clock_now(),
					 &stale, error))
			return false;
		g_ptr_array_add(fresh, f);
	}
	return fresh->len == 0 || apres_txn_commit(txn, error);
}

/* What is known and not yet in the store; tried again at the next kick if it fails. */
static bool
record_results(apres_deliver *deliver)
{
	g_autoptr(GPtrArray) fresh = g_ptr_array_new();
	g_autoptr(GError) error = NULL;

	apres_crash_point("before-result");
	if (!record_all(deliver, fresh, &error)) {
		g_autofree char *words =
			g_strdup_printf("results cannot be written: %s", error->message);
		set_trouble(deliver, words);
		return false;
	}
	for (guint i = 0; i < fresh->len; i++) {
		flight *f = fresh->pdata[i];
		f->recorded = true;
		if (f->outcome == APRES_OUTCOME_SENT)
			set_trouble(deliver, NULL);
		else if (f->outcome == APRES_OUTCOME_TEMP ||
			 f->outcome == APRES_OUTCOME_UNKNOWN)
			set_trouble(deliver, f->words);
		deliver->done(f->item->message_id, f->outcome, deliver->context);
	}
	return true;
}

static bool
ask_store(apres_deliver *deliver, const flight *f, bool *go_out, GError **error)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(deliver->store, error);
	const char *why;

	return txn != NULL &&
	       apres_outbox_barrier(deliver->store, f->item->id, f->item->fence,
				    apres_clock_now(), go_out, &why, error) &&
	       apres_txn_commit(txn, error);
}

/* In doubt nothing leaves: also if the store cannot be written. */
static bool
may_leave(apres_deliver *deliver, flight *f)
{
	g_autoptr(GError) error = NULL;
	bool go = false;

	apres_crash_point("before-barrier");
	if (!ask_store(deliver, f, &go, &error)) {
		set_trouble(deliver, error->message);
		return false;
	}
	f->passed = go;
	apres_crash_point("after-barrier");
	return go;
}

/* ---- the session ---- */

/* Nothing was achieved: the next session may wait a little. */
static bool
was_in_vain(const apres_deliver *deliver)
{
	bool trouble = false;

	for (guint i = 0; i < deliver->flights->len; i++) {
		const flight *f = deliver->flights->pdata[i];
		if (f->outcome == APRES_OUTCOME_SENT || f->outcome == APRES_OUTCOME_PERM)
			return false;
		trouble |= f->outcome != APRES_OUTCOME_RETURNED;
	}
	return trouble || deliver->trouble != NULL;
}

static gboolean
on_later(gpointer data)
{
	apres_deliver *deliver = data;

	deliver->later = 0;
	apres_deliver_kick(deliver);
	return G_SOURCE_REMOVE;
}

static gboolean
on_pause_end(gpointer data)
{
	apres_deliver *deliver = data;

	deliver->pause = 0;
	work_soon(deliver);
	return G_SOURCE_REMOVE;
}

/* Wait before the next session, so that a server in trouble is not stormed. */
static void
pause_work(apres_deliver *deliver)
{
	remove_source(&deliver->pause);
	deliver->pause = g_timeout_add_seconds(
		(guint)CLAMP(deliver->config->retry_secs, 1, MAX_PAUSE_SECS),
		on_pause_end, deliver);
}

/* The session's mails leave memory as soon as all of it is in the store. */
static void
finish(apres_deliver *deliver)
{
	if (!record_results(deliver))
		return;
	bool vain = was_in_vain(deliver);
	g_ptr_array_set_size(deliver->flights, 0);
	if (vain)
		pause_work(deliver);
	else
		work_soon(deliver);
}

/* The worker has ended, or is ended now; WORDS: what became of the rest. */
static void
end_session(apres_deliver *deliver, const char *words)
{
	remove_source(&deliver->in_source);
	remove_source(&deliver->watchdog);
	apres_autofd_close(&deliver->fd);
	kill(deliver->pid, SIGKILL);
	while (waitpid(deliver->pid, NULL, 0) < 0 && errno == EINTR)
		;
	deliver->pid = 0;
	for (guint i = 0; i < deliver->flights->len; i++) {
		flight *f = deliver->flights->pdata[i];
		if (!f->settled)
			settle(f, f->passed ? APRES_OUTCOME_UNKNOWN : APRES_OUTCOME_TEMP,
			       words);
	}
	finish(deliver);
}

static gboolean
on_watchdog(gpointer data)
{
	apres_deliver *deliver = data;

	deliver->watchdog = 0;
	end_session(deliver, "the session made no progress");
	return G_SOURCE_REMOVE;
}

static void
wind_watchdog(apres_deliver *deliver)
{
	int timeout = deliver->config->timeout_secs;

	remove_source(&deliver->watchdog);
	deliver->watchdog =
		g_timeout_add_seconds((guint)(STEPS_BEFORE_DOT * MIN(timeout, STEP_SECS) +
					      timeout + 2 * APRES_DELIVERY_ANSWER_SECS),
				      on_watchdog, deliver);
}

static flight *
find_flight(const apres_deliver *deliver, gint64 id)
{
	for (guint i = 0; i < deliver->flights->len; i++) {
		flight *f = deliver->flights->pdata[i];
		if (f->item->id == id)
			return f;
	}
	return NULL;
}

/* False: no honest worker sends this. */
static bool
take_note(apres_deliver *deliver, apres_delivery_note *note)
{
	flight *f = find_flight(deliver, note->id);

	note->words[APRES_WORDS_MAX] = '\0';
	if (f == NULL || f->settled || note->outcome > APRES_OUTCOME_RETURNED)
		return false;
	if (note->kind == APRES_DELIVERY_ASKS) {
		if (f->passed)
			return false;
		const apres_delivery_answer answer = { .id = note->id,
						       .go = may_leave(deliver, f) };
		/* If it is gone, its end is met at the next read. */
		(void)!send(deliver->fd, &answer, sizeof answer,
			    MSG_NOSIGNAL | MSG_DONTWAIT);
		return true;
	}
	if (!f->passed && (note->outcome == APRES_OUTCOME_SENT ||
			   note->outcome == APRES_OUTCOME_UNKNOWN))
		return false;
	settle(f, note->outcome, note->words[0] != '\0' ? note->words : NULL);
	record_results(deliver);
	return true;
}

static gboolean
on_note(gint fd, GIOCondition condition G_GNUC_UNUSED, gpointer data)
{
	apres_deliver *deliver = data;
	apres_delivery_note note;
	ssize_t n = recv(fd, &note, sizeof note, MSG_DONTWAIT | MSG_TRUNC);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return G_SOURCE_CONTINUE;
	if (n == (ssize_t)sizeof note && take_note(deliver, &note)) {
		wind_watchdog(deliver);
		return G_SOURCE_CONTINUE;
	}
	end_session(deliver, n > 0 ? "the delivery process spoke out of turn"
				   : "the delivery process ended early");
	return G_SOURCE_REMOVE;
}

static bool
start_worker(apres_deliver *deliver, GError **error)
{
	g_autoptr(GPtrArray) jobs = g_ptr_array_new();
	int pair[2];

	for (guint i = 0; i < deliver->flights->len; i++)
		g_ptr_array_add(jobs, &((flight *)deliver->flights->pdata[i])->job);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "delivery process");
	pid_t parent = getpid();
	pid_t pid = fork();
	if (pid == 0)
		apres_delivery_run(deliver->config, jobs, pair[1], parent);
	close(pair[1]);
	if (pid < 0) {
		close(pair[0]);
		return apres_throw_errno(error, APRES_ERROR_TEMP, "delivery process");
	}
	deliver->pid = pid;
	deliver->fd = pair[0];
	deliver->in_source = g_unix_fd_add(deliver->fd, G_IO_IN, on_note, deliver);
	wind_watchdog(deliver);
	return true;
}

static void
take_off(apres_deliver *deliver, GPtrArray *items)
{
	g_autoptr(GError) error = NULL;

	for (guint i = 0; i < items->len; i++) {
		flight *f = g_new0(flight, 1);
		gsize len;
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
		g_ptr_array_add(deliver->flights, f);
	}
	if (start_worker(deliver, &error))
		return;
	set_trouble(deliver, error->message);
	for (guint i = 0; i < deliver->flights->len; i++)
		settle(deliver->flights->pdata[i], APRES_OUTCOME_RETURNED, NULL);
	finish(deliver);
}

/* ---- the work ---- */

static bool
claim(apres_deliver *deliver, GPtrArray **items_out, gint64 *next_out, GError **error)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(deliver->store, error);
	g_autoptr(GPtrArray) items = NULL;
	gint64 now = apres_clock_now();

	if (txn == NULL || !apres_outbox_promote(deliver->store, now, next_out, error) ||
	    !apres_outbox_claim(deliver->store, SESSION_MAX, now, &items, error) ||
	    !apres_txn_commit(txn, error))
		return false;
	*items_out = g_steal_pointer(&items);
	return true;
}

static gboolean
on_work(gpointer data)
{
	apres_deliver *deliver = data;
	g_autoptr(GPtrArray) items = NULL;
	g_autoptr(GError) error = NULL;
	gint64 next = 0;

	deliver->work = 0;
	/* The end of a session calls again. */
	if (deliver->pid != 0)
		return G_SOURCE_REMOVE;
	if (deliver->flights->len > 0) {
		finish(deliver);
		return G_SOURCE_REMOVE;
	}
	if (deliver->draining)
		return G_SOURCE_REMOVE;
	if (!claim(deliver, &items, &next, &error)) {
		set_trouble(deliver, error->message);
		return G_SOURCE_REMOVE;
	}
	if (items->len > 0)
		take_off(deliver, items);
	else if (next > 0) {
		remove_source(&deliver->later);
		deliver->later = g_timeout_add_seconds(
			(guint)CLAMP(next - apres_clock_now(), 1, MAX_SLEEP_SECS),
			on_later, deliver);
	}
	return G_SOURCE_REMOVE;
}

static void
work_soon(apres_deliver *deliver)
{
	if (deliver->work == 0)
		deliver->work =
			g_idle_add_full(G_PRIORITY_DEFAULT, on_work, deliver, NULL);
}

apres_deliver *
apres_deliver_new(apres_store *store, const apres_transport_config *config,
		  apres_deliver_done_func done, void *context)
{
	apres_deliver *deliver = g_new0(apres_deliver, 1);

	deliver->store = store;
	deliver->config = config;
	deliver->done = done;
	deliver->context = context;
	deliver->fd = -1;
	deliver->flights = g_ptr_array_new_with_free_func(flight_free);
	return deliver;
}

void
apres_deliver_free(apres_deliver *deliver)
{
	if (deliver == NULL)
		return;
	if (deliver->pid != 0) {
		for (guint i = 0; i < deliver->flights->len; i++) {
			flight *f = deliver->flights->pdata[i];
			if (!f->settled)
				settle(f, APRES_OUTCOME_RETURNED, "apresd ended");
		}
		end_session(deliver, NULL);
	}
	remove_source(&deliver->work);
	remove_source(&deliver->later);
	remove_source(&deliver->pause);
	g_ptr_array_unref(deliver->flights);
	g_free(deliver->trouble);
	g_free(deliver);
}

void
apres_deliver_kick(apres_deliver *deliver)
{
	if (deliver->pause == 0)
		work_soon(deliver);
}

bool
apres_deliver_is_idle(const apres_deliver *deliver)
{
	return deliver->pid == 0 && deliver->work == 0;
}

const char *
apres_deliver_trouble(const apres_deliver *deliver)
{
	return deliver->trouble;
}

void
apres_deliver_drain(apres_deliver *deliver)
{
	deliver->draining = true;
}
