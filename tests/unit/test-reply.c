/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "reply/out.h"
#include "reply/reply.h"
#include "rfc5322.h"
#include "unit.h"
#include "util/error.h"

#define NOON 1795521600 /* 2026-11-24 12:00 UTC */
#define KEY "000102030405060708090a0b0c0d0e0f"
#define THEIRS "theirs.1@mail.example"

/* A policy with one template, the facts of one mail, and what a reply needs besides. */
typedef struct fixture {
	apres_policy *policy;
	apres_template *template;
	apres_facts facts;
	apres_decision decision;
	apres_obligation owed;
	apres_reply_context context;
} fixture;

static void
add_text(fixture *f, const char *language, const char *source)
{
	g_autoptr(GError) error = NULL;
	apres_text *text =
		apres_text_parse((apres_origin){ "t.txt", 1, 1 }, source, &error);

	ck_assert_msg(text != NULL, "%s", error ? error->message : "");
	text->language = g_intern_string(language);
	g_ptr_array_add(f->template->texts, text);
}

static fixture *
fixture_new(const char *language, const char *source)
{
	fixture *f = g_new0(fixture, 1);

	f->policy = g_new0(apres_policy, 1);
	f->policy->language = "en";
	f->policy->company_name = g_strdup("Contoso");
	f->policy->careers_link = g_strdup("https://contoso.example/jobs");
	f->policy->templates = g_ptr_array_new_with_free_func(g_free);
	f->template = g_new0(apres_template, 1);
	f->template->id = (char *)"no-feedback";
	f->template->texts =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_text_free);
	g_ptr_array_add(f->policy->templates, f->template);
	f->facts.candidate_addr = (char *)"ann@mail.example";
	f->facts.candidate_name = (char *)"Ann Archer";
	f->decision.template_id = "no-feedback";
	f->decision.language = language;
	f->decision.obligations = g_ptr_array_new();
	f->context = (apres_reply_context){
		.from_addr = "recruiting@contoso.example",
		.from_name = "Contoso",
		.message_id = "apres.1@contoso.example",
		.in_reply_to = THEIRS,
		.loop_mark = "instance-1",
		.ref = "7",
		.date = NOON,
	};
	add_text(f, language, source);
	return f;
}

static void
fixture_free(fixture *f)
{
	g_ptr_array_unref(f->template->texts);
	g_ptr_array_unref(f->policy->templates);
	g_ptr_array_unref(f->decision.obligations);
	g_free(f->policy->company_name);
	g_free(f->policy->careers_link);
	g_free(f->policy);
	g_free(f);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(fixture, fixture_free)

static apres_reply *
render(const fixture *f, GError **error)
{
	return apres_reply_render(f->policy, &f->facts, &f->decision, NULL, &f->context,
				  error);
}

/* Render, demand a faultless message, and give its bytes as a string. */
static char *
render_bytes(const fixture *f, apres_reply **reply_out)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_reply) reply = render(f, &error);
	gsize len;

	ck_assert_msg(reply != NULL, "%s", error ? error->message : "");
	const char *data = g_bytes_get_data(reply->bytes, &len);
	const char *fault = rfc_fault(data, len);
	ck_assert_msg(fault == NULL, "%s", fault ? fault : "");
	char *bytes = g_strndup(data, len);
	if (reply_out != NULL)
		*reply_out = g_steal_pointer(&reply);
	return bytes;
}

static void
assert_refused(const fixture *f, const char *why)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_reply) reply = render(f, &error);

	ck_assert_ptr_null(reply);
	ck_assert_str_eq(error->message, why);
	ck_assert(g_error_matches(error, APRES_ERROR, APRES_ERROR_INPUT));
}

static void
assert_field(const char *bytes, const char *name, const char *value)
{
	g_autofree char *raw = rfc_get(bytes, name);
	g_autofree char *decoded = raw != NULL ? rfc_decode_words(raw) : NULL;

	ck_assert_uint_eq(rfc_count(bytes, name), 1);
	ck_assert_str_eq(decoded, value);
}

#define PLAIN_TEXT                                                                       \
	"Subject: Automatic reply: your message\n\nHello {name},\n\nThank you.\n"

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

START_TEST(test_nobody_without_the_key_makes_our_message_ids)
{
	g_autofree char *id = apres_message_id_new(KEY, "contoso.example", "thread/1");
	g_autofree char *again = apres_message_id_new(KEY, "contoso.example", "thread/1");
	g_autofree char *other = apres_message_id_new(KEY, "contoso.example", "thread/2");

	ck_assert_str_eq(id, again);
	ck_assert_str_ne(id, other);
	ck_assert(apres_message_id_is_ours(KEY, "contoso.example", id));
	ck_assert(apres_message_id_is_ours(KEY, "Contoso.Example", id));
	ck_assert(!apres_message_id_is_ours("another key", "contoso.example", id));
	ck_assert(!apres_message_id_is_ours(KEY, "fabrikam.example", id));
	ck_assert(!apres_message_id_is_ours(KEY, "contoso.example", THEIRS));
	ck_assert(!apres_message_id_is_ours(KEY, "contoso.example", NULL));
	for (gsize i = 6; i < strcspn(id, "@"); i++) {
		g_autofree char *forged = g_strdup(id);
		forged[i] = forged[i] == '0' ? '1' : '0';
		ck_assert(!apres_message_id_is_ours(KEY, "contoso.example", forged));
	}
}
END_TEST

START_TEST(test_a_loop_mark_counts_beside_its_own_message_id_only)
{
	g_autofree char *mark =
		apres_loop_mark_new(KEY, "instance-1", "a@contoso.example");

	ck_assert(apres_out_is_plain(mark));
	ck_assert(apres_loop_mark_is_ours(KEY, "instance-1", "a@contoso.example", mark));
	ck_assert(!apres_loop_mark_is_ours(KEY, "instance-1", "b@mail.example", mark));
	ck_assert(!apres_loop_mark_is_ours(KEY, "instance-2", "a@contoso.example", mark));
	ck_assert(!apres_loop_mark_is_ours("another key", "instance-1",
					   "a@contoso.example", mark));
	ck_assert(!apres_loop_mark_is_ours(KEY, "instance-1", "a@contoso.example",
					   "instance-1"));
	ck_assert(!apres_loop_mark_is_ours(KEY, "instance-1", "a@contoso.example", NULL));
	ck_assert(!apres_loop_mark_is_ours(KEY, "instance-1", NULL, mark));
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
	tcase_add_test(tc, test_a_hostile_message_id_is_left_out);
	tcase_add_test(tc, test_a_hostile_address_gets_no_reply);
	tcase_add_test(tc, test_hostile_words_stay_inside_their_field);
	tcase_add_test(tc, test_long_references_keep_the_first_and_the_last);
	tcase_add_test(tc, test_the_receipt_is_the_last_header_line);
	tcase_add_test(tc, test_nobody_without_the_key_makes_our_message_ids);
	tcase_add_test(tc, test_a_loop_mark_counts_beside_its_own_message_id_only);
	tcase_add_test(tc, test_a_notice_is_generated_and_goes_to_one_of_us);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
