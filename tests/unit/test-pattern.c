/* SPDX-License-Identifier: Apache-2.0 */
/* PCRE2's interpreter and its machine code find the same. */
#include "config.h"
#include "classify/pattern.h"

#include <string.h>

#include "unit.h"

static const struct {
	const char *expression, *text;
} cases[] = {
	{ "(?:no|),*note", "no,note, a note" },
	{ "\\b(?:no|),*note", "no,note, a note" },
	{ "[_ ](?:no|),*note", "a note _note" },
	{ "(?:ab|)\\w*abcd", "x,abcd k_abcd abcd zabcd" },
	{ "(?:a||b)\\s*abcd", "x,abcd k_abcd abcd zabcd" },
	{ "(?:a|\\b),*abcd", "x,abcd abcd" },
	{ "(?:a|^|\\b)\\s*abcd", "x,abcd abcd" },
	{ "(?:a|(?:b|)),*abcd", "x,abcd abcd" },
	{ "(?:_|\\b)i*+_no", "no_a ,i _noi_noabc _no" },
	{ "colou?r", "no color" },
};

/* All matches of PATTERN in TEXT, as "3-7 9-11 ". */
static char *
find_all(apres_pattern *pattern, const char *text)
{
	g_autoptr(apres_matcher) matcher = apres_matcher_new(true);
	g_autoptr(GArray) matches = g_array_new(FALSE, FALSE, sizeof(apres_match));
	g_autoptr(GString) all = g_string_new(NULL);

	ck_assert(apres_pattern_match(pattern, matcher, text, 0, strlen(text), NULL, 9,
				      matches));
	for (guint i = 0; i < matches->len; i++) {
		const apres_match *m = &g_array_index(matches, apres_match, i);
		g_string_append_printf(all, "%u-%u ", m->start, m->end);
	}
	return g_string_free(g_steal_pointer(&all), FALSE);
}

START_TEST(machine_code_finds_what_the_interpreter_does)
{
	const apres_cond cond = { .kind = APRES_COND_PATTERN,
				  .source = (char *)cases[_i].expression };
	g_autoptr(apres_pattern) pattern = apres_pattern_compile(&cond, NULL);

	ck_assert_ptr_nonnull(pattern);
	g_autofree char *before = find_all(pattern, cases[_i].text);
	apres_pattern_jit(pattern, false);
	g_autofree char *after = find_all(pattern, cases[_i].text);
	ck_assert_str_ne(before, "");
	ck_assert_str_eq(before, after);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("pattern");
	TCase *tc = tcase_create("all");

	tcase_add_loop_test(tc, machine_code_finds_what_the_interpreter_does, 0,
			    G_N_ELEMENTS(cases));
	suite_add_tcase(s, tc);
	return unit_main(s);
}
