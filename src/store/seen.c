/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "store/seen.h"

#include "store/db.h"

bool
apres_name_known(apres_store *store, const char *mailbox, const char *base_name,
		 bool *known_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT 1 FROM name WHERE mailbox = ?1 AND base_name = ?2");

	apres_bind_text(&query, mailbox);
	apres_bind_text(&query, base_name);
	return apres_query_step(&query, known_out, error);
}

bool
apres_name_add(apres_store *store, const char *mailbox, const char *base_name,
	       const char *state, gint64 message_id, gint64 now, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "INSERT INTO name (mailbox, base_name, state, message, at)"
		       " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE"
		       " SET state = excluded.state, message = excluded.message"
		       " WHERE state = 'out-of-scope'");

	apres_bind_text(&query, mailbox);
	apres_bind_text(&query, base_name);
	apres_bind_text(&query, state);
	apres_bind_int(&query, message_id);
	apres_bind_int(&query, now);
	return apres_store_in_txn(store, error) && apres_query_run(&query, error);
}

bool
apres_name_load(apres_store *store, const char *mailbox, apres_name_set **names_out,
		GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "SELECT base_name FROM name WHERE mailbox = ?1");
	g_autoptr(apres_name_set) names = apres_name_set_new();
	bool row = true;

	apres_bind_text(&query, mailbox);
	while (row) {
		if (!apres_query_step(&query, &row, error))
			return false;
		g_autofree char *name = row ? apres_take_text(&query) : NULL;
		if (row)
			apres_name_set_add(names, name);
	}
	*names_out = g_steal_pointer(&names);
	return true;
}

bool
apres_name_load_outside(apres_store *store, const char *mailbox, gint64 since,
			GHashTable **names_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT base_name FROM name"
		       " WHERE mailbox = ?1 AND state = 'out-of-scope' AND at >= ?2");
	g_autoptr(GHashTable) names =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	apres_bind_text(&query, mailbox);
	apres_bind_int(&query, since);
	if (!apres_query_add_texts(&query, names, error))
		return false;
	*names_out = g_steal_pointer(&names);
	return true;
}

bool
apres_filing_add(apres_store *store, gint64 message_id, const char *mailbox,
		 const char *base_name, const char *action, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "INSERT INTO filing (message, mailbox, base_name, action)"
		       " VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING");

	apres_bind_int(&query, message_id);
	apres_bind_text(&query, mailbox);
	apres_bind_text(&query, base_name);
	apres_bind_text(&query, action);
	return apres_store_in_txn(store, error) && apres_query_run(&query, error);
}

static void
free_filing(gpointer data)
{
	apres_filing *filing = data;

	g_free(filing->mailbox);
	g_free(filing->base_name);
	g_free(filing->action);
	g_free(filing);
}

static gpointer
take_filing(apres_query *q)
{
	apres_filing *filing = g_new0(apres_filing, 1);

	filing->message_id = apres_take_int(q);
	filing->mailbox = apres_take_text(q);
	filing->base_name = apres_take_text(q);
	filing->action = apres_take_text(q);
	filing->sent = apres_take_int(q) != 0;
	return filing;
}

bool
apres_filing_list(apres_store *store, gint64 message_id, GPtrArray **filings_out,
		  GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT f.message, f.mailbox, f.base_name, f.action, o.state = 4"
		       " FROM filing f INDEXED BY filing_open JOIN outbox o ON o.id ="
		       " (SELECT max(n.id) FROM outbox n WHERE n.message = f.message"
		       " AND n.kind = 'reply') WHERE f.outcome IS NULL"
		       " AND f.message BETWEEN ?1 AND ?2 AND +o.state IN (4, 8)");

	apres_bind_int(&query, message_id);
	apres_bind_int(&query, message_id != 0 ? message_id : G_MAXINT64);
	return apres_query_rows(&query, take_filing, free_filing, filings_out, error);
}

bool
apres_filing_done(apres_store *store, gint64 message_id, const char *outcome,
		  GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "UPDATE filing SET outcome = ?2 WHERE message = ?1");

	apres_bind_int(&query, message_id);
	apres_bind_text(&query, outcome);
	return apres_store_in_txn(store, error) && apres_query_run(&query, error);
}
