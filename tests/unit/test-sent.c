/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "intake/message-ids.h"
#include "intake/sent.h"
#include "store/obligation.h"

#include "house.h"
#include "unit.h"

static guint sent;

/* A person sends a mail with these header LINES; how many of our messages it answers. */
static guint
send_mail(const char *lines)
{
	g_autofree char *mail =
		g_strdup_printf("From: recruiting@contoso.example\n"
				"Message-ID: <sent%u@contoso.example>\n%s\nHello.\n",
				sent, lines);
	g_autofree char *base = g_strdup_printf("%u.S.mx", sent++);
	g_autoptr(apres_headers) headers = apres_headers_parse(mail, strlen(mail));
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);
	const apres_circle circle = apres_company_circle(h.company, h.config, h.mailbox);
	guint closed = 0;

	ck_assert(apres_sent_note(h.store, &circle, base, headers, HOUSE_NOW, &closed,
				  NULL));
	ck_assert(apres_txn_commit(txn, NULL));
	return closed;
}

static apres_outcome_of_mail
receive(const char *from, const char *id, const char *text)
{
	g_autofree char *mail = house_mail(from, id, "", text);

	return house_take(&h, mail);
}

START_TEST(an_answer_cancels_what_waits)
{
	receive("robin@mail.example", "1@mail.example", "What was missing?");
	ck_assert_uint_eq(send_mail("To: Robin <Robin@mail.example>\n"
				    "In-Reply-To: <1@mail.example>\n"),
			  1);
	ck_assert_uint_eq(house_outbox(&h, "reply", APRES_OUTBOX_CANCELLED), 1);
	ck_assert_uint_eq(house_outbox(&h, "reply", APRES_OUTBOX_WAITING), 0);
}
END_TEST

START_TEST(an_answer_by_references_alone_counts)
{
	receive("robin@mail.example", "1@mail.example", "What was missing?");
	ck_assert_uint_eq(send_mail("Cc: robin@mail.example\n"
				    "References: <0@mail.example>\n <1@mail.example>\n"),
			  1);
}
END_TEST

START_TEST(a_held_mail_is_closed_and_nothing_is_owed)
{
	g_autoptr(GPtrArray) owed = NULL;
	apres_outcome_of_mail outcome = receive("jo@mail.example", "1@mail.example",
						"My lawyer will write to you.");

	ck_assert_int_eq(outcome.effect, APRES_EFFECT_HOLD);
	send_mail("To: jo@mail.example\nIn-Reply-To: <1@mail.example>\n");
	g_autoptr(apres_record) record = house_record(&h, outcome.message_id);
	ck_assert_int_ne(record->closed, 0);
	ck_assert_str_eq(record->closed_how, "answered");
	ck_assert(apres_obligation_list(h.store, NULL, &owed, NULL));
	ck_assert_uint_eq(owed->len, 0);
}
END_TEST

#define AUTOMATIC                                                                        \
	"To: robin@mail.example\nIn-Reply-To: <1@mail.example>\n"                        \
	"Auto-Submitted: auto-replied\n"

static const char *const no_answers[] = {
	"To: colleague@contoso.example\nIn-Reply-To: <1@mail.example>\n",
	"To: robin@mail.example\nIn-Reply-To: <other@mail.example>\n",
	"To: robin@mail.example\n",
	AUTOMATIC,
	"To: robin@mail.example\nIn-Reply-To: <1@mail.example>\nX-Apres-Loop: 1\n",
	"In-Reply-To: <1@mail.example>\n",
};

START_TEST(what_answers_nobody_changes_nothing)
{
	receive("robin@mail.example", "1@mail.example", "What was missing?");
	ck_assert_uint_eq(send_mail(no_answers[_i]), 0);
	ck_assert_uint_eq(house_outbox(&h, "reply", APRES_OUTBOX_WAITING), 1);
}
END_TEST

START_TEST(an_answer_found_before_the_mail_holds_it)
{
	send_mail("To: robin@mail.example\nIn-Reply-To: <1@mail.example>\n");
	apres_outcome_of_mail outcome =
		receive("robin@mail.example", "1@mail.example", "What was missing?");
	g_autoptr(apres_record) record = house_record(&h, outcome.message_id);

	ck_assert_int_eq(outcome.effect, APRES_EFFECT_HOLD);
	ck_assert(g_strv_contains((const char *const *)record->reasons,
				  "already-answered"));
}
END_TEST

/* ---- message ids ---- */

START_TEST(answered_ids_are_found_in_any_disorder)
{
	const char *mail = "References: <a@x> junk <b@x><b@x> <bad id@x> <open\n"
			   "In-Reply-To: \"Robin\" <c@x>\n\n";
	g_autoptr(apres_headers) headers = apres_headers_parse(mail, strlen(mail));
	g_autoptr(GPtrArray) ids = apres_message_ids_answered(headers);

	ck_assert_uint_eq(ids->len, 3);
	ck_assert_str_eq(ids->pdata[0], "c@x");
	ck_assert_str_eq(ids->pdata[1], "b@x");
	ck_assert_str_eq(ids->pdata[2], "a@x");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("sent");
	TCase *t = tcase_create("sent");

	house_fixture(t);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, an_answer_cancels_what_waits);
	tcase_add_test(t, an_answer_by_references_alone_counts);
	tcase_add_test(t, a_held_mail_is_closed_and_nothing_is_owed);
	tcase_add_loop_test(t, what_answers_nobody_changes_nothing, 0,
			    G_N_ELEMENTS(no_answers));
	tcase_add_test(t, an_answer_found_before_the_mail_holds_it);
	tcase_add_test(t, answered_ids_are_found_in_any_disorder);
	suite_add_tcase(s, t);
	return unit_main(s);
}
