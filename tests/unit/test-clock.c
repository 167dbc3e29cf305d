/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "unit.h"
#include "util/clock.h"

START_TEST(test_rfc3339_is_understood_and_a_bare_number_not)
{
	gint64 when = 0;

	ck_assert(apres_clock_parse("2026-11-24T13:50:00Z", &when));
	ck_assert_int_eq(when, 1795528200);
	ck_assert(!apres_clock_parse("1795528200", &when));
	ck_assert(!apres_clock_parse("30", &when));
	ck_assert(!apres_clock_parse("tomorrow", &when));
}
END_TEST

START_TEST(test_the_clock_can_be_frozen)
{
	g_setenv("APRES_TEST_NOW", "2026-11-24T13:50:00Z", TRUE);
	ck_assert_int_eq(apres_clock_now(), 1795528200);
	g_autofree char *text = apres_clock_format_utc(apres_clock_now());
	ck_assert_str_eq(text, "2026-11-24T13:50:00Z");
	g_setenv("APRES_TEST_NOW", "1795528201", TRUE);
	ck_assert_int_eq(apres_clock_now(), 1795528201);
}
END_TEST

START_TEST(test_a_time_says_where_and_in_which_year)
{
	static const struct {
		const char *here, *there, *when, *shown;
	} rows[] = {
		{ "UTC", "UTC", "2026-11-24T13:50:00Z", "24 Nov 13:50" },
		{ "UTC", "Europe/Berlin", "2026-11-24T13:50:00Z", "24 Nov 14:50 CET" },
		{ "Europe/Paris", "Europe/Berlin", "2026-07-24T13:50:00Z",
		  "24 Jul 15:50" },
		/* The year is that of the place, too. */
		{ "UTC", "UTC", "2027-01-01T00:00:00Z", "1 Jan 2027 00:00" },
		{ "UTC", "America/New_York", "2027-01-01T00:00:00Z", "31 Dec 19:00 EST" },
		{ "UTC", "UTC", "1970-01-01T00:00:00Z", "-" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(rows[i].there);
		gint64 when, now;
		ck_assert(apres_clock_parse(rows[i].when, &when));
		ck_assert(apres_clock_parse("2026-11-24T13:50:00Z", &now));
		g_setenv("TZ", rows[i].here, TRUE);
		g_autofree char *shown = apres_clock_format(when, zone, now);
		ck_assert_str_eq(shown, rows[i].shown);
	}
	g_setenv("TZ", "UTC", TRUE);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("clock");
	TCase *tc = tcase_create("clock");

	tcase_add_test(tc, test_rfc3339_is_understood_and_a_bare_number_not);
	tcase_add_test(tc, test_the_clock_can_be_frozen);
	tcase_add_test(tc, test_a_time_says_where_and_in_which_year);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
