/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/unexplained.h"
#include "policy/mask.h"
#include "store/unexplained.h"

#define SHOWN 10
#define KEPT_DAYS 56

static bool
is_only_unexplained(const apres_decision *d)
{
	const char *first = d->reasons->len > 0 ? d->reasons->pdata[0] : NULL;

	return d->effect == APRES_EFFECT_HOLD && d->unexplained->len > 0 &&
	       (g_strcmp0(first, "unexplained") == 0 ||
		g_strcmp0(first, "unclassified") == 0);
}

bool
apres_unexplained_note(apres_store *store, const apres_company *company,
		       const apres_decision *d, gint64 now, GError **error)
{
	if (!is_only_unexplained(d))
		return true;
	g_autoptr(apres_mask) mask = apres_mask_new(d->language);
	g_autofree char *day = apres_calendar_day(company->policy->calendar, now);
	g_autoptr(GHashTable) seen =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < d->unexplained->len; i++) {
		char *sentence = apres_mask_sentence(mask, d->unexplained->pdata[i]);
		if (sentence != NULL && g_hash_table_add(seen, sentence) &&
		    !apres_unexplained_add(store, company->config->id, day, sentence,
					   error))
			return false;
	}
	return true;
}

/* The day so many before DAY. */
static char *
days_before(const char *day, guint count)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autofree char *noon = g_strdup_printf("%sT12:00:00", day);
	g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(noon, utc);
	g_autoptr(GDateTime) before =
		time != NULL ? g_date_time_add_days(time, -(int)count) : NULL;

	return before != NULL ? g_date_time_format(before, "%Y-%m-%d") : g_strdup(day);
}

/* "2026-W48" */
static char *
week_of(const char *day)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autofree char *noon = g_strdup_printf("%sT12:00:00", day);
	g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(noon, utc);

	return time != NULL ? g_date_time_format(time, "%G-W%V") : g_strdup("");
}

bool
apres_unexplained_week(apres_store *store, const apres_company *company, const char *last,
		       const char *day, char **text_out, GError **error)
{
	g_autofree char *was = week_of(last);
	g_autofree char *is = week_of(day);
	g_autoptr(GPtrArray) top = NULL;

	*text_out = NULL;
	if (g_str_equal(was, is))
		return true;
	g_autofree char *since = days_before(day, 7);
	g_autofree char *old = days_before(day, KEPT_DAYS);
	if (!apres_unexplained_top(store, company->config->id, since, SHOWN, &top,
				   error) ||
	    !apres_unexplained_forget(store, company->config->id, old, error))
		return false;
	if (top->len == 0)
		return true;
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < top->len; i++) {
		const apres_unexplained *one = top->pdata[i];
		g_string_append_printf(text, "  %4" G_GINT64_FORMAT "  %s\n", one->count,
				       one->sentence);
	}
	*text_out = g_string_free(g_steal_pointer(&text), FALSE);
	return true;
}
