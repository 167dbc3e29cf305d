/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows of the outbox, and the one function that changes a row's state: every
 * transition names the state it leaves, and is an entry in the same transaction.
 */
#include "config.h"
#include "store/outbox-parts.h"

#include "reply/reply.h"
#include "store/audit.h"
#include "store/db.h"
#include "store/obligation.h"
#include "util/fsutil.h"

static const char *const state_names[] = {
	[APRES_OUTBOX_WAITING] = "waiting",     [APRES_OUTBOX_READY] = "ready",
	[APRES_OUTBOX_CLAIMED] = "claimed",     [APRES_OUTBOX_IN_DOUBT] = "in-doubt",
	[APRES_OUTBOX_SENT] = "sent",           [APRES_OUTBOX_DEFERRED] = "deferred",
	[APRES_OUTBOX_FAILED] = "failed",       [APRES_OUTBOX_UNKNOWN] = "unknown",
	[APRES_OUTBOX_CANCELLED] = "cancelled",
};
/* The schema's indexes name these numbers. */
G_STATIC_ASSERT(APRES_OUTBOX_SENT == 4 && APRES_OUTBOX_CANCELLED == 8);

const char *
apres_outbox_state_to_string(apres_outbox_state state)
{
	g_assert((guint)state < G_N_ELEMENTS(state_names));
	return state_names[state];
}

const char *
apres_outcome_to_string(apres_outcome outcome)
{
	switch (outcome) {
	case APRES_OUTCOME_SENT: return "sent";
	case APRES_OUTCOME_TEMP: return "temporary";
	case APRES_OUTCOME_PERM: return "permanent";
	case APRES_OUTCOME_UNKNOWN: return "unknown";
	case APRES_OUTCOME_RETURNED: return "returned";
	}
	g_assert_not_reached();
}

void
apres_outbox_item_free(apres_outbox_item *item)
{
	if (item == NULL)
		return;
	g_free(item->company);
	g_free(item->mailbox);
	g_free(item->kind);
	g_free(item->recipient);
	g_free(item->envelope_from);
	g_free(item->bounce_tag);
	g_free(item->returned_status);
	g_free(item->smtp_message_id);
	g_free(item->thread);
	g_free(item->template_id);
	g_free(item->language);
	g_free(item->subject);
	g_clear_pointer(&item->bytes, g_bytes_unref);
	g_free(item->approved_by);
	g_free(item->owner);
	g_free(item->last_result);
	g_free(item);
}

static void
free_item(gpointer item)
{
	apres_outbox_item_free(item);
}

static gpointer
take_item(apres_query *q)
{
	apres_outbox_item *item = g_new0(apres_outbox_item, 1);

	item->id = apres_take_int(q);
	item->message_id = apres_take_int(q);
	item->company = apres_take_text(q);
	item->mailbox = apres_take_text(q);
	item->kind = apres_take_text(q);
	item->recipient = apres_take_text(q);
	item->envelope_from = apres_take_text(q);
	item->smtp_message_id = apres_take_text(q);
	item->thread = apres_take_text(q);
	item->template_id = apres_take_text(q);
	item->language = apres_take_text(q);
	item->subject = apres_take_text(q);
	item->bytes = apres_take_bytes(q);
	item->state = (apres_outbox_state)apres_take_int(q);
	item->needs_approval = apres_take_int(q) != 0;
	item->approved_by = apres_take_text(q);
	item->created = apres_take_int(q);
	item->send_after = apres_take_int(q);
	item->next_attempt = apres_take_int(q);
	item->attempts = (guint)apres_take_int(q);
	item->fence = apres_take_int(q);
	item->last_result = apres_take_text(q);
	item->owner = apres_take_text(q);
	item->due = apres_take_int(q);
	item->good_until = apres_take_int(q);
	item->bounce_tag = apres_take_text(q);
	item->returned = apres_take_int(q);
	item->returned_status = apres_take_text(q);
	return item;
}

bool
apres_outbox_take_all(apres_query *q, GPtrArray **items_out, GError **error)
{
	return apres_query_rows(q, take_item, free_item, items_out, error);
}

bool
apres_outbox_get(apres_store *store, gint64 id, apres_outbox_item **item_out,
		 GError **error)
{
	g_auto(apres_query) query = apres_query_of(store, "SELECT " APRES_OUTBOX_COLUMNS
							  " FROM outbox WHERE id = ?1");
	bool row;

	*item_out = NULL;
	apres_bind_int(&query, id);
	if (!apres_query_step(&query, &row, error))
		return false;
	if (row)
		*item_out = take_item(&query);
	return true;
}

bool
apres_outbox_list(apres_store *store, const char *company, int state,
		  GPtrArray **items_out, GError **error)
{
	g_auto(apres_query) all =
		apres_query_of(store, "SELECT " APRES_OUTBOX_COLUMNS
				      " FROM outbox WHERE state IN (0, 1, 2, 3, 5, 6, 7)"
				      " AND (?1 IS NULL OR company = ?1) ORDER BY id");
	g_auto(apres_query) some =
		apres_query_of(store, "SELECT " APRES_OUTBOX_COLUMNS
				      " FROM outbox WHERE (?1 IS NULL OR company = ?1)"
				      " AND state = ?2 ORDER BY id");
	apres_query *query = state < 0 ? &all : &some;

	apres_bind_text(query, company);
	if (state >= 0)
		apres_bind_int(query, state);
	return apres_outbox_take_all(query, items_out, error);
}

bool
apres_outbox_of_message(apres_store *store, gint64 message_id, GPtrArray **items_out,
			GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "SELECT " APRES_OUTBOX_COLUMNS
				      " FROM outbox WHERE message = ?1 ORDER BY id");

	apres_bind_int(&query, message_id);
	return apres_outbox_take_all(&query, items_out, error);
}

/* ---- adding ---- */

/* The reply as it will be sent, but for its receipt line: what the receipt stands for. */
static bool
append_intent(apres_store *store, const apres_outbox_item *item, gint64 now,
	      char **leaf_out, GError **error)
{
	gsize len;
	const char *bytes = g_bytes_get_data(item->bytes, &len);
	g_autofree char *text = g_strndup(bytes, len);
	json_auto_t *pub =
		json_pack("{s:s, s:s, s:s, s:s, s:s?, s:s?}", "kind", item->kind, "id",
			  item->smtp_message_id, "state", "waiting", "template",
			  item->template_id != NULL ? item->template_id : "", "language",
			  item->language, "mailbox", item->mailbox);
	json_auto_t *body =
		json_pack("{s:s, s:s, s:s, s:s?}", "to", item->recipient, "from",
			  item->envelope_from, "bytes", text, "subject", item->subject);

	return apres_audit_append(store, "send-intent", item->company, item->message_id,
				  pub, body, now, leaf_out, error);
}

bool
apres_outbox_add(apres_store *store, apres_outbox_item *item, gint64 now, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"INSERT INTO outbox (message, company, mailbox, kind, recipient, "
		"candidate,"
		" envelope_from, smtp_message_id, thread, template, language, subject, "
		"bytes,"
		" state, needs_approval, created, send_after, owner, due, good_until,"
		" bounce_tag)"
		" VALUES (?1, ?2, ?3, ?4, ?5, (SELECT candidate FROM message WHERE id = "
		"?1),"
		" ?6, ?7, ?8, ?9, ?10, ?11, ?12, 0, ?13, ?14, ?15, ?16, ?17, ?18, ?19)");
	g_autofree char *leaf = NULL;

	if (!apres_store_in_txn(store, error) ||
	    !append_intent(store, item, now, &leaf, error))
		return false;
	GBytes *complete = apres_reply_add_receipt(item->bytes, leaf);
	g_bytes_unref(item->bytes);
	item->bytes = complete;
	item->state = APRES_OUTBOX_WAITING;
	item->created = now;
	apres_bind_int(&query, item->message_id);
	apres_bind_text(&query, item->company);
	apres_bind_text(&query, item->mailbox);
	apres_bind_text(&query, item->kind);
	apres_bind_text(&query, item->recipient);
	apres_bind_text(&query, item->envelope_from != NULL ? item->envelope_from : "");
	apres_bind_text(&query, item->smtp_message_id);
	apres_bind_text(&query, item->thread);
	apres_bind_text(&query, item->template_id);
	apres_bind_text(&query, item->language);
	apres_bind_text(&query, item->subject);
	apres_bind_bytes(&query, item->bytes);
	apres_bind_int(&query, item->needs_approval);
	apres_bind_int(&query, now);
	apres_bind_int(&query, item->send_after);
	apres_bind_text(&query, item->owner);
	apres_bind_int(&query, item->due);
	apres_bind_int(&query, item->good_until);
	apres_bind_text(&query, item->bounce_tag);
	if (!apres_query_run(&query, error))
		return false;
	item->id = apres_store_last_id(store);
	return true;
}

/* ---- changing ---- */

static bool
note_change(apres_store *store, const apres_outbox_item *item, apres_outbox_state to,
	    const char *by, const char *why, gint64 now, GError **error)
{
	bool result = to == APRES_OUTBOX_SENT || to == APRES_OUTBOX_FAILED ||
		      to == APRES_OUTBOX_UNKNOWN || to == APRES_OUTBOX_DEFERRED;
	gsize len;
	const char *bytes = g_bytes_get_data(item->bytes, &len);
	g_autofree char *digest = result ? apres_sha256_hex(bytes, len) : NULL;
	json_auto_t *pub = json_pack(
		"{s:s, s:s, s:s, s:s?, s:s?, s:s?}", "id", item->smtp_message_id, "from",
		apres_outbox_state_to_string(item->state), "to",
		apres_outbox_state_to_string(to), "by", by, "why", why, "bytes", digest);

	return apres_audit_append(store, result ? "send-result" : "outbox", item->company,
				  item->message_id, pub, NULL, now, NULL, error);
}

bool
apres_outbox_change(apres_store *store, const apres_outbox_item *item,
		    apres_outbox_state to, const char *by, const char *why, gint64 now,
		    bool *changed_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"UPDATE outbox SET state = ?4, last_result = coalesce(?5, last_result),"
		" finished = CASE WHEN ?4 IN (4, 6, 7, 8) THEN ?6 ELSE 0 END"
		" WHERE id = ?1 AND state = ?2 AND fence = ?3");
	int changed;

	apres_bind_int(&query, item->id);
	apres_bind_int(&query, item->state);
	apres_bind_int(&query, item->fence);
	apres_bind_int(&query, to);
	apres_bind_text(&query, why);
	apres_bind_int(&query, now);
	if (!apres_store_in_txn(store, error) ||
	    !apres_query_run_changed(&query, &changed, error))
		return false;
	*changed_out = changed == 1;
	if (changed != 1)
		return true;
	return note_change(store, item, to, by, why, now, error) &&
	       (to != APRES_OUTBOX_SENT || item->message_id == 0 ||
		!g_str_equal(item->kind, "reply") ||
		apres_obligation_close_replied(store, item->message_id, now, error));
}
