/* SPDX-License-Identifier: Apache-2.0 */
/* Working days: durations such as "2bd" in a company's time zone and holidays. */
#ifndef APRES_POLICY_CALENDAR_H
#define APRES_POLICY_CALENDAR_H
#include "policy/duration.h"

typedef struct apres_calendar {
	GTimeZone *zone;
	guint workdays;       /* bit set, 1u << 1 = Monday ... 1u << 7 = Sunday */
	GHashTable *holidays; /* "2026-12-25" -> name */
	int day_start;        /* minutes after midnight at which the send window opens */
	int day_end;          /* ... and closes; a due date is at this time of its day */
} apres_calendar;

apres_calendar *apres_calendar_new(void); /* UTC, Monday to Friday, 09:00 to 17:00 */
void apres_calendar_free(apres_calendar *calendar);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_calendar, apres_calendar_free)

/*
 * WHEN + DURATION.  Working days: the end of the Nth working day after the
 * local day of WHEN (a mail on Saturday with 1bd is due Monday, day_end).  Months
 * and years: the end of the same day of a later month, or of that month's last.
 * DST-safe: computed on local dates.
 */
gint64 apres_calendar_add(const apres_calendar *calendar, gint64 when,
			  apres_duration duration);
/*
 * WHEN - DURATION.  Working days: the beginning (day_start) of the Nth working day before
 * the local day of WHEN.  Months and years: the beginning of the same day of an earlier
 * month, or of that month's last.
 */
gint64 apres_calendar_before(const apres_calendar *calendar, gint64 when,
			     apres_duration duration);
/* The earliest time >= WHEN within the window of [day_start, day_end) on a working day.
 */
gint64 apres_calendar_next_open(const apres_calendar *calendar, gint64 when);
/* Seconds of [FROM, TO) that lie in such windows; of a year and a bit at most. */
gint64 apres_calendar_open_secs(const apres_calendar *calendar, gint64 from, gint64 to);
/* The local day of WHEN, "2026-12-02"; caller owns. */
char *apres_calendar_day(const apres_calendar *calendar, gint64 when);
/* Noon of the local DAY, "2026-12-02", which no change of the clocks moves into another;
 * 0 for NULL and for what is no day. */
gint64 apres_calendar_noon(const apres_calendar *calendar, const char *day);
/* "Wed 2 Dec 17:00" in the calendar's zone, for mails and screens, with the year if it is
 * not that of NOW; caller owns. */
char *apres_calendar_format(const apres_calendar *calendar, gint64 when, gint64 now);
/* The same for a mail in LANGUAGE: "Mi 2. Dezember 2026, 17:00"; in English as on
 * screens.  Caller owns. */
char *apres_calendar_format_in(const apres_calendar *calendar, gint64 when, gint64 now,
			       const char *language);
/* A date for a reply's text in LANGUAGE: "2 December 2026", "2. Dezember 2026" ...;
 * caller owns. */
char *apres_calendar_format_date(const apres_calendar *calendar, gint64 when,
				 const char *language);
#endif
