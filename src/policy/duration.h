/* SPDX-License-Identifier: Apache-2.0 */
/* How long something takes or is kept. */
#ifndef APRES_POLICY_DURATION_H
#define APRES_POLICY_DURATION_H
#include <glib.h>
#include <stdbool.h>

/* "30min", "4h", "2d" (days of 24 h), "5bd" (working days), "1mo", "4y". */
typedef struct apres_duration {
	int count;
	enum {
		APRES_UNIT_MINUTES,
		APRES_UNIT_HOURS,
		APRES_UNIT_DAYS,
		APRES_UNIT_WORKDAYS,
		APRES_UNIT_MONTHS,
		APRES_UNIT_YEARS
	} unit;
} apres_duration;

bool apres_duration_parse(const char *text, apres_duration *duration_out);
/* As it is parsed; caller owns. */
char *apres_duration_to_string(apres_duration duration);
/* As people say it, "2 working days"; caller owns. */
char *apres_duration_words(apres_duration duration);
/* WHEN less DURATION; days of 24 h, whether people work on them or not; a month has 31
 * of them, a year 366. */
gint64 apres_duration_before(apres_duration duration, gint64 when);
/* Of months or years: how many months. */
guint apres_duration_months(apres_duration duration);
/* A year is twelve months. */
bool apres_duration_is_same(apres_duration a, apres_duration b);
/*
 * How many days it takes at least, and at most, wherever in the calendar it begins: a
 * month 28 and 31, five working days from a Sunday 5, from a Friday 7.  Begun days count;
 * holidays are not looked at.
 */
int apres_duration_shortest(apres_duration duration);
int apres_duration_longest(apres_duration duration);
#endif
