/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "store/legal-hold.h"

#include "store/audit.h"
#include "store/person-parts.h"
#include "store/subject.h"
#include "util/error.h"

#define COLUMNS "id, company, name, application, at, by, because"

void
apres_legal_hold_free(apres_legal_hold *hold)
{
	if (hold == NULL)
		return;
	g_free(hold->company);
	g_free(hold->name);
	g_free(hold->by);
	g_free(hold->because);
	g_free(hold);
}

static void
free_hold(gpointer hold)
{
	apres_legal_hold_free(hold);
}

static gpointer
take_hold(apres_query *query)
{
	apres_legal_hold *hold = g_new0(apres_legal_hold, 1);

	hold->id = apres_take_int(query);
	hold->company = apres_take_text(query);
	hold->name = apres_take_text(query);
	hold->application = apres_take_int(query);
	hold->at = apres_take_int(query);
	hold->by = apres_take_text(query);
	hold->because = apres_take_text(query);
	return hold;
}

static bool
find(apres_store *store, const char *company, const char *name, gint64 application,
     gint64 *id_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT id FROM legal_hold WHERE lifted = 0 AND company = ?1"
		       " AND name = ?2 AND application = ?3");

	apres_bind_text(&query, company);
	apres_bind_text(&query, name);
	apres_bind_int(&query, application);
	return apres_query_int(&query, id_out, error);
}

/* Why may name the person: it is sealed for him. */
static bool
note(apres_store *store, const char *company, gint64 id, gint64 application,
     const char *act, const char *by, const char *because, gint64 now, GError **error)
{
	json_auto_t *pub =
		json_pack("{s:I, s:s, s:I, s:s}", "hold", (json_int_t)id, "act", act,
			  "case", (json_int_t)application, "by", by);
	json_auto_t *body = json_pack("{s:s}", "because", because);

	return apres_audit_append(store, "legal-hold", company, 0, pub, body, now, NULL,
				  error);
}

bool
apres_legal_hold_set(apres_store *store, const char *company, const char *name,
		     gint64 application, const char *by, const char *because, gint64 now,
		     GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "INSERT INTO legal_hold (company, name, application, at, by,"
		       " because) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
	gint64 id;

	if (!apres_store_in_txn(store, error) ||
	    !find(store, company, name, application, &id, error))
		return false;
	if (id != 0)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "a legal hold stands already; see: apres legal-hold "
				   "list");
	apres_bind_text(&query, company);
	apres_bind_text(&query, name);
	apres_bind_int(&query, application);
	apres_bind_int(&query, now);
	apres_bind_text(&query, by);
	apres_bind_text(&query, because);
	return apres_query_run(&query, error) &&
	       note(store, company, apres_store_last_id(store), application, "set", by,
		    because, now, error);
}

bool
apres_legal_hold_lift(apres_store *store, const char *company, const char *name,
		      gint64 application, const char *by, const char *because, gint64 now,
		      GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "UPDATE legal_hold SET lifted = ?2, because = because ||"
		       " ' / lifted: ' || ?3 WHERE id = ?1");
	gint64 id;

	if (!apres_store_in_txn(store, error) ||
	    !find(store, company, name, application, &id, error))
		return false;
	if (id == 0)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "no legal hold stands there; see: apres legal-hold "
				   "list");
	apres_bind_int(&query, id);
	apres_bind_int(&query, now);
	apres_bind_text(&query, because);
	return apres_query_run(&query, error) &&
	       note(store, company, id, application, "lifted", by, because, now, error);
}

bool
apres_legal_hold_list(apres_store *store, const char *company, GPtrArray **holds_out,
		      GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT " COLUMNS " FROM legal_hold WHERE lifted = 0"
		       " AND (?1 IS NULL OR company = ?1) ORDER BY id");

	apres_bind_text(&query, company);
	return apres_query_rows(&query, take_hold, free_hold, holds_out, error);
}

bool
apres_legal_hold_of(apres_store *store, const apres_person *person,
		    apres_legal_hold **hold_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT " COLUMNS " FROM legal_hold WHERE lifted = 0"
		       " AND company = ?1 AND (name" APRES_IN_NAMES
		       " OR application" APRES_IN_CASES ") ORDER BY id");
	g_autoptr(GPtrArray) holds = NULL;

	*hold_out = NULL;
	apres_person_bind(&query, person, 0);
	if (!apres_query_rows(&query, take_hold, free_hold, &holds, error))
		return false;
	if (holds->len > 0)
		*hold_out = g_ptr_array_steal_index(holds, 0);
	return true;
}

bool
apres_legal_hold_proposed(apres_store *store, const char *company, GArray **ids_out,
			  GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT m.id FROM message m WHERE m.effect = 2 AND m.closed = 0"
		       " AND m.duplicate_of = 0 AND (?1 IS NULL OR m.company = ?1)"
		       " AND (m.classes LIKE '%\"legal-threat\"%'"
		       " OR m.classes LIKE '%\"counsel-regulator\"%')"
		       " AND NOT EXISTS (SELECT 1 FROM legal_hold h WHERE h.lifted = 0"
		       " AND h.company = m.company AND (h.name = m.candidate OR"
		       " (h.application <> 0 AND h.application = m.application)))"
		       " ORDER BY m.id");
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));

	apres_bind_text(&query, company);
	if (!apres_query_add_ints(&query, ids, error))
		return false;
	*ids_out = g_steal_pointer(&ids);
	return true;
}
