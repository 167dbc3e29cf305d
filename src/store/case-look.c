/* SPDX-License-Identifier: Apache-2.0 */
/* What the triggers of the schema have noted. */
#include "config.h"
#include "store/case-look.h"

#include "store/case-parts.h"

bool
apres_case_look_next(apres_store *store, const char *company, guint max,
		     GPtrArray **records_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"SELECT " APRES_CASE_COLUMNS
		" FROM application_look l JOIN application c ON c.id = l.application"
		" WHERE c.company = ?1 ORDER BY c.id LIMIT ?2");

	apres_bind_text(&query, company);
	apres_bind_int(&query, max);
	return apres_case_take_all(&query, records_out, error);
}

bool
apres_case_look_done(apres_store *store, gint64 id, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "DELETE FROM application_look WHERE application = ?1");

	apres_bind_int(&query, id);
	return apres_query_run(&query, error);
}

bool
apres_case_look_is_other(apres_store *store, const char *company, const char *digest,
			 bool *other_out, GError **error)
{
	g_autofree char *name = g_strconcat("cases:", company, NULL);
	g_autofree char *last = NULL;

	if (!apres_store_meta_get(store, name, &last, error))
		return false;
	*other_out = g_strcmp0(last, digest) != 0;
	return true;
}

bool
apres_case_look_all(apres_store *store, const char *company, const char *digest,
		    GError **error)
{
	g_autofree char *name = g_strconcat("cases:", company, NULL);
	g_auto(apres_query) query =
		apres_query_of(store, "INSERT OR IGNORE INTO application_look"
				      " SELECT id FROM application WHERE company = ?1");

	apres_bind_text(&query, company);
	return apres_query_run(&query, error) &&
	       apres_store_meta_set(store, name, digest, error);
}
