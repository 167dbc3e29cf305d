/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/alarm.h"
#include "pipeline/notice.h"
#include "policy/calendar.h"
#include "store/seen.h"
#include "util/clock.h"

#include "house.h"
#include "unit.h"

static guint names;

static gint64
at(const char *text)
{
	gint64 when = 0;

	ck_assert_msg(apres_clock_parse(text, &when), "%s", text);
	return when;
}

/* Monday to Friday, 09:00 to 17:00, as most have it. */
static void
setup(void)
{
	apres_calendar *calendar = h.company->policy->calendar;
	calendar->day_start = 9 * 60;
	calendar->day_end = 17 * 60;
	calendar->workdays = 1u << 1 | 1u << 2 | 1u << 3 | 1u << 4 | 1u << 5;
}

static void
arrive_as(const char *state, gint64 when)
{
	g_autofree char *base = g_strdup_printf("a%u", ++names);
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);

	ck_assert(apres_name_add(h.store, "recruiting", base, state, 0, when, NULL));
	ck_assert(apres_txn_commit(txn, NULL));
}

/* A mail at noon of each of DAYS days from FROM on, but at weekends. */
static void
arrive_daily(const char *state, const char *from, guint days)
{
	gint64 when = at(from);

	for (guint i = 0; i < days; i++, when += 24 * 3600) {
		g_autoptr(GDateTime) day = g_date_time_new_from_unix_utc(when);
		if (g_date_time_get_day_of_week(day) < 6)
			arrive_as(state, when);
	}
}

/* The first alarm of KIND at NOW, or NULL; caller owns. */
static char *
alarm_of(apres_alarm_kind kind, gint64 now)
{
	g_autoptr(GPtrArray) alarms = apres_alarms_new();
	g_autoptr(GError) error = NULL;
	bool ok = apres_alarms_find(h.store, h.config, h.company->config,
				    h.company->policy, now, alarms, &error);

	ck_assert_msg(ok, "%s", error != NULL ? error->message : "");
	for (guint i = 0; i < alarms->len; i++) {
		const apres_alarm *alarm = alarms->pdata[i];
		ck_assert_str_ne(alarm->remedy, "");
		if (alarm->kind == kind)
			return g_strdup(alarm->what);
	}
	return NULL;
}

static void
expect_silence(const char *now, bool expected)
{
	g_autofree char *what = alarm_of(APRES_ALARM_SILENCE, at(now));

	ck_assert_msg((what != NULL) == expected, "%s: %s", now, what);
}

/* Noon to noon is a pause of 8 working hours; three of them end on Friday at noon. */
START_TEST(a_pause_three_times_the_longest_is_silence)
{
	arrive_daily("seen", "2026-11-03T12:00:00Z", 22); /* until Tue 24 Nov */
	expect_silence("2026-11-27T12:00:00Z", false);
	expect_silence("2026-11-27T12:00:01Z", true);
	expect_silence("2027-02-27T12:00:00Z", true);
	g_autofree char *what = alarm_of(APRES_ALARM_SILENCE, at("2026-11-30T10:00:00Z"));
	ck_assert_str_eq(what, "mailbox 'recruiting': no mail since Tue 24 Nov 12:00, "
			       "for 30.0 working hours; the longest pause of the 30 days "
			       "before was 8.0");
	arrive_as("out-of-scope", at("2026-11-27T12:30:00Z"));
	expect_silence("2026-11-27T13:00:00Z", false);
}
END_TEST

START_TEST(a_weekend_is_no_pause)
{
	arrive_daily("seen", "2026-11-02T12:00:00Z", 19); /* until Fri 20 Nov */
	expect_silence("2026-11-23T08:00:00Z", false);
	expect_silence("2026-11-25T12:00:00Z", false);
	expect_silence("2026-11-25T12:00:01Z", true);
}
END_TEST

START_TEST(a_busy_mailbox_has_a_working_day)
{
	for (gint64 when = at("2026-11-09T00:00:00Z"); when <= at("2026-11-24T12:00:00Z");
	     when += 1800)
		arrive_as("seen", when);
	expect_silence("2026-11-25T12:00:00Z", false);
	expect_silence("2026-11-25T12:00:01Z", true);
}
END_TEST

START_TEST(nothing_is_known_of_a_young_or_seldom_used_mailbox)
{
	arrive_daily("seen", "2026-11-12T12:00:00Z", 13); /* nine working days */
	expect_silence("2027-01-24T12:00:00Z", false);
	arrive_as("seen", at("2026-11-25T12:00:00Z"));
	expect_silence("2027-01-24T12:00:00Z", true);
}
END_TEST

START_TEST(what_was_there_before_the_first_start_teaches_nothing)
{
	arrive_daily("adopted", "2026-11-03T12:00:00Z", 22);
	expect_silence("2027-01-24T12:00:00Z", false);
}
END_TEST

START_TEST(only_the_30_days_before_the_last_mail_count)
{
	arrive_daily("seen", "2026-08-03T12:00:00Z", 40);
	arrive_daily("seen", "2026-11-03T12:00:00Z", 22);
	expect_silence("2026-11-27T12:00:01Z", true);
	/* A pause within them does. */
	arrive_as("seen", at("2026-12-02T12:00:00Z"));
	expect_silence("2026-12-10T12:00:00Z", false);
}
END_TEST

START_TEST(an_unknown_outcome_is_one_until_somebody_is_done_with_its_mail)
{
	g_autofree char *mail = house_mail("robin@mail.example", "1@mail.example", "",
					   "What was missing?");
	apres_outcome_of_mail outcome = house_take(&h, mail);
	gint64 later = HOUSE_NOW + 24 * 3600, next;
	g_autoptr(GPtrArray) items = NULL;
	bool go, stale;
	const char *why;
	g_autofree char *before = alarm_of(APRES_ALARM_UNKNOWN, HOUSE_NOW);

	ck_assert_ptr_null(before);
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);
	ck_assert(apres_outbox_promote(h.store, later, &next, NULL));
	ck_assert(apres_outbox_claim(h.store, 1, &items, NULL));
	ck_assert_uint_eq(items->len, 1);
	const apres_outbox_item *item = items->pdata[0];
	ck_assert(apres_outbox_barrier(h.store, item->id, item->fence, later, &go, &why,
				       NULL));
	ck_assert(go);
	ck_assert(apres_outbox_result(h.store, item->id, item->fence,
				      APRES_OUTCOME_UNKNOWN, "timeout", 60, 5, later,
				      &stale, NULL));
	ck_assert(apres_txn_commit(txn, NULL));
	g_autofree char *what = alarm_of(APRES_ALARM_UNKNOWN, later);
	ck_assert_str_eq(what, "company 'contoso': of 1 mail nobody knows whether it was "
			       "sent, the oldest of Tue 24 Nov 13:50");
	g_autoptr(apres_txn) done = apres_txn_begin(h.store, NULL);
	ck_assert(apres_review_close(h.store, outcome.message_id, "ana", "done", later,
				     NULL));
	ck_assert(apres_txn_commit(done, NULL));
	g_autofree char *after = alarm_of(APRES_ALARM_UNKNOWN, later);
	ck_assert_ptr_null(after);
}
END_TEST

static gint64
post_to(const char *to)
{
	const apres_notice notice = {
		.to = to, .seed = to, .subject = "apres due", .text = "1 late\n"
	};
	g_autoptr(GError) error = NULL;
	gint64 id;
	bool ok = apres_notice_post_numbered(h.store, h.config, h.company->config,
					     &notice, HOUSE_NOW, &id, &error);

	ck_assert_msg(ok, "%s", error != NULL ? error->message : "");
	return id;
}

START_TEST(a_notice_that_cannot_be_written_is_one_for_a_week)
{
	apres_company_config *config = (apres_company_config *)h.company->config;
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);

	ck_assert_int_eq(post_to("j\xc3\xbcrg@contoso.example"), 0);
	ck_assert_int_ne(post_to("bea@contoso.example"), 0);
	g_autofree char *one = alarm_of(APRES_ALARM_UNTOLD, HOUSE_NOW);
	ck_assert_str_eq(one, "company 'contoso': 1 notice could not be written, the "
			      "last on Tue 24 Nov 13:50 (no mail can be sent to its "
			      "address)");
	/* Whatever the reason. */
	g_free(config->domain);
	config->domain = g_strdup("contoso <example>");
	ck_assert_int_eq(post_to("bea@contoso.example"), 0);
	ck_assert(apres_txn_commit(txn, NULL));
	g_autofree char *two = alarm_of(APRES_ALARM_UNTOLD, HOUSE_NOW + 7 * 24 * 3600);
	ck_assert_ptr_nonnull(strstr(two, "2 notices could not be written"));
	ck_assert_ptr_nonnull(strstr(two, "look at 'domain'"));
	g_autofree char *over =
		alarm_of(APRES_ALARM_UNTOLD, HOUSE_NOW + 7 * 24 * 3600 + 1);
	ck_assert_ptr_null(over);
}
END_TEST

START_TEST(a_pack_is_late_on_the_day_after)
{
	const GPtrArray *packs = h.company->policy->packs;

	ck_assert_uint_gt(packs->len, 0);
	apres_pack *pack = packs->pdata[0];
	g_free(pack->review_by);
	pack->review_by = g_strdup("2026-11-24");
	g_autofree char *today = alarm_of(APRES_ALARM_REVIEW, at("2026-11-24T23:59:59Z"));
	ck_assert_ptr_null(today);
	g_autofree char *late = alarm_of(APRES_ALARM_REVIEW, at("2026-11-25T00:00:00Z"));
	ck_assert_ptr_nonnull(late);
	ck_assert_ptr_nonnull(strstr(late, "was to be reviewed by 2026-11-24"));
}
END_TEST

/* A company whose policy does not load, before anything was recorded. */
START_TEST(nothing_at_all_is_no_alarm)
{
	g_autoptr(GPtrArray) alarms = apres_alarms_new();

	ck_assert(apres_alarms_find(NULL, h.config, h.company->config, NULL, HOUSE_NOW,
				    alarms, NULL));
	ck_assert_uint_eq(alarms->len, 0);
}
END_TEST

START_TEST(working_hours_are_counted_in_the_calendar)
{
	static const struct {
		const char *from, *to;
		int minutes;
	} cases[] = {
		{ "2026-11-24T10:00:00Z", "2026-11-24T11:30:00Z", 90 },
		{ "2026-11-24T16:00:00Z", "2026-11-25T10:00:00Z", 120 },
		{ "2026-11-27T16:00:00Z", "2026-11-30T08:00:00Z", 60 },
		{ "2026-11-28T10:00:00Z", "2026-11-29T10:00:00Z", 0 },
		{ "2026-11-24T20:00:00Z", "2026-11-24T23:00:00Z", 0 },
		{ "2026-12-24T09:00:00Z", "2026-12-28T09:00:00Z", 480 }, /* holiday */
		{ "2026-11-24T11:00:00Z", "2026-11-24T10:00:00Z", 0 },
	};
	g_autoptr(apres_calendar) calendar = apres_calendar_new();

	g_hash_table_insert(calendar->holidays, g_strdup("2026-12-25"), g_strdup("C"));
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
		ck_assert_int_eq(apres_calendar_open_secs(calendar, at(cases[i].from),
							  at(cases[i].to)),
				 cases[i].minutes * 60);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("alarms");
	TCase *tc = tcase_create("alarms");

	house_fixture(tc);
	tcase_add_checked_fixture(tc, setup, NULL);
	tcase_add_test(tc, a_pause_three_times_the_longest_is_silence);
	tcase_add_test(tc, a_weekend_is_no_pause);
	tcase_add_test(tc, a_busy_mailbox_has_a_working_day);
	tcase_add_test(tc, nothing_is_known_of_a_young_or_seldom_used_mailbox);
	tcase_add_test(tc, what_was_there_before_the_first_start_teaches_nothing);
	tcase_add_test(tc, only_the_30_days_before_the_last_mail_count);
	tcase_add_test(tc,
		       an_unknown_outcome_is_one_until_somebody_is_done_with_its_mail);
	tcase_add_test(tc, a_notice_that_cannot_be_written_is_one_for_a_week);
	tcase_add_test(tc, a_pack_is_late_on_the_day_after);
	tcase_add_test(tc, nothing_at_all_is_no_alarm);
	tcase_add_test(tc, working_hours_are_counted_in_the_calendar);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
