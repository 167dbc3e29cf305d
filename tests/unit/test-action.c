/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/action.h"
#include "store/approval.h"
#include "store/control.h"
#include "store/db.h"
#include "store/obligation.h"
#include "store/outbox.h"
#include "util/error.h"

#include "house.h"
#include "unit.h"

/* Who is logged in. */
static const char *who = "ana";

static bool
run_at(const char *name, const char *args, gint64 now, json_t **answer, GError **error)
{
	g_autoptr(GHashTable) companies = g_hash_table_new(g_str_hash, g_str_equal);
	apres_action_context context = {
		.store = h.store,
		.config = h.config,
		.companies = companies,
		.by = who,
		.now = now,
	};
	json_t *json = json_loads(args, 0, NULL);
	bool ok;

	g_hash_table_insert(companies, h.company->config->id, h.company);
	ck_assert_ptr_nonnull(json);
	ok = apres_action_run(&context, name, json, answer, error);
	json_decref(json);
	return ok;
}

/* It works, and says STATE (may be NULL). */
static void
works(const char *name, const char *args, const char *state)
{
	g_autoptr(GError) error = NULL;
	json_t *answer = NULL;
	bool ok = run_at(name, args, HOUSE_NOW, &answer, &error);

	ck_assert_msg(ok, "%s %s: %s", name, args, error ? error->message : "");
	if (state != NULL)
		ck_assert_str_eq(json_string_value(json_object_get(answer, "state")),
				 state);
	json_decref(answer);
}

static void
fails(const char *name, const char *args, apres_error_code code, const char *words)
{
	g_autoptr(GError) error = NULL;
	json_t *answer = NULL;

	ck_assert_msg(!run_at(name, args, HOUSE_NOW, &answer, &error), "%s %s", name,
		      args);
	ck_assert_msg(g_error_matches(error, APRES_ERROR, (int)code), "%s",
		      error->message);
	ck_assert_msg(strstr(error->message, words) != NULL, "%s", error->message);
	ck_assert_ptr_null(answer);
}

/* A mail whose reply waits for approval; returns "{"id": N}", caller frees. */
static char *
proposal(gint64 *outbox_out)
{
	g_autofree char *mail = house_mail("robin@mail.example", "1@mail.example", "",
					   "What was missing?");

	works("mode", "{\"company\": \"contoso\", \"mode\": \"approve\"}", NULL);
	apres_outcome_of_mail outcome = house_take(&h, mail);
	ck_assert_int_ne(outcome.outbox_id, 0);
	*outbox_out = outcome.outbox_id;
	return g_strdup_printf("{\"id\": %" G_GINT64_FORMAT "}", outcome.message_id);
}

static apres_outbox_item *
row(gint64 id)
{
	apres_outbox_item *item = NULL;

	ck_assert(apres_outbox_get(h.store, id, &item, NULL));
	return item;
}

START_TEST(an_approved_proposal_may_go)
{
	gint64 id;
	g_autofree char *args = proposal(&id);

	works("review-approve", args, "approved");
	g_autoptr(apres_outbox_item) item = row(id);
	ck_assert_str_eq(item->approved_by, "ana");
	ck_assert_int_ne(item->state, APRES_OUTBOX_CANCELLED);
}
END_TEST

/* "{"id": N, "seen": DIGEST}" for the reply as it is in the store now; caller frees. */
static char *
seen(const apres_outbox_item *item)
{
	g_autofree char *digest = apres_outbox_digest(item);

	return g_strdup_printf("{\"id\": %" G_GINT64_FORMAT ", \"seen\": \"%s\"}",
			       item->message_id, digest);
}

static void
ask_for(int people)
{
	((apres_company_config *)h.company->config)->reply_approvals = people;
}

START_TEST(two_people_agree_to_the_same_bytes)
{
	gint64 id;
	g_autofree char *args = proposal(&id);
	g_autoptr(apres_outbox_item) item = row(id);
	g_autofree char *looked = seen(item);

	ask_for(2);
	fails("review-approve", args, APRES_ERROR_INPUT, "agree to exactly this reply");
	works("review-approve", looked, "waiting");
	g_autoptr(apres_outbox_item) still = row(id);
	ck_assert_ptr_null(still->approved_by);
	fails("review-approve", looked, APRES_ERROR_INPUT,
	      "ana has approved the reply to mail 1 already; somebody else must");
	who = "ben";
	works("review-approve", looked, "approved");
	g_autoptr(apres_outbox_item) done = row(id);
	ck_assert_str_eq(done->approved_by, "ben");
	fails("review-approve", looked, APRES_ERROR_INPUT, "approved already, by ben");
}
END_TEST

START_TEST(what_was_agreed_to_other_bytes_counts_for_nothing)
{
	gint64 id;
	g_autofree char *args = proposal(&id);
	g_autoptr(apres_outbox_item) item = row(id);
	g_autofree char *looked = seen(item);

	ask_for(2);
	works("review-approve", looked, "waiting");
	ck_assert(apres_store_exec(h.store,
				   "UPDATE outbox SET bytes = CAST(replace(CAST(bytes AS "
				   "TEXT), 'Thank', 'THANK') || 'P.S.' AS BLOB)",
				   NULL));
	who = "ben";
	fails("review-approve", looked, APRES_ERROR_INPUT, "not the reply that was seen");
	g_autoptr(apres_outbox_item) changed = row(id);
	g_autofree char *anew = seen(changed);
	works("review-approve", anew, "waiting");
	who = "ana";
	works("review-approve", anew, "approved");
}
END_TEST

START_TEST(a_few_digits_are_not_what_was_seen)
{
	gint64 id;
	g_autofree char *args = proposal(&id);
	g_autoptr(apres_outbox_item) item = row(id);
	g_autofree char *digest = apres_outbox_digest(item);

	for (guint i = 0; i < 12; i++) {
		g_autofree char *few = g_strdup_printf("{\"id\": %" G_GINT64_FORMAT
						       ", \"seen\": \"%.*s\"}",
						       item->message_id, (int)i, digest);
		fails("review-approve", few, APRES_ERROR_INPUT, "was seen");
	}
	works("review-approve", args, "approved");
}
END_TEST

START_TEST(a_proposal_of_three_days_ago_expires)
{
	gint64 id;
	g_autofree char *args = proposal(&id);
	g_autoptr(GError) error = NULL;
	json_t *answer = NULL;

	ck_assert(run_at("review-approve", args, HOUSE_NOW + 49 * 3600, &answer, &error));
	ck_assert_str_eq(json_string_value(json_object_get(answer, "state")), "expired");
	json_decref(answer);
	g_autoptr(apres_outbox_item) item = row(id);
	ck_assert_int_eq(item->state, APRES_OUTBOX_CANCELLED);
}
END_TEST

START_TEST(a_rejected_proposal_is_cancelled_and_still_owed)
{
	g_autoptr(GPtrArray) owed = NULL;
	gint64 id;
	g_autofree char *args = proposal(&id);

	works("review-reject", args, "rejected");
	g_autoptr(apres_outbox_item) item = row(id);
	ck_assert_int_eq(item->state, APRES_OUTBOX_CANCELLED);
	ck_assert(apres_obligation_list(h.store, NULL, &owed, NULL));
	ck_assert_uint_eq(owed->len, 1);
	fails("review-approve", args, APRES_ERROR_INPUT, "waits for approval");
}
END_TEST

START_TEST(done_cancels_the_proposal_and_closes_what_is_owed)
{
	g_autoptr(GPtrArray) owed = NULL;
	gint64 id;
	g_autofree char *args = proposal(&id);

	works("review-done", args, "done");
	g_autoptr(apres_outbox_item) item = row(id);
	ck_assert_int_eq(item->state, APRES_OUTBOX_CANCELLED);
	ck_assert(apres_obligation_list(h.store, NULL, &owed, NULL));
	ck_assert_uint_eq(owed->len, 0);
}
END_TEST

START_TEST(a_cancelled_row_says_so)
{
	gint64 id;
	g_autofree char *args = proposal(&id);
	g_autofree char *outbox = g_strdup_printf("{\"id\": %" G_GINT64_FORMAT "}", id);

	works("outbox-cancel", outbox, "cancelled");
	fails("outbox-confirm", outbox, APRES_ERROR_INPUT, "cancelled");
}
END_TEST

START_TEST(a_failed_action_leaves_nothing_behind)
{
	apres_mode mode;

	fails("mode", "{\"company\": \"contoso\", \"mode\": \"fast\"}", APRES_ERROR_USAGE,
	      "shadow, approve and auto");
	ck_assert(apres_mode_get(h.store, "contoso", NULL, APRES_MODE_AUTO, &mode, NULL));
	ck_assert_int_eq(mode, APRES_MODE_AUTO);
}
END_TEST

START_TEST(names_are_checked_and_the_nearest_is_offered)
{
	fails("mode", "{\"company\": \"contosa\", \"mode\": \"auto\"}", APRES_ERROR_USAGE,
	      "did you mean \"contoso\"?");
	fails("mode",
	      "{\"company\": \"contoso\", \"template\": \"no-feedbck\", \"mode\": "
	      "\"auto\"}",
	      APRES_ERROR_USAGE, "did you mean \"no-feedback\"?");
	fails("pause", "{\"kind\": \"mailbox\", \"name\": \"recruitin\"}",
	      APRES_ERROR_USAGE, "did you mean \"recruiting\"?");
	fails("pause", "{\"kind\": \"world\", \"name\": \"x\"}", APRES_ERROR_USAGE,
	      "no kind");
	fails("pause", "{\"kind\": \"mailbox\"}", APRES_ERROR_USAGE,
	      "\"name\" is missing");
	fails("dance", "{}", APRES_ERROR_USAGE, "no action \"dance\"");
	fails("review-done", "{\"id\": \"7\"}", APRES_ERROR_USAGE, "must be a number");
	fails("review-done", "{\"id\": 7, \"force\": true}", APRES_ERROR_USAGE,
	      "no argument");
	fails("review-done", "{\"id\": 7}", APRES_ERROR_INPUT, "7");
}
END_TEST

START_TEST(pause_and_resume)
{
	g_autoptr(GPtrArray) pauses = NULL;
	g_autoptr(GPtrArray) after = NULL;

	works("pause", "{\"kind\": \"mailbox\", \"name\": \"recruiting\"}", NULL);
	works("pause", "{\"kind\": \"all\"}", NULL);
	ck_assert(apres_pause_list(h.store, &pauses, NULL));
	ck_assert_uint_eq(pauses->len, 2);
	works("resume", "{\"kind\": \"all\"}", NULL);
	ck_assert(apres_pause_list(h.store, &after, NULL));
	ck_assert_uint_eq(after->len, 1);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("action");
	TCase *t = tcase_create("action");

	house_fixture(t);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, an_approved_proposal_may_go);
	tcase_add_test(t, a_proposal_of_three_days_ago_expires);
	tcase_add_test(t, a_rejected_proposal_is_cancelled_and_still_owed);
	tcase_add_test(t, done_cancels_the_proposal_and_closes_what_is_owed);
	tcase_add_test(t, a_cancelled_row_says_so);
	tcase_add_test(t, a_failed_action_leaves_nothing_behind);
	tcase_add_test(t, names_are_checked_and_the_nearest_is_offered);
	tcase_add_test(t, two_people_agree_to_the_same_bytes);
	tcase_add_test(t, what_was_agreed_to_other_bytes_counts_for_nothing);
	tcase_add_test(t, a_few_digits_are_not_what_was_seen);
	tcase_add_test(t, pause_and_resume);
	suite_add_tcase(s, t);
	return unit_main(s);
}
