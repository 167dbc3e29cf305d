/* SPDX-License-Identifier: Apache-2.0 */
/* What people do about what they owe: it is done, or its date is another. */
#include "config.h"
#include "store/audit.h"
#include "store/obligation-parts.h"
#include "util/error.h"

bool
apres_obligation_get(apres_store *store, gint64 id, apres_owed **owed_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT " APRES_OWED_COLUMNS " FROM obligation WHERE id = ?1");
	g_autoptr(GPtrArray) found = NULL;

	apres_bind_int(&query, id);
	if (!apres_owed_take_all(&query, &found, error))
		return false;
	*owed_out = found->len > 0 ? apres_owed_copy(found->pdata[0]) : NULL;
	return true;
}

bool
apres_obligation_get_open(apres_store *store, gint64 id, apres_owed **owed_out,
			  GError **error)
{
	g_autoptr(apres_owed) owed = NULL;

	if (!apres_obligation_get(store, id, &owed, error))
		return false;
	if (owed == NULL)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "nothing %" G_GINT64_FORMAT
				   " was ever owed; see: apres due list",
				   id);
	if (owed->closed != 0)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "%" G_GINT64_FORMAT
				   " is owed no more (%s); see: apres due list",
				   id, owed->closed_how);
	*owed_out = g_steal_pointer(&owed);
	return true;
}

bool
apres_obligation_of_case(apres_store *store, gint64 application,
			 apres_obligation_kind kind, GPtrArray **owed_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT " APRES_OWED_COLUMNS
		       " FROM obligation WHERE application = ?1 AND application <> 0"
		       " AND kind = ?2 ORDER BY id");

	apres_bind_int(&query, application);
	apres_bind_int(&query, kind);
	return apres_owed_take_all(&query, owed_out, error);
}

bool
apres_obligation_close(apres_store *store, const apres_owed *owed, const char *how,
		       gint64 now, GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "SELECT " APRES_OWED_COLUMNS
				      " FROM obligation WHERE id = ?1 AND closed = 0");

	apres_bind_int(&query, owed->id);
	return apres_owed_close_all(&query, how, now, error);
}

/* The reason is a person's words, perhaps about the candidate. */
static bool
note_moved(apres_store *store, const apres_owed *owed, gint64 due, const char *by,
	   const char *why, gint64 now, GError **error)
{
	json_auto_t *pub =
		json_pack("{s:I, s:I, s:I, s:s}", "owed", (json_int_t)owed->id, "from",
			  (json_int_t)owed->due, "to", (json_int_t)due, "by", by);
	json_auto_t *body = json_pack("{s:s}", "why", why);

	return apres_audit_append(store, "moved", owed->company, owed->message_id, pub,
				  body, now, NULL, error);
}

bool
apres_obligation_hand_on(apres_store *store, const apres_owed *owed, const char *owner,
			 gint64 due, const char *by, const char *why, gint64 now,
			 GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "UPDATE obligation SET due = ?2, since = ?3, round = round + 1,"
		       " plan = NULL, owner = ?4 WHERE id = ?1");

	if (!apres_store_in_txn(store, error))
		return false;
	apres_bind_int(&query, owed->id);
	apres_bind_int(&query, due);
	apres_bind_int(&query, now);
	apres_bind_text(&query, owner);
	return apres_query_run(&query, error) &&
	       note_moved(store, owed, due, by, why, now, error);
}

bool
apres_obligation_move(apres_store *store, const apres_owed *owed, gint64 due,
		      const char *by, const char *why, gint64 now, GError **error)
{
	return apres_obligation_hand_on(store, owed, owed->owner, due, by, why, now,
					error);
}
