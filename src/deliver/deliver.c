/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writer's side of delivery: claim what is ready, let a session hand it
 * over, answer from the store, record what came of it.  A session at a time.
 */
#include "config.h"
#include "deliver/deliver-parts.h"
#include "util/clock.h"
#include "util/crash-point.h"

/* Mails; what a server does not want in one session goes into the next. */
#define SESSION_MAX 32
#define MAX_PAUSE_SECS 60 /* between sessions that brought nothing */
#define MAX_SLEEP_SECS 3600

void
apres_deliver_set_trouble(apres_deliver *deliver, const char *words)
{
	g_free(deliver->trouble);
	deliver->trouble = g_strdup(words);
}

static void work_soon(apres_deliver *deliver);

/* ---- the store ---- */

static void
fail_store(apres_deliver *deliver, const GError *error)
{
	g_autofree char *words = g_strdup_printf("store: %s", error->message);

	apres_deliver_set_trouble(deliver, words);
	deliver->store_failed = true;
}

static void
mend_store(apres_deliver *deliver)
{
	if (deliver->store_failed)
		apres_deliver_set_trouble(deliver, NULL);
	deliver->store_failed = false;
}

static bool
record_all(apres_deliver *deliver, GPtrArray *fresh, GError **error)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(deliver->store, error);

	if (txn == NULL)
		return false;
	for (guint i = 0; i < deliver->flights->len; i++) {
		apres_flight *f = deliver->flights->pdata[i];
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

bool
apres_deliver_record(apres_deliver *deliver)
{
	g_autoptr(GPtrArray) fresh = g_ptr_array_new();
	g_autoptr(GError) error = NULL;

	apres_crash_point("before-result");
	if (!record_all(deliver, fresh, &error)) {
		fail_store(deliver, error);
		return false;
	}
	mend_store(deliver);
	for (guint i = 0; i < fresh->len; i++) {
		apres_flight *f = fresh->pdata[i];
		f->recorded = true;
		if (f->outcome == APRES_OUTCOME_SENT)
			apres_deliver_set_trouble(deliver, NULL);
		else if (f->outcome == APRES_OUTCOME_TEMP ||
			 f->outcome == APRES_OUTCOME_UNKNOWN)
			apres_deliver_set_trouble(deliver, f->words);
		deliver->done(f->item->message_id, f->outcome, deliver->context);
	}
	return true;
}

static bool
ask_store(apres_deliver *deliver, const apres_flight *f, bool *go_out, GError **error)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(deliver->store, error);
	const char *why;

	return txn != NULL &&
	       apres_outbox_barrier(deliver->store, f->item->id, f->item->fence,
				    apres_clock_now(), go_out, &why, error) &&
	       apres_txn_commit(txn, error);
}

bool
apres_deliver_may_leave(apres_deliver *deliver, apres_flight *f)
{
	g_autoptr(GError) error = NULL;
	bool go = false;

	apres_crash_point("before-barrier");
	if (!ask_store(deliver, f, &go, &error)) {
		fail_store(deliver, error);
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
		const apres_flight *f = deliver->flights->pdata[i];
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
	g_clear_handle_id(&deliver->pause, g_source_remove);
	deliver->pause = g_timeout_add_seconds(
		(guint)CLAMP(deliver->config->retry_secs, 1, MAX_PAUSE_SECS),
		on_pause_end, deliver);
}

void
apres_deliver_finish(apres_deliver *deliver)
{
	if (!apres_deliver_record(deliver))
		return;
	bool vain = was_in_vain(deliver);
	g_ptr_array_set_size(deliver->flights, 0);
	if (vain)
		pause_work(deliver);
	else
		work_soon(deliver);
}

/* ---- the work ---- */

static bool
claim(apres_deliver *deliver, GPtrArray **items_out, gint64 *next_out, GError **error)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(deliver->store, error);
	g_autoptr(GPtrArray) items = NULL;
	gint64 now = apres_clock_now();

	if (txn == NULL || !apres_outbox_promote(deliver->store, now, next_out, error) ||
	    !apres_outbox_claim(deliver->store, SESSION_MAX, &items, error) ||
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
		apres_deliver_finish(deliver);
		return G_SOURCE_REMOVE;
	}
	if (deliver->draining)
		return G_SOURCE_REMOVE;
	if (!claim(deliver, &items, &next, &error)) {
		fail_store(deliver, error);
		return G_SOURCE_REMOVE;
	}
	mend_store(deliver);
	if (items->len > 0)
		apres_session_start(deliver, items);
	else if (next > 0) {
		g_clear_handle_id(&deliver->later, g_source_remove);
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
	deliver->flights = g_ptr_array_new_with_free_func(apres_flight_free);
	return deliver;
}

void
apres_deliver_free(apres_deliver *deliver)
{
	if (deliver == NULL)
		return;
	if (deliver->pid != 0) {
		for (guint i = 0; i < deliver->flights->len; i++) {
			apres_flight *f = deliver->flights->pdata[i];
			if (!f->settled)
				apres_flight_settle(f, APRES_OUTCOME_RETURNED,
						    "apresd ended");
		}
		apres_session_end(deliver, NULL);
	}
	g_clear_handle_id(&deliver->work, g_source_remove);
	g_clear_handle_id(&deliver->later, g_source_remove);
	g_clear_handle_id(&deliver->pause, g_source_remove);
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
