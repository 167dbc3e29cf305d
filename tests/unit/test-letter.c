/* SPDX-License-Identifier: Apache-2.0 */
/* Which mail that people send is a letter to a candidate, and who answers it. */
#include "config.h"
#include "intake/application-words.h"
#include "message/subject.h"
#include "store/letter.h"

#include "dana.h"
#include "unit.h"

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
	Suite *s = suite_create("letter");
	TCase *t = tcase_create("letter");

	house_fixture(t);
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, to_whom_it_was_written_tells_who_answers, 0,
			    G_N_ELEMENTS(letters));
	tcase_add_test(t, of_other_mail_that_is_sent_nothing_is_kept);
	tcase_add_test(t, an_answer_to_the_candidate_is_a_letter_whatever_its_subject);
	tcase_add_test(t, who_is_asked_about_a_candidate_is_none);
	tcase_add_test(t, a_letter_passed_on_is_known_in_any_order);
	tcase_add_test(t, a_damaged_thread_is_known_by_writer_and_subject);
	tcase_add_test(t, a_copy_without_message_id_is_known_by_its_subject);
	tcase_add_loop_test(t, the_outermost_mark_says_what_a_subject_is, 0,
			    G_N_ELEMENTS(kinds));
	tcase_add_test(t, words_are_whole_words);
	suite_add_tcase(s, t);
	return unit_main(s);
}
