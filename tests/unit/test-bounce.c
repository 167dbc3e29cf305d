/* SPDX-License-Identifier: Apache-2.0 */
/* Of which reply a report speaks: known by its tag or its Message-ID. */
#include "config.h"
#include "config/bounce-address.h"
#include "intake/bounce.h"

#include "sent-reply.h"
#include "unit.h"

#define PLAIN "back@contoso.example"

START_TEST(each_reply_leaves_with_an_address_of_its_own)
{
	g_autoptr(apres_outbox_item) one = ask("jo@mail.example", "1@mail.example");
	g_autoptr(apres_outbox_item) two = ask("lu@mail.example", "2@mail.example");
	g_autofree char *tag = apres_bounce_address_tag(one->envelope_from);

	ck_assert(g_str_has_prefix(one->envelope_from, "recruiting+apres-bounce-"));
	ck_assert(g_str_has_suffix(one->envelope_from, "@contoso.example"));
	ck_assert_pstr_eq(tag, one->bounce_tag);
	ck_assert_str_ne(one->bounce_tag, two->bounce_tag);
	ck_assert_ptr_eq(apres_bounce_mailbox(h.config, one->envelope_from), h.mailbox);
}
END_TEST

START_TEST(the_null_path_and_a_plain_address_have_no_tag)
{
	h.config->transport->envelope = APRES_ENVELOPE_AUTO;
	g_autoptr(apres_outbox_item) one = ask("jo@mail.example", "1@mail.example");

	ck_assert_str_eq(one->envelope_from, "");
	ck_assert_ptr_null(one->bounce_tag);
}
END_TEST

START_TEST(a_report_to_the_tag_is_understood)
{
	g_autoptr(apres_outbox_item) item =
		ask_and_send("jo@mail.example", "1@mail.example");
	apres_outcome_of_mail outcome =
		take_bounce(bounces[_i].name, item->envelope_from, item->smtp_message_id);
	g_autoptr(apres_outbox_item) after = item_of(item->id);

	ck_assert_int_eq(outcome.effect, APRES_EFFECT_SILENCE);
	ck_assert_int_eq(outcome.outbox_id, 0);
	ck_assert_int_eq(after->returned != 0, bounces[_i].failure);
	ck_assert_int_eq(after->state, APRES_OUTBOX_SENT);
	ck_assert_uint_eq(owed(), bounces[_i].failure);
	if (bounces[_i].failure)
		ck_assert_pstr_eq(after->returned_status, bounces[_i].status);
}
END_TEST

START_TEST(without_a_tag_our_message_id_is_enough)
{
	h.config->transport->envelope = APRES_ENVELOPE_ADDRESS;
	g_autoptr(apres_outbox_item) item =
		ask_and_send("jo@mail.example", "1@mail.example");

	ck_assert_ptr_null(item->bounce_tag);
	take_bounce(bounces[_i].name, PLAIN, item->smtp_message_id);
	ck_assert_int_eq(is_returned(item->id), bounces[_i].failure);
	ck_assert_uint_eq(owed(), bounces[_i].failure);
}
END_TEST

START_TEST(a_tag_is_enough_if_the_message_id_was_rewritten)
{
	g_autoptr(apres_outbox_item) item =
		ask_and_send("jo@mail.example", "1@mail.example");

	take_bounce("postfix-failed", item->envelope_from, "0100018@relay.example");
	ck_assert(is_returned(item->id));
}
END_TEST

START_TEST(what_nobody_made_opens_nothing)
{
	g_autoptr(apres_outbox_item) item =
		ask_and_send("jo@mail.example", "1@mail.example");
	g_autofree char *forged = apres_bounce_address("recruiting@contoso.example", "+",
						       "aaaaaaaaaaaaaaaa");
	apres_outcome_of_mail outcome = take_bounce(bounces[_i].name, forged,
						    "apres.0123456789abcdef01234567."
						    "0123456789abcdef0123456789abcdef@"
						    "contoso.example");

	ck_assert_int_eq(outcome.effect, APRES_EFFECT_SILENCE);
	ck_assert_int_eq(outcome.returned_id, 0);
	ck_assert(!is_returned(item->id));
	ck_assert_uint_eq(owed(), 0);
}
END_TEST

START_TEST(two_witnesses_must_speak_of_the_same_mail)
{
	g_autoptr(apres_outbox_item) one =
		ask_and_send("jo@mail.example", "1@mail.example");
	g_autoptr(apres_outbox_item) two =
		ask_and_send("lu@mail.example", "2@mail.example");

	take_bounce("postfix-failed", one->envelope_from, two->smtp_message_id);
	ck_assert(!is_returned(one->id));
	ck_assert(!is_returned(two->id));
	ck_assert_uint_eq(owed(), 0);
}
END_TEST

START_TEST(a_report_that_killed_a_worker_counts_by_its_tag)
{
	g_autoptr(apres_outbox_item) item =
		ask_and_send("jo@mail.example", "1@mail.example");
	g_autofree char *mail =
		bounce_new("postfix-failed", item->envelope_from, item->smtp_message_id);
	apres_outcome_of_mail outcome = house_take_at(&h, mail, false, HOUSE_NOW);
	g_autoptr(apres_outbox_item) after = item_of(item->id);

	ck_assert_int_eq(outcome.effect, APRES_EFFECT_SILENCE);
	ck_assert(after->returned != 0);
	ck_assert_ptr_null(after->returned_status);
}
END_TEST

/* Whatever stands in it: nothing leaves, and at most one person looks. */
START_TEST(a_damaged_report_sends_nothing)
{
	g_autoptr(apres_outbox_item) item =
		ask_and_send("jo@mail.example", "1@mail.example");
	g_autofree char *mail = bounce_new(bounces[_i % 7].name, item->envelope_from,
					   item->smtp_message_id);
	g_autoptr(GRand) rand = g_rand_new_with_seed((guint32)_i);
	guint replies = house_outbox(&h, "reply", -1);
	gint32 len = (gint32)strlen(mail);

	for (int n = g_rand_int_range(rand, 1, 40); n > 0; n--)
		mail[g_rand_int_range(rand, 0, len)] =
			"\n\r\t :<>;=-\"0a\xff"[g_rand_int_range(rand, 0, 14)];
	mail[g_rand_int_range(rand, len / 4, len)] = '\0';
	apres_outcome_of_mail outcome = house_take(&h, mail);
	ck_assert_int_ne(outcome.effect, APRES_EFFECT_REPLY);
	ck_assert_int_eq(outcome.outbox_id, 0);
	ck_assert_uint_eq(house_outbox(&h, "reply", -1), replies);
}
END_TEST

START_TEST(in_a_persons_mailbox_only_our_own_mail_comes_back_to_us)
{
	g_autoptr(apres_outbox_item) item =
		ask_and_send("jo@mail.example", "1@mail.example");
	static const struct {
		bool tag, id, returns;
	} cases[] = {
		{ true, false, true },
		{ false, true, true },
		{ false, false, false },
	};
	const char *to = cases[_i].tag ? item->envelope_from : "dana@contoso.example";
	const char *id = cases[_i].id ? item->smtp_message_id : "7@laptop.example";
	g_autofree char *mail = bounce_new("postfix-failed", to, id);
	g_autoptr(apres_headers) headers = apres_headers_parse(mail, strlen(mail));
	g_autoptr(GBytes) bytes = g_bytes_new(mail, strlen(mail));
	bool returns;

	ck_assert(apres_bounce_returns_ours(h.store, h.company->config, headers, bytes,
					    &returns, NULL));
	ck_assert_int_eq(returns, cases[_i].returns);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("bounce");
	TCase *tc = tcase_create("bounce");

	house_fixture(tc);
	tcase_add_checked_fixture(tc, tag_replies, NULL);
	tcase_add_test(tc, each_reply_leaves_with_an_address_of_its_own);
	tcase_add_test(tc, the_null_path_and_a_plain_address_have_no_tag);
	tcase_add_loop_test(tc, a_report_to_the_tag_is_understood, 0,
			    G_N_ELEMENTS(bounces));
	tcase_add_loop_test(tc, without_a_tag_our_message_id_is_enough, 0,
			    G_N_ELEMENTS(bounces));
	tcase_add_test(tc, a_tag_is_enough_if_the_message_id_was_rewritten);
	tcase_add_loop_test(tc, what_nobody_made_opens_nothing, 0, G_N_ELEMENTS(bounces));
	tcase_add_test(tc, two_witnesses_must_speak_of_the_same_mail);
	tcase_add_test(tc, a_report_that_killed_a_worker_counts_by_its_tag);
	tcase_add_loop_test(tc, a_damaged_report_sends_nothing, 0, 60);
	tcase_add_loop_test(tc, in_a_persons_mailbox_only_our_own_mail_comes_back_to_us,
			    0, 3);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
