/* SPDX-License-Identifier: Apache-2.0 */
/* Whose mail it is, by its header block and by what people sent. */
#include "config.h"
#include "intake/application-words.h"
#include "intake/letter.h"
#include "intake/message-ids.h"
#include "intake/scope.h"
#include "intake/sent.h"
#include "message/subject.h"
#include "store/case.h"

#include "house.h"
#include "unit.h"

#define OUT APRES_SCOPE_OUT
#define IN APRES_SCOPE_IN
#define DOUBT APRES_SCOPE_DOUBT

static house h;
static guint sent;

static void
build(void)
{
	house_build(&h);
}

static void
pull_down(void)
{
	house_pull_down(&h);
}

static void
setup(void)
{
	house_open(&h);
	sent = 0;
}

static void
teardown(void)
{
	house_close(&h);
}

static apres_circle
circle_of(const char *mailbox)
{
	return apres_company_circle(h.company, h.config,
				    apres_config_mailbox(h.config, mailbox));
}

/* Dana sends a mail with header LINES, whose Message-ID is ID@contoso.example. */
static void
send_mail(const char *id, const char *lines)
{
	g_autofree char *mail =
		g_strdup_printf("From: Dana Frey <dana@contoso.example>\n"
				"Message-ID: <%s@contoso.example>\n%s\nHello.\n",
				id, lines);
	g_autofree char *base = g_strdup_printf("%u.S.mx", sent++);
	g_autoptr(apres_headers) headers = apres_headers_parse(mail, strlen(mail));
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);
	const apres_circle circle = circle_of("desk");
	guint closed;

	ck_assert(apres_sent_note(h.store, &circle, base, headers, HOUSE_NOW, &closed,
				  NULL));
	ck_assert(apres_txn_commit(txn, NULL));
}

static apres_scope
scope_in(const char *mailbox, const char *lines)
{
	g_autofree char *mail = g_strconcat(lines, "\nHello.\n", NULL);
	g_autoptr(apres_headers) headers = apres_headers_parse(mail, strlen(mail));
	const apres_circle circle = circle_of(mailbox);
	apres_scope scope = OUT;

	ck_assert(apres_scope_of(h.store, &circle, headers, &scope, NULL));
	return scope;
}

/* Of what Dana gets FROM somebody; it answers ID@contoso.example. */
static apres_scope
answer(const char *from, const char *id)
{
	g_autofree char *lines =
		g_strdup_printf("From: %s\nTo: dana@contoso.example\n"
				"Subject: Re: x\nIn-Reply-To: <%s@contoso.example>\n",
				from, id);

	return scope_in("desk", lines);
}

/* ---- without a letter ---- */

static const struct {
	const char *mailbox, *lines;
	apres_scope scope;
} plain[] = {
	{ "recruiting", "From: aunt@family.example\n", IN },
	{ "desk", "From: aunt@family.example\nTo: dana@contoso.example\n", OUT },
	{ "desk",
	  "From: new@mail.example\nTo: dana@contoso.example, "
	  "recruiting@contoso.example\n",
	  IN },
	{ "desk", "From: new@mail.example\nCc: Recruiting@Contoso.example\n", IN },
	{ "desk", "From: robin@mail.example\nIn-Reply-To: <1@mail.example>\n", OUT },
	{ "desk", "From: robin@mail.example\nSubject: My application\n", OUT },
	{ "desk", "From: robin@mail.example\nSubject: Re: REQ-7, any news?\n", IN },
	{ "desk", "From: bo@contoso.example\nSubject: REQ-7, any news?\n", OUT },
	{ "desk", "From: rita@agency.example\nSubject: REQ-7, two CVs\n", OUT },
	{ "desk", "From: noreply@mail.example\nSubject: New applicant for REQ-7\n", OUT },
	{ "desk", "From: a@mail.example\nSubject: XREQ-7\n", OUT },
	{ "desk", "From: a@mail.example\nSubject: REQ-7b\n", OUT },
	{ "desk", "Subject: Your application\n", OUT },
};

START_TEST(without_a_letter_little_is_ours)
{
	ck_assert_int_eq(scope_in(plain[_i].mailbox, plain[_i].lines), plain[_i].scope);
}
END_TEST

/* ---- which mail is a letter, and to whom ---- */

static const struct {
	const char *sent;
	const char *from; /* who answers it */
	apres_scope scope;
} letters[] = {
	/* to one outside */
	{ "To: ann@mail.example\nSubject: Your application\n", "ann@mail.example", IN },
	{ "To: ann@mail.example\nSubject: Your application\n", "other@mail.example",
	  DOUBT },
	{ "To: ann@mail.example\nSubject: Your application\n", "bo@contoso.example",
	  OUT },
	{ "To: ann@mail.example\nSubject: Your application\n", "pat@contractor.example",
	  OUT },
	{ "To: ann@mail.example\nSubject: Your application\n", "x@eu.contoso.example",
	  OUT },
	{ "To: ann@mail.example\nSubject: Your application\n", "rita@agency.example",
	  OUT },
	{ "To: ann@mail.example\nSubject: Your application\n", "noreply@shop.example",
	  OUT },
	{ "To: Ann+jobs@mail.example\nSubject: Your application\n",
	  "Ann <ANN@Mail.example>", IN },
	{ "To: ann@mail.example\nSubject: REQ-12\n", "ann@mail.example", IN },
	{ "To: ann@mail.example\nCc: recruiting@contoso.example\nSubject: Hi\n",
	  "ann@mail.example", IN },
	{ "To: ann@mail.example\nBcc: recruiting@contoso.example\nSubject: Hi\n",
	  "ann@mail.example", IN },
	{ "To: ann@mail.example\nSubject: Hi\n", "ann@mail.example", OUT },
	{ "To: ann@mail.example\nSubject: Re: Your application\n", "ann@mail.example",
	  OUT },
	{ "To: ann@mail.example\nSubject: Re: My application\n", "ann@mail.example", IN },
	{ "To: ann@mail.example\nSubject: AW: Bewerbung als Koch\n", "ann@mail.example",
	  IN },
	{ "To: ann@mail.example\nSubject: =?utf-8?Q?Entretien_d=E2=80=99embauche?=\n",
	  "ann@mail.example", IN },
	{ "To: ann@mail.example\nSubject: Your candidates, three profiles\n",
	  "ann@mail.example", OUT },
	{ "To: ann@mail.example\nSubject: Fwd: Your application\n", "ann@mail.example",
	  OUT },
	{ "To: rita@agency.example\nSubject: Your application\n", "rita@agency.example",
	  OUT },
	/* copies */
	{ "To: ann@mail.example\nCc: sue@search.example\nSubject: Your application\n",
	  "ann@mail.example", IN },
	{ "To: ann@mail.example\nCc: sue@search.example\nSubject: Your application\n",
	  "sue@search.example", OUT },
	{ "To: ann@mail.example\nBcc: sue@search.example\nSubject: Your application\n",
	  "sue@search.example", OUT },
	/* an agency that hands it on */
	{ "To: rita@agency.example\nCc: ann@mail.example\nSubject: Your interview\n",
	  "ann@mail.example", IN },
	{ "To: bo@contoso.example\nCc: ann@mail.example\nSubject: Your interview\n",
	  "ann@mail.example", IN },
	{ "To: bo@contoso.example\nCc: ann@mail.example\nSubject: Your interview\n",
	  "bo@contoso.example", OUT },
	/* several, and blind copies */
	{ "To: ann@mail.example, ben@mail.example\nSubject: Your interview\n",
	  "ben@mail.example", DOUBT },
	{ "To: dana@contoso.example\nBcc: ann@mail.example\nSubject: Your interview\n",
	  "ann@mail.example", IN },
	{ "To: dana@contoso.example\nBcc: ann@mail.example, ben@mail.example\nSubject: "
	  "Your interview\n",
	  "ben@mail.example", DOUBT },
	{ "To: undisclosed-recipients:;\nSubject: Your interview\n", "ann@mail.example",
	  DOUBT },
	{ "To: undisclosed-recipients:;\nSubject: Your interview\n", "bo@contoso.example",
	  OUT },
	/* employees: who applies, and who asks */
	{ "To: lee@contoso.example\nSubject: Your application\n", "lee@contoso.example",
	  IN },
	{ "To: lee@contoso.example\nCc: bo@contoso.example\nSubject: Your application\n",
	  "bo@contoso.example", OUT },
	{ "To: bo@contoso.example\nSubject: Interview with Ann\n", "bo@contoso.example",
	  OUT },
	{ "To: bo@contoso.example\nSubject: Your interview with Ann\n",
	  "bo@contoso.example", OUT },
	{ "To: bo@contoso.example, mia@contoso.example\nSubject: Your application\n",
	  "bo@contoso.example", OUT },
	{ "To: bo@contoso.example\nCc: ann@mail.example\nSubject: Your application\n",
	  "bo@contoso.example", OUT },
	{ "To: bo@contoso.example\nCc: recruiting@contoso.example\nSubject: Ann\n",
	  "bo@contoso.example", OUT },
	{ "To: lee@contoso.example\nSubject: Re: My application\n", "lee@contoso.example",
	  IN },
	{ "To: lee@contoso.example\nSubject: Re: Your application for a pass\n",
	  "lee@contoso.example", OUT },
};

START_TEST(to_whom_it_was_written_tells_who_answers)
{
	send_mail("1", letters[_i].sent);
	ck_assert_int_eq(answer(letters[_i].from, "1"), letters[_i].scope);
}
END_TEST

#define LETTER "To: ann@mail.example\nSubject: Your application\n"

START_TEST(of_other_mail_that_is_sent_nothing_is_kept)
{
	apres_part part;

	send_mail("1", "To: aunt@family.example\nSubject: Sunday\n");
	ck_assert(apres_letter_part(h.store, "contoso", "1@contoso.example", "", &part,
				    NULL));
	ck_assert_int_eq(part, APRES_PART_NONE);
}
END_TEST

/* ---- threads ---- */

START_TEST(an_answer_to_the_candidate_is_a_letter_whatever_its_subject)
{
	g_autofree char *mail =
		house_mail("lee@contoso.example", "1@mail.example", "", "Hello.");

	house_take(&h, mail);
	send_mail("2", "To: lee@contoso.example\nCc: bo@contoso.example\n"
		       "Subject: Re: x\nIn-Reply-To: <1@mail.example>\n");
	ck_assert_int_eq(answer("lee@contoso.example", "2"), IN);
	ck_assert_int_eq(answer("bo@contoso.example", "2"), OUT);
	ck_assert_int_eq(scope_in("desk", "From: lee@contoso.example\n"
					  "In-Reply-To: <1@mail.example>\n"),
			 IN);
	ck_assert_int_eq(scope_in("desk", "From: bo@contoso.example\n"
					  "In-Reply-To: <1@mail.example>\n"),
			 OUT);
}
END_TEST

#define THREAD "In-Reply-To: <1@contoso.example>\nReferences: <1@contoso.example>\n"

START_TEST(who_is_asked_about_a_candidate_is_none)
{
	send_mail("1", LETTER);
	send_mail("2", "To: sue@search.example\nSubject: Fwd: Your application\n" THREAD);
	send_mail("3", "To: sue@search.example\nSubject: Re: Your application\n" THREAD);
	ck_assert_int_eq(scope_in("desk", "From: sue@search.example\nReferences: "
					  "<1@contoso.example> <2@contoso.example>\n"),
			 OUT);
	/* Not passed on: it may be her other address. */
	ck_assert_int_eq(scope_in("desk", "From: sue@search.example\nReferences: "
					  "<1@contoso.example> <3@contoso.example>\n"),
			 DOUBT);
	ck_assert_int_eq(scope_in("desk", "From: ann@mail.example\nReferences: "
					  "<1@contoso.example> <2@contoso.example>\n"),
			 IN);
}
END_TEST

START_TEST(a_letter_passed_on_is_known_in_any_order)
{
	send_mail("2", "To: sue@search.example\nSubject: WG: Your application\n" THREAD);
	send_mail("1", LETTER);
	ck_assert_int_eq(scope_in("desk", "From: sue@search.example\nReferences: "
					  "<1@contoso.example> <2@contoso.example>\n"),
			 OUT);
}
END_TEST

START_TEST(a_damaged_thread_is_known_by_writer_and_subject)
{
	send_mail("1", LETTER);
	send_mail("2", "To: lee@contoso.example\nSubject: Your application\n");
	ck_assert_int_eq(scope_in("desk", "From: ann@mail.example\n"
					  "Subject: RE: [EXTERNAL] your  application\n"),
			 IN);
	ck_assert_int_eq(scope_in("desk", "From: ann@mail.example\n"
					  "Subject: My interview\n"),
			 IN);
	ck_assert_int_eq(scope_in("desk", "From: ann@mail.example\nSubject: Hi\n"), OUT);
	ck_assert_int_eq(scope_in("desk", "From: sue@search.example\n"
					  "Subject: Re: Your application\n"),
			 OUT);
	ck_assert_int_eq(scope_in("desk", "From: lee@contoso.example\n"
					  "Subject: Re: Your application\n"),
			 IN);
	ck_assert_int_eq(scope_in("desk", "From: bo@contoso.example\n"
					  "Subject: Re: Your application\n"),
			 OUT);
}
END_TEST

START_TEST(a_copy_without_message_id_is_known_by_its_subject)
{
	const char *mail = "From: Dana Frey <dana@contoso.example>\nTo: "
			   "ann@mail.example\n"
			   "Date: Tue, 24 Nov 2026 13:00:00 +0000\n"
			   "Subject: Your application\n\nHello.\n";
	g_autoptr(apres_headers) headers = apres_headers_parse(mail, strlen(mail));
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);
	const apres_circle circle = circle_of("desk");
	guint closed;

	ck_assert(apres_sent_note(h.store, &circle, "1.S.mx", headers, HOUSE_NOW, &closed,
				  NULL));
	ck_assert(apres_txn_commit(txn, NULL));
	ck_assert_int_eq(scope_in("desk", "From: ann@mail.example\n"
					  "Subject: Re: Your application\n"),
			 IN);
}
END_TEST

/* ---- machines ---- */

static const char *const machines[] = {
	"From: ann@mail.example\nSubject: Accepted: Your application\n",
	"From: ann@mail.example\nContent-Type: text/calendar; method=REPLY\n",
	"From: ann@mail.example\nList-Id: <x.lists.example>\n",
	"Return-Path: <>\nFrom: MAILER-DAEMON@mail.example\n",
	("From: ann@mail.example\nContent-Type: multipart/report; "
	 "report-type=disposition-notification; boundary=x\n"),
	"From: desk@help.example\nX-RT-Ticket: 7\n",
	"From: b@mail.example\nAuto-Submitted: auto-replied\n",
};

START_TEST(no_machine_answers_for_the_candidate)
{
	g_autofree char *lines = g_strconcat(machines[_i], THREAD, NULL);

	send_mail("1", LETTER);
	ck_assert_int_eq(scope_in("desk", lines), OUT);
}
END_TEST

START_TEST(who_answers_a_notice_is_no_candidate)
{
	g_autofree char *mail = house_mail("jo@mail.example", "1@mail.example", "",
					   "My lawyer will write.");
	g_autoptr(GPtrArray) items = NULL;
	guint notices = 0;

	house_take(&h, mail);
	ck_assert(apres_outbox_list(h.store, "contoso", -1, &items, NULL));
	for (guint i = 0; i < items->len; i++) {
		const apres_outbox_item *item = items->pdata[i];
		g_autofree char *lines =
			g_strdup_printf("From: x@other.example\nIn-Reply-To: <%s>\n",
					item->smtp_message_id);
		ck_assert_str_eq(item->kind, "notice");
		ck_assert_int_eq(scope_in("desk", lines), OUT);
		notices++;
	}
	ck_assert_uint_gt(notices, 0);
}
END_TEST

START_TEST(an_automatic_reply_belongs_to_its_candidate)
{
	g_autofree char *mail = house_mail("robin@mail.example", "1@mail.example", "",
					   "What was missing?");
	g_autoptr(GPtrArray) items = NULL;

	house_take(&h, mail);
	ck_assert(apres_outbox_list(h.store, "contoso", -1, &items, NULL));
	ck_assert_uint_eq(items->len, 1);
	const apres_outbox_item *item = items->pdata[0];
	static const struct {
		const char *from;
		apres_scope scope;
	} answers[] = { { "robin@mail.example", IN },
			{ "robin@work.example", DOUBT },
			{ "bo@contoso.example", OUT } };
	for (guint i = 0; i < G_N_ELEMENTS(answers); i++) {
		g_autofree char *lines =
			g_strdup_printf("From: %s\nIn-Reply-To: <%s>\n", answers[i].from,
					item->smtp_message_id);
		ck_assert_int_eq(scope_in("desk", lines), answers[i].scope);
	}
}
END_TEST

/* ---- cases ---- */

static void
add_case(const char *address)
{
	g_autoptr(apres_case_record) record = apres_case_record_new("contoso");
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);
	apres_case_change change;

	record->value[APRES_CASE_PERSON] = g_strdup(address);
	record->value[APRES_CASE_REQUISITION] = g_strdup("REQ-7");
	record->value[APRES_CASE_ADDRESSES] = g_strdup(address);
	record->value[APRES_CASE_OUTCOME] = g_strdup("none");
	ck_assert(apres_case_put(h.store, record, "test", HOUSE_NOW, &change, NULL));
	ck_assert(apres_txn_commit(txn, NULL));
}

START_TEST(who_has_a_case_is_a_candidate)
{
	add_case("ann@mail.example");
	add_case("lee@contoso.example");
	ck_assert_int_eq(scope_in("desk", "From: ann@mail.example\nSubject: Hi\n"), IN);
	ck_assert_int_eq(scope_in("desk", "From: lee@contoso.example\nSubject: Lunch?\n"),
			 OUT);
	ck_assert_int_eq(
		scope_in("desk", "From: lee@contoso.example\nSubject: Interview Ann\n"),
		OUT);
	ck_assert_int_eq(
		scope_in("desk", "From: lee@contoso.example\nSubject: My application\n"),
		IN);
	send_mail("1",
		  "To: sue@search.example\nCc: ann@mail.example\nSubject: Tuesday\n");
	ck_assert_int_eq(answer("ann@mail.example", "1"), IN);
	ck_assert_int_eq(answer("sue@search.example", "1"), OUT);
}
END_TEST

/* ---- hostile and large ---- */

START_TEST(references_of_a_megabyte_cost_little_and_lose_nobody)
{
	g_autoptr(GString) lines = g_string_new("From: ann@mail.example\nReferences:");
	gint64 start = g_get_monotonic_time();

	send_mail("1", LETTER);
	for (guint i = 0; i < 40000; i++)
		g_string_append_printf(lines, " <%u.filler@mail.example>\n", i);
	g_string_append(lines, " <1@contoso.example>\n");
	/* The end is cut off; the answer itself says what it answers. */
	g_string_append(lines, "In-Reply-To: <1@contoso.example>\n");
	ck_assert_uint_gt(lines->len, 1000000);
	ck_assert_int_eq(scope_in("desk", lines->str), OUT);
	g_string_prepend(lines, "In-Reply-To: <1@contoso.example>\n");
	ck_assert_int_eq(scope_in("desk", lines->str), IN);
	ck_assert_int_lt(g_get_monotonic_time() - start, 10 * G_USEC_PER_SEC);
}
END_TEST

START_TEST(each_of_five_hundred_recipients_is_one_of_several)
{
	g_autoptr(GString) lines = g_string_new("Subject: Your application\nTo: ");

	for (guint i = 0; i < 500; i++)
		g_string_append_printf(lines, "%sP. %u <p%u@mail.example>",
				       i > 0 ? ",\n " : "", i, i);
	g_string_append_c(lines, '\n');
	send_mail("1", lines->str);
	ck_assert_int_eq(answer("p0@mail.example", "1"), DOUBT);
	ck_assert_int_eq(answer("p499@mail.example", "1"), DOUBT);
	ck_assert_int_eq(answer("bo@contoso.example", "1"), OUT);
}
END_TEST

/* ---- words ---- */

static const struct {
	const char *subject;
	apres_subject_kind kind;
} kinds[] = {
	{ "Your interview", APRES_SUBJECT_NEW },
	{ "Re: Fwd: Your interview", APRES_SUBJECT_REPLY },
	{ "[EXT] WG: Ihr Termin", APRES_SUBJECT_FORWARD },
	{ "Fwd: Re: x", APRES_SUBJECT_FORWARD },
	{ "Re[2]: x", APRES_SUBJECT_REPLY },
	{ "", APRES_SUBJECT_NEW },
};

START_TEST(the_outermost_mark_says_what_a_subject_is)
{
	ck_assert_int_eq(apres_subject_kind_of(kinds[_i].subject), kinds[_i].kind);
}
END_TEST

START_TEST(words_are_whole_words)
{
	ck_assert(apres_words_of_application("interview on friday"));
	ck_assert(apres_words_of_application("contoso interview"));
	ck_assert(!apres_words_of_application("interviewed"));
	ck_assert(!apres_words_of_application("interview room 4"));
	ck_assert(!apres_words_of_application("application server is down"));
	ck_assert(apres_words_to_candidate("about your application"));
	ck_assert(!apres_words_to_candidate("your applicationx"));
	ck_assert(apres_words_about_candidates("die kandidatin"));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("scope");
	TCase *t = tcase_create("scope");

	tcase_add_unchecked_fixture(t, build, pull_down);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, without_a_letter_little_is_ours, 0, G_N_ELEMENTS(plain));
	tcase_add_loop_test(t, to_whom_it_was_written_tells_who_answers, 0,
			    G_N_ELEMENTS(letters));
	tcase_add_test(t, of_other_mail_that_is_sent_nothing_is_kept);
	tcase_add_test(t, an_answer_to_the_candidate_is_a_letter_whatever_its_subject);
	tcase_add_test(t, who_is_asked_about_a_candidate_is_none);
	tcase_add_test(t, a_letter_passed_on_is_known_in_any_order);
	tcase_add_test(t, a_damaged_thread_is_known_by_writer_and_subject);
	tcase_add_test(t, a_copy_without_message_id_is_known_by_its_subject);
	tcase_add_loop_test(t, no_machine_answers_for_the_candidate, 0,
			    G_N_ELEMENTS(machines));
	tcase_add_test(t, who_answers_a_notice_is_no_candidate);
	tcase_add_test(t, an_automatic_reply_belongs_to_its_candidate);
	tcase_add_test(t, who_has_a_case_is_a_candidate);
	tcase_add_test(t, references_of_a_megabyte_cost_little_and_lose_nobody);
	tcase_add_test(t, each_of_five_hundred_recipients_is_one_of_several);
	tcase_add_loop_test(t, the_outermost_mark_says_what_a_subject_is, 0,
			    G_N_ELEMENTS(kinds));
	tcase_add_test(t, words_are_whole_words);
	suite_add_tcase(s, t);
	return unit_main(s);
}
