/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writer's answers and results: what the sessions ask and tell during one turn of the
 * main loop is one transaction, so that they share a flush.
 */
#include "config.h"
#include "deliver/deliver-parts.h"
#include "deliver/delivery-worker.h"
#include "util/clock.h"
#include "util/crash-point.h"
#include "util/error.h"

#include <sys/socket.h>

static bool
is_fresh(const apres_flight *f)
{
	return f->settled && !f->recorded;
}

static void
collect(apres_deliver *deliver, GPtrArray *told, GPtrArray *asked)
{
	for (guint i = 0; i < G_N_ELEMENTS(deliver->sessions); i++) {
		const GPtrArray *flights = deliver->sessions[i].flights;
		for (guint j = 0; j < flights->len; j++) {
			apres_flight *f = flights->pdata[j];
			if (is_fresh(f))
				g_ptr_array_add(told, f);
			else if (f->asks && !f->settled)
				g_ptr_array_add(asked, f);
		}
	}
}

static bool
write_one(apres_deliver *deliver, apres_flight *f, GError **error)
{
	const char *why;
	bool stale;

	if (!is_fresh(f))
		return apres_outbox_barrier(deliver->store, f->item->id, f->item->fence,
					    apres_clock_now(), &f->go, &why, error);
	return apres_outbox_result(deliver->store, f->item->id, f->item->fence,
				   f->outcome, f->words, deliver->config->retry_secs,
				   deliver->config->max_attempts, apres_clock_now(),
				   &stale, error);
}

/* COUNT of FLIGHTS, from FROM, or none of them. */
static bool
write_all(apres_deliver *deliver, const GPtrArray *flights, guint from, guint count,
	  GError **error)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(deliver->store, error);

	if (txn == NULL)
		return false;
	for (guint i = from; i < from + count; i++)
		if (!write_one(deliver, flights->pdata[i], error))
			return false;
	return apres_txn_commit(txn, error);
}

/* If it is gone, its end is met at the next read. */
static void
answer(apres_flight *f, bool go)
{
	const apres_delivery_answer answer = { .id = f->item->id, .go = go };

	apres_crash_point("after-barrier");
	f->asks = false;
	f->passed = go;
	(void)!send(f->session->fd, &answer, sizeof answer, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void
note_recorded(apres_deliver *deliver, apres_flight *f)
{
	f->recorded = true;
	if (f->outcome == APRES_OUTCOME_SENT || f->outcome == APRES_OUTCOME_PERM)
		f->session->achieved = true;
	else if (f->outcome != APRES_OUTCOME_RETURNED)
		f->session->trouble = true;
	if (f->outcome == APRES_OUTCOME_SENT)
		apres_deliver_set_trouble(deliver, NULL);
	else if (f->outcome == APRES_OUTCOME_TEMP || f->outcome == APRES_OUTCOME_UNKNOWN)
		apres_deliver_set_trouble(deliver, f->words);
	deliver->done(f->item->message_id, f->outcome, deliver->context);
}

static void
write_range(apres_deliver *deliver, const GPtrArray *flights, guint from, guint count)
{
	g_autoptr(GError) error = NULL;
	bool written = write_all(deliver, flights, from, count, &error);

	/* One mail that cannot be recorded must not keep the others in. */
	if (!written && count > 1 &&
	    !g_error_matches(error, APRES_ERROR, APRES_ERROR_TEMP)) {
		for (guint i = from; i < from + count; i++)
			write_range(deliver, flights, i, 1);
		return;
	}
	if (written)
		apres_deliver_mend_store(deliver);
	else
		apres_deliver_fail_store(deliver, error);
	for (guint i = from; i < from + count; i++) {
		apres_flight *f = flights->pdata[i];
		if (!is_fresh(f))
			answer(f, written && f->go);
		else if (written)
			note_recorded(deliver, f);
	}
}

static void
forget_recorded(apres_deliver *deliver)
{
	for (guint i = 0; i < G_N_ELEMENTS(deliver->sessions); i++) {
		GPtrArray *flights = deliver->sessions[i].flights;
		for (guint j = flights->len; j-- > 0;)
			if (((apres_flight *)flights->pdata[j])->recorded)
				g_ptr_array_remove_index(flights, j);
	}
}

void
apres_deliver_commit(apres_deliver *deliver)
{
	g_autoptr(GPtrArray) told = g_ptr_array_new();
	g_autoptr(GPtrArray) asked = g_ptr_array_new();

	g_clear_handle_id(&deliver->commit, g_source_remove);
	collect(deliver, told, asked);
	if (told->len > 0)
		apres_crash_point("before-result");
	if (asked->len > 0)
		apres_crash_point("before-barrier");
	g_ptr_array_extend(told, asked, NULL, NULL);
	if (told->len > 0)
		write_range(deliver, told, 0, told->len);
	forget_recorded(deliver);
}

static gboolean
on_commit(gpointer data)
{
	apres_deliver *deliver = data;

	deliver->commit = 0;
	apres_deliver_commit(deliver);
	return G_SOURCE_REMOVE;
}

void
apres_deliver_ask_soon(apres_deliver *deliver)
{
	g_clear_handle_id(&deliver->commit, g_source_remove);
	deliver->commit = g_idle_add_full(G_PRIORITY_DEFAULT, on_commit, deliver, NULL);
}

void
apres_deliver_tell_soon(apres_deliver *deliver)
{
	if (deliver->commit == 0)
		deliver->commit = g_idle_add(on_commit, deliver);
}
