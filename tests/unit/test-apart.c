/* SPDX-License-Identifier: Apache-2.0 */
/* Work in child processes: order is kept, whoever dies or hangs costs one file. */
#include "config.h"
#include "unit.h"
#include "apres/apart.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

typedef struct run_tally {
	guint crash_every, hang_at; /* 0 = never */
	guint next, good, crashed, late;
} run_tally;

static char *
work(guint i, void *context)
{
	const run_tally *tally = context;

	if (tally->crash_every != 0 && i % tally->crash_every == tally->crash_every - 1)
		raise(SIGKILL);
	while (tally->hang_at != 0 && i == tally->hang_at)
		pause();
	return g_strdup_printf("file %u", i);
}

static void
done(guint i, const char *text, const char *why, void *context)
{
	run_tally *tally = context;

	ck_assert_uint_eq(i, tally->next++);
	if (text != NULL) {
		g_autofree char *want = g_strdup_printf("file %u", i);
		ck_assert_str_eq(text, want);
		tally->good++;
	} else if (strcmp(why, "timeout") == 0) {
		tally->late++;
	} else {
		ck_assert_str_eq(why, "crash");
		tally->crashed++;
	}
}

START_TEST(test_every_file_is_reported_once_and_in_order)
{
	static const guint counts[] = { 0, 1, 63, 64, 65, 1000 };
	run_tally tally = { 0 };
	g_autoptr(GError) error = NULL;

	ck_assert(apres_apart_run(counts[_i], 10, work, done, &tally, &error));
	ck_assert_uint_eq(tally.good, counts[_i]);
}
END_TEST

START_TEST(test_a_crash_costs_one_file)
{
	run_tally tally = { .crash_every = 50 };
	g_autoptr(GError) error = NULL;

	ck_assert(apres_apart_run(200, 10, work, done, &tally, &error));
	ck_assert_uint_eq(tally.crashed, 4);
	ck_assert_uint_eq(tally.good, 196);
}
END_TEST

START_TEST(test_all_may_crash)
{
	run_tally tally = { .crash_every = 1 };
	g_autoptr(GError) error = NULL;

	ck_assert(apres_apart_run(70, 10, work, done, &tally, &error));
	ck_assert_uint_eq(tally.crashed, 70);
}
END_TEST

START_TEST(test_a_hang_ends_and_costs_one_file)
{
	run_tally tally = { .hang_at = 3 };
	g_autoptr(GError) error = NULL;

	ck_assert(apres_apart_run(100, 1, work, done, &tally, &error));
	ck_assert_uint_eq(tally.late, 1);
	ck_assert_uint_eq(tally.good, 99);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("apart");
	TCase *tc = tcase_create("apart");

	tcase_set_timeout(tc, 30);
	tcase_add_loop_test(tc, test_every_file_is_reported_once_and_in_order, 0, 6);
	tcase_add_test(tc, test_a_crash_costs_one_file);
	tcase_add_test(tc, test_all_may_crash);
	tcase_add_test(tc, test_a_hang_ends_and_costs_one_file);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
