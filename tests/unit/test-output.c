/* SPDX-License-Identifier: Apache-2.0 */
/* What a mail may do to a terminal or to a line of JSON: nothing. */
#include "config.h"
#include "unit.h"
#include "apres/wrap.h"
#include "apres/output.h"
#include "apres/table.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

START_TEST(test_nothing_moves_the_cursor_or_turns_the_writing)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "plain text", "plain text" },
		{ "two\nlines\tand a tab", "two lines and a tab" },
		{ "\033[31mred\033[0m", "?[31mred?[0m" },
		{ "a\xe2\x80\xae"
		  "b",
		  "a?b" }, /* right-to-left override */
		{ "a\xc2\x9b"
		  "b",
		  "a?b" }, /* C1 control sequence introducer */
		{ "a\xff\xfe", "a\xef\xbf\xbd\xef\xbf\xbd" },
		{ "M\xc3\xbcller", "M\xc3\xbcller" },
		{ "", "" },
	};
	g_autofree char *out = apres_output_clean(rows[_i].in, 100);

	ck_assert_str_eq(out, rows[_i].out);
}
END_TEST

START_TEST(test_long_text_is_cut_between_characters)
{
	g_autofree char *out = apres_output_clean("\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc", 3);

	ck_assert_str_eq(out, "\xc3\xbc\xc3\xbc\xc3\xbc...");
}
END_TEST

START_TEST(test_any_bytes_become_json)
{
	json_t *value = apres_output_string("caf\xe9 \x01");

	ck_assert(json_is_string(value));
	ck_assert_str_eq(json_string_value(value), "caf\xef\xbf\xbd \x01");
	json_decref(value);
	value = apres_output_string(NULL);
	ck_assert(json_is_null(value));
	json_decref(value);
	value = apres_output_time(0);
	ck_assert(json_is_null(value));
	json_decref(value);
}
END_TEST

/* What TEXT looks like in JSON; stdout is the DEVICE meanwhile. */
static char *
json_of(const char *text, const char *device)
{
	int before = dup(STDOUT_FILENO);
	int other = open(device, O_RDWR | O_NOCTTY);

	fflush(stdout);
	ck_assert_int_eq(dup2(other, STDOUT_FILENO), STDOUT_FILENO);
	json_t *value = apres_output_string(text);
	char *json = apres_output_json_text(value, JSON_ENCODE_ANY);
	ck_assert_int_eq(dup2(before, STDOUT_FILENO), STDOUT_FILENO);
	json_decref(value);
	close(other);
	close(before);
	return json;
}

START_TEST(test_json_on_a_terminal_is_ascii_and_the_same)
{
	static const char text[] =
		"a\033[31m\x7f\xc2\x9b\xe2\x80\xae\xf0\x9f\x98\x80 \xc3\xbc";
	g_autofree char *piped = json_of(text, "/dev/null");
	int ptm = posix_openpt(O_RDWR | O_NOCTTY);

	ck_assert_str_eq(piped, "\"a\\u001B[31m\x7f\xc2\x9b\xe2\x80\xae"
				"\xf0\x9f\x98\x80 \xc3\xbc\"");
	if (ptm < 0 || grantpt(ptm) < 0 || unlockpt(ptm) < 0) {
		/* In a bare chroot there is no /dev/pts. */
		puts("# there is no terminal to be had: what it would show is not tried");
		return;
	}
	g_autofree char *shown = json_of(text, ptsname(ptm));
	close(ptm);
	ck_assert_str_eq(shown, "\"a\\u001B[31m\\u007f\\u009B\\u202E\\uD83D\\uDE00 "
				"\\u00FC\"");
	json_t *value = json_loads(shown, JSON_DECODE_ANY, NULL);
	ck_assert_str_eq(json_string_value(value), text);
	json_decref(value);
}
END_TEST

START_TEST(test_no_colour_without_a_terminal)
{
	ck_assert_str_eq(apres_output_begin(APRES_STYLE_WARN), "");
	ck_assert_str_eq(apres_output_end(APRES_STYLE_WARN), "");
}
END_TEST

START_TEST(test_wide_lines_are_broken_below_their_column)
{
	static const struct {
		const char *in, *out;
		guint columns;
	} rows[] = {
		{ "a line that fits", "a line that fits", 16 },
		{ "a line that is too wide to fit", "a line that is too wide\nto fit",
		  24 },
		{ "left  one two three four five six seven eight\nnext",
		  "left  one two three four five\n      six seven eight\nnext", 30 },
		{ "    a long first column  and the rest",
		  "    a long first column\n      and the rest", 28 },
		{ "left  one/word/without/any/space",
		  "left\n      one/word/without/any/space", 28 },
		{ "\033[1mbold\033[0m words take no room here",
		  "\033[1mbold\033[0m words take no room\nhere", 23 },
		{ "M\xc3\xbcller, M\xc3\xbcller, M\xc3\xbcller",
		  "M\xc3\xbcller, M\xc3\xbcller, M\xc3\xbcller", 22 },
		{ "nothing is broken without a terminal",
		  "nothing is broken without a terminal", 0 },
	};
	g_autofree char *out = apres_wrap(rows[_i].in, rows[_i].columns);

	ck_assert_str_eq(out, rows[_i].out);
}
END_TEST

START_TEST(test_cells_are_broken_within_their_column)
{
	static const struct {
		guint columns;
		const char *cells[4]; /* two rows of two */
		const char *out;
	} rows[] = {
		{ 0,
		  { "1", "as wide as it is", "22", "-" },
		  "id  what\n1   as wide as it is\n22  -\n" },
		{ 20,
		  { "1", "as wide as it is", "22", "-" },
		  "id  what\n1   as wide as it is\n22  -\n" },
		{ 16,
		  { "1", "between two words", "22", "-" },
		  "id  what\n1   between two\n    words\n22  -\n" },
		/* In a word behind a mark; at any place only if it has none. */
		{ 20,
		  { "1", "ana.miller@contoso.example", "22", "-" },
		  "id  what\n1   ana.miller@\n    contoso.example\n22  -\n" },
		{ 20,
		  { "1", "abcdefghijklmnopqrstuvwxyzabcdef", "22", "-" },
		  "id    1\nwhat  abcdefghijklmnopqrstuvwx\n      yzabcdef\n\n"
		  "id    22\nwhat  -\n" },
		{ 30,
		  { "1", "abcdefghijklmnopqrstuvwxyzabcdef", "22", "-" },
		  "id  what\n1   abcdefghijklmnopqrstuvwxyz\n    abcdef\n22  -\n" },
		/* The wider column gives way, either of them. */
		{ 22,
		  { "one two three", "one two three", "a", "b" },
		  "id          what\none two     one two\nthree       three\na           "
		  "b\n" },
		{ 14,
		  { "1", "M\xc3\xbcller M\xc3\xbcller", "22", "-" },
		  "id  what\n1   M\xc3\xbcller\n    M\xc3\xbcller\n22  -\n" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(apres_table) table = apres_table_new("id|what");
		for (guint j = 0; j < 4; j++)
			apres_table_add(table, rows[i].cells[j]);
		g_autofree char *out = apres_table_text(table, rows[i].columns);
		ck_assert_str_eq(out, rows[i].out);
	}
}
END_TEST

/* Whatever there is room for: no line is wider, nothing is lost. */
START_TEST(test_a_table_fits_the_terminal)
{
	g_autoptr(apres_table) table =
		apres_table_new("id|mail|what|owner|due|next|queue|candidate");
	const char *const cells[] = { "1",
				      "12",
				      "answer",
				      "ana.miller@contoso.example",
				      "26 Nov 2026 18:00 CET LATE",
				      "escalate:bea@contoso.example 27 Nov 08:00",
				      "accommodation",
				      "robin.hartwell@mail.example" };

	for (guint i = 0; i < G_N_ELEMENTS(cells); i++)
		apres_table_add(table, cells[i]);
	for (guint columns = 80; columns <= 160; columns += 40) {
		g_autofree char *out = apres_table_text(table, columns);
		g_auto(GStrv) lines = g_strsplit(out, "\n", -1);
		for (char **line = lines; *line != NULL; line++)
			ck_assert_uint_le(apres_wrap_width(*line), columns);
		ck_assert_ptr_nonnull(strstr(out, "contoso.example"));
		ck_assert_ptr_nonnull(strstr(out, "accommodation"));
	}
}
END_TEST

/* Columns of figures: below each other rather than broken. */
START_TEST(test_what_has_no_room_stands_below_each_other)
{
	g_autoptr(apres_table) table =
		apres_table_new("mailbox|seen|answered|silent|duplicate");

	for (guint i = 0; i < 5; i++)
		apres_table_add(table, i == 0 ? "recruiting" : "2");
	g_autofree char *out = apres_table_text(table, 40);
	ck_assert_str_eq(out, "mailbox    recruiting\nseen       2\nanswered   2\n"
			      "silent     2\nduplicate  2\n");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("output");
	TCase *tc = tcase_create("output");

	tcase_add_loop_test(tc, test_nothing_moves_the_cursor_or_turns_the_writing, 0, 8);
	tcase_add_test(tc, test_long_text_is_cut_between_characters);
	tcase_add_test(tc, test_any_bytes_become_json);
	tcase_add_loop_test(tc, test_wide_lines_are_broken_below_their_column, 0, 8);
	tcase_add_test(tc, test_json_on_a_terminal_is_ascii_and_the_same);
	tcase_add_test(tc, test_no_colour_without_a_terminal);
	tcase_add_test(tc, test_cells_are_broken_within_their_column);
	tcase_add_test(tc, test_a_table_fits_the_terminal);
	tcase_add_test(tc, test_what_has_no_room_stands_below_each_other);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
