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

int
main(void)
{
	Suite *s = suite_create("clock");
	TCase *tc = tcase_create("clock");

	tcase_add_test(tc, test_rfc3339_is_understood_and_a_bare_number_not);
	tcase_add_test(tc, test_the_clock_can_be_frozen);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
