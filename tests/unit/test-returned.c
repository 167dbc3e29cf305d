/* SPDX-License-Identifier: Apache-2.0 */
/* What becomes of a reply that came back: owed once, never sent again. */
#include "config.h"
#include "util/error.h"

#include "sent-reply.h"
#include "unit.h"

START_TEST(a_reply_comes_back_once)
{
	g_autoptr(apres_outbox_item) item =
		ask_and_send("jo@mail.example", "1@mail.example");

	take_bounce("postfix-failed", item->envelope_from, item->smtp_message_id);
	take_bounce("postfix-failed", item->envelope_from, item->smtp_message_id);
	apres_outcome_of_mail outcome =
		take_bounce("exim-failed", item->envelope_from, item->smtp_message_id);
	g_autoptr(apres_outbox_item) after = item_of(item->id);
	ck_assert_int_eq(outcome.returned_id, 0);
	ck_assert_pstr_eq(after->returned_status, "5.1.1");
	ck_assert_uint_eq(owed(), 1);
}
END_TEST

START_TEST(what_never_left_cannot_come_back)
{
	g_autoptr(apres_outbox_item) item = ask("jo@mail.example", "1@mail.example");

	take_bounce("postfix-failed", item->envelope_from, item->smtp_message_id);
	ck_assert(!is_returned(item->id));
	ck_assert_uint_eq(owed(), 0);
}
END_TEST

START_TEST(a_persons_mail_to_the_tag_is_read_by_a_person)
{
	g_autoptr(apres_outbox_item) item =
		ask_and_send("jo@mail.example", "1@mail.example");
	g_autofree char *to = g_strdup_printf("X-Original-To: %s\n", item->envelope_from);
	g_autofree char *mail = house_mail("lu@mail.example", "2@mail.example", to, ASKS);
	apres_outcome_of_mail outcome = house_take(&h, mail);
	g_autoptr(apres_record) record = house_record(&h, outcome.message_id);

	ck_assert_int_eq(outcome.effect, APRES_EFFECT_HOLD);
	ck_assert(
		g_strv_contains((const char *const *)record->reasons, "bounce-address"));
	ck_assert_int_eq(outcome.outbox_id, 0);
	ck_assert(!is_returned(item->id));
}
END_TEST

START_TEST(a_report_that_the_candidate_wrote_makes_a_person_look_at_most)
{
	g_autoptr(apres_outbox_item) item =
		ask_and_send("jo@mail.example", "1@mail.example");
	g_autofree char *report =
		bounce_new("postfix-failed", item->envelope_from, item->smtp_message_id);
	g_autoptr(GString) mail = g_string_new(report);
	guint replies = house_outbox(&h, "reply", -1);

	g_string_replace(mail, "Return-Path: <>", "Return-Path: <jo@mail.example>", 1);
	g_string_replace(mail, "MAILER-DAEMON@mx.contoso.example (Mail Delivery System)",
			 "jo@mail.example", 1);
	g_string_replace(mail, "I'm sorry to have to inform you", ASKS, 1);
	apres_outcome_of_mail outcome = house_take(&h, mail->str);
	ck_assert_int_eq(outcome.effect, APRES_EFFECT_SILENCE);
	ck_assert_int_eq(outcome.outbox_id, 0);
	ck_assert_uint_eq(house_outbox(&h, "reply", -1), replies);
	ck_assert_uint_eq(owed(), 1);
}
END_TEST

START_TEST(whoever_is_done_with_a_mail_owes_nothing_more)
{
	g_autoptr(apres_outbox_item) item =
		ask_and_send("jo@mail.example", "1@mail.example");
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);

	ck_assert(apres_review_close(h.store, item->message_id, "ana", "telephone",
				     HOUSE_NOW, NULL));
	ck_assert(apres_txn_commit(txn, NULL));
	take_bounce("postfix-failed", item->envelope_from, item->smtp_message_id);
	ck_assert(is_returned(item->id));
	ck_assert_uint_eq(owed(), 0);
}
END_TEST

START_TEST(what_came_back_is_never_sent_again)
{
	g_autoptr(apres_outbox_item) item = send_item(
		ask("jo@mail.example", "1@mail.example"), APRES_OUTCOME_UNKNOWN);
	g_autoptr(GError) error = NULL;
	int people;

	ck_assert_int_eq(item->state, APRES_OUTBOX_UNKNOWN);
	take_bounce("postfix-failed", item->envelope_from, item->smtp_message_id);
	ck_assert(is_returned(item->id));
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);
	ck_assert(!apres_outbox_resend(h.store, item->id, "ana", 1, HOUSE_NOW, &people,
				       &error));
	ck_assert(g_error_matches(error, APRES_ERROR, APRES_ERROR_INPUT));
	ck_assert_ptr_nonnull(strstr(error->message, "came back"));
}
END_TEST

START_TEST(a_report_may_be_read_before_the_servers_answer)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);
	int people;
	bool go;

	ck_assert(apres_mode_set(h.store, "contoso", NULL, APRES_MODE_APPROVE, "ana",
				 HOUSE_NOW, NULL));
	ck_assert(apres_txn_commit(txn, NULL));
	g_autoptr(apres_outbox_item) item = ask("jo@mail.example", "1@mail.example");
	g_autoptr(apres_txn) approval = apres_txn_begin(h.store, NULL);
	ck_assert(apres_outbox_approve(h.store, item->id, "ana", 1, HOUSE_NOW, &people,
				       NULL));
	ck_assert(apres_txn_commit(approval, NULL));
	g_autoptr(apres_outbox_item) claimed = claim_at(item->send_after, &go);
	ck_assert(go);
	take_bounce("postfix-failed", item->envelope_from, item->smtp_message_id);
	ck_assert(is_returned(item->id));
	note_result(claimed, APRES_OUTCOME_SENT, item->send_after);
	ck_assert_uint_eq(owed(), 1);
}
END_TEST

START_TEST(what_came_back_does_not_leave_though_the_server_wants_it_again)
{
	g_autoptr(apres_outbox_item) item = ask("jo@mail.example", "1@mail.example");
	bool go;
	g_autoptr(apres_outbox_item) claimed = claim_at(item->send_after, &go);

	take_bounce("postfix-failed", item->envelope_from, item->smtp_message_id);
	note_result(claimed, APRES_OUTCOME_TEMP, item->send_after);
	g_autoptr(apres_outbox_item) again = claim_at(item->send_after + 3600, &go);
	ck_assert(!go);
	ck_assert_uint_eq(owed(), 1);
}
END_TEST

START_TEST(nobody_confirms_that_it_arrived_after_it_came_back)
{
	g_autoptr(apres_outbox_item) item = send_item(
		ask("jo@mail.example", "1@mail.example"), APRES_OUTCOME_UNKNOWN);
	g_autoptr(GError) error = NULL;

	take_bounce("postfix-failed", item->envelope_from, item->smtp_message_id);
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);
	ck_assert(!apres_outbox_confirm(h.store, item->id, "ana", HOUSE_NOW, &error));
	ck_assert(g_error_matches(error, APRES_ERROR, APRES_ERROR_INPUT));
}
END_TEST

START_TEST(what_came_back_waits_for_a_person)
{
	g_autoptr(apres_outbox_item) item =
		ask_and_send("jo@mail.example", "1@mail.example");
	g_autoptr(GPtrArray) before = NULL, after = NULL, list = NULL, returned = NULL;

	ck_assert(apres_counts_load(h.store, &before, NULL));
	take_bounce("postfix-failed", item->envelope_from, item->smtp_message_id);
	ck_assert(apres_counts_load(h.store, &after, NULL));
	const apres_counts *then = before->pdata[0], *now = after->pdata[0];
	ck_assert_int_eq(then->answered, 1);
	ck_assert_int_eq(now->answered, 0);
	ck_assert_int_eq(now->held, 1);
	ck_assert_int_eq(now->held_open, 1);
	ck_assert_int_eq(now->silent, 1);
	ck_assert(apres_review_list(h.store, "contoso", &list, NULL));
	ck_assert_uint_eq(list->len, 1);
	ck_assert_int_eq(((apres_record *)list->pdata[0])->id, item->message_id);
	ck_assert(apres_outbox_list_returned(h.store, NULL, 0, &returned, NULL));
	ck_assert_uint_eq(returned->len, 1);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("returned");
	TCase *tc = tcase_create("returned");

	house_fixture(tc);
	tcase_add_checked_fixture(tc, tag_replies, NULL);
	tcase_add_test(tc, a_reply_comes_back_once);
	tcase_add_test(tc, what_never_left_cannot_come_back);
	tcase_add_test(tc, a_persons_mail_to_the_tag_is_read_by_a_person);
	tcase_add_test(tc, a_report_that_the_candidate_wrote_makes_a_person_look_at_most);
	tcase_add_test(tc, whoever_is_done_with_a_mail_owes_nothing_more);
	tcase_add_test(tc, what_came_back_is_never_sent_again);
	tcase_add_test(tc, a_report_may_be_read_before_the_servers_answer);
	tcase_add_test(tc,
		       what_came_back_does_not_leave_though_the_server_wants_it_again);
	tcase_add_test(tc, nobody_confirms_that_it_arrived_after_it_came_back);
	tcase_add_test(tc, what_came_back_waits_for_a_person);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
