/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "policy/said-time.h"

#include <stdio.h>
#include <string.h>

#define EARLIEST_HOUR 7
#define DAYS_AHEAD 366

/* What was found so far; -1 and an invalid date: nothing. */
typedef struct sayings {
	GDate today, date;
	int weekday; /* 1 = Monday */
	int hour, minute;
	int half;    /* 0: "am", 12: "pm", -1: not said */
	bool failed; /* a word that means nothing here, or the second of its kind */
} sayings;

static const char *const weekdays[][7] = {
	{ "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" },
	{ "mon", "tue", "wed", "thu", "fri", "sat", "sun" },
	{ "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag",
	  "sonntag" },
	{ "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche" },
	{ "lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo" },
};

static const char *const fillers[] = { "on", "at", "for", "um",  "uhr", "den",
				       "le", "a",  "el",  "las", "la",  NULL };
static const char *const tomorrows[] = { "tomorrow", "morgen", "demain", "manana", NULL };
static const char *const todays[] = { "today", "heute", "aujourd'hui", "hoy", NULL };

/* ---- one word ---- */

static void
take_date(sayings *s, const GDate *date)
{
	s->failed |= g_date_valid(&s->date) != 0;
	s->date = *date;
}

static bool
take_day_word(sayings *s, const char *word)
{
	GDate date = s->today;

	for (guint l = 0; l < G_N_ELEMENTS(weekdays); l++)
		for (int i = 0; i < 7; i++)
			if (g_str_equal(word, weekdays[l][i])) {
				s->failed |= s->weekday != -1;
				s->weekday = i + 1;
				return true;
			}
	if (g_strv_contains(tomorrows, word))
		g_date_add_days(&date, 1);
	else if (!g_strv_contains(todays, word))
		return false;
	take_date(s, &date);
	return true;
}

static bool
take_iso_date(sayings *s, const char *word)
{
	int year, month, day, end = 0;
	GDate date;

	if (sscanf(word, "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3 || end != 10 ||
	    word[end] != '\0' || year < 1 || month < 1 || day < 1 ||
	    !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
		return false;
	g_date_clear(&date, 1);
	g_date_set_dmy(&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
	take_date(s, &date);
	return true;
}

static void
take_half(sayings *s, int half)
{
	s->failed |= s->half != -1 || s->hour < 1 || s->hour > 12;
	s->half = half;
}

/* "14:00", "10h30", "10h", "2pm", "2:30pm". */
static bool
take_hour(sayings *s, const char *word)
{
	int hour, minute = 0, end = 0, more = 0;

	if (!g_ascii_isdigit(*word) || sscanf(word, "%2d%n", &hour, &end) != 1)
		return false;
	const char *rest = word + end;
	bool bare = *rest == '\0';
	if (*rest == ':' || *rest == 'h') {
		bool colon = *rest++ == ':';
		if (strspn(rest, "0123456789") >= 2 &&
		    sscanf(rest, "%2d%n", &minute, &more) == 1)
			rest += more;
		else if (colon)
			return false;
	}
	const char *half = rest;
	if (g_str_equal(rest, "am") || g_str_equal(rest, "pm"))
		rest += 2;
	if (*rest != '\0' || bare || s->hour != -1)
		return false;
	s->hour = hour;
	s->minute = minute;
	if (*half != '\0')
		take_half(s, *half == 'p' ? 12 : 0);
	return true;
}

/* "10 Uhr", "10 am": a number is an hour only if the next word says so. */
static bool
take_bare_hour(sayings *s, const char *word, const char *next)
{
	guint64 hour;

	if (next == NULL || s->hour != -1 ||
	    !(g_str_equal(next, "uhr") || g_str_equal(next, "am") ||
	      g_str_equal(next, "pm")) ||
	    !g_ascii_string_to_unsigned(word, 10, 0, 23, &hour, NULL))
		return false;
	s->hour = (int)hour;
	s->minute = 0;
	return true;
}

static void
take_word(sayings *s, const char *word, const char *next)
{
	bool half = g_str_equal(word, "am") || g_str_equal(word, "pm");

	/* "am Freitag" is German, "10 am" is not. */
	if (half && s->hour != -1)
		take_half(s, *word == 'p' ? 12 : 0);
	else if (!(half && *word == 'a') && !g_strv_contains(fillers, word) &&
		 !take_day_word(s, word) && !take_iso_date(s, word) &&
		 !take_hour(s, word) && !take_bare_hour(s, word, next))
		s->failed = true;
}

/* ---- all together ---- */

static bool
settle_date(sayings *s)
{
	bool dated = g_date_valid(&s->date);

	if (s->weekday == -1)
		return dated;
	if (dated)
		return (int)g_date_get_weekday(&s->date) == s->weekday;
	int ahead = (s->weekday - (int)g_date_get_weekday(&s->today) + 7) % 7;
	s->date = s->today;
	g_date_add_days(&s->date, (guint)ahead);
	return ahead != 0;
}

static bool
settle_hour(sayings *s)
{
	if (s->half != -1)
		s->hour = s->hour % 12 + s->half;
	return s->hour >= (s->half != -1 ? 0 : EARLIEST_HOUR) && s->hour < 24 &&
	       s->minute < 60;
}

static bool
shows(const apres_calendar *calendar, gint64 at, const sayings *s)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at);
	g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, calendar->zone);

	return g_date_time_get_hour(local) == s->hour &&
	       g_date_time_get_minute(local) == s->minute;
}

/* The one moment at which clocks show it. */
static bool
settle_moment(const sayings *s, const apres_calendar *calendar, gint64 *at_out)
{
	g_autoptr(GDateTime) time = g_date_time_new(
		calendar->zone, g_date_get_year(&s->date), g_date_get_month(&s->date),
		g_date_get_day(&s->date), s->hour, s->minute, 0);

	if (time == NULL)
		return false;
	*at_out = g_date_time_to_unix(time);
	return shows(calendar, *at_out, s) && !shows(calendar, *at_out - 3600, s) &&
	       !shows(calendar, *at_out + 3600, s);
}

apres_said_time
apres_said_time_read(const char *text, const apres_calendar *calendar, gint64 now,
		     gint64 *at_out)
{
	g_autofree char *spaced = g_strdelimit(g_strdup(text), ",", ' ');
	g_autofree char *day = apres_calendar_day(calendar, now);
	sayings s = { .weekday = -1, .hour = -1, .half = -1 };
	int year, month, today;

	*at_out = 0;
	/* The ISO form with a T between its halves. */
	for (char *t = spaced; (t = strchr(t, 't')) != NULL; t++)
		if (t > spaced && g_ascii_isdigit(t[-1]) && g_ascii_isdigit(t[1]))
			*t = ' ';
	if (sscanf(day, "%d-%d-%d", &year, &month, &today) != 3)
		return APRES_SAID_TIME_UNCLEAR;
	g_date_clear(&s.today, 1);
	g_date_clear(&s.date, 1);
	g_date_set_dmy(&s.today, (GDateDay)today, (GDateMonth)month, (GDateYear)year);
	g_auto(GStrv) words = g_strsplit_set(g_strstrip(spaced), " ", 32);
	for (char **word = words; *word != NULL; word++)
		if (**word != '\0')
			take_word(&s, *word, word[1]);
	if (s.failed || s.hour == -1 || !settle_date(&s) || !settle_hour(&s) ||
	    !settle_moment(&s, calendar, at_out) ||
	    *at_out - now > (gint64)DAYS_AHEAD * 86400)
		return APRES_SAID_TIME_UNCLEAR;
	return *at_out > now ? APRES_SAID_TIME_CLEAR : APRES_SAID_TIME_PAST;
}
