/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "util/clock.h"

bool
apres_clock_parse(const char *text, gint64 *when_out)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(text, utc);

	if (time == NULL)
		return false;
	*when_out = g_date_time_to_unix(time);
	return true;
}

gint64
apres_clock_now(void)
{
	const char *frozen = g_getenv("APRES_TEST_NOW");
	g_autofree char *from_file = NULL;
	gint64 when;

	if (frozen != NULL && frozen[0] == '@') {
		if (g_file_get_contents(frozen + 1, &from_file, NULL, NULL))
			frozen = g_strstrip(from_file);
	}
	if (frozen != NULL &&
	    (apres_clock_parse(frozen, &when) ||
	     g_ascii_string_to_signed(frozen, 10, 0, G_MAXINT64, &when, NULL)))
		return when;
	return g_get_real_time() / G_USEC_PER_SEC;
}

char *
apres_clock_format_utc(gint64 when)
{
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(when);

	if (time == NULL)
		return g_strdup_printf("@%" G_GINT64_FORMAT, when);
	return g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ");
}

char *
apres_clock_format(gint64 when, GTimeZone *zone, gint64 now)
{
	g_autoptr(GDateTime) utc = when != 0 ? g_date_time_new_from_unix_utc(when) : NULL;
	g_autoptr(GDateTime) today = g_date_time_new_from_unix_utc(now);

	if (utc == NULL || today == NULL)
		return g_strdup("-");
	g_autoptr(GDateTime) there = g_date_time_to_timezone(utc, zone);
	g_autoptr(GDateTime) there_now = g_date_time_to_timezone(today, zone);
	g_autoptr(GDateTime) here = g_date_time_to_local(utc);
	bool this_year = g_date_time_get_year(there) == g_date_time_get_year(there_now);
	g_autofree char *text =
		g_date_time_format(there, this_year ? "%-e %b %H:%M" : "%-e %b %Y %H:%M");
	if (g_date_time_get_utc_offset(there) == g_date_time_get_utc_offset(here))
		return g_steal_pointer(&text);
	return g_strconcat(text, " ", g_date_time_get_timezone_abbreviation(there), NULL);
}
