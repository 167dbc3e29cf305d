/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A good policy with one fault: it is refused for that alone, at its place.
 * With --write FOLDER nothing is tested: tests/conformance/schemas wants the files.
 */
#include "config.h"
#include "policy/load.h"

#include "policy-faults.h"
#include "temp.h"
#include "unit.h"

#include <string.h>

static GBytes *
with_fault(int file, const char *from, const char *to)
{
	const char *text = files[file], *at = strstr(text, from);

	if (at == NULL)
		g_error("nothing to replace: %s", from);
	return g_bytes_new_take(g_strdup_printf("%.*s%s%s", (int)(at - text), text, to,
						at + strlen(from)),
				strlen(text) - strlen(from) + strlen(to));
}

/* What loading says of the policy whose FILE is BYTES, and the others as they are;
 * *POLICY_OUT, if not NULL, is what it made of it. */
static char *
load(int file, GBytes *bytes, apres_policy **policy_out)
{
	char *root = temp_dir();
	g_autofree char *here = g_get_current_dir();
	g_autoptr(GError) error = NULL;

	ck_assert_int_eq(g_chdir(root), 0);
	for (int i = 0; i < FILES; i++) {
		gsize len = strlen(files[i]);
		const char *data = i == file ? g_bytes_get_data(bytes, &len) : files[i];
		ck_assert(g_file_set_contents(names[i], len > 0 ? data : "", (gssize)len,
					      NULL));
	}
	g_autoptr(apres_policy) policy = apres_policy_load("policy.xml", NULL, &error);
	ck_assert_int_eq(g_chdir(here), 0);
	temp_remove(root);
	ck_assert((policy == NULL) == (error != NULL));
	if (policy_out != NULL)
		*policy_out = g_steal_pointer(&policy);
	return error != NULL ? g_strdup(error->message) : NULL;
}

/* SAYS is the first line, and no other is an error: notes tell more about it. */
static void
expect(const char *what, const char *got, const char *says)
{
	g_auto(GStrv) lines = g_strsplit(got != NULL ? got : "accepted", "\n", -1);

	ck_assert_msg(g_str_equal(lines[0], says), "%s: %s", what, lines[0]);
	for (char **line = lines + 1; *line != NULL; line++)
		ck_assert_msg(strstr(*line, ": error: ") == NULL, "%s: also %s", what,
			      *line);
}

START_TEST(test_a_good_policy_is_accepted_in_silence)
{
	g_autoptr(GBytes) bytes = with_fault(POLICY, "Asked.", "Asked.");
	g_autofree char *says = load(POLICY, bytes, NULL);

	ck_assert_msg(says == NULL, "%s", says);
}
END_TEST

START_TEST(test_one_fault_is_one_error_at_its_place)
{
	g_autoptr(GBytes) bytes =
		with_fault(faults[_i].file, faults[_i].from, faults[_i].to);
	g_autofree char *says = load(faults[_i].file, bytes, NULL);

	expect(faults[_i].what, says, faults[_i].says);
}
END_TEST

START_TEST(test_what_is_no_policy_at_all_is_refused)
{
	g_autofree char *large = g_strnfill(1024 * 1024, ' ');
	g_autofree char *phrase = g_strnfill(401, 'x');
	g_autoptr(GBytes) nothing = g_bytes_new_static("", 0);
	g_autoptr(GBytes) zero = g_bytes_new_static("<policy\0/>", 10);
	g_autoptr(GBytes) huge = with_fault(POLICY, "Asked.", large);
	g_autoptr(GBytes) wordy = with_fault(POLICY, "big", phrase);
	const struct {
		GBytes *bytes;
		const char *says;
	} cases[] = {
		{ nothing, "policy.xml: error: the file is empty [E-XML]" },
		{ zero, "policy.xml:1:8: error: not UTF-8 here: save the file as UTF-8 "
			"[E-ENCODING]" },
		{ huge, "'policy.xml': larger than 1048576 bytes" },
		{ wordy, "policy.xml:15:54: error: Element 'phrase': [facet 'maxLength'] "
			 "The value has a length of '401'; this exceeds the allowed "
			 "maximum length of '400'. [E-SCHEMA]" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *says = load(POLICY, cases[i].bytes, NULL);
		expect("", says, cases[i].says);
	}
}
END_TEST

/* Every fault as a file in FOLDER, for other validators; what and where on stdout. */
static void
write_faults(const char *folder)
{
	for (gsize i = 0; i < G_N_ELEMENTS(faults); i++) {
		g_autofree char *name = g_strdup_printf("%03zu.xml", i);
		g_autofree char *path = g_build_filename(folder, name, NULL);
		gsize len;
		/* A text is no XML: the policy beside it is good. */
		if (faults[i].file == TEXT)
			continue;
		g_autoptr(GBytes) bytes =
			with_fault(faults[i].file, faults[i].from, faults[i].to);
		const char *data = g_bytes_get_data(bytes, &len);
		if (!g_file_set_contents(path, data, (gssize)len, NULL))
			g_error("%s cannot be written", path);
		g_print("%s\t%s\t%s\n", name, faults[i].what, faults[i].says);
	}
}

int
main(int argc, char **argv)
{
	if (argc == 3 && g_str_equal(argv[1], "--write")) {
		write_faults(argv[2]);
		return 0;
	}
	Suite *s = suite_create("policy faults");
	TCase *tc = tcase_create("policy faults");

	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, test_a_good_policy_is_accepted_in_silence);
	tcase_add_loop_test(tc, test_one_fault_is_one_error_at_its_place, 0,
			    G_N_ELEMENTS(faults));
	tcase_add_test(tc, test_what_is_no_policy_at_all_is_refused);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
