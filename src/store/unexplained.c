/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "store/unexplained.h"

#include "store/db.h"

bool
apres_unexplained_add(apres_store *store, const char *company, const char *day,
		      const char *sentence, GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "INSERT INTO unexplained VALUES (?1, ?2, ?3, 1)"
				      " ON CONFLICT DO UPDATE SET count = count + 1");

	if (!apres_store_in_txn(store, error))
		return false;
	apres_bind_text(&query, company);
	apres_bind_text(&query, day);
	apres_bind_text(&query, sentence);
	return apres_query_run(&query, error);
}

static void
free_unexplained(gpointer data)
{
	apres_unexplained *one = data;

	g_free(one->sentence);
	g_free(one);
}

static gpointer
take_unexplained(apres_query *q)
{
	apres_unexplained *one = g_new0(apres_unexplained, 1);

	one->sentence = apres_take_text(q);
	one->count = apres_take_int(q);
	return one;
}

bool
apres_unexplained_top(apres_store *store, const char *company, const char *since,
		      guint max, GPtrArray **top_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT sentence, sum(count) FROM unexplained WHERE company = ?1"
		       " AND day >= ?2 GROUP BY sentence HAVING sum(count) > 1"
		       " ORDER BY sum(count) DESC, sentence LIMIT ?3");

	apres_bind_text(&query, company);
	apres_bind_text(&query, since);
	apres_bind_int(&query, max);
	return apres_query_rows(&query, take_unexplained, free_unexplained, top_out,
				error);
}

bool
apres_unexplained_forget(apres_store *store, const char *company, const char *day,
			 GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "DELETE FROM unexplained WHERE company = ?1 AND day < ?2");

	if (!apres_store_in_txn(store, error))
		return false;
	apres_bind_text(&query, company);
	apres_bind_text(&query, day);
	return apres_query_run(&query, error);
}
