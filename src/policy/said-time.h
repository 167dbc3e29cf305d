/* SPDX-License-Identifier: Apache-2.0 */
/* A day and an hour as people write them; what could mean two times means none. */
#ifndef APRES_POLICY_SAID_TIME_H
#define APRES_POLICY_SAID_TIME_H
#include "policy/calendar.h"

typedef enum {
	APRES_SAID_TIME_CLEAR,
	APRES_SAID_TIME_UNCLEAR, /* no time, half of one, or more than one */
	APRES_SAID_TIME_PAST     /* clear, and over */
} apres_said_time;

/*
 * "2026-11-30 14:00", "2026-11-30T14:00", "Monday at 2pm", "tomorrow 9:30", "am Freitag
 * um 10 Uhr", "vendredi à 10h30", "mañana a las 10:00": of TEXT, folded (util/text.h), to
 * the last word, as it is meant by who writes it at NOW in the calendar's zone.
 *
 * Unclear: any other word, "3/4", a day without an hour, the weekday that is today, an
 * hour before seven that does not say am or pm, an hour that the clock skips or has
 * twice, what is more than a year away.
 */
apres_said_time apres_said_time_read(const char *text, const apres_calendar *calendar,
				     gint64 now, gint64 *at_out);
#endif
