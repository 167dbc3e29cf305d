/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "store/share.h"

#include "store/db.h"

static void
free_share(gpointer data)
{
	apres_share *share = data;

	g_free(share->company);
	g_free(share->reason);
	g_free(share);
}

static gpointer
take_share(apres_query *q)
{
	apres_share *share = g_new0(apres_share, 1);

	share->company = apres_take_text(q);
	share->reason = apres_take_text(q);
	share->day = apres_take_int(q);
	share->day_total = apres_take_int(q);
	share->before = apres_take_int(q);
	share->before_total = apres_take_int(q);
	return share;
}

bool
apres_shares_load(apres_store *store, gint64 now, GPtrArray **shares_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, APRES_QUERY_WHOLE
		"WITH m AS (SELECT company, effect, reasons, decided > ?1 AS today"
		" FROM message WHERE duplicate_of = 0 AND decided > ?2 AND decided <= "
		"?3),"
		" t AS (SELECT company, sum(today) AS day, sum(NOT today) AS before"
		" FROM m GROUP BY company)"
		" SELECT m.company, r.value, sum(m.today), t.day, sum(NOT m.today), "
		"t.before"
		" FROM m JOIN t ON t.company = m.company, json_each(m.reasons) r"
		" WHERE m.effect <> 0 AND (r.value LIKE 'machine:%' OR r.value IN"
		" ('unaligned', 'dmarc-fail', 'unverified', 'no-from', 'from-unusable',"
		" 'too-old', 'charset', 'encrypted'))"
		" GROUP BY m.company, r.value HAVING sum(m.today) > 0"
		" ORDER BY 3 DESC, 1, 2");

	apres_bind_int(&query, now - APRES_SHARE_DAY_SECS);
	apres_bind_int(&query, now - APRES_SHARE_DAY_SECS - APRES_SHARE_BEFORE_SECS);
	apres_bind_int(&query, now);
	return apres_query_rows(&query, take_share, free_share, shares_out, error);
}

bool
apres_share_is_unusual(const apres_share *s)
{
	if (s->day < 5 || s->day_total < 10 || s->day * 4 < s->day_total)
		return false;
	if (s->before_total < 20)
		return s->day * 2 >= s->day_total;
	return s->day * s->before_total >= 2 * s->before * s->day_total;
}
