/* SPDX-License-Identifier: Apache-2.0 */
/* What a reply, or a notice, says. */
#include "config.h"
#include "one-reply.h"
#include "unit.h"

START_TEST(test_a_reply_says_what_rfc_3834_wants)
{
	g_autoptr(fixture) f = fixture_new("en", PLAIN_TEXT);
	g_autoptr(apres_reply) reply = NULL;
	g_autofree char *bytes = render_bytes(f, &reply);
	g_autofree char *names = rfc_names(bytes);
	g_autofree char *body = rfc_body(bytes);

	ck_assert_str_eq(names, "From To Subject Date Message-ID In-Reply-To References "
				"Auto-Submitted X-Auto-Response-Suppress X-Apres-Loop "
				"MIME-Version Content-Type Content-Transfer-Encoding");
	assert_field(bytes, "From",
		     "\"Contoso Recruiting (automatic)\" <recruiting@contoso.example>");
	assert_field(bytes, "To", "ann@mail.example");
	assert_field(bytes, "Subject", "Automatic reply: your message");
	assert_field(bytes, "Date", "Tue, 24 Nov 2026 12:00:00 +0000");
	assert_field(bytes, "Message-ID", "<apres.1@contoso.example>");
	assert_field(bytes, "In-Reply-To", "<" THEIRS ">");
	assert_field(bytes, "References", "<" THEIRS ">");
	assert_field(bytes, "Auto-Submitted", "auto-replied");
	assert_field(bytes, "X-Apres-Loop", "instance-1");
	assert_field(bytes, "Content-Type", "text/plain; charset=utf-8");
	ck_assert_str_eq(body, "Hello Ann Archer,\n\nThank you.\n");
	ck_assert_str_eq(reply->text, body);
	ck_assert_str_eq(reply->recipient, "ann@mail.example");
	ck_assert_str_eq(reply->template_id, "no-feedback");
}
END_TEST

START_TEST(test_a_reply_speaks_the_language_of_its_text)
{
	static const char *const want[][2] = {
		{ "de", "\"Contoso Recruiting (automatisch)\"" },
		{ "fr", "\"Contoso Recrutement (automatique)\"" },
		{ "es", "Contoso Selección (automático)" },
		{ "de-AT", "\"Contoso Recruiting (automatisch)\"" },
		{ "it", "\"Contoso Recruiting (automatic)\"" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(want); i++) {
		g_autoptr(fixture) f = fixture_new(
			want[i][0], "Subject: Größe: ñ œuvre\n\nGrüße und à bientôt\n");
		g_autofree char *bytes = render_bytes(f, NULL);
		g_autofree char *from =
			g_strdup_printf("%s <recruiting@contoso.example>", want[i][1]);
		g_autofree char *body = rfc_body(bytes);
		assert_field(bytes, "From", from);
		assert_field(bytes, "Subject", "Größe: ñ œuvre");
		ck_assert_str_eq(body, "Grüße und à bientôt\n");
	}
}
END_TEST

START_TEST(test_without_a_name_the_greeting_closes_its_gap)
{
	static const char *const want[][3] = {
		{ "en", "Hello {name},", "Hello,\n" },
		{ "en", "Dear {name},", "Dear candidate,\n" },
		{ "de", "Guten Tag {name},", "Guten Tag,\n" },
		{ "fr", "Bonjour {name},", "Bonjour,\n" },
		{ "es", "Hola, {name}:", "Hola:\n" },
	};
	static const char *const nobody[] = {
		"4915112345678",
		"Visit evil.example now",
		"http://evil.example",
		"ann@mail.example",
		"You Have Won A Prize Call Us",
		"X",
		"Ann\r\nBcc: v@mail.example",
		"=?utf-8?Q?Ann?=",
		"<b>Ann</b>",
		"Ann \xe2\x80\xae nnA",
		"\xff\xfe",
		"",
	};

	for (guint i = 0; i < G_N_ELEMENTS(want); i++)
		for (guint k = 0; k < G_N_ELEMENTS(nobody); k++) {
			g_autofree char *source =
				g_strdup_printf("Subject: S\n\n%s\n", want[i][1]);
			g_autoptr(fixture) f = fixture_new(want[i][0], source);
			f->facts.candidate_name = (char *)nobody[k];
			g_autofree char *bytes = render_bytes(f, NULL);
			g_autofree char *body = rfc_body(bytes);
			ck_assert_str_eq(body, want[i][2]);
		}
}
END_TEST

START_TEST(test_people_are_called_what_they_call_themselves)
{
	static const char *const want[][2] = {
		{ "Meier, Anna", "Anna Meier" },
		{ "J. R. O'Neill-Smith", "J. R. O'Neill-Smith" },
		{ "J.R. Smith", "J.R. Smith" },
		{ "Zoë Åström", "Zoë Åström" },
		{ "王 小明", "王 小明" },
		{ "محمد علي", "محمد علي" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(want); i++) {
		g_autoptr(fixture) f = fixture_new("en", "Subject: S\n\n{name}\n");
		f->facts.candidate_name = (char *)want[i][0];
		g_autofree char *bytes = render_bytes(f, NULL);
		g_autofree char *body = rfc_body(bytes);
		g_autofree char *line = g_strdup_printf("%s\n", want[i][1]);
		ck_assert_str_eq(body, line);
	}
}
END_TEST

START_TEST(test_a_placeholder_without_a_value_refuses_the_reply)
{
	g_autoptr(fixture) f =
		fixture_new("en", "Subject: S\n\nWrite to {hr-contact}.\n");
	g_autoptr(fixture) due = fixture_new("en", "Subject: S\n\nBy {answer-by}.\n");

	assert_refused(f, "no-value:hr-contact");
	assert_refused(due, "no-value:answer-by");
	f->decision.language = "xx";
	f->template->id = (char *)"other";
	assert_refused(f, "no-text");
}
END_TEST

START_TEST(test_an_optional_paragraph_without_a_value_is_left_out)
{
	g_autoptr(fixture) f =
		fixture_new("en", "Subject: S\n\nOne.\n\n"
				  "(optional) {company-particulars}\n\nTwo.\n");
	g_autofree char *bytes = render_bytes(f, NULL);
	g_autofree char *body = rfc_body(bytes);

	ck_assert_str_eq(body, "One.\n\nTwo.\n");
	f->policy->particulars = (char *)"Contoso Ltd, 1 High Street";
	g_autofree char *with = render_bytes(f, NULL);
	g_autofree char *longer = rfc_body(with);
	ck_assert_str_eq(longer, "One.\n\nContoso Ltd, 1 High Street\n\nTwo.\n");
}
END_TEST

START_TEST(test_a_promise_is_dated_and_never_late)
{
	g_autoptr(fixture) f = fixture_new("en", "Subject: S\n\nBy {answer-by}.\n");

	f->owed = (apres_obligation){ .kind = APRES_OBLIGATION_ANSWER,
				      .due = NOON + 86400 };
	f->policy->calendar = apres_calendar_new();
	g_ptr_array_add(f->decision.obligations, &f->owed);
	g_autofree char *bytes = render_bytes(f, NULL);
	g_autofree char *body = rfc_body(bytes);
	ck_assert_str_eq(body, "By 25 November 2026.\n");
	f->decision.send_after = NOON + 2 * 86400;
	assert_refused(f, "due-past");
	f->decision.send_after = 0;
	f->owed.due = NOON;
	assert_refused(f, "due-past");
	g_clear_pointer(&f->policy->calendar, apres_calendar_free);
}
END_TEST

START_TEST(test_a_value_is_never_read_again_for_placeholders)
{
	g_autoptr(fixture) f = fixture_new("en", "Subject: S\n\n{company} {{x\n");

	g_free(f->policy->company_name);
	f->policy->company_name = g_strdup("{name} & {ref}");
	g_autofree char *bytes = render_bytes(f, NULL);
	g_autofree char *body = rfc_body(bytes);
	ck_assert_str_eq(body, "{name} & {ref} {x\n");
}
END_TEST

START_TEST(test_the_receipt_is_the_last_header_line)
{
	g_autoptr(fixture) f = fixture_new("en", PLAIN_TEXT);
	g_autoptr(apres_reply) reply = NULL;
	g_autofree char *before = render_bytes(f, &reply);
	g_autoptr(GBytes) with = apres_reply_add_receipt(reply->bytes, "0a1b2c");
	gsize len;
	const char *data = g_bytes_get_data(with, &len);
	g_autofree char *after = g_strndup(data, len);
	g_autofree char *names = rfc_names(after);
	g_autofree char *body = rfc_body(after);

	ck_assert_ptr_null(rfc_fault(after, len));
	ck_assert(g_str_has_suffix(names, " X-Apres-Receipt"));
	assert_field(after, "X-Apres-Receipt", "0a1b2c");
	ck_assert_str_eq(body, reply->text);
}
END_TEST

/* A calendar in German beside it: it must leave all the same, and arrive as it was. */
START_TEST(test_a_notice_takes_a_calendar_of_any_language)
{
	g_autoptr(GError) error = NULL;
	apres_notice_mail mail = { .from_addr = "apres@contoso.example",
				   .to = "lea@contoso.example",
				   .subject = "Debrief 1",
				   .text = "Text\n",
				   .calendar = "BEGIN:VCALENDAR\r\nSUMMARY:Gespr\xc3\xa4"
					       "ch\r\n"
					       "END:VCALENDAR\r\n",
				   .method = "PUBLISH",
				   .message_id = "apres.1@contoso.example" };
	g_autoptr(GBytes) bytes = apres_notice_render(&mail, &error);

	ck_assert_msg(bytes != NULL, "%s", error != NULL ? error->message : "");
	g_autofree char *text =
		g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
	ck_assert_ptr_nonnull(strstr(text,
				     "method=PUBLISH\r\n"
				     "Content-Transfer-Encoding: quoted-printable\r\n"
				     "\r\nBEGIN:VCALENDAR\r\n"
				     "SUMMARY:Gespr=C3=A4ch\r\n"
				     "END:VCALENDAR\r\n--"));
}
END_TEST

START_TEST(test_a_notice_is_generated_and_goes_to_one_of_us)
{
	g_autoptr(GError) error = NULL;
	apres_notice_mail mail = { .from_addr = "apres@contoso.example",
				   .to = "ana@contoso.example",
				   .subject = "Mail 7 waits: legal",
				   .text = "Mail 7 waits for a person.\n",
				   .message_id = "apres.9@contoso.example",
				   .date = NOON };
	g_autoptr(GBytes) bytes = apres_notice_render(&mail, &error);
	ck_assert_msg(bytes != NULL, "%s", error ? error->message : "");
	gsize len;
	const char *data = g_bytes_get_data(bytes, &len);
	g_autofree char *text = g_strndup(data, len);

	ck_assert_ptr_null(rfc_fault(text, len));
	assert_field(text, "Auto-Submitted", "auto-generated");
	assert_field(text, "To", "ana@contoso.example");
	mail.to = "a\r\nb@c";
	ck_assert_ptr_null(apres_notice_render(&mail, &error));
	ck_assert(g_error_matches(error, APRES_ERROR, APRES_ERROR_INPUT));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("reply");
	TCase *tc = tcase_create("reply");

	tcase_add_test(tc, test_a_reply_says_what_rfc_3834_wants);
	tcase_add_test(tc, test_a_reply_speaks_the_language_of_its_text);
	tcase_add_test(tc, test_without_a_name_the_greeting_closes_its_gap);
	tcase_add_test(tc, test_people_are_called_what_they_call_themselves);
	tcase_add_test(tc, test_a_placeholder_without_a_value_refuses_the_reply);
	tcase_add_test(tc, test_an_optional_paragraph_without_a_value_is_left_out);
	tcase_add_test(tc, test_a_promise_is_dated_and_never_late);
	tcase_add_test(tc, test_a_value_is_never_read_again_for_placeholders);
	tcase_add_test(tc, test_the_receipt_is_the_last_header_line);
	tcase_add_test(tc, test_a_notice_is_generated_and_goes_to_one_of_us);
	tcase_add_test(tc, test_a_notice_takes_a_calendar_of_any_language);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
