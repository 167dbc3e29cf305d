/* SPDX-License-Identifier: Apache-2.0 */
/* Lengths of time, and how many days they are. */
#include "config.h"
#include "policy/duration.h"

#define MAX_COUNT 9999
#define WORKDAYS_A_WEEK 5
/* Four years, from one with a leap day in it: every order of months. */
#define FIRST_YEAR 2027
#define MONTHS_TO_TRY 48

static const char *const names[] = {
	[APRES_UNIT_MINUTES] = "min", [APRES_UNIT_HOURS] = "h",   [APRES_UNIT_DAYS] = "d",
	[APRES_UNIT_WORKDAYS] = "bd", [APRES_UNIT_MONTHS] = "mo", [APRES_UNIT_YEARS] = "y"
};

bool
apres_duration_parse(const char *text, apres_duration *duration_out)
{
	char *end = NULL;

	if (text == NULL || !g_ascii_isdigit(text[0]))
		return false;
	guint64 count = g_ascii_strtoull(text, &end, 10);
	if (count == 0 || count > MAX_COUNT)
		return false;
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		if (g_str_equal(end, names[i])) {
			duration_out->count = (int)count;
			duration_out->unit = i;
			return true;
		}
	}
	return false;
}

char *
apres_duration_to_string(apres_duration duration)
{
	return g_strdup_printf("%d%s", duration.count, names[duration.unit]);
}

char *
apres_duration_words(apres_duration duration)
{
	static const char *const units[] = {
		[APRES_UNIT_MINUTES] = "minute", [APRES_UNIT_HOURS] = "hour",
		[APRES_UNIT_DAYS] = "day",       [APRES_UNIT_WORKDAYS] = "working day",
		[APRES_UNIT_MONTHS] = "month",   [APRES_UNIT_YEARS] = "year"
	};

	return g_strdup_printf("%d %s%s", duration.count, units[duration.unit],
			       duration.count == 1 ? "" : "s");
}

gint64
apres_duration_before(apres_duration duration, gint64 when)
{
	static const gint64 secs[] = {
		[APRES_UNIT_MINUTES] = 60,        [APRES_UNIT_HOURS] = 3600,
		[APRES_UNIT_DAYS] = 86400,        [APRES_UNIT_WORKDAYS] = 86400,
		[APRES_UNIT_MONTHS] = 31 * 86400, [APRES_UNIT_YEARS] = 366 * 86400
	};

	return when - duration.count * secs[duration.unit];
}

guint
apres_duration_months(apres_duration duration)
{
	guint months = (guint)duration.count;

	return duration.unit == APRES_UNIT_YEARS ? 12 * months : months;
}

bool
apres_duration_is_same(apres_duration a, apres_duration b)
{
	bool months = a.unit >= APRES_UNIT_MONTHS && b.unit >= APRES_UNIT_MONTHS;

	return months ? apres_duration_months(a) == apres_duration_months(b)
		      : a.unit == b.unit && a.count == b.count;
}

/* The days of so many MONTHS, at least or at most. */
static int
days_of_months(guint months, bool most)
{
	int found = 0;

	for (guint i = 0; i < MONTHS_TO_TRY; i++) {
		GDate from, to;
		g_date_clear(&from, 1);
		g_date_set_dmy(&from, 1, G_DATE_JANUARY, FIRST_YEAR);
		g_date_add_months(&from, i);
		to = from;
		g_date_add_months(&to, months);
		int days = g_date_days_between(&from, &to);
		if (i == 0 || (most ? days > found : days < found))
			found = days;
	}
	return found;
}

static int
days_of(apres_duration duration, bool most)
{
	int count = duration.count, weeks;

	switch (duration.unit) {
	case APRES_UNIT_MINUTES: return (count + 24 * 60 - 1) / (24 * 60);
	case APRES_UNIT_HOURS: return (count + 23) / 24;
	case APRES_UNIT_DAYS: return count;
	case APRES_UNIT_WORKDAYS:
		weeks = (most ? count + WORKDAYS_A_WEEK - 1 : count - 1) /
			WORKDAYS_A_WEEK;
		return count + weeks * (7 - WORKDAYS_A_WEEK);
	case APRES_UNIT_MONTHS:
	case APRES_UNIT_YEARS: break;
	}
	return days_of_months(apres_duration_months(duration), most);
}

int
apres_duration_shortest(apres_duration duration)
{
	return days_of(duration, false);
}

int
apres_duration_longest(apres_duration duration)
{
	return days_of(duration, true);
}
