/* SPDX-License-Identifier: Apache-2.0 */
/* What a case makes of a mail, and a mail of its case. */
#include "config.h"
#include "pipeline/case-write.h"

#include "house.h"
#include "unit.h"

#define TODAY "2026-11-24"
#define STATUS "Hello, is there any news about my application?"
#define FEEDBACK "Could you tell me why I was rejected?"
#define WITHDRAW "Please withdraw my application."
#define THANKS "Thank you very much."
#define ROLE "Are there other positions that I could apply for?"

/* FIELD=VALUE ..., NULL at the end. */
static gint64
put(const char *requisition, const char *first, ...)
{
	g_autoptr(apres_case_record) record = apres_case_record_new("contoso");
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);
	apres_case_written written = { 0 };
	va_list args;

	record->value[APRES_CASE_PERSON] = g_strdup("p1");
	record->value[APRES_CASE_REQUISITION] = g_strdup(requisition);
	record->value[APRES_CASE_ADDRESSES] = g_strdup("ann@mail.example");
	record->value[APRES_CASE_RECORDED] = g_strdup(TODAY);
	va_start(args, first);
	for (const char *one = first; one != NULL; one = va_arg(args, const char *)) {
		g_auto(GStrv) pair = g_strsplit(one, "=", 2);
		apres_case_field field;
		ck_assert(apres_case_field_find(pair[0], &field));
		g_free(record->value[field]);
		record->value[field] =
			apres_case_field_parse(field, pair[1], TODAY, NULL);
		ck_assert_ptr_nonnull(record->value[field]);
	}
	va_end(args);
	ck_assert(apres_case_write(h.store, record, false, "ana", HOUSE_NOW, &written,
				   NULL));
	ck_assert(apres_txn_commit(txn, NULL));
	return record->id;
}

static guint sent;

/* The record of a mail from FROM with these words. */
static apres_record *
take_from(const char *from, const char *extra, const char *text)
{
	g_autofree char *id = g_strdup_printf("m%u@mail.example", ++sent);
	g_autofree char *mail = house_mail(from, id, extra, text);

	return house_record(&h, house_take(&h, mail).message_id);
}

static apres_record *
take(const char *text)
{
	return take_from("ann@mail.example", "", text);
}

static void
assert_reply(const char *text, const char *template_id)
{
	g_autoptr(apres_record) record = take(text);

	ck_assert_msg(g_strcmp0(record->template_id, template_id) == 0, "%s, because %s",
		      record->template_id, record->reasons[0]);
}

static void
assert_hold(const char *text, const char *reason)
{
	g_autoptr(apres_record) record = take(text);

	ck_assert_int_eq(record->effect, APRES_EFFECT_HOLD);
	ck_assert_msg(g_strv_contains((const char *const *)record->reasons, reason), "%s",
		      record->reasons[0]);
}

START_TEST(each_stage_of_a_fresh_case_has_its_text)
{
	static const char *const stages[] = { "applied", "review", "interview",
					      "decision" };
	g_autofree char *stage = g_strdup_printf("stage=%s", stages[_i]);
	g_autofree char *template_id = g_strdup_printf("status-%s", stages[_i]);

	put("R-100", stage, NULL);
	assert_reply(STATUS, template_id);
}
END_TEST

START_TEST(without_a_case_or_a_stage_none_is_told)
{
	assert_reply(STATUS, "status-received");
	put("R-100", "addresses=bob@mail.example", NULL);
	g_autoptr(apres_record) bob = take_from("bob@mail.example", "", STATUS);
	ck_assert_str_eq(bob->template_id, "status-received");
}
END_TEST

START_TEST(a_stage_is_told_for_three_working_days)
{
	/* This house works every day. */
	put("R-100", "stage=interview", "recorded=2026-11-21", NULL);
	assert_reply(STATUS, "status-interview");
	put("R-101", "person=p2", "addresses=bob@mail.example", "stage=interview",
	    "recorded=2026-11-20", NULL);
	g_autoptr(apres_record) bob = take_from("bob@mail.example", "", STATUS);
	ck_assert_str_eq(bob->template_id, "status-received");
}
END_TEST

START_TEST(an_outcome_is_told_by_a_person)
{
	static const char *const outcomes[] = { "rejected", "offered", "hired",
						"withdrawn", "closed" };
	g_autofree char *outcome = g_strdup_printf("outcome=%s", outcomes[_i]);

	put("R-100", "stage=interview", outcome, NULL);
	g_autoptr(apres_record) record = take(STATUS);
	ck_assert_int_eq(record->effect, APRES_EFFECT_HOLD);
	ck_assert_str_eq(record->rule, "hold-decided");
}
END_TEST

START_TEST(who_is_rejected_gets_no_feedback_and_who_has_an_offer_gets_no_text)
{
	put("R-100", "outcome=rejected", NULL);
	assert_reply(FEEDBACK, "no-feedback");
	put("R-101", "person=p2", "addresses=bob@mail.example", "outcome=offered", NULL);
	g_autoptr(apres_record) bob = take_from("bob@mail.example", "", FEEDBACK);
	ck_assert_str_eq(bob->rule, "hold-offered");
}
END_TEST

START_TEST(of_several_cases_none_is_meant)
{
	put("R-100", "stage=interview", NULL);
	put("R-200", "stage=applied", NULL);
	assert_hold(STATUS, "case-ambiguous");
	assert_hold("What about other positions? " FEEDBACK, "case-ambiguous");
}
END_TEST

START_TEST(a_requisition_that_is_named_is_meant)
{
	put("R-100", "stage=interview", NULL);
	put("R-1001", "stage=applied", NULL);
	assert_reply("Hello, is there any news about my application for r-100?",
		     "status-interview");
}
END_TEST

START_TEST(a_thread_goes_on_with_its_case)
{
	put("R-100", "stage=interview", NULL);
	g_autoptr(apres_record) first = take(THANKS);
	ck_assert_int_ne(first->case_id, 0);
	put("R-200", "stage=applied", NULL);
	g_autofree char *extra =
		g_strdup_printf("In-Reply-To: <%s>\n", first->message_id);
	g_autoptr(apres_record) second = take_from("ann@mail.example", extra, STATUS);
	ck_assert_int_eq(second->case_id, first->case_id);
	ck_assert_str_eq(second->template_id, "status-interview");
}
END_TEST

START_TEST(who_may_not_be_hired_again_is_answered_by_a_person)
{
	put("R-100", "do-not-rehire=yes", NULL);
	put("R-200", "stage=interview", NULL);
	assert_hold(ROLE, "case-person");
	assert_hold(THANKS, "case-person");
	assert_hold("Is there any news about my application for R-200?", "case-person");
}
END_TEST

START_TEST(a_place_whose_law_is_not_in_use_holds)
{
	put("R-100", "jurisdiction=ca-on", NULL);
	assert_hold(FEEDBACK, "case-jurisdiction");
	g_ptr_array_add(h.company->policy->packs,
			apres_pack_new("ca-on", (apres_origin){ "x", 1, 1 }));
	assert_reply("What was missing?", "no-feedback");
}
END_TEST

START_TEST(who_withdraws_is_withdrawn_and_nothing_else_leaves)
{
	gint64 id =
		put("R-100", "stage=interview", "recruiter=lea@contoso.example", NULL);
	g_autoptr(apres_case_record) found = NULL;
	g_autoptr(GPtrArray) waiting = NULL;

	assert_reply(ROLE, "other-role");
	assert_reply(WITHDRAW, "withdraw-noted");
	ck_assert(apres_outbox_list(h.store, NULL, APRES_OUTBOX_WAITING, &waiting, NULL));
	ck_assert_uint_eq(waiting->len, 1);
	ck_assert_str_eq(((apres_outbox_item *)waiting->pdata[0])->template_id,
			 "withdraw-noted");
	ck_assert(apres_case_get(h.store, id, &found, NULL));
	ck_assert_str_eq(found->value[APRES_CASE_OUTCOME], "withdrawn");
	ck_assert_str_eq(found->value[APRES_CASE_CHANNEL], "mail");
	ck_assert_str_eq(found->value[APRES_CASE_DECIDED], TODAY);
	ck_assert_str_eq(found->value[APRES_CASE_RECRUITER], "lea@contoso.example");
}
END_TEST

START_TEST(a_reply_that_waits_is_stopped_when_the_case_changes)
{
	put("R-100", "stage=interview", NULL);
	assert_reply(STATUS, "status-interview");
	ck_assert_uint_eq(house_outbox(&h, "reply", APRES_OUTBOX_WAITING), 1);
	put("R-100", "recruiter=lea@contoso.example", "stage=interview", NULL);
	ck_assert_uint_eq(house_outbox(&h, "reply", APRES_OUTBOX_WAITING), 1);
	put("R-100", "outcome=rejected", NULL);
	ck_assert_uint_eq(house_outbox(&h, "reply", APRES_OUTBOX_WAITING), 0);
}
END_TEST

START_TEST(a_case_that_comes_later_stops_what_was_decided_without_it)
{
	assert_reply(FEEDBACK, "no-feedback");
	put("R-100", "do-not-rehire=yes", NULL);
	ck_assert_uint_eq(house_outbox(&h, "reply", APRES_OUTBOX_WAITING), 0);
}
END_TEST

START_TEST(somebody_else_in_the_thread_learns_and_changes_nothing)
{
	gint64 id = put("R-100", "stage=interview", NULL);
	g_autoptr(apres_record) first = take(THANKS);
	g_autofree char *extra =
		g_strdup_printf("In-Reply-To: <%s>\n", first->message_id);
	g_autoptr(apres_record) asks = take_from("eve@other.example", extra, STATUS);
	g_autoptr(apres_record) leaves = take_from("eve@other.example", extra, WITHDRAW);
	g_autoptr(apres_case_record) found = NULL;

	ck_assert_str_eq(asks->template_id, "status-received");
	ck_assert(apres_case_get(h.store, id, &found, NULL));
	ck_assert_str_eq(found->value[APRES_CASE_OUTCOME], "none");
}
END_TEST

/* In a mailbox of one person a colleague's question about a candidate is none of a
 * candidate's, whatever thread it stands in; it is if the colleague has a case. */
START_TEST(a_colleague_in_the_thread_is_no_candidate)
{
	static const char ask[] = "Could you tell me how I did in the interview?";
	const char *known = _i == 1 ? "addresses=lee@contoso.example" : NULL;
	g_autofree char *extra = NULL;

	put("R-100", "stage=interview", NULL);
	if (known != NULL)
		put("R-101", "person=p2", known, "internal=yes", NULL);
	g_autoptr(apres_record) first = take(THANKS);
	h.mailbox = apres_config_mailbox(h.config, "desk");
	extra = g_strdup_printf("In-Reply-To: <%s>\n"
				"Authentication-Results: mx.contoso.example; dmarc=pass "
				"header.from=contoso.example\n",
				first->message_id);
	g_autoptr(apres_record) asks = take_from("lee@contoso.example", extra, ask);

	ck_assert_int_eq(asks->audience, APRES_AUDIENCE_INTERNAL);
	if (known != NULL)
		ck_assert_str_eq(asks->template_id, "internal-debrief");
	else
		ck_assert_str_eq(asks->reasons[0], "internal-without-case");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("case-mail");
	TCase *tc = tcase_create("case-mail");

	tcase_set_timeout(tc, 60);
	house_fixture(tc);
	tcase_add_loop_test(tc, each_stage_of_a_fresh_case_has_its_text, 0, 4);
	tcase_add_test(tc, without_a_case_or_a_stage_none_is_told);
	tcase_add_test(tc, a_stage_is_told_for_three_working_days);
	tcase_add_loop_test(tc, an_outcome_is_told_by_a_person, 0, 5);
	tcase_add_test(
		tc, who_is_rejected_gets_no_feedback_and_who_has_an_offer_gets_no_text);
	tcase_add_test(tc, of_several_cases_none_is_meant);
	tcase_add_test(tc, a_requisition_that_is_named_is_meant);
	tcase_add_test(tc, a_thread_goes_on_with_its_case);
	tcase_add_test(tc, who_may_not_be_hired_again_is_answered_by_a_person);
	tcase_add_test(tc, a_place_whose_law_is_not_in_use_holds);
	tcase_add_test(tc, who_withdraws_is_withdrawn_and_nothing_else_leaves);
	tcase_add_test(tc, a_reply_that_waits_is_stopped_when_the_case_changes);
	tcase_add_test(tc, a_case_that_comes_later_stops_what_was_decided_without_it);
	tcase_add_test(tc, somebody_else_in_the_thread_learns_and_changes_nothing);
	tcase_add_loop_test(tc, a_colleague_in_the_thread_is_no_candidate, 0, 2);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
