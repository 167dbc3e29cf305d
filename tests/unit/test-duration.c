/* SPDX-License-Identifier: Apache-2.0 */
/* Lengths of time: as they are written, and how many days they are. */
#include "config.h"
#include "policy/calendar.h"
#include "util/clock.h"

#include "unit.h"

static const struct {
	const char *text;
	int shortest, longest;
} lengths[] = {
	{ "30min", 1, 1 },    { "24h", 1, 1 },      { "25h", 2, 2 },
	{ "45d", 45, 45 },    { "1bd", 1, 3 },      { "5bd", 5, 7 },
	{ "10bd", 12, 14 },   { "20bd", 26, 28 },   { "1mo", 28, 31 },
	{ "6mo", 181, 184 },  { "12mo", 365, 366 }, { "1y", 365, 366 },
	{ "4y", 1461, 1461 },
};

START_TEST(test_a_length_is_so_many_days)
{
	apres_duration is;

	ck_assert(apres_duration_parse(lengths[_i].text, &is));
	g_autofree char *again = apres_duration_to_string(is);
	ck_assert_str_eq(again, lengths[_i].text);
	ck_assert_int_eq(apres_duration_shortest(is), lengths[_i].shortest);
	ck_assert_int_eq(apres_duration_longest(is), lengths[_i].longest);
}
END_TEST

START_TEST(test_what_is_no_length_is_refused)
{
	static const char *const wrong[] = { "",    "d",      "0d", "1",   "1 d",
					     "-1d", "10000d", "1m", "1mon" };
	apres_duration is;

	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++)
		ck_assert_msg(!apres_duration_parse(wrong[i], &is), "%s", wrong[i]);
	ck_assert(!apres_duration_parse(NULL, &is));
}
END_TEST

/* The last day of a short month stands for one that it does not have. */
START_TEST(test_a_month_ends_on_the_same_day)
{
	static const struct {
		const char *from, *text, *to;
	} cases[] = {
		{ "2026-11-26T14:00:00Z", "1mo", "2026-12-26T17:00:00Z" },
		{ "2027-01-31T08:00:00Z", "1mo", "2027-02-28T17:00:00Z" },
		{ "2028-02-29T08:00:00Z", "1y", "2029-02-28T17:00:00Z" },
		{ "2027-12-31T23:00:00Z", "2mo", "2028-02-29T17:00:00Z" },
	};
	g_autoptr(apres_calendar) calendar = apres_calendar_new();

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		apres_duration length;
		gint64 from, to;
		ck_assert(apres_clock_parse(cases[i].from, &from));
		ck_assert(apres_clock_parse(cases[i].to, &to));
		ck_assert(apres_duration_parse(cases[i].text, &length));
		ck_assert_int_eq(apres_calendar_add(calendar, from, length), to);
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("durations");
	TCase *tc = tcase_create("durations");

	tcase_add_loop_test(tc, test_a_length_is_so_many_days, 0, G_N_ELEMENTS(lengths));
	tcase_add_test(tc, test_what_is_no_length_is_refused);
	tcase_add_test(tc, test_a_month_ends_on_the_same_day);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
