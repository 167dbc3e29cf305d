/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "store/arrivals.h"

#include "store/db.h"

/* A Maildir's mail is a name, a filter's is a message only. */
bool
apres_arrivals_load(apres_store *store, const char *mailbox, gint64 now, gint64 span_secs,
		    GArray **times_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, APRES_QUERY_WHOLE
		"WITH a AS (SELECT at FROM name"
		" WHERE mailbox = ?1 AND state <> 'adopted' AND at <= ?2"
		" UNION SELECT decided FROM message WHERE mailbox = ?1 AND decided <= ?2)"
		" SELECT at FROM a WHERE at > (SELECT max(at) FROM a) - ?3 ORDER BY at");
	g_autoptr(GArray) times = g_array_new(FALSE, FALSE, sizeof(gint64));

	apres_bind_text(&query, mailbox);
	apres_bind_int(&query, now);
	apres_bind_int(&query, span_secs);
	if (!apres_query_add_ints(&query, times, error))
		return false;
	*times_out = g_steal_pointer(&times);
	return true;
}
