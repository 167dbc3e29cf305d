/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mail that left and came back.  Its state stays what it was, for it did leave; that it
 * came back is written beside it, once.
 */
#include "config.h"
#include "store/outbox-parts.h"

#include "store/audit.h"

/* States that are behind the barrier. */
#define LEFT " state IN (3, 4, 6, 7)"
#define NEWEST_THAT_LEFT " ORDER BY" LEFT " DESC, id DESC LIMIT 1"

bool
apres_outbox_list_returned(apres_store *store, const char *company, gint64 since,
			   GPtrArray **items_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT " APRES_OUTBOX_COLUMNS
		       " FROM outbox INDEXED BY outbox_returned WHERE returned <> 0"
		       " AND (?1 IS NULL OR company = ?1) AND CASE message"
		       " WHEN 0 THEN returned >= ?2 ELSE EXISTS (SELECT 1 FROM message m"
		       " WHERE m.id = outbox.message AND m.closed = 0) END ORDER BY id");

	apres_bind_text(&query, company);
	apres_bind_int(&query, since);
	return apres_outbox_take_all(&query, items_out, error);
}

bool
apres_outbox_find_sent(apres_store *store, const char *company, const char *tag,
		       const char *smtp_message_id, apres_outbox_item **item_out,
		       GError **error)
{
	/* The same text about the same mail, proposed anew, has the same id and tag. */
	g_auto(apres_query) by_tag = apres_query_of(
		store, "SELECT " APRES_OUTBOX_COLUMNS " FROM outbox WHERE company = ?1"
		       " AND bounce_tag = ?2" NEWEST_THAT_LEFT);
	g_auto(apres_query) by_id = apres_query_of(
		store, "SELECT " APRES_OUTBOX_COLUMNS " FROM outbox WHERE company = ?1"
		       " AND smtp_message_id = ?2" NEWEST_THAT_LEFT);
	apres_query *query = tag != NULL ? &by_tag : &by_id;
	g_autoptr(GPtrArray) items = NULL;

	*item_out = NULL;
	apres_bind_text(query, company);
	apres_bind_text(query, tag != NULL ? tag : smtp_message_id);
	if (!apres_outbox_take_all(query, &items, error))
		return false;
	if (items->len > 0)
		*item_out = g_ptr_array_steal_index(items, 0);
	return true;
}

static bool
note_return(apres_store *store, const apres_outbox_item *item, const char *status,
	    gint64 report_id, gint64 now, GError **error)
{
	json_auto_t *pub =
		json_pack("{s:s, s:s, s:s?, s:I}", "id", item->smtp_message_id, "kind",
			  item->kind, "status", status, "report", (json_int_t)report_id);

	return apres_audit_append(store, "returned", item->company, item->message_id, pub,
				  NULL, now, NULL, error);
}

/* Whoever is done with a mail has answered it in a way of his own. */
static bool
owe_answer(apres_store *store, const apres_outbox_item *item, gint64 now, GError **error)
{
	g_autoptr(apres_record) record = NULL;

	if (item->message_id == 0)
		return true;
	if (!apres_message_get(store, item->message_id, &record, error))
		return false;
	return (record != NULL && record->closed != 0) ||
	       apres_outbox_owe_answer(store, item, "returned", now, error);
}

bool
apres_outbox_return(apres_store *store, const apres_outbox_item *item, const char *status,
		    gint64 report_id, gint64 now, bool *fresh_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "UPDATE outbox SET returned = ?2, returned_status = ?3"
		       " WHERE id = ?1 AND returned = 0 AND" LEFT);
	int changed;

	apres_bind_int(&query, item->id);
	apres_bind_int(&query, now);
	apres_bind_text(&query, status);
	if (!apres_store_in_txn(store, error) ||
	    !apres_query_run_changed(&query, &changed, error))
		return false;
	*fresh_out = changed == 1;
	return changed != 1 || (note_return(store, item, status, report_id, now, error) &&
				owe_answer(store, item, now, error));
}
