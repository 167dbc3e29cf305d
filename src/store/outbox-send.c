/* SPDX-License-Identifier: Apache-2.0 */
/* Claim, barrier, result: what the sending side does with the outbox. */
#include "config.h"
#include "store/outbox-parts.h"

#include "store/control.h"
#include "store/obligation.h"

#define MAX_BACKOFF_SECS (4 * 3600)

/* Is sending of this row switched off?  Notices to our own people always go. */
#define PAUSED                                                                           \
	"(outbox.kind <> 'notice' AND EXISTS (SELECT 1 FROM pause p WHERE p.kind = "     \
	"'all'"                                                                          \
	" OR (p.kind = 'company' AND p.name = outbox.company)"                           \
	" OR (p.kind = 'mailbox' AND p.name = outbox.mailbox)"                           \
	" OR (p.kind = 'template' AND p.name = outbox.template)))"

#define FREE_TO_GO " (needs_approval = 0 OR approved_by IS NOT NULL)"

bool
apres_outbox_promote(apres_store *store, gint64 now, gint64 *next_out, GError **error)
{
	g_auto(apres_query) waiting =
		apres_query_of(store, "UPDATE outbox SET state = 1 WHERE state = 0"
				      " AND send_after <= ?1 AND" FREE_TO_GO);
	g_auto(apres_query) deferred = apres_query_of(
		store,
		"UPDATE outbox SET state = 1 WHERE state = 5 AND next_attempt <= ?1");
	g_auto(apres_query) next = apres_query_of(
		store,
		"SELECT min(CASE state WHEN 0 THEN send_after ELSE next_attempt END)"
		" FROM outbox WHERE state = 5 OR (state = 0 AND" FREE_TO_GO ")");

	apres_bind_int(&waiting, now);
	apres_bind_int(&deferred, now);
	return apres_store_in_txn(store, error) && apres_query_run(&waiting, error) &&
	       apres_query_run(&deferred, error) &&
	       apres_query_int(&next, next_out, error);
}

static int
by_id(gconstpointer a, gconstpointer b)
{
	const apres_outbox_item *const *x = a, *const *y = b;

	return (*x)->id < (*y)->id ? -1 : 1;
}

bool
apres_outbox_claim(apres_store *store, guint max, GPtrArray **items_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"UPDATE outbox SET state = 2, fence = fence + 1 WHERE id IN (SELECT id"
		" FROM outbox WHERE state = 1 AND NOT " PAUSED " ORDER BY id LIMIT ?1)"
		" RETURNING " APRES_OUTBOX_COLUMNS);

	apres_bind_int(&query, max);
	if (!apres_store_in_txn(store, error) ||
	    !apres_outbox_take_all(&query, items_out, error))
		return false;
	/* SQLite promises no order. */
	g_ptr_array_sort(*items_out, by_id);
	return true;
}

/* ---- the barrier ---- */

/* What apres.conf said at the last start, for companies whose mode nobody has set. */
static bool
mode_of(apres_store *store, const apres_outbox_item *item, apres_mode *mode_out,
	GError **error)
{
	apres_mode fallback;

	*mode_out = APRES_MODE_AUTO;
	if (g_str_equal(item->kind, "notice"))
		return true;
	return apres_mode_get_default(store, item->company, &fallback, error) &&
	       apres_mode_get(store, item->company, item->template_id, fallback, mode_out,
			      error);
}

/* Which mail of a thread is newer tells its arrival, too: after a pause mail is read in
 * no order.  *WHY_OUT: what speaks against it, most telling first; NULL = nothing. */
static bool
find_objection(apres_store *store, const apres_outbox_item *item, gint64 now,
	       const char **why_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT " PAUSED
		       ", EXISTS (SELECT 1 FROM message a WHERE a.id = outbox.message"
		       " AND a.closed <> 0), EXISTS (SELECT 1 FROM message h"
		       " WHERE h.company = outbox.company AND h.thread = outbox.thread"
		       " AND h.candidate IS outbox.candidate"
		       " AND h.id <> outbox.message AND (h.id > outbox.message"
		       " OR h.received >= (SELECT m.received FROM message m"
		       " WHERE m.id = outbox.message)) AND h.effect = 2 AND h.closed = 0"
		       " AND h.duplicate_of = 0 AND outbox.kind <> 'notice'), "
		       "outbox.kind <> 'notice' AND " APRES_OUTBOX_WITHDRAWN
		       " FROM outbox WHERE id = ?1");
	apres_mode mode;
	bool row;

	apres_bind_int(&query, item->id);
	if (!apres_query_step(&query, &row, error))
		return false;
	*why_out = NULL;
	if (!row)
		return true;
	bool paused = apres_take_int(&query) != 0;
	bool answered = apres_take_int(&query) != 0;
	bool newer = apres_take_int(&query) != 0;
	bool withdrawn = apres_take_int(&query) != 0;
	bool stale = item->good_until != 0 && item->good_until <= now;
	if (!mode_of(store, item, &mode, error))
		return false;
	*why_out = item->returned != 0         ? "it came back"
		   : answered                  ? "a person has answered"
		   : newer                     ? "a newer mail of the thread is held"
		   : withdrawn                 ? "its policy was taken back"
		   : stale                     ? "the date it promises is past"
		   : mode == APRES_MODE_SHADOW ? "mode is shadow"
		   : paused                    ? "sending is paused"
		   : mode == APRES_MODE_APPROVE && item->approved_by == NULL
			   ? "mode is approve"
			   : NULL;
	return true;
}

static bool
ask_for_approval(apres_store *store, gint64 id, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "UPDATE outbox SET needs_approval = 1 WHERE id = ?1");

	apres_bind_int(&query, id);
	return apres_query_run(&query, error);
}

/* Where a row goes that may not leave now: later, to a person, or nowhere. */
static bool
turn_back(apres_store *store, const apres_outbox_item *item, const char *why, gint64 now,
	  GError **error)
{
	bool changed;

	if (g_str_equal(why, "sending is paused"))
		return apres_outbox_change(store, item, APRES_OUTBOX_READY, NULL, why,
					   now, &changed, error);
	if (g_str_equal(why, "mode is approve"))
		return ask_for_approval(store, item->id, error) &&
		       apres_outbox_owe_answer(store, item, "delivery", now, error) &&
		       apres_outbox_change(store, item, APRES_OUTBOX_WAITING, NULL, why,
					   now, &changed, error);
	if (!apres_outbox_change(store, item, APRES_OUTBOX_CANCELLED, NULL, why, now,
				 &changed, error))
		return false;
	/* A person has answered, or holds the newer mail: else somebody must now. */
	bool somebody = g_str_equal(why, "a person has answered") ||
			g_str_equal(why, "a newer mail of the thread is held");
	return somebody || apres_outbox_owe_answer(store, item, "delivery", now, error);
}

bool
apres_outbox_barrier(apres_store *store, gint64 id, gint64 fence, gint64 now,
		     bool *go_out, const char **why_out, GError **error)
{
	g_autoptr(apres_outbox_item) item = NULL;

	*go_out = false;
	*why_out = "the claim is not ours any more";
	if (!apres_outbox_get(store, id, &item, error))
		return false;
	if (item == NULL || item->state != APRES_OUTBOX_CLAIMED || item->fence != fence)
		return true;
	const char *why;
	if (!find_objection(store, item, now, &why, error))
		return false;
	if (why == NULL) {
		*why_out = NULL;
		return apres_outbox_change(store, item, APRES_OUTBOX_IN_DOUBT, NULL, NULL,
					   now, go_out, error);
	}
	*why_out = why;
	return turn_back(store, item, why, now, error);
}

/* ---- the result ---- */

bool
apres_outbox_owe_answer(apres_store *store, const apres_outbox_item *item,
			const char *rule, gint64 now, GError **error)
{
	g_autoptr(apres_record) record = NULL;
	apres_obligation owed = { .kind = APRES_OBLIGATION_ANSWER,
				  .queue = (char *)"default",
				  .owner = item->owner,
				  .due = item->due,
				  .rule = (char *)rule };
	gint64 id;

	if (item->message_id == 0 || !g_str_equal(item->kind, "reply"))
		return true;
	if (!apres_message_get(store, item->message_id, &record, error))
		return false;
	return record == NULL ||
	       apres_obligation_open(store, record, &owed, now, &id, error);
}

static bool
set_retry(apres_store *store, const apres_outbox_item *item, int retry_secs, gint64 now,
	  GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"UPDATE outbox SET attempts = ?2, next_attempt = ?3 WHERE id = ?1");
	gint64 wait = retry_secs;

	for (guint i = 0; i < item->attempts && wait < MAX_BACKOFF_SECS; i++)
		wait *= 2;
	apres_bind_int(&query, item->id);
	apres_bind_int(&query, item->attempts + 1);
	apres_bind_int(&query, now + MIN(wait, MAX_BACKOFF_SECS));
	return apres_query_run(&query, error);
}

/* Where a row in ITEM's state goes after OUTCOME; false if that cannot be. */
static bool
next_state(const apres_outbox_item *item, apres_outcome outcome, int max_attempts,
	   apres_outbox_state *to_out)
{
	bool claimed = item->state == APRES_OUTBOX_CLAIMED;

	if (!claimed && item->state != APRES_OUTBOX_IN_DOUBT)
		return false;
	switch (outcome) {
	case APRES_OUTCOME_SENT: *to_out = APRES_OUTBOX_SENT; return !claimed;
	case APRES_OUTCOME_UNKNOWN: *to_out = APRES_OUTBOX_UNKNOWN; return !claimed;
	case APRES_OUTCOME_RETURNED: *to_out = APRES_OUTBOX_READY; return claimed;
	case APRES_OUTCOME_PERM: *to_out = APRES_OUTBOX_FAILED; return true;
	case APRES_OUTCOME_TEMP:
		*to_out = item->attempts + 1 >= (guint)max_attempts
				  ? APRES_OUTBOX_FAILED
				  : APRES_OUTBOX_DEFERRED;
		return true;
	}
	g_assert_not_reached();
}

bool
apres_outbox_result(apres_store *store, gint64 id, gint64 fence, apres_outcome outcome,
		    const char *server_words, int retry_secs, int max_attempts,
		    gint64 now, bool *stale_out, GError **error)
{
	g_autoptr(apres_outbox_item) item = NULL;
	apres_outbox_state to;
	bool changed;

	*stale_out = true;
	if (!apres_outbox_get(store, id, &item, error))
		return false;
	if (item == NULL || item->fence != fence ||
	    !next_state(item, outcome, max_attempts, &to))
		return true;
	*stale_out = false;
	if ((outcome == APRES_OUTCOME_TEMP || outcome == APRES_OUTCOME_PERM) &&
	    !set_retry(store, item, retry_secs, now, error))
		return false;
	if (!apres_outbox_change(store, item, to, NULL, server_words, now, &changed,
				 error))
		return false;
	return (to != APRES_OUTBOX_FAILED && to != APRES_OUTBOX_UNKNOWN) ||
	       apres_outbox_owe_answer(store, item, "delivery", now, error);
}

bool
apres_outbox_recover(apres_store *store, gint64 now, guint *unknown_out, GError **error)
{
	g_autoptr(GPtrArray) claimed = NULL, in_doubt = NULL;
	bool changed;

	*unknown_out = 0;
	if (!apres_outbox_list(store, NULL, APRES_OUTBOX_CLAIMED, &claimed, error) ||
	    !apres_outbox_list(store, NULL, APRES_OUTBOX_IN_DOUBT, &in_doubt, error))
		return false;
	for (guint i = 0; i < claimed->len; i++)
		if (!apres_outbox_change(store, claimed->pdata[i], APRES_OUTBOX_READY,
					 NULL,
					 "restarted before the message was complete", now,
					 &changed, error))
			return false;
	for (guint i = 0; i < in_doubt->len; i++) {
		if (!apres_outbox_change(store, in_doubt->pdata[i], APRES_OUTBOX_UNKNOWN,
					 NULL,
					 "restarted before the server's answer was read",
					 now, &changed, error) ||
		    !apres_outbox_owe_answer(store, in_doubt->pdata[i], "delivery", now,
					     error))
			return false;
		++*unknown_out;
	}
	return true;
}
