/* SPDX-License-Identifier: Apache-2.0 */
/* From an entry to a person, from a person to a number. */
#include "config.h"
#include "store/subject.h"

#include "store/db.h"

static bool
name_by(apres_store *store, const char *sql, gint64 id, char **name_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(store, sql);

	apres_bind_int(&query, id);
	return apres_query_text(&query, name_out, error);
}

bool
apres_subject_name(apres_store *store, gint64 message_id, const json_t *pub,
		   char **name_out, GError **error)
{
	gint64 application = json_integer_value(json_object_get(pub, "case"));
	gint64 debrief = json_integer_value(json_object_get(pub, "debrief"));
	gint64 hold = json_integer_value(json_object_get(pub, "hold"));
	bool done = true;

	*name_out = NULL;
	if (message_id != 0)
		done = name_by(store, "SELECT candidate FROM message WHERE id = ?1",
			       message_id, name_out, error);
	else if (application != 0)
		done = name_by(store, "SELECT person FROM application WHERE id = ?1",
			       application, name_out, error);
	else if (debrief != 0)
		done = name_by(store, "SELECT person FROM debrief WHERE id = ?1", debrief,
			       name_out, error);
	else if (hold != 0)
		done = name_by(store,
			       "SELECT nullif(name, '') FROM legal_hold WHERE id = ?1",
			       hold, name_out, error);
	if (done && *name_out == NULL)
		*name_out = message_id != 0 ? g_strdup_printf("mail:%" G_GINT64_FORMAT,
							      message_id)
					    : g_strdup("");
	return done;
}

bool
apres_subject_find(apres_store *store, const char *company, const char *name,
		   gint64 *number_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT max(id) FROM subject WHERE company = ?1 AND name = ?2");

	apres_bind_text(&query, company != NULL ? company : "");
	apres_bind_text(&query, name);
	return apres_query_int(&query, number_out, error);
}

bool
apres_subject_add(apres_store *store, const char *company, const char *name,
		  gint64 *number_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "INSERT INTO subject (company, name) VALUES (?1, ?2)");

	apres_bind_text(&query, company != NULL ? company : "");
	apres_bind_text(&query, name);
	if (!apres_store_in_txn(store, error) || !apres_query_run(&query, error))
		return false;
	*number_out = apres_store_last_id(store);
	return true;
}

bool
apres_subject_number(apres_store *store, const char *company, const char *name,
		     gint64 *number_out, GError **error)
{
	return apres_subject_find(store, company, name, number_out, error) &&
	       (*number_out != 0 ||
		apres_subject_add(store, company, name, number_out, error));
}
