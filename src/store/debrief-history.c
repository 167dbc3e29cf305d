/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "store/debrief-history.h"

#include "store/db.h"

static void
free_entry(gpointer data)
{
	apres_debrief_entry *entry = data;

	g_free(entry->event);
	g_free(entry->state);
	g_free(entry->by);
	g_free(entry->purpose);
	g_free(entry);
}

static gpointer
take_entry(apres_query *q)
{
	apres_debrief_entry *entry = g_new0(apres_debrief_entry, 1);

	entry->index = apres_take_int(q);
	entry->at = apres_take_int(q);
	entry->message_id = apres_take_int(q);
	entry->event = apres_take_text(q);
	entry->state = apres_take_text(q);
	entry->by = apres_take_text(q);
	entry->purpose = apres_take_text(q);
	return entry;
}

bool
apres_debrief_history(apres_store *store, const char *company, gint64 id,
		      GPtrArray **entries_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"SELECT idx, at, message, coalesce(facts ->> 'event', facts ->> "
		"'outcome'),"
		" facts ->> 'state', facts ->> 'by', facts ->> 'purpose'"
		" FROM (SELECT idx, at, message, CAST(pub AS TEXT) -> 'facts' AS facts"
		" FROM entry WHERE type IN ('debrief', 'debrief-mail') AND company = ?1)"
		" WHERE facts ->> 'debrief' = ?2 ORDER BY idx");

	apres_bind_text(&query, company);
	apres_bind_int(&query, id);
	return apres_query_rows(&query, take_entry, free_entry, entries_out, error);
}
