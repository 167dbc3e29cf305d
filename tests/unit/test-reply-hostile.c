/* SPDX-License-Identifier: Apache-2.0 */
/* What strangers wrote makes no header, no recipient and no end of a reply. */
#include "config.h"
#include "one-reply.h"
#include "unit.h"

/* What strangers put into headers. */
static const char *const HOSTILE[] = {
	"a\r\nBcc: victim@mail.example",
	"a\nBcc: victim@mail.example\n\nbody",
	"a\rX-Evil: 1",
	"a@b\r\nRCPT TO:<victim@mail.example>",
	"<a@b>\r\n <c@d>",
	"a@b> <c@d",
	"a b@c",
	"a@b@c",
	"a@",
	"@b",
	"\"quoted\"@b",
	"a(comment)@b",
	"\xc3\xbc@b",
	"\x01@b",
	"\x7f@b",
	"",
	"=?utf-8?Q?=0D=0ABcc:_victim@mail.example?=",
	"=?utf-7?B?////?=",
	"\xff\xfe\xfd",
};

static char *
overlong(void)
{
	char *text = g_strnfill(5000, 'x');

	memcpy(text + 2500, "@", 1);
	return text;
}

START_TEST(test_a_hostile_message_id_is_left_out)
{
	g_autofree char *huge = overlong();

	for (guint i = 0; i <= G_N_ELEMENTS(HOSTILE); i++) {
		g_autoptr(fixture) f = fixture_new("en", PLAIN_TEXT);
		g_autoptr(GPtrArray) references = g_ptr_array_new();
		const char *bad = i < G_N_ELEMENTS(HOSTILE) ? HOSTILE[i] : huge;
		bool fair = g_str_has_prefix(bad, "=?utf-8?Q?=0D"); /* odd, but an id */
		g_ptr_array_add(references, (gpointer) "first@mail.example");
		g_ptr_array_add(references, (gpointer)bad);
		f->context.references = references;
		f->context.in_reply_to = bad;
		g_autofree char *bytes = render_bytes(f, NULL);
		ck_assert_uint_eq(rfc_count(bytes, "Bcc"), 0);
		ck_assert_uint_eq(rfc_count(bytes, "X-Evil"), 0);
		ck_assert_uint_eq(rfc_count(bytes, "RCPT TO"), 0);
		ck_assert_uint_eq(rfc_count(bytes, "In-Reply-To"), fair ? 1 : 0);
		if (!fair)
			assert_field(bytes, "References", "<first@mail.example>");
	}
}
END_TEST

START_TEST(test_a_hostile_address_gets_no_reply)
{
	g_autofree char *huge = overlong();

	for (guint i = 0; i <= G_N_ELEMENTS(HOSTILE); i++) {
		g_autoptr(fixture) f = fixture_new("en", PLAIN_TEXT);
		const char *bad = i < G_N_ELEMENTS(HOSTILE) ? HOSTILE[i] : huge;
		if (g_str_has_prefix(bad, "=?utf-8?Q?=0D") || strchr(bad, '"') != NULL ||
		    strchr(bad, '(') != NULL)
			continue; /* ugly, but one word with one '@' */
		f->facts.candidate_addr = (char *)bad;
		assert_refused(f, "unsendable");
	}
}
END_TEST

START_TEST(test_hostile_words_stay_inside_their_field)
{
	g_autofree char *huge = overlong();

	for (guint i = 0; i <= G_N_ELEMENTS(HOSTILE); i++) {
		const char *bad = i < G_N_ELEMENTS(HOSTILE) ? HOSTILE[i] : huge;
		g_autoptr(fixture) f = fixture_new("en", PLAIN_TEXT);
		apres_text *text = f->template->texts->pdata[0];
		f->context.from_name = bad;
		f->facts.candidate_name = (char *)bad;
		g_free(text->subject);
		text->subject = g_strdup(bad);
		g_autofree char *bytes = render_bytes(f, NULL);
		g_autofree char *names = rfc_names(bytes);
		ck_assert_str_eq(names,
				 "From To Subject Date Message-ID In-Reply-To "
				 "References Auto-Submitted "
				 "X-Auto-Response-Suppress X-Apres-Loop MIME-Version "
				 "Content-Type Content-Transfer-Encoding");
		g_autofree char *body = rfc_body(bytes);
		ck_assert_str_eq(body, "Hello,\n\nThank you.\n");
	}
}
END_TEST

START_TEST(test_long_references_keep_the_first_and_the_last)
{
	g_autoptr(fixture) f = fixture_new("en", PLAIN_TEXT);
	g_autoptr(GPtrArray) references = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < 500; i++)
		g_ptr_array_add(references, g_strdup_printf("id.%u@mail.example", i));
	f->context.references = references;
	g_autofree char *bytes = render_bytes(f, NULL);
	g_autofree char *value = rfc_get(bytes, "References");
	g_auto(GStrv) ids = g_strsplit(value, " ", -1);
	ck_assert_uint_eq(g_strv_length(ids), 20);
	ck_assert_str_eq(ids[0], "<id.0@mail.example>");
	ck_assert_str_eq(ids[18], "<id.499@mail.example>");
	ck_assert_str_eq(ids[19], "<" THEIRS ">");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("reply hostile");
	TCase *tc = tcase_create("reply hostile");

	tcase_add_test(tc, test_a_hostile_message_id_is_left_out);
	tcase_add_test(tc, test_a_hostile_address_gets_no_reply);
	tcase_add_test(tc, test_hostile_words_stay_inside_their_field);
	tcase_add_test(tc, test_long_references_keep_the_first_and_the_last);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
