/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "reply/out.h"
#include "rfc5322.h"
#include "unit.h"
#include "util/error.h"

#include <gmime/gmime.h>

#define HEAD "From: a@b.example\r\nTo: c@d.example\r\nDate: x\r\nMessage-ID: <e@f>\r\n"

/* A text of WORDS random characters, of the kinds that break encoders. */
static char *
random_text(GRand *rand, guint chars)
{
	static const gunichar alphabet[] = { 'a',  'b',    ' ',    '.',    '=',  '?',
					     '_',  '"',    '\\',   'F',    '\t', 0xe9,
					     0xdf, 0x20ac, 0x738b, 0x1f600 };
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < chars; i++)
		g_string_append_unichar(
			text,
			alphabet[g_rand_int_range(rand, 0, G_N_ELEMENTS(alphabet))]);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static gsize
longest_line(const char *text)
{
	gsize longest = 0;

	for (; *text != '\0';
	     text += strcspn(text, "\n") + (text[strcspn(text, "\n")] != '\0'))
		longest = MAX(longest, strcspn(text, "\r\n"));
	return longest;
}

START_TEST(test_a_text_field_survives_two_readers)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(7);

	g_mime_init();
	for (guint round = 0; round < 400; round++) {
		g_autofree char *text = random_text(rand, round / 2);
		g_autoptr(GString) out = g_string_new(NULL);
		apres_out_text(out, "Subject", text);
		g_string_append(out, "\r\n");
		ck_assert_ptr_null(rfc_fault(out->str, out->len));
		ck_assert_uint_le(longest_line(out->str), 78);
		g_autofree char *raw = rfc_get(out->str, "Subject");
		g_autofree char *ours = rfc_decode_words(raw);
		g_autofree char *theirs = g_mime_utils_header_decode_text(NULL, raw);
		/* White space runs are one space in a header. */
		g_auto(GStrv) words = g_strsplit_set(text, " \t", -1);
		g_autoptr(GString) want = g_string_new(NULL);
		for (char **w = words; *w != NULL; w++)
			if (**w != '\0')
				g_string_append_printf(want, "%s%s", want->len ? " " : "",
						       *w);
		ck_assert_str_eq(ours, want->str);
		ck_assert_str_eq(theirs, want->str);
	}
}
END_TEST

START_TEST(test_a_body_is_read_as_it_was_written)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(11);

	for (guint round = 0; round < 300; round++) {
		g_autofree char *line = random_text(rand, round);
		g_autofree char *text = g_strdup_printf("From %s\n.%s\n\n%s\nFrom here\n",
							line, line, line);
		g_autoptr(GString) out = g_string_new(HEAD);
		apres_out_body(out, text);
		ck_assert_ptr_null(rfc_fault(out->str, out->len));
		ck_assert(apres_out_check(out->str, out->len, NULL));
		ck_assert_uint_le(longest_line(out->str), 76);
		ck_assert_ptr_null(strstr(out->str, "\r\n."));
		ck_assert_ptr_null(strstr(out->str, "\r\nFrom "));
		g_autofree char *body = rfc_body(out->str);
		ck_assert_str_eq(body, text);
	}
}
END_TEST

START_TEST(test_short_plain_lines_are_sent_as_they_are)
{
	g_autoptr(GString) out = g_string_new(NULL);

	apres_out_body(out, "Hello,\n\nThank you = {x}.\n");
	ck_assert(g_str_has_suffix(out->str, "Content-Transfer-Encoding: 7bit\r\n\r\n"
					     "Hello,\r\n\r\nThank you = {x}.\r\n"));
}
END_TEST

START_TEST(test_the_last_gate_refuses_what_is_not_mail)
{
	static const struct {
		const char *bytes;
		gsize len;
	} bad[] = {
#define BAD(text) { text, sizeof(text) - 1 }
		BAD(HEAD "\r\nbody\n"),
		BAD(HEAD "\r\nbody\r"),
		BAD(HEAD "\r\nbo\rdy\r\n"),
		BAD(HEAD "\r\nbo\0dy\r\n"),
		BAD(HEAD "\r\nb\xc3\xbc\r\n"),
		BAD(HEAD "\r\nbody"),
		BAD(HEAD "body\r\n"),
		BAD(HEAD),
		BAD(""),
		BAD(HEAD "no colon\r\n\r\nbody\r\n"),
		BAD(HEAD "Bad name: x\r\n\r\nbody\r\n"),
		BAD(" folded: first\r\n" HEAD "\r\nbody\r\n"),
		BAD(HEAD "X: y\r\n \r\n\r\nbody\r\n"),
		BAD(HEAD "to: twice@d.example\r\n\r\nbody\r\n"),
		BAD("From: a@b.example\r\n\r\nbody\r\n"),
		BAD("\n.\r\n" HEAD "\r\nbody\r\n"),
#undef BAD
	};
	g_autofree char *wide = g_strnfill(999, 'x');
	g_autofree char *long_line = g_strdup_printf(HEAD "\r\n%s\r\n", wide);

	ck_assert(apres_out_check(HEAD "\r\nbody\r\n", strlen(HEAD) + 8, NULL));
	ck_assert(!apres_out_check(long_line, strlen(long_line), NULL));
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) error = NULL;
		ck_assert_msg(!apres_out_check(bad[i].bytes, bad[i].len, &error),
			      "number %u", i);
		ck_assert(g_error_matches(error, APRES_ERROR, APRES_ERROR_INTERNAL));
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("out");
	TCase *tc = tcase_create("out");

	tcase_add_test(tc, test_a_text_field_survives_two_readers);
	tcase_add_test(tc, test_a_body_is_read_as_it_was_written);
	tcase_add_test(tc, test_short_plain_lines_are_sent_as_they_are);
	tcase_add_test(tc, test_the_last_gate_refuses_what_is_not_mail);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
