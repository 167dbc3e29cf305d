/* SPDX-License-Identifier: Apache-2.0 */
/* What a spreadsheet is given. */
#include "config.h"
#include "apres/csv-out.h"

#include "unit.h"

static void
assert_cell(const char *cell, const char *expected)
{
	g_autoptr(GString) out = g_string_new(NULL);

	apres_csv_add(out, cell);
	ck_assert_str_eq(out->str, expected);
}

START_TEST(test_cells_are_quoted_and_commas_stand_between)
{
	g_autoptr(GString) out = g_string_new(NULL);

	apres_csv_add(out, NULL);
	apres_csv_add(out, "a,\"b\"\nc");
	apres_csv_add_int(out, -3);
	apres_csv_end(out);
	apres_csv_add(out, "next");
	ck_assert_str_eq(out->str, "\"\",\"a,\"\"b\"\"\nc\",-3\r\n\"next\"");
}
END_TEST

START_TEST(test_no_cell_is_a_formula)
{
	assert_cell("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\"");
	assert_cell("+1", "\"'+1\"");
	assert_cell("-1", "\"'-1\"");
	assert_cell("@SUM(A1)", "\"'@SUM(A1)\"");
	assert_cell("\t=1", "\"'\t=1\"");
	assert_cell("\r=1", "\"'\r=1\"");
	assert_cell("1=1", "\"1=1\"");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("csv");
	TCase *tc = tcase_create("csv");

	tcase_add_test(tc, test_cells_are_quoted_and_commas_stand_between);
	tcase_add_test(tc, test_no_cell_is_a_formula);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
