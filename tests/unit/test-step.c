/* SPDX-License-Identifier: Apache-2.0 */
/* Who is told when: working days, summer time, holidays, leap days, the end of a year. */
#include "config.h"
#include "policy/policy.h"
#include "util/clock.h"

#include "unit.h"

/* Berlin, 08:00 to 18:00, Monday to Friday. */
static apres_policy *
policy_new(const char *holidays)
{
	apres_policy *policy = apres_policy_new();
	apres_calendar *calendar = policy->calendar;
	g_auto(GStrv) days = g_strsplit(holidays, " ", -1);

	g_time_zone_unref(calendar->zone);
	calendar->zone = g_time_zone_new_identifier("Europe/Berlin");
	calendar->day_start = 8 * 60;
	calendar->day_end = 18 * 60;
	for (char **day = days; *day != NULL; day++)
		g_hash_table_insert(calendar->holidays, g_strdup(*day), g_strdup(""));
	return policy;
}

static apres_queue *
queue_of(apres_policy *policy, const char *id, const char *remind, const char *to)
{
	apres_queue *queue = apres_queue_new(id, (apres_origin){ 0 });
	apres_duration before;

	queue->urging.remind = g_array_new(FALSE, FALSE, sizeof before);
	if (apres_duration_parse(remind, &before))
		g_array_append_val(queue->urging.remind, before);
	queue->urging.escalate_to = g_strdup(to);
	g_ptr_array_add(policy->queues, queue);
	return queue;
}

static gint64
at(const char *text)
{
	gint64 when;

	ck_assert_msg(apres_clock_parse(text, &when), "%s", text);
	return when;
}

/* "NAME TIME ..." of the steps of what is owed in QUEUE. */
static char *
plan(const apres_policy *policy, const char *queue, const char *since, const char *due)
{
	g_autoptr(GPtrArray) steps =
		apres_policy_steps(policy, queue, at(since), at(due));
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < steps->len; i++) {
		const apres_step *step = steps->pdata[i];
		g_autofree char *when = apres_clock_format_utc(step->at);
		g_string_append_printf(out, "%s%s %.16s", i > 0 ? "; " : "", step->name,
				       when);
	}
	return g_string_free(out, FALSE);
}

static const struct {
	const char *holidays, *remind, *since, *due, *steps;
} days[] = {
	/* A week like any other. */
	{ "", "1bd", "2026-11-23T10:00:00Z", "2026-11-25T17:00:00Z",
	  "remind:1bd 2026-11-24T07:00; late 2026-11-26T07:00; escalate "
	  "2026-11-26T07:00" },
	/* Summer time ends on Sunday: 08:00 is an hour later. */
	{ "", "1bd", "2026-10-21T10:00:00Z", "2026-10-23T16:00:00Z",
	  "remind:1bd 2026-10-22T06:00; late 2026-10-26T07:00; escalate "
	  "2026-10-26T07:00" },
	/* And begins. */
	{ "", "2bd", "2026-03-20T10:00:00Z", "2026-03-30T16:00:00Z",
	  "remind:2bd 2026-03-26T07:00; late 2026-03-31T06:00; escalate "
	  "2026-03-31T06:00" },
	/* Over the end of the year, with its holidays. */
	{ "2026-12-25 2027-01-01", "2bd", "2026-12-21T10:00:00Z", "2026-12-31T17:00:00Z",
	  "remind:2bd 2026-12-29T07:00; late 2027-01-04T07:00; escalate "
	  "2027-01-04T07:00" },
	{ "2026-12-25 2026-12-28", "1bd", "2026-12-21T10:00:00Z", "2026-12-29T17:00:00Z",
	  "remind:1bd 2026-12-24T07:00; late 2026-12-30T07:00; escalate "
	  "2026-12-30T07:00" },
	/* Nobody knows next year's holidays: the dates come all the same. */
	{ "", "1bd", "2026-12-21T10:00:00Z", "2027-01-01T17:00:00Z",
	  "remind:1bd 2026-12-31T07:00; late 2027-01-04T07:00; escalate "
	  "2027-01-04T07:00" },
	/* A leap day is a working day. */
	{ "", "1bd", "2028-02-22T10:00:00Z", "2028-03-01T17:00:00Z",
	  "remind:1bd 2028-02-29T07:00; late 2028-03-02T07:00; escalate "
	  "2028-03-02T07:00" },
	/* Days of the calendar may end on a Sunday: people hear on Monday. */
	{ "", "1d", "2026-11-20T10:00:00Z", "2026-11-30T17:00:00Z",
	  "remind:1d 2026-11-30T07:00; late 2026-12-01T07:00; escalate "
	  "2026-12-01T07:00" },
	/* Within the day. */
	{ "", "30min", "2026-11-23T10:00:00Z", "2026-11-23T11:00:00Z",
	  "remind:30min 2026-11-23T10:30; late 2026-11-23T11:00; escalate "
	  "2026-11-23T11:00" },
	/* Who was only just told is not reminded. */
	{ "", "1bd", "2026-11-24T10:00:00Z", "2026-11-25T17:00:00Z",
	  "late 2026-11-26T07:00; escalate 2026-11-26T07:00" },
	{ "", "1h", "2026-11-23T10:30:00Z", "2026-11-23T11:00:00Z",
	  "late 2026-11-23T11:00; escalate 2026-11-23T11:00" },
};

START_TEST(test_the_calendar_says_when)
{
	g_autoptr(apres_policy) policy = policy_new(days[_i].holidays);

	queue_of(policy, "default", days[_i].remind, "bea@contoso.example");
	g_autofree char *is = plan(policy, "default", days[_i].since, days[_i].due);
	ck_assert_str_eq(is, days[_i].steps);
}
END_TEST

START_TEST(test_what_is_urgent_is_told_at_night)
{
	g_autoptr(apres_policy) policy = policy_new("");

	queue_of(policy, "safety", "30min", "bea@contoso.example")->urgent = true;
	g_autofree char *is =
		plan(policy, "safety", "2026-11-28T22:00:00Z", "2026-11-28T23:00:00Z");
	ck_assert_str_eq(is, "remind:30min 2026-11-28T22:30; late 2026-11-28T23:00; "
			     "escalate 2026-11-28T23:00");
}
END_TEST

START_TEST(test_who_is_above_by_default)
{
	g_autoptr(apres_policy) policy = policy_new("");
	apres_duration later = { 2, APRES_UNIT_WORKDAYS };

	apres_queue *usual = queue_of(policy, "default", "", "bea@contoso.example");
	queue_of(policy, "privacy", "", NULL);
	apres_urging_take_levels(&usual->urging);
	g_ptr_array_add(
		usual->urging.levels,
		apres_level_new(later, "cleo@contoso.example", (apres_origin){ 0 }));
	g_autofree char *is =
		plan(policy, "privacy", "2026-11-20T10:00:00Z", "2026-11-23T17:00:00Z");
	ck_assert_str_eq(is, "late 2026-11-24T07:00; escalate 2026-11-24T07:00; "
			     "escalate+2bd 2026-11-26T07:00");
	g_autoptr(GPtrArray) steps =
		apres_policy_steps(policy, "privacy", 0, at("2026-11-23T17:00:00Z"));
	ck_assert_str_eq(((apres_step *)steps->pdata[2])->to, "cleo@contoso.example");
	ck_assert_ptr_null(((apres_step *)steps->pdata[0])->to);
	g_autoptr(GPtrArray) none = apres_policy_steps(policy, "privacy", 0, 0);
	ck_assert_uint_eq(none->len, 0);
}
END_TEST

/* What has been told is known by its name: a new level in front must not take it. */
START_TEST(test_a_level_keeps_its_name)
{
	g_autoptr(apres_policy) policy = policy_new("");
	apres_duration later = { 2, APRES_UNIT_WORKDAYS };
	static const char *const to[] = { "ana@contoso.example", "cleo@contoso.example" };

	apres_queue *queue = queue_of(policy, "default", "", NULL);
	apres_urging_take_levels(&queue->urging);
	for (guint i = 0; i < G_N_ELEMENTS(to); i++)
		g_ptr_array_add(queue->urging.levels,
				apres_level_new(later, to[i], (apres_origin){ 0 }));
	g_autofree char *before =
		plan(policy, "default", "2026-11-20T10:00:00Z", "2026-11-23T17:00:00Z");
	ck_assert_str_eq(before, "late 2026-11-24T07:00; escalate+2bd 2026-11-26T07:00; "
				 "escalate+2bd:2 2026-11-26T07:00");
	queue->urging.escalate_to = g_strdup("bea@contoso.example");
	g_autofree char *after =
		plan(policy, "default", "2026-11-20T10:00:00Z", "2026-11-23T17:00:00Z");
	ck_assert_str_eq(after, "late 2026-11-24T07:00; escalate 2026-11-24T07:00; "
				"escalate+2bd 2026-11-26T07:00; "
				"escalate+2bd:2 2026-11-26T07:00");
}
END_TEST

START_TEST(test_a_debrief_is_reminded_of_a_day_before)
{
	g_autoptr(apres_policy) policy = policy_new("");
	apres_duration due = { 5, APRES_UNIT_WORKDAYS };

	policy->debrief = apres_debrief_terms_new("lea@contoso.example", due);
	g_autofree char *is =
		plan(policy, NULL, "2026-11-20T10:00:00Z", "2026-11-27T17:00:00Z");
	ck_assert_str_eq(is, "remind:1bd 2026-11-26T07:00; late 2026-11-30T07:00");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("step");
	TCase *tcase = tcase_create("step");

	tcase_add_loop_test(tcase, test_the_calendar_says_when, 0, G_N_ELEMENTS(days));
	tcase_add_test(tcase, test_what_is_urgent_is_told_at_night);
	tcase_add_test(tcase, test_who_is_above_by_default);
	tcase_add_test(tcase, test_a_level_keeps_its_name);
	tcase_add_test(tcase, test_a_debrief_is_reminded_of_a_day_before);
	suite_add_tcase(suite, tcase);
	return unit_main(suite);
}
