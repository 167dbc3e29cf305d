/* SPDX-License-Identifier: Apache-2.0 */
/* Header blocks, whole and broken. */
#include "config.h"
#include "message/headers.h"
#include "unit.h"

#include <string.h>

static apres_headers *
parse(const char *text)
{
	return apres_headers_parse(text, strlen(text));
}

/* All problems, joined by a space; owned by the caller. */
static char *
problems(const apres_headers *headers)
{
	g_autoptr(GString) all = g_string_new(NULL);
	const GPtrArray *list = apres_headers_problems(headers);

	for (guint i = 0; i < list->len; i++)
		g_string_append_printf(all, "%s%s", i > 0 ? " " : "",
				       (char *)list->pdata[i]);
	return g_string_free(g_steal_pointer(&all), FALSE);
}

START_TEST(test_fields_are_unfolded_and_trimmed)
{
	g_autoptr(apres_headers) h =
		parse("From: a@b.example\r\nSubject : one\r\n two\r\n\t three \r\n"
		      "X-Empty:\r\n\r\nbody");

	ck_assert_uint_eq(apres_headers_count(h), 3);
	ck_assert_str_eq(apres_headers_get(h, "subject"), "one two\t three");
	ck_assert_str_eq(apres_headers_at(h, 1)->name, "Subject");
	ck_assert_str_eq(apres_headers_get(h, "x-empty"), "");
	ck_assert_ptr_null(apres_headers_get(h, "To"));
	ck_assert_uint_eq(apres_headers_problems(h)->len, 0);
	ck_assert_uint_eq(apres_headers_body_offset(h), 62);
}
END_TEST

static const struct {
	const char *in, *problems, *body;
} blocks[] = {
	{ "From: a@b.example\n\nx", "", "x" },
	{ "From: a@b.example\r\rx", "", "x" },
	{ "From a@b.example Mon\nFrom: a@b.example\n\nx", "", "x" },
	{ "From: a@b.example\n", "no-header-end", "" },
	{ "", "no-header-end no-from", "" },
	{ "\nFrom: a@b.example\n\n", "no-from", "From: a@b.example\n\n" },
	{ "From:  \n\nx", "no-from", "x" },
	{ "Subject: x\n\n", "no-from", "" },
	{ " folded\nFrom: a@b.example\n\n", "header-malformed", "" },
	{ "From: a@b.example\njust text\n\n", "header-malformed", "" },
	{ "From: a@b.example\nX: a\rTo: b\n\n", "header-malformed", "" },
	{ "From: a@b.example\nSubject: a\nSUBJECT: b\n\n", "duplicate-subject", "" },
	{ "From: a@b.example\nfrom : c@d.example\nReply-To: x\nReply-To: x\n\n",
	  "duplicate-from duplicate-reply-to", "" },
	{ "From: a@b.example\nDate: 1\nDate: 2\nMessage-ID: 3\nMessage-Id: 4\nSender: "
	  "a\nSender: b\n\n",
	  "duplicate-sender duplicate-date duplicate-message-id", "" },
};

START_TEST(test_what_is_odd_is_a_reason_to_hold)
{
	g_autoptr(apres_headers) h = parse(blocks[_i].in);
	g_autofree char *got = problems(h);

	ck_assert_str_eq(got, blocks[_i].problems);
	ck_assert_str_eq(blocks[_i].in + apres_headers_body_offset(h), blocks[_i].body);
}
END_TEST

START_TEST(test_a_nul_never_reaches_a_value)
{
	const char in[] = "From: a@b.example\nX: a\0b\n\n";
	g_autoptr(apres_headers) h = apres_headers_parse(in, sizeof in - 1);
	g_autofree char *got = problems(h);

	ck_assert_str_eq(got, "header-nul");
	ck_assert_str_eq(apres_headers_get(h, "X"), "a b");
}
END_TEST

START_TEST(test_large_fields_are_cut_and_reported)
{
	g_autoptr(GString) in = g_string_new("From: a@b.example\nX-Big: ");
	for (int i = 0; i < 70000; i++)
		g_string_append_c(in, 'x');
	g_string_append(in, "\n\n");
	g_autoptr(apres_headers) h = apres_headers_parse(in->str, in->len);
	g_autofree char *got = problems(h);

	ck_assert_str_eq(got, "header-too-large");
	ck_assert_uint_le(strlen(apres_headers_get(h, "X-Big")), APRES_HEADER_MAX_BYTES);
	ck_assert_uint_eq(apres_headers_body_offset(h), in->len);
}
END_TEST

START_TEST(test_a_large_structured_field_is_reported)
{
	g_autoptr(GString) in = g_string_new("From: a@b.example\nTo: ");
	for (int i = 0; i < 2000; i++)
		g_string_append(in, "\n a@b.example,");
	g_string_append(in, "\n\n");
	g_autoptr(apres_headers) h = apres_headers_parse(in->str, in->len);
	g_autofree char *got = problems(h);

	ck_assert_str_eq(got, "header-too-large");
}
END_TEST

START_TEST(test_too_many_fields_are_cut_and_reported)
{
	g_autoptr(GString) in = g_string_new("From: a@b.example\n");
	for (int i = 0; i < 1500; i++)
		g_string_append(in, "X: y\n");
	g_string_append(in, "\n");
	g_autoptr(apres_headers) h = apres_headers_parse(in->str, in->len);
	g_autofree char *got = problems(h);

	ck_assert_str_eq(got, "header-too-many");
	ck_assert_uint_eq(apres_headers_count(h), APRES_HEADERS_MAX_COUNT);
}
END_TEST

START_TEST(test_an_endless_block_is_cut_and_reported)
{
	g_autoptr(GString) in = g_string_new("From: a@b.example\n");
	while (in->len < 2 * APRES_HEADERS_MAX_BYTES)
		g_string_append(in, "X-Long-Enough-To-Be-Few: "
				    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
				    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
				    "aaaaaaaaaaaaaaaaaaaaaaaaa"
				    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
				    "aaaaaaaaaaaaaaaaaaaaaaaaa"
				    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
				    "aaaaaaaaaaaaaaaaaaaaaaaaa\n");
	g_autoptr(apres_headers) h = apres_headers_parse(in->str, in->len);
	g_autofree char *got = problems(h);

	ck_assert_str_eq(got, "header-too-large");
	ck_assert_uint_le(apres_headers_body_offset(h), APRES_HEADERS_MAX_BYTES);
	ck_assert_uint_gt(apres_headers_body_offset(h), APRES_HEADERS_MAX_BYTES - 1000);
}
END_TEST

START_TEST(test_any_truncation_is_survived)
{
	const char *in = "From x\r\nFrom: a@b.example\r\nSubject: one\r\n "
			 "two\r\nX:\r\n\r\nbody\r\n";

	for (gsize n = 0; n <= strlen(in); n++) {
		g_autofree char *cut =
			g_memdup2(in, n); /* exact size: a read beyond is seen */
		g_autoptr(apres_headers) h =
			apres_headers_parse(cut != NULL ? cut : "", n);
		ck_assert_uint_le(apres_headers_body_offset(h), n);
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("headers");
	TCase *tc = tcase_create("headers");

	tcase_add_test(tc, test_fields_are_unfolded_and_trimmed);
	tcase_add_loop_test(tc, test_what_is_odd_is_a_reason_to_hold, 0,
			    G_N_ELEMENTS(blocks));
	tcase_add_test(tc, test_a_nul_never_reaches_a_value);
	tcase_add_test(tc, test_large_fields_are_cut_and_reported);
	tcase_add_test(tc, test_a_large_structured_field_is_reported);
	tcase_add_test(tc, test_too_many_fields_are_cut_and_reported);
	tcase_add_test(tc, test_an_endless_block_is_cut_and_reported);
	tcase_add_test(tc, test_any_truncation_is_survived);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
