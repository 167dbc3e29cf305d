/* SPDX-License-Identifier: Apache-2.0 */
/* "Now", which tests can freeze, and time as text. */
#ifndef APRES_UTIL_CLOCK_H
#define APRES_UTIL_CLOCK_H
#include <glib.h>
#include <stdbool.h>

/*
 * Seconds since the epoch, UTC.  The environment variable APRES_TEST_NOW, an
 * RFC 3339 time or seconds, overrides the clock (tests, replay); if it names a
 * file ("@PATH"), the time is read from that file at every call.
 */
gint64 apres_clock_now(void);
/* "2026-11-24T13:50:00Z"; caller owns. */
char *apres_clock_format_utc(gint64 when);
/*
 * How screens print WHEN, in ZONE: "24 Nov 13:50", "24 Nov 2025 13:50" in another year
 * than NOW, "24 Nov 13:50 CET" where this machine's clock shows another time; "-" for 0.
 * Caller owns.
 */
char *apres_clock_format(gint64 when, GTimeZone *zone, gint64 now);
/* Parse RFC 3339; false for anything else.  A bare number is no time: whoever writes 30
 * means days. */
bool apres_clock_parse(const char *text, gint64 *when_out);
#endif
