/* SPDX-License-Identifier: Apache-2.0 */
/* Working days on local dates, so that a day with 23 or 25 hours is one day. */
#include "config.h"
#include "policy/calendar.h"

/* A calendar without a working day must end somewhere: a year and a bit. */
#define MAX_DAYS_AHEAD 400

apres_calendar *
apres_calendar_new(void)
{
	apres_calendar *calendar = g_new0(apres_calendar, 1);

	calendar->zone = g_time_zone_new_utc();
	calendar->workdays = 1u << 1 | 1u << 2 | 1u << 3 | 1u << 4 | 1u << 5;
	calendar->holidays =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	calendar->day_start = 9 * 60;
	calendar->day_end = 17 * 60;
	return calendar;
}

void
apres_calendar_free(apres_calendar *calendar)
{
	if (calendar == NULL)
		return;
	g_time_zone_unref(calendar->zone);
	g_hash_table_unref(calendar->holidays);
	g_free(calendar);
}

static GDateTime *
local_time(const apres_calendar *calendar, gint64 when)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(when);

	return utc != NULL ? g_date_time_to_timezone(utc, calendar->zone) : NULL;
}

static bool
is_workday(const apres_calendar *calendar, const GDate *day)
{
	char name[16];

	if ((calendar->workdays & 1u << g_date_get_weekday(day)) == 0)
		return false;
	g_date_strftime(name, sizeof name, "%Y-%m-%d", day);
	return !g_hash_table_contains(calendar->holidays, name);
}

/* MINUTES after local midnight of DAY, as seconds since the epoch. */
static gint64
time_on(const apres_calendar *calendar, const GDate *day, int minutes)
{
	bool midnight = minutes >= 24 * 60;
	g_autoptr(GDateTime) time = g_date_time_new(
		calendar->zone, g_date_get_year(day), (gint)g_date_get_month(day),
		g_date_get_day(day), midnight ? 23 : minutes / 60,
		midnight ? 59 : minutes % 60, midnight ? 59 : 0);

	return time != NULL ? g_date_time_to_unix(time) : 0;
}

static void
local_day(const GDateTime *time, GDate *day)
{
	GDateTime *t = (GDateTime *)time; /* GLib's getters are not const */

	g_date_clear(day, 1);
	g_date_set_dmy(day, (GDateDay)g_date_time_get_day_of_month(t),
		       (GDateMonth)g_date_time_get_month(t),
		       (GDateYear)g_date_time_get_year(t));
}

/* The Nth working day after DAY, or before it (STEP -1). */
static void
step_workdays(const apres_calendar *calendar, GDate *day, int count, int step)
{
	int idle = 0;

	for (int left = count; left > 0 && idle < MAX_DAYS_AHEAD;) {
		if (step > 0)
			g_date_add_days(day, 1);
		else
			g_date_subtract_days(day, 1);
		bool works = is_workday(calendar, day);
		left -= works;
		idle = works ? 0 : idle + 1;
	}
}

/* MINUTES after midnight of the local day that is DURATION, of whole days, after WHEN
 * (STEP 1) or before it (-1). */
static gint64
days_away(const apres_calendar *calendar, gint64 when, apres_duration duration, int step,
	  int minutes)
{
	g_autoptr(GDateTime) local = local_time(calendar, when);
	GDate day;

	if (local == NULL)
		return when;
	local_day(local, &day);
	if (duration.unit == APRES_UNIT_WORKDAYS)
		step_workdays(calendar, &day, duration.count, step);
	else if (step > 0)
		g_date_add_months(&day, apres_duration_months(duration));
	else
		g_date_subtract_months(&day, apres_duration_months(duration));
	return time_on(calendar, &day, minutes);
}

gint64
apres_calendar_add(const apres_calendar *calendar, gint64 when, apres_duration duration)
{
	switch (duration.unit) {
	case APRES_UNIT_MINUTES: return when + (gint64)duration.count * 60;
	case APRES_UNIT_HOURS: return when + (gint64)duration.count * 3600;
	case APRES_UNIT_DAYS: return when + (gint64)duration.count * 86400;
	case APRES_UNIT_WORKDAYS:
	case APRES_UNIT_MONTHS:
	case APRES_UNIT_YEARS: break;
	}
	return days_away(calendar, when, duration, 1, calendar->day_end);
}

gint64
apres_calendar_before(const apres_calendar *calendar, gint64 when,
		      apres_duration duration)
{
	switch (duration.unit) {
	case APRES_UNIT_MINUTES:
	case APRES_UNIT_HOURS:
	case APRES_UNIT_DAYS: return apres_duration_before(duration, when);
	case APRES_UNIT_WORKDAYS:
	case APRES_UNIT_MONTHS:
	case APRES_UNIT_YEARS: break;
	}
	return days_away(calendar, when, duration, -1, calendar->day_start);
}

gint64
apres_calendar_next_open(const apres_calendar *calendar, gint64 when)
{
	g_autoptr(GDateTime) local = local_time(calendar, when);
	GDate day;

	if (local == NULL)
		return when;
	local_day(local, &day);
	for (int i = 0; i < MAX_DAYS_AHEAD; i++, g_date_add_days(&day, 1)) {
		if (!is_workday(calendar, &day))
			continue;
		gint64 open = time_on(calendar, &day, calendar->day_start);
		if (when < open)
			return open;
		if (when < time_on(calendar, &day, calendar->day_end))
			return when;
	}
	return when;
}

gint64
apres_calendar_open_secs(const apres_calendar *calendar, gint64 from, gint64 to)
{
	g_autoptr(GDateTime) local = local_time(calendar, from);
	gint64 sum = 0;
	GDate day;

	if (local == NULL)
		return 0;
	local_day(local, &day);
	for (int i = 0; i < MAX_DAYS_AHEAD; i++, g_date_add_days(&day, 1)) {
		gint64 open = time_on(calendar, &day, calendar->day_start);
		gint64 close = time_on(calendar, &day, calendar->day_end);
		if (open >= to)
			break;
		if (is_workday(calendar, &day))
			sum += MAX(0, MIN(close, to) - MAX(open, from));
	}
	return sum;
}

char *
apres_calendar_day(const apres_calendar *calendar, gint64 when)
{
	g_autoptr(GDateTime) local = local_time(calendar, when);

	return local != NULL ? g_date_time_format(local, "%Y-%m-%d") : g_strdup("");
}

gint64
apres_calendar_noon(const apres_calendar *calendar, const char *day)
{
	g_autofree char *text = g_strconcat(day != NULL ? day : "", "T12:00:00", NULL);
	g_autoptr(GDateTime) noon = g_date_time_new_from_iso8601(text, calendar->zone);

	return noon != NULL ? g_date_time_to_unix(noon) : 0;
}

/* Month names are ours: a daemon's locale is not the candidate's language. */
static const char *const months[][12] = {
	{ "January", "February", "March", "April", "May", "June", "July", "August",
	  "September", "October", "November", "December" },
	{ "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August",
	  "September", "Oktober", "November", "Dezember" },
	{ "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
	  "septembre", "octobre", "novembre", "décembre" },
	{ "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
	  "septiembre", "octubre", "noviembre", "diciembre" },
};

char *
apres_calendar_format(const apres_calendar *calendar, gint64 when, gint64 now)
{
	static const char *const days[] = { "",    "Mon", "Tue", "Wed",
					    "Thu", "Fri", "Sat", "Sun" };
	g_autoptr(GDateTime) local = local_time(calendar, when);
	g_autoptr(GDateTime) today = local_time(calendar, now);

	if (local == NULL || today == NULL)
		return g_strdup("?");
	int year = g_date_time_get_year(local);
	g_autofree char *other = year != g_date_time_get_year(today)
					 ? g_strdup_printf(" %d", year)
					 : g_strdup("");
	return g_strdup_printf(
		"%s %d %.3s%s %02d:%02d", days[g_date_time_get_day_of_week(local)],
		g_date_time_get_day_of_month(local),
		months[0][g_date_time_get_month(local) - 1], other,
		g_date_time_get_hour(local), g_date_time_get_minute(local));
}

/* Which of the languages with names here; 0 is English. */
static guint
language_index(const char *language)
{
	static const char *const tags[] = { "en", "de", "fr", "es" };

	for (guint i = 0; language != NULL && i < G_N_ELEMENTS(tags); i++)
		if (g_str_has_prefix(language, tags[i]))
			return i;
	return 0;
}

char *
apres_calendar_format_date(const apres_calendar *calendar, gint64 when,
			   const char *language)
{
	g_autoptr(GDateTime) local = local_time(calendar, when);
	guint l = language_index(language);

	if (local == NULL)
		return g_strdup("?");
	int day = g_date_time_get_day_of_month(local), year = g_date_time_get_year(local);
	const char *month = months[l][g_date_time_get_month(local) - 1];
	if (l == 2 && day == 1)
		return g_strdup_printf("1er %s %d", month, year);
	switch (l) {
	case 1: return g_strdup_printf("%d. %s %d", day, month, year);
	case 3: return g_strdup_printf("%d de %s de %d", day, month, year);
	default: return g_strdup_printf("%d %s %d", day, month, year);
	}
}

char *
apres_calendar_format_in(const apres_calendar *calendar, gint64 when, gint64 now,
			 const char *language)
{
	static const char *const days[][8] = {
		{ "" },
		{ "", "Mo", "Di", "Mi", "Do", "Fr", "Sa", "So" },
		{ "", "lun", "mar", "mer", "jeu", "ven", "sam", "dim" },
		{ "", "lun", "mar", "mié", "jue", "vie", "sáb", "dom" },
	};
	g_autoptr(GDateTime) local = local_time(calendar, when);
	g_autofree char *date = apres_calendar_format_date(calendar, when, language);
	guint l = language_index(language);

	if (l == 0 || local == NULL)
		return apres_calendar_format(calendar, when, now);
	return g_strdup_printf(
		"%s %s, %02d:%02d", days[l][g_date_time_get_day_of_week(local)], date,
		g_date_time_get_hour(local), g_date_time_get_minute(local));
}
