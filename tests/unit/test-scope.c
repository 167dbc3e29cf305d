/* SPDX-License-Identifier: Apache-2.0 */
/* Whose mail it is, by its header block and by what people sent. */
#include "config.h"
#include "store/case.h"

#include "dana.h"
#include "unit.h"

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

int
main(void)
{
	Suite *s = suite_create("scope");
	TCase *t = tcase_create("scope");

	house_fixture(t);
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, without_a_letter_little_is_ours, 0, G_N_ELEMENTS(plain));
	tcase_add_loop_test(t, no_machine_answers_for_the_candidate, 0,
			    G_N_ELEMENTS(machines));
	tcase_add_test(t, who_answers_a_notice_is_no_candidate);
	tcase_add_test(t, an_automatic_reply_belongs_to_its_candidate);
	tcase_add_test(t, who_has_a_case_is_a_candidate);
	tcase_add_test(t, references_of_a_megabyte_cost_little_and_lose_nobody);
	tcase_add_test(t, each_of_five_hundred_recipients_is_one_of_several);
	suite_add_tcase(s, t);
	return unit_main(s);
}
