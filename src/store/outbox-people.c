/* SPDX-License-Identifier: Apache-2.0 */
/* What people do with a reply that has not left, or of which nobody knows. */
#include "config.h"
#include "store/outbox-parts.h"

#include "store/audit.h"
#include "util/error.h"

apres_outbox_item *
apres_outbox_get_in(apres_store *store, gint64 id, guint allowed, const char *verb,
		    GError **error)
{
	g_autoptr(apres_outbox_item) item = NULL;

	if (!apres_store_in_txn(store, error) ||
	    !apres_outbox_get(store, id, &item, error))
		return NULL;
	if (item == NULL) {
		apres_throw(error, APRES_ERROR_INPUT,
			    "there is no outgoing mail %" G_GINT64_FORMAT
			    "; see 'apres outbox list'",
			    id);
		return NULL;
	}
	if ((allowed & 1u << item->state) == 0) {
		apres_throw(error, APRES_ERROR_INPUT,
			    "outgoing mail %" G_GINT64_FORMAT " is %s and cannot be %s",
			    id, apres_outbox_state_to_string(item->state), verb);
		return NULL;
	}
	return g_steal_pointer(&item);
}

static bool
change(apres_store *store, const apres_outbox_item *item, apres_outbox_state to,
       const char *by, const char *why, gint64 now, GError **error)
{
	bool changed;

	return apres_outbox_change(store, item, to, by, why, now, &changed, error);
}

bool
apres_outbox_cancel(apres_store *store, gint64 id, const char *by, const char *why,
		    gint64 now, GError **error)
{
	guint allowed = 1u << APRES_OUTBOX_WAITING | 1u << APRES_OUTBOX_READY |
			1u << APRES_OUTBOX_CLAIMED | 1u << APRES_OUTBOX_DEFERRED |
			1u << APRES_OUTBOX_FAILED | 1u << APRES_OUTBOX_UNKNOWN;
	g_autoptr(apres_outbox_item) item =
		apres_outbox_get_in(store, id, allowed, "cancelled", error);

	return item != NULL &&
	       change(store, item, APRES_OUTBOX_CANCELLED, by, why, now, error) &&
	       apres_outbox_owe_answer(store, item, "delivery", now, error);
}

bool
apres_outbox_check_not_returned(const apres_outbox_item *item, GError **error)
{
	return item->returned == 0 ||
	       apres_throw(error, APRES_ERROR_INPUT,
			   "outgoing mail %" G_GINT64_FORMAT
			   " came back, and is not sent again: answer in another way, "
			   "then apres review done %" G_GINT64_FORMAT,
			   item->id, item->message_id);
}

bool
apres_outbox_confirm(apres_store *store, gint64 id, const char *by, gint64 now,
		     GError **error)
{
	g_autoptr(apres_outbox_item) item = apres_outbox_get_in(
		store, id, 1u << APRES_OUTBOX_UNKNOWN, "confirmed as sent", error);

	return item != NULL && apres_outbox_check_not_returned(item, error) &&
	       change(store, item, APRES_OUTBOX_SENT, by, "confirmed by a person", now,
		      error);
}

/* Cancel the rows whose ids QUERY gives; one that has gone on meanwhile stays. */
static bool
cancel_all(apres_query *query, const char *by, const char *why, gint64 now,
	   guint *count_out, GError **error)
{
	apres_store *store = query->store;
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
	bool changed;

	*count_out = 0;
	if (!apres_query_add_ints(query, ids, error))
		return false;
	for (guint i = 0; i < ids->len; i++) {
		g_autoptr(apres_outbox_item) item = NULL;
		if (!apres_outbox_get(store, g_array_index(ids, gint64, i), &item,
				      error) ||
		    !apres_outbox_change(store, item, APRES_OUTBOX_CANCELLED, by, why,
					 now, &changed, error))
			return false;
		*count_out += changed;
	}
	return true;
}

bool
apres_outbox_cancel_thread(apres_store *store, const apres_record *record,
			   const char *why, gint64 now, guint *count_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT id FROM outbox WHERE company = ?1 AND thread = ?2"
		       " AND candidate IS ?3 AND kind <> 'notice'"
		       " AND state IN (0, 1, 2, 5)");

	apres_bind_text(&query, record->company);
	apres_bind_text(&query, record->thread);
	apres_bind_text(&query, record->candidate);
	return cancel_all(&query, NULL, why, now, count_out, error);
}

bool
apres_outbox_cancel_message(apres_store *store, gint64 message_id, const char *by,
			    const char *why, gint64 now, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT id FROM outbox WHERE message = ?1 AND kind <> 'notice'"
		       " AND state IN (0, 1, 2, 5, 6)");
	guint count;

	apres_bind_int(&query, message_id);
	return cancel_all(&query, by, why, now, &count, error);
}

/* The same, for what a person then owes. */
static bool
cancel_and_owe(apres_query *query, const char *by, const char *why, gint64 now,
	       guint *count_out, GError **error)
{
	apres_store *store = query->store;
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));

	if (!apres_query_add_ints(query, ids, error))
		return false;
	for (guint i = 0; i < ids->len; i++)
		if (!apres_outbox_cancel(store, g_array_index(ids, gint64, i), by, why,
					 now, error))
			return false;
	*count_out = ids->len;
	return true;
}

bool
apres_outbox_cancel_withdrawn(apres_store *store, const char *company, const char *by,
			      gint64 now, guint *count_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT id FROM outbox INDEXED BY outbox_state WHERE company = ?1"
		       " AND kind <> 'notice' AND state IN (0, 1, 2, 5)"
		       " AND " APRES_OUTBOX_WITHDRAWN);

	apres_bind_text(&query, company);
	return cancel_and_owe(&query, by, "its policy was taken back", now, count_out,
			      error);
}

bool
apres_outbox_cancel_case(apres_store *store, gint64 case_id, const char *by,
			 const char *why, gint64 now, guint *count_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"SELECT o.id FROM outbox o INDEXED BY outbox_state"
		" JOIN message m ON m.id = o.message"
		" JOIN application c ON c.id = ?1 AND c.company = o.company"
		" WHERE o.kind <> 'notice' AND o.state IN (0, 1, 2, 5)"
		" AND (m.application = ?1 OR (m.application = 0 AND o.candidate IN"
		" (SELECT address FROM application_address WHERE application = ?1)))");

	apres_bind_int(&query, case_id);
	return cancel_and_owe(&query, by, why, now, count_out, error);
}
