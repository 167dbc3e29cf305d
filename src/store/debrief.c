/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of debriefs, each change with its audit entry. */
#include "config.h"
#include "store/debrief.h"

#include "store/audit.h"
#include "store/obligation-parts.h"

#define COLUMNS                                                                          \
	"id, company, person, requisition, thread, application, owed, state, owner, at," \
	" opened, changed, cleared, sequence"

static const char *const states[] = { "owed",         "scheduled", "held",
				      "insufficient", "blocked",   "unconfirmed",
				      "confirmed",    "declined",  "closed" };

const char *
apres_debrief_state_to_string(apres_debrief_state state)
{
	return states[state];
}

void
apres_debrief_free(apres_debrief *debrief)
{
	if (debrief == NULL)
		return;
	g_free(debrief->company);
	g_free(debrief->person);
	g_free(debrief->requisition);
	g_free(debrief->thread);
	g_free(debrief->owner);
	g_free(debrief);
}

static void
free_debrief(gpointer data)
{
	apres_debrief_free(data);
}

static gpointer
take_debrief(apres_query *q)
{
	apres_debrief *d = g_new0(apres_debrief, 1);

	d->id = apres_take_int(q);
	d->company = apres_take_text(q);
	d->person = apres_take_text(q);
	d->requisition = apres_take_text(q);
	d->thread = apres_take_text(q);
	d->application = apres_take_int(q);
	d->owed_id = apres_take_int(q);
	d->state = (apres_debrief_state)apres_take_int(q);
	d->owner = apres_take_text(q);
	d->at = apres_take_int(q);
	d->opened = apres_take_int(q);
	d->changed = apres_take_int(q);
	d->cleared = apres_take_int(q);
	d->sequence = (int)apres_take_int(q);
	return d;
}

/* The first row; *DEBRIEF_OUT NULL without one. */
static bool
take_first(apres_query *query, apres_debrief **debrief_out, GError **error)
{
	bool row;

	*debrief_out = NULL;
	if (!apres_query_step(query, &row, error))
		return false;
	if (row)
		*debrief_out = take_debrief(query);
	return true;
}

bool
apres_debrief_get(apres_store *store, gint64 id, apres_debrief **debrief_out,
		  GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "SELECT " COLUMNS " FROM debrief WHERE id = ?1");

	apres_bind_int(&query, id);
	return take_first(&query, debrief_out, error);
}

bool
apres_debrief_of_owed(apres_store *store, gint64 owed_id, apres_debrief **debrief_out,
		      GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "SELECT " COLUMNS " FROM debrief WHERE owed = ?1");

	apres_bind_int(&query, owed_id);
	return take_first(&query, debrief_out, error);
}

bool
apres_debrief_find(apres_store *store, const char *company, const char *person,
		   const char *requisition, const char *thread,
		   apres_debrief **debrief_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"SELECT " COLUMNS " FROM debrief WHERE company = ?1 AND person = ?2"
		" AND (requisition = ?3 OR (?3 IS NULL AND thread = ?4)"
		" OR (state < 6 AND (?3 IS NULL OR requisition IS NULL)))"
		" ORDER BY requisition IS ?3 DESC, id DESC LIMIT 1");

	apres_bind_text(&query, company);
	apres_bind_text(&query, person);
	apres_bind_text(&query, requisition);
	apres_bind_text(&query, thread);
	return take_first(&query, debrief_out, error);
}

bool
apres_debrief_list(apres_store *store, const char *company, bool all,
		   GPtrArray **debriefs_out, GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "SELECT " COLUMNS
				      " FROM debrief WHERE (?1 IS NULL OR company = ?1)"
				      " AND (?2 OR state < 6) ORDER BY id");

	apres_bind_text(&query, company);
	apres_bind_int(&query, all);
	return apres_query_rows(&query, take_debrief, free_debrief, debriefs_out, error);
}

bool
apres_debrief_to_mail(apres_store *store, const char *company, GPtrArray **debriefs_out,
		      GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT " COLUMNS " FROM debrief WHERE company = ?1"
		       " AND (state < 6 OR mailed < revision) ORDER BY id");

	apres_bind_text(&query, company);
	return apres_query_rows(&query, take_debrief, free_debrief, debriefs_out, error);
}

bool
apres_debrief_has_news(apres_store *store, const char *company, bool *news_out,
		       GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "SELECT id FROM debrief WHERE company = ?1"
				      " AND mailed < revision LIMIT 1");

	apres_bind_text(&query, company);
	return apres_query_step(&query, news_out, error);
}

bool
apres_debrief_next_date(apres_store *store, const char *company, gint64 *at_out,
			GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT o.due FROM obligation o JOIN debrief d ON d.owed = o.id"
		       " WHERE o.company = ?1 AND o.closed = 0 AND o.kind = 1"
		       " AND d.state = 2 ORDER BY o.due LIMIT 1");

	apres_bind_text(&query, company);
	return apres_query_int(&query, at_out, error);
}

bool
apres_debrief_mailed(apres_store *store, const apres_debrief *d, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "UPDATE debrief SET mailed = revision WHERE id = ?1");

	apres_bind_int(&query, d->id);
	return apres_store_in_txn(store, error) && apres_query_run(&query, error);
}

static bool
note_event(apres_store *store, const apres_debrief *d, const char *event, const char *by,
	   const char *note, gint64 now, GError **error)
{
	json_auto_t *pub = json_pack("{s:I, s:s, s:s, s:I, s:s?}", "debrief",
				     (json_int_t)d->id, "event", event, "state",
				     states[d->state], "at", (json_int_t)d->at, "by", by);
	json_auto_t *body = json_pack("{s:s, s:s?, s:s?}", "person", d->person, "owner",
				      d->owner, "note", note);

	return apres_audit_append(store, "debrief", d->company, 0, pub, body, now, NULL,
				  error);
}

bool
apres_debrief_add(apres_store *store, apres_debrief *d, gint64 now, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "INSERT INTO debrief (company, person, requisition, thread,"
		       " application, owed, state, owner, at, opened, changed)"
		       " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10)");

	if (!apres_store_in_txn(store, error))
		return false;
	apres_bind_text(&query, d->company);
	apres_bind_text(&query, d->person);
	apres_bind_text(&query, d->requisition);
	apres_bind_text(&query, d->thread);
	apres_bind_int(&query, d->application);
	apres_bind_int(&query, d->owed_id);
	apres_bind_int(&query, d->state);
	apres_bind_text(&query, d->owner);
	apres_bind_int(&query, d->at);
	apres_bind_int(&query, now);
	if (!apres_query_run(&query, error))
		return false;
	d->id = apres_store_last_id(store);
	return note_event(store, d, "opened", NULL, NULL, now, error);
}

bool
apres_debrief_change(apres_store *store, const apres_debrief *d, const char *event,
		     const char *by, const char *note, gint64 now, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "UPDATE debrief SET owed = ?2, state = ?3, at = ?4, changed = ?5,"
		       " cleared = ?6, requisition = ?7, sequence = ?8, owner = ?9,"
		       " revision = revision + 1 WHERE id = ?1");

	if (!apres_store_in_txn(store, error))
		return false;
	apres_bind_int(&query, d->id);
	apres_bind_int(&query, d->owed_id);
	apres_bind_int(&query, d->state);
	apres_bind_int(&query, d->at);
	apres_bind_int(&query, now);
	apres_bind_int(&query, d->cleared);
	apres_bind_text(&query, d->requisition);
	apres_bind_int(&query, d->sequence);
	apres_bind_text(&query, d->owner);
	return apres_query_run(&query, error) &&
	       note_event(store, d, event, by, note, now, error);
}

bool
apres_debrief_unknown(apres_store *store, const char *company, GPtrArray **owed_out,
		      GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT " APRES_OWED_COLUMNS
		       " FROM obligation WHERE closed = 0 AND company = ?1 AND kind = 1"
		       " AND id NOT IN (SELECT owed FROM debrief) ORDER BY id");

	apres_bind_text(&query, company);
	return apres_owed_take_all(&query, owed_out, error);
}

bool
apres_debrief_blocking(apres_store *store, const apres_debrief *d, gint64 *message_out,
		       GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT coalesce(max(id), 0) FROM message WHERE company = ?1"
		       " AND candidate = ?2 AND id > ?3 AND duplicate_of = 0"
		       " AND (classes LIKE '%\"legal-threat\"%'"
		       " OR classes LIKE '%\"counsel-regulator\"%'"
		       " OR classes LIKE '%\"harassment-report\"%')");

	apres_bind_text(&query, d->company);
	apres_bind_text(&query, d->person);
	apres_bind_int(&query, d->cleared);
	return apres_query_int(&query, message_out, error);
}

bool
apres_debrief_language(apres_store *store, const apres_debrief *d, char **language_out,
		       GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "SELECT language FROM message WHERE company = ?1"
				      " AND candidate = ?2 AND language IS NOT NULL"
				      " AND duplicate_of = 0 ORDER BY id DESC LIMIT 1");
	bool row;

	*language_out = NULL;
	apres_bind_text(&query, d->company);
	apres_bind_text(&query, d->person);
	if (!apres_query_step(&query, &row, error))
		return false;
	if (row)
		*language_out = apres_take_text(&query);
	return true;
}
