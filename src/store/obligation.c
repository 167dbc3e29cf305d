/* SPDX-License-Identifier: Apache-2.0 */
/* What people owe, opened once and closed once. */
#include "config.h"
#include "store/obligation.h"

#include "store/audit.h"
#include "store/obligation-parts.h"

void
apres_owed_free(apres_owed *owed)
{
	if (owed == NULL)
		return;
	g_free(owed->company);
	g_free(owed->candidate);
	g_free(owed->thread);
	g_free(owed->queue);
	g_free(owed->owner);
	g_free(owed->closed_how);
	g_free(owed->rule);
	g_free(owed->latest_by);
	g_free(owed);
}

apres_owed *
apres_owed_copy(const apres_owed *owed)
{
	apres_owed *copy = g_memdup2(owed, sizeof *owed);

	copy->company = g_strdup(owed->company);
	copy->candidate = g_strdup(owed->candidate);
	copy->thread = g_strdup(owed->thread);
	copy->queue = g_strdup(owed->queue);
	copy->owner = g_strdup(owed->owner);
	copy->closed_how = g_strdup(owed->closed_how);
	copy->rule = g_strdup(owed->rule);
	copy->latest_by = g_strdup(owed->latest_by);
	return copy;
}

static void
free_owed(gpointer owed)
{
	apres_owed_free(owed);
}

static gpointer
take_owed(apres_query *q)
{
	apres_owed *owed = g_new0(apres_owed, 1);

	owed->id = apres_take_int(q);
	owed->message_id = apres_take_int(q);
	owed->company = apres_take_text(q);
	owed->candidate = apres_take_text(q);
	owed->thread = apres_take_text(q);
	owed->kind = (apres_obligation_kind)apres_take_int(q);
	owed->queue = apres_take_text(q);
	owed->owner = apres_take_text(q);
	owed->due = apres_take_int(q);
	owed->opened = apres_take_int(q);
	owed->closed = apres_take_int(q);
	owed->closed_how = apres_take_text(q);
	owed->grown = (guint)apres_take_int(q);
	owed->rule = apres_take_text(q);
	owed->since = apres_take_int(q);
	owed->round = (guint)apres_take_int(q);
	owed->latest = apres_take_int(q);
	owed->latest_by = apres_take_text(q);
	owed->application = apres_take_int(q);
	return owed;
}

bool
apres_owed_take_all(apres_query *q, GPtrArray **owed_out, GError **error)
{
	return apres_query_rows(q, take_owed, free_owed, owed_out, error);
}

/* The open one that already covers this, if any; a notice is never covered. */
static bool
find_open(apres_store *store, const apres_record *record, apres_obligation_kind kind,
	  gint64 *id_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"SELECT id FROM obligation WHERE company = ?1 AND thread = ?2"
		" AND kind = ?3 AND candidate IS ?4 AND closed = 0 AND ?3 <> 2 LIMIT 1");

	apres_bind_text(&query, record->company);
	apres_bind_text(&query, record->thread);
	apres_bind_int(&query, kind);
	apres_bind_text(&query, record->candidate);
	return apres_query_int(&query, id_out, error);
}

/* One more reason for the same answer, of this mail or a further one; the earlier date
 * stays, and is planned anew. */
static bool
grow(apres_store *store, gint64 id, gint64 message_id, gint64 due, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "UPDATE obligation SET grown = grown + (message <> ?3), plan = "
		       "NULL, due = CASE "
		       "WHEN ?2 = 0 THEN due"
		       " WHEN due = 0 THEN ?2 ELSE min(due, ?2) END WHERE id = ?1");

	apres_bind_int(&query, id);
	apres_bind_int(&query, due);
	apres_bind_int(&query, message_id);
	return apres_query_run(&query, error);
}

static bool
note(apres_store *store, const char *type, const char *company, gint64 message_id,
     gint64 id, const char *word, gint64 due, gint64 now, GError **error)
{
	json_auto_t *pub = json_pack("{s:I, s:s, s:I}", "owed", (json_int_t)id, "what",
				     word, "due", (json_int_t)due);

	return apres_audit_append(store, type, company, message_id, pub, NULL, now, NULL,
				  error);
}

bool
apres_obligation_open(apres_store *store, const apres_record *record,
		      const apres_obligation *o, gint64 now, gint64 *id_out,
		      GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "INSERT INTO obligation (message, company, "
				      "candidate, thread, kind, queue,"
				      " owner, due, rule, opened, latest, latest_by,"
				      " application, since) VALUES (?1, ?2, ?3, ?4, ?5, "
				      "?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?10)");

	if (!apres_store_in_txn(store, error) ||
	    !find_open(store, record, o->kind, id_out, error))
		return false;
	if (*id_out != 0)
		return grow(store, *id_out, record->id, o->due, error);
	apres_bind_int(&query, record->id);
	apres_bind_text(&query, record->company);
	apres_bind_text(&query, record->candidate);
	apres_bind_text(&query, record->thread);
	apres_bind_int(&query, o->kind);
	apres_bind_text(&query, o->queue);
	apres_bind_text(&query, o->owner);
	apres_bind_int(&query, o->due);
	apres_bind_text(&query, o->rule);
	apres_bind_int(&query, now);
	apres_bind_int(&query, o->latest);
	apres_bind_text(&query, o->latest_by);
	apres_bind_int(&query, o->application);
	if (!apres_query_run(&query, error))
		return false;
	*id_out = apres_store_last_id(store);
	return note(store, "owed", record->company, record->id, *id_out,
		    apres_obligation_kind_to_string(o->kind), o->due, now, error);
}

/* What is done need not be said any more. */
static bool
drop_steps(apres_store *store, gint64 id, gint64 now, GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "UPDATE step SET told = ?2, outcome = 'settled'"
				      " WHERE obligation = ?1 AND told = 0");

	apres_bind_int(&query, id);
	apres_bind_int(&query, now);
	return apres_query_run(&query, error);
}

static bool
close_one(apres_store *store, const apres_owed *owed, const char *how, gint64 now,
	  GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"UPDATE obligation SET closed = ?2, closed_how = ?3 WHERE id = ?1");

	apres_bind_int(&query, owed->id);
	apres_bind_int(&query, now);
	apres_bind_text(&query, how);
	return apres_query_run(&query, error) &&
	       drop_steps(store, owed->id, now, error) &&
	       note(store, "settled", owed->company, owed->message_id, owed->id,
		    apres_obligation_kind_to_string(owed->kind), owed->due, now, error);
}

/* All that QUERY selects; *COUNT_OUT, if not NULL, is how many those were. */
static bool
close_all(apres_query *query, const char *how, gint64 now, guint *count_out,
	  GError **error)
{
	g_autoptr(GPtrArray) all = NULL;

	if (!apres_store_in_txn(query->store, error) ||
	    !apres_owed_take_all(query, &all, error))
		return false;
	for (guint i = 0; i < all->len; i++)
		if (!close_one(query->store, all->pdata[i], how, now, error))
			return false;
	if (count_out != NULL)
		*count_out = all->len;
	return true;
}

bool
apres_owed_close_all(apres_query *query, const char *how, gint64 now, GError **error)
{
	return close_all(query, how, now, NULL, error);
}

bool
apres_obligation_close_answers(apres_store *store, const apres_record *record,
			       const char *how, gint64 now, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT " APRES_OWED_COLUMNS
		       " FROM obligation WHERE company = ?1 AND thread = ?2"
		       " AND candidate IS ?3 AND kind = 0 AND closed = 0"
		       " AND NOT EXISTS (SELECT 1 FROM message h WHERE h.company = ?1"
		       " AND h.thread = ?2 AND h.candidate IS ?3 AND h.id <> ?4"
		       " AND (h.id > ?4 OR h.received >= ?5) AND h.effect = 2"
		       " AND h.closed = 0 AND h.duplicate_of = 0)");

	apres_bind_text(&query, record->company);
	apres_bind_text(&query, record->thread);
	apres_bind_text(&query, record->candidate);
	apres_bind_int(&query, record->id);
	apres_bind_int(&query, record->received);
	return apres_owed_close_all(&query, how, now, error);
}

bool
apres_obligation_close_confirmations(apres_store *store, const apres_record *record,
				     const char *how, gint64 now, bool *any_out,
				     GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT " APRES_OWED_COLUMNS
		       " FROM obligation WHERE company = ?1 AND thread = ?2"
		       " AND candidate IS ?3 AND kind = 3 AND closed = 0");
	guint count;

	apres_bind_text(&query, record->company);
	apres_bind_text(&query, record->thread);
	apres_bind_text(&query, record->candidate);
	if (!close_all(&query, how, now, &count, error))
		return false;
	*any_out = count > 0;
	return true;
}

bool
apres_obligation_close_replied(apres_store *store, gint64 message_id, gint64 now,
			       GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT " APRES_OWED_COLUMNS " FROM obligation WHERE message = ?1"
		       " AND closed = 0 AND (kind = 3 OR (kind = 0 AND grown = 0"
		       " AND rule IN ('proposal', 'delivery')))"
		       /* A report may be read before the server's answer is. */
		       " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.message = ?1"
		       " AND o.returned <> 0)");

	apres_bind_int(&query, message_id);
	return apres_owed_close_all(&query, "replied", now, error);
}

bool
apres_obligation_close_reviewed(apres_store *store, gint64 message_id, const char *how,
				gint64 now, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"SELECT " APRES_OWED_COLUMNS
		" FROM obligation WHERE closed = 0 AND kind IN (0, 3)"
		" AND (message = ?1 OR EXISTS (SELECT 1 FROM message m WHERE m.id = ?1"
		" AND m.company = obligation.company AND m.thread = obligation.thread"
		" AND m.candidate IS obligation.candidate))"
		" AND NOT EXISTS (SELECT 1 FROM message h JOIN message m ON m.id = ?1"
		" WHERE h.company = m.company AND h.thread = m.thread"
		" AND h.candidate IS m.candidate AND h.effect = 2"
		" AND h.closed = 0 AND h.duplicate_of = 0)");

	apres_bind_int(&query, message_id);
	return apres_owed_close_all(&query, how, now, error);
}

bool
apres_obligation_list(apres_store *store, const char *company, GPtrArray **owed_out,
		      GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT " APRES_OWED_COLUMNS " FROM obligation WHERE closed = 0"
		       " AND kind <> 2 AND (?1 IS NULL OR company = ?1)"
		       " ORDER BY due = 0, due, id");

	apres_bind_text(&query, company);
	return apres_owed_take_all(&query, owed_out, error);
}

bool
apres_obligation_of(apres_store *store, gint64 message_id, GPtrArray **owed_out,
		    GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "SELECT " APRES_OWED_COLUMNS
				      " FROM obligation WHERE message = ?1 ORDER BY id");

	apres_bind_int(&query, message_id);
	return apres_owed_take_all(&query, owed_out, error);
}
