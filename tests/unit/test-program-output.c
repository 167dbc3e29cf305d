/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/program-output.h"
#include "util/error.h"

#include <string.h>

#include "unit.h"

START_TEST(what_a_program_prints_is_returned)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) bytes = apres_program_output(
		"printf 'address,%s' \"name status\"", 1000, 20, &error);

	ck_assert_msg(bytes != NULL, "%s", error ? error->message : "");
	ck_assert_uint_eq(g_bytes_get_size(bytes), strlen("address,name status"));
	ck_assert_mem_eq(g_bytes_get_data(bytes, NULL), "address,name status", 19);
}
END_TEST

static const struct {
	const char *command, *words;
} faults[] = {
	{ "/nonexistent/roster", "/nonexistent/roster" },
	{ "sh -c 'exit 3'", "ended with status 3" },
	{ "sh -c 'kill -9 $$'", "ended with status -1" },
	{ "head -c 5000 /dev/zero", "more than 1000 bytes" },
	{ "sleep 60", "took more than 1 s" },
	{ "printf 'unbalanced", "unbalanced" },
	{ "", "command ''" },
};

START_TEST(a_program_that_fails_is_named)
{
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(apres_program_output(faults[_i].command, 1000, 1, &error));
	ck_assert(g_error_matches(error, APRES_ERROR, APRES_ERROR_CONFIG));
	ck_assert_msg(strstr(error->message, faults[_i].words) != NULL, "%s",
		      error->message);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("program-output");
	TCase *t = tcase_create("program-output");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, what_a_program_prints_is_returned);
	tcase_add_loop_test(t, a_program_that_fails_is_named, 0, G_N_ELEMENTS(faults));
	suite_add_tcase(s, t);
	return unit_main(s);
}
