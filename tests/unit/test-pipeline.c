/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/pipeline.h"
#include "store/audit.h"
#include "store/control.h"
#include "store/obligation.h"

#include "house.h"
#include "unit.h"

#define ASKS "What was missing?"
#define THREATENS "My lawyer will write to you."

static bool
has_reason(const apres_record *record, const char *reason)
{
	return g_strv_contains((const char *const *)record->reasons, reason);
}

static guint
owed(apres_obligation_kind kind)
{
	g_autoptr(GPtrArray) list = NULL;
	guint count = 0;

	ck_assert(apres_obligation_list(h.store, NULL, &list, NULL));
	for (guint i = 0; i < list->len; i++)
		count += ((apres_owed *)list->pdata[i])->kind == kind;
	return count;
}

static void
set_mode(apres_mode mode)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);

	ck_assert(apres_mode_set(h.store, "contoso", NULL, mode, "ana", HOUSE_NOW, NULL));
	ck_assert(apres_txn_commit(txn, NULL));
}

START_TEST(a_plain_request_is_answered_after_the_undo_window)
{
	g_autofree char *mail =
		house_mail("robin@mail.example", "1@mail.example", "", ASKS);
	apres_outcome_of_mail outcome = house_take(&h, mail);
	g_autoptr(apres_outbox_item) item = NULL;

	ck_assert_int_eq(outcome.effect, APRES_EFFECT_REPLY);
	ck_assert(apres_outbox_get(h.store, outcome.outbox_id, &item, NULL));
	ck_assert_str_eq(item->recipient, "robin@mail.example");
	ck_assert_str_eq(item->template_id, "no-feedback");
	ck_assert_int_eq(item->state, APRES_OUTBOX_WAITING);
	ck_assert(!item->needs_approval);
	ck_assert_int_eq(item->send_after, HOUSE_NOW + 30 * 60);
	ck_assert_int_eq(item->message_id, outcome.message_id);
	ck_assert_uint_eq(owed(APRES_OBLIGATION_ANSWER), 0);
	g_autoptr(apres_record) record = house_record(&h, outcome.message_id);
	ck_assert_str_eq(record->candidate, "robin@mail.example");
	ck_assert_int_eq(record->received, HOUSE_NOW - 50 * 60);
	ck_assert_str_eq(record->policy_digest, h.company->policy->digest);
}
END_TEST

START_TEST(shadow_writes_down_and_sends_nothing)
{
	g_autofree char *mail =
		house_mail("robin@mail.example", "1@mail.example", "", ASKS);

	set_mode(APRES_MODE_SHADOW);
	apres_outcome_of_mail outcome = house_take(&h, mail);
	ck_assert_int_eq(outcome.effect, APRES_EFFECT_REPLY);
	ck_assert_int_eq(outcome.outbox_id, 0);
	ck_assert_uint_eq(house_outbox(&h, "reply", -1), 0);
}
END_TEST

START_TEST(shadow_still_tells_the_owner_of_an_urgent_queue)
{
	g_autofree char *mail = house_mail("jo@mail.example", "1@mail.example", "",
					   "I am going to kill myself.");

	set_mode(APRES_MODE_SHADOW);
	apres_outcome_of_mail outcome = house_take(&h, mail);
	ck_assert_int_eq(outcome.effect, APRES_EFFECT_HOLD);
	ck_assert_uint_ge(house_outbox(&h, "notice", -1), 1);
	ck_assert_uint_eq(house_outbox(&h, "reply", -1), 0);
}
END_TEST

START_TEST(a_notice_names_the_mail_and_nothing_in_it)
{
	g_autofree char *mail = house_mail("jo.doe@mail.example", "1@mail.example", "",
					   "I am going to kill myself.");
	g_autoptr(GPtrArray) items = NULL;

	house_take(&h, mail);
	ck_assert(apres_outbox_list(h.store, NULL, -1, &items, NULL));
	ck_assert_uint_ge(items->len, 1);
	for (guint i = 0; i < items->len; i++) {
		const apres_outbox_item *item = items->pdata[i];
		gsize len;
		const char *data = g_bytes_get_data(item->bytes, &len);
		ck_assert_str_eq(item->kind, "notice");
		ck_assert_ptr_null(g_strstr_len(data, (gssize)len, "kill"));
		ck_assert_ptr_null(g_strstr_len(data, (gssize)len, "jo.doe"));
	}
}
END_TEST

START_TEST(a_proposal_owes_its_answer)
{
	g_autofree char *mail =
		house_mail("robin@mail.example", "1@mail.example", "", ASKS);
	g_autoptr(apres_outbox_item) item = NULL;

	set_mode(APRES_MODE_APPROVE);
	apres_outcome_of_mail outcome = house_take(&h, mail);
	ck_assert(apres_outbox_get(h.store, outcome.outbox_id, &item, NULL));
	ck_assert(item->needs_approval);
	ck_assert_uint_eq(owed(APRES_OBLIGATION_ANSWER), 1);
}
END_TEST

START_TEST(an_internal_request_opens_a_debrief)
{
	g_autofree char *mail =
		house_mail("lee@contoso.example", "1@contoso.example",
			   "Authentication-Results: mx.contoso.example; dmarc=pass "
			   "header.from=contoso.example\n",
			   "Could you tell me how I did in the interview?");
	apres_outcome_of_mail outcome = house_take(&h, mail);
	g_autoptr(apres_record) record = house_record(&h, outcome.message_id);

	ck_assert_int_eq(record->audience, APRES_AUDIENCE_INTERNAL);
	ck_assert_int_eq(outcome.effect, APRES_EFFECT_REPLY);
	ck_assert_str_eq(record->template_id, "internal-debrief");
	ck_assert_uint_eq(owed(APRES_OBLIGATION_DEBRIEF), 1);
	g_autoptr(apres_outbox_item) item = NULL;
	ck_assert(apres_outbox_get(h.store, outcome.outbox_id, &item, NULL));
	gsize len;
	const char *data = g_bytes_get_data(item->bytes, &len);
	ck_assert_ptr_nonnull(
		g_strstr_len(data, (gssize)len, "Reply-To: hr@contoso.example"));
}
END_TEST

START_TEST(a_mail_is_answered_once_however_it_comes)
{
	g_autofree char *mail =
		house_mail("robin@mail.example", "1@mail.example", "", ASKS);
	g_autofree char *other = house_mail("robin@mail.example", "1@mail.example",
					    "Received: from a by b.example; "
					    "Tue, 24 Nov 2026 12:59:00 +0000\n",
					    ASKS);
	apres_outcome_of_mail first = house_take(&h, mail);
	apres_outcome_of_mail same = house_take(&h, mail);
	apres_outcome_of_mail way = house_take(&h, other);

	ck_assert_int_eq(first.duplicate_of, 0);
	ck_assert_int_eq(same.duplicate_of, first.message_id);
	ck_assert_int_eq(way.duplicate_of, first.message_id);
	ck_assert_uint_eq(house_outbox(&h, "reply", -1), 1);
}
END_TEST

START_TEST(other_words_under_a_used_message_id_are_held)
{
	g_autofree char *mail =
		house_mail("robin@mail.example", "1@mail.example", "", ASKS);
	g_autofree char *other = house_mail("robin@mail.example", "1@mail.example", "",
					    "Why was it not me?");

	house_take(&h, mail);
	apres_outcome_of_mail outcome = house_take(&h, other);
	g_autoptr(apres_record) record = house_record(&h, outcome.message_id);
	ck_assert_int_eq(outcome.duplicate_of, 0);
	ck_assert_int_eq(outcome.effect, APRES_EFFECT_HOLD);
	ck_assert(has_reason(record, "message-id-reused"));
	apres_outcome_of_mail again = house_take(&h, other);
	ck_assert_int_eq(again.duplicate_of, outcome.message_id);
}
END_TEST

START_TEST(a_held_mail_stops_the_reply_that_waits_in_its_thread)
{
	g_autofree char *mail =
		house_mail("robin@mail.example", "1@mail.example", "", ASKS);
	g_autofree char *then = house_mail("robin@mail.example", "2@mail.example",
					   "In-Reply-To: <1@mail.example>\n"
					   "References: <1@mail.example>\n",
					   THREATENS);

	house_take(&h, mail);
	apres_outcome_of_mail outcome = house_take(&h, then);
	ck_assert_int_eq(outcome.effect, APRES_EFFECT_HOLD);
	ck_assert_uint_eq(house_outbox(&h, "reply", APRES_OUTBOX_CANCELLED), 1);
	ck_assert_uint_eq(house_outbox(&h, "reply", APRES_OUTBOX_WAITING), 0);
}
END_TEST

START_TEST(what_killed_a_worker_is_held)
{
	g_autofree char *mail =
		house_mail("robin@mail.example", "1@mail.example", "", ASKS);
	apres_outcome_of_mail outcome = house_take_at(&h, mail, false, HOUSE_NOW);
	g_autoptr(apres_record) record = house_record(&h, outcome.message_id);

	ck_assert_int_eq(outcome.effect, APRES_EFFECT_HOLD);
	ck_assert(has_reason(record, "unparsable"));
	ck_assert_str_eq(record->candidate, "robin@mail.example");
}
END_TEST

START_TEST(old_mail_is_held)
{
	g_autofree char *mail =
		house_mail("robin@mail.example", "1@mail.example", "", ASKS);
	apres_outcome_of_mail outcome =
		house_take_at(&h, mail, true, HOUSE_NOW + 73 * 3600);
	g_autoptr(apres_record) record = house_record(&h, outcome.message_id);

	ck_assert_int_eq(outcome.effect, APRES_EFFECT_HOLD);
	ck_assert(has_reason(record, "too-old"));
	ck_assert_uint_eq(house_outbox(&h, "reply", -1), 0);
}
END_TEST

START_TEST(nothing_is_written_if_the_transaction_is_not_committed)
{
	g_autofree char *mail =
		house_mail("robin@mail.example", "1@mail.example", "", ASKS);
	g_autoptr(GBytes) bytes = g_bytes_new(mail, strlen(mail));
	apres_outcome_of_mail outcome;

	{
		g_autoptr(apres_arrival) arrival = apres_arrival_new(
			h.company, h.mailbox, "1.M1.mx", bytes, HOUSE_NOW, h.config);
		g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);
		ck_assert(apres_pipeline_record(h.store, h.config, arrival, HOUSE_NOW,
						&outcome, NULL));
	}
	g_autoptr(GPtrArray) entries = NULL;
	ck_assert(apres_audit_list(h.store, NULL, 0, 0, 10, &entries, NULL));
	ck_assert_uint_eq(entries->len, 0);
	apres_outcome_of_mail again = house_take(&h, mail);
	ck_assert_int_eq(again.duplicate_of, 0);
}
END_TEST

START_TEST(the_audit_entry_names_no_person_in_public)
{
	g_autofree char *mail =
		house_mail("robin.vale@mail.example", "1@mail.example", "", ASKS);
	g_autoptr(GPtrArray) entries = NULL;
	guint decided = 0;

	house_take(&h, mail);
	ck_assert(apres_audit_list(h.store, NULL, 0, 0, 100, &entries, NULL));
	for (guint i = 0; i < entries->len; i++) {
		const apres_audit_entry *entry = entries->pdata[i];
		char *pub = json_dumps(entry->pub, 0);
		ck_assert_ptr_null(strstr(pub, "robin"));
		ck_assert_ptr_null(strstr(pub, "missing"));
		free(pub);
		if (strcmp(entry->type, "decided") != 0)
			continue;
		decided++;
		ck_assert_str_eq(
			json_string_value(json_object_get(entry->private_body, "text")),
			ASKS);
		ck_assert_str_eq(
			json_string_value(json_object_get(entry->pub, "template")),
			"no-feedback");
	}
	ck_assert_uint_eq(decided, 1);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("pipeline");
	TCase *t = tcase_create("pipeline");

	house_fixture(t);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, a_plain_request_is_answered_after_the_undo_window);
	tcase_add_test(t, shadow_writes_down_and_sends_nothing);
	tcase_add_test(t, shadow_still_tells_the_owner_of_an_urgent_queue);
	tcase_add_test(t, a_notice_names_the_mail_and_nothing_in_it);
	tcase_add_test(t, a_proposal_owes_its_answer);
	tcase_add_test(t, an_internal_request_opens_a_debrief);
	tcase_add_test(t, a_mail_is_answered_once_however_it_comes);
	tcase_add_test(t, other_words_under_a_used_message_id_are_held);
	tcase_add_test(t, a_held_mail_stops_the_reply_that_waits_in_its_thread);
	tcase_add_test(t, what_killed_a_worker_is_held);
	tcase_add_test(t, old_mail_is_held);
	tcase_add_test(t, nothing_is_written_if_the_transaction_is_not_committed);
	tcase_add_test(t, the_audit_entry_names_no_person_in_public);
	suite_add_tcase(s, t);
	return unit_main(s);
}
