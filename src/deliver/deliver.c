/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writer's side of delivery: claim what is ready, let a session hand it
 * over, record what came of it (deliver-commit.c).  A few sessions at a time.
 */
#include "config.h"
#include "deliver/deliver-parts.h"
#include "util/clock.h"

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

void
apres_deliver_fail_store(apres_deliver *deliver, const GError *error)
{
	g_autofree char *words = g_strdup_printf("store: %s", error->message);

	apres_deliver_set_trouble(deliver, words);
	deliver->store_failed = true;
}

void
apres_deliver_mend_store(apres_deliver *deliver)
{
	if (deliver->store_failed)
		apres_deliver_set_trouble(deliver, NULL);
	deliver->store_failed = false;
}

/* ---- the session ---- */

/* Nothing was achieved: the next session may wait a little. */
static bool
was_in_vain(const apres_session *session)
{
	return !session->achieved &&
	       (session->trouble || session->deliver->trouble != NULL);
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
apres_deliver_finish(apres_session *session)
{
	apres_deliver *deliver = session->deliver;

	apres_deliver_commit(deliver);
	if (session->flights->len > 0)
		return;
	if (was_in_vain(session))
		pause_work(deliver);
	else
		apres_deliver_kick(deliver);
}

/* ---- the work ---- */

static bool
claim(apres_deliver *deliver, guint most, GPtrArray **items_out, gint64 *next_out,
      GError **error)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(deliver->store, error);
	g_autoptr(GPtrArray) items = NULL;
	gint64 now = apres_clock_now();

	if (txn == NULL || !apres_outbox_promote(deliver->store, now, next_out, error) ||
	    !apres_outbox_claim(deliver->store, most, &items, error) ||
	    !apres_txn_commit(txn, error))
		return false;
	*items_out = g_steal_pointer(&items);
	return true;
}

/* Give SESSION what is ready; true: there may be more. */
static bool
fill(apres_session *session)
{
	apres_deliver *deliver = session->deliver;
	g_autoptr(GPtrArray) items = NULL;
	g_autoptr(GError) error = NULL;
	gint64 next = 0;
	guint room = apres_session_room(session);

	if (!claim(deliver, room, &items, &next, &error)) {
		apres_deliver_fail_store(deliver, error);
		return false;
	}
	apres_deliver_mend_store(deliver);
	bool full = items->len == room;
	if (items->len > 0)
		apres_session_give(session, items);
	else if (next > 0) {
		g_clear_handle_id(&deliver->later, g_source_remove);
		deliver->later = g_timeout_add_seconds(
			(guint)CLAMP(next - apres_clock_now(), 1, MAX_SLEEP_SECS),
			on_later, deliver);
	}
	return full;
}

static bool
may_begin(const apres_deliver *deliver)
{
	return !deliver->draining && deliver->pause == 0;
}

static gboolean
on_work(gpointer data)
{
	apres_deliver *deliver = data;
	bool more = true;

	deliver->work = 0;
	/* Those that are connected first. */
	for (int i = 0; i < deliver->config->sessions && more; i++)
		if (deliver->sessions[i].waits && may_begin(deliver))
			more = fill(&deliver->sessions[i]);
	for (int i = 0; i < deliver->config->sessions && more; i++) {
		apres_session *session = &deliver->sessions[i];
		/* The end of a session calls again. */
		if (session->pid != 0)
			continue;
		if (session->flights->len > 0)
			apres_deliver_finish(session);
		else if (may_begin(deliver))
			more = fill(session);
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
	for (guint i = 0; i < G_N_ELEMENTS(deliver->sessions); i++) {
		apres_session *session = &deliver->sessions[i];
		session->deliver = deliver;
		session->fd = -1;
		session->flights = g_ptr_array_new_with_free_func(apres_flight_free);
	}
	return deliver;
}

static void
break_off(apres_session *session)
{
	for (guint i = 0; i < session->flights->len; i++) {
		apres_flight *f = session->flights->pdata[i];
		if (!f->settled)
			apres_flight_settle(f, APRES_OUTCOME_RETURNED, "apresd ended");
	}
}

void
apres_deliver_free(apres_deliver *deliver)
{
	if (deliver == NULL)
		return;
	/* All of them first: no question is answered any more. */
	for (guint i = 0; i < G_N_ELEMENTS(deliver->sessions); i++)
		break_off(&deliver->sessions[i]);
	for (guint i = 0; i < G_N_ELEMENTS(deliver->sessions); i++)
		apres_session_dismiss(&deliver->sessions[i]);
	for (guint i = 0; i < G_N_ELEMENTS(deliver->sessions); i++) {
		apres_session_see_off(&deliver->sessions[i]);
		if (deliver->sessions[i].pid != 0)
			apres_session_end(&deliver->sessions[i], NULL);
	}
	g_clear_handle_id(&deliver->commit, g_source_remove);
	g_clear_handle_id(&deliver->work, g_source_remove);
	g_clear_handle_id(&deliver->later, g_source_remove);
	g_clear_handle_id(&deliver->pause, g_source_remove);
	for (guint i = 0; i < G_N_ELEMENTS(deliver->sessions); i++)
		g_ptr_array_unref(deliver->sessions[i].flights);
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
	for (guint i = 0; i < G_N_ELEMENTS(deliver->sessions); i++)
		if (deliver->sessions[i].pid != 0 && !deliver->sessions[i].waits)
			return false;
	return deliver->work == 0 && deliver->commit == 0;
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
	for (guint i = 0; i < G_N_ELEMENTS(deliver->sessions); i++)
		apres_session_dismiss(&deliver->sessions[i]);
}
