/* SPDX-License-Identifier: Apache-2.0 */
/* Answers about debriefs: what is clear, in four languages, and what must not be. */
#include "config.h"
#include "policy/debrief-words.h"
#include "policy/said-time.h"
#include "util/text.h"

#include "unit.h"

#include <string.h>

/* Tuesday 24 November 2026, 14:50 in Berlin. */
#define NOW "2026-11-24T13:50:00Z"

static apres_calendar *
berlin(void)
{
	apres_calendar *calendar = apres_calendar_new();

	g_time_zone_unref(calendar->zone);
	calendar->zone = g_time_zone_new_identifier("Europe/Berlin");
	return calendar;
}

static gint64
at(const char *iso)
{
	g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(iso, NULL);

	return g_date_time_to_unix(time);
}

static const struct {
	const char *text, *now, *is; /* is: NULL = unclear, "past" */
} times[] = {
	{ "2026-11-30 14:00", NOW, "2026-11-30T13:00:00Z" },
	{ "2026-11-30T14:00", NOW, "2026-11-30T13:00:00Z" },
	{ "Friday 10:00", NOW, "2026-11-27T09:00:00Z" },
	{ "on Friday, at 10:00", NOW, "2026-11-27T09:00:00Z" },
	{ "Fri 2pm", NOW, "2026-11-27T13:00:00Z" },
	{ "Monday 2:30 pm", NOW, "2026-11-30T13:30:00Z" },
	{ "12:15 am tomorrow", NOW, "2026-11-24T23:15:00Z" },
	{ "12 pm tomorrow", NOW, "2026-11-25T11:00:00Z" },
	{ "tomorrow 9:30", NOW, "2026-11-25T08:30:00Z" },
	{ "morgen um 10 Uhr", NOW, "2026-11-25T09:00:00Z" },
	{ "am Freitag um 10:00", NOW, "2026-11-27T09:00:00Z" },
	{ "vendredi à 10h30", NOW, "2026-11-27T09:30:00Z" },
	{ "demain 14h", NOW, "2026-11-25T13:00:00Z" },
	{ "el viernes a las 10:00", NOW, "2026-11-27T09:00:00Z" },
	{ "mañana 10:00", NOW, "2026-11-25T09:00:00Z" },
	{ "Friday 2026-11-27 10:00", NOW, "2026-11-27T09:00:00Z" },
	{ "today 17:00", NOW, "2026-11-24T16:00:00Z" },
	{ "2028-02-29 10:00", "2028-02-01T09:00:00Z", "2028-02-29T09:00:00Z" },
	{ "tomorrow 10:00", "2026-12-31T09:00:00Z", "2027-01-01T09:00:00Z" },
	/* Which of the two is meant? */
	{ "Tuesday 16:00", NOW, NULL },
	{ "next Friday 10:00", NOW, NULL },
	{ "Friday", NOW, NULL },
	{ "10:00", NOW, NULL },
	{ "Friday 10", NOW, NULL },
	{ "Friday 2:00", NOW, NULL },
	{ "Friday 02:00", NOW, NULL },
	{ "Friday 14pm", NOW, NULL },
	{ "3/4 10:00", NOW, NULL },
	{ "27.11. 10:00", NOW, NULL },
	{ "Friday or Monday 10:00", NOW, NULL },
	{ "Friday Monday 10:00", NOW, NULL },
	{ "Friday 10:00 11:00", NOW, NULL },
	{ "Thursday 2026-11-27 10:00", NOW, NULL },
	{ "Friday 25:00", NOW, NULL },
	{ "Friday 10:75", NOW, NULL },
	{ "2026-02-30 10:00", NOW, NULL },
	{ "2036-11-27 10:00", NOW, NULL },
	{ "Friday 10:00 if she can", NOW, NULL },
	{ "", NOW, NULL },
	/* Clocks skip 02:30 and have 02:30 twice. */
	{ "2026-03-29 2:30 am", "2026-03-01T09:00:00Z", NULL },
	{ "2026-10-25 2:30 am", "2026-10-01T09:00:00Z", NULL },
	{ "2026-10-25 10:00", "2026-10-24T09:00:00Z", "2026-10-25T09:00:00Z" },
	{ "2026-11-23 14:00", NOW, "past" },
	{ "today 9:00", NOW, "past" },
};

START_TEST(test_a_time_is_read_or_it_is_not)
{
	g_autoptr(apres_calendar) calendar = berlin();
	g_autoptr(apres_folded) folded =
		apres_fold(times[_i].text, strlen(times[_i].text));
	gint64 is;
	apres_said_time said =
		apres_said_time_read(folded->text, calendar, at(times[_i].now), &is);

	if (times[_i].is == NULL) {
		ck_assert_msg(said == APRES_SAID_TIME_UNCLEAR, "%s", times[_i].text);
		return;
	}
	bool past = g_str_equal(times[_i].is, "past");
	ck_assert_msg(said == (past ? APRES_SAID_TIME_PAST : APRES_SAID_TIME_CLEAR), "%s",
		      times[_i].text);
	if (!past)
		ck_assert_msg(is == at(times[_i].is), "%s", times[_i].text);
}
END_TEST

static const struct {
	bool owner;
	const char *text;
	apres_debrief_says what;
	const char *more; /* the note, or why it is not clear */
} answers[] = {
	{ true, "done", APRES_SAYS_HELD, NULL },
	{ true, "Done.", APRES_SAYS_HELD, NULL },
	{ true, "Hi Ana,\n\nheld: one Strength, one plan", APRES_SAYS_HELD,
	  "one Strength, one plan" },
	{ true, "erledigt\nzwei Stärken", APRES_SAYS_HELD, "zwei Stärken" },
	{ true, "Scheduled: Friday 10:00.\nRoom 4", APRES_SAYS_SCHEDULED, "Room 4" },
	{ true, "geplant Freitag 10 Uhr", APRES_SAYS_SCHEDULED, NULL },
	{ true, "prévu vendredi 10h30", APRES_SAYS_SCHEDULED, NULL },
	{ true, "declined", APRES_SAYS_DECLINED, NULL },
	{ true, "Note: she is on leave until Monday", APRES_SAYS_NOTE,
	  "she is on leave until Monday" },
	{ true, "notiz\nKrank bis Montag.", APRES_SAYS_NOTE, "Krank bis Montag." },
	{ true, "note", APRES_SAYS_NOTHING, "debrief-unclear" },
	{ true, "Note that this is done", APRES_SAYS_NOTHING, "debrief-unclear" },
	{ true, "note: who tells her?", APRES_SAYS_NOTHING, "debrief-unclear" },
	{ false, "note: nothing was said", APRES_SAYS_NOTHING, "debrief-unclear" },
	{ true, "held back by illness", APRES_SAYS_NOTHING, "debrief-unclear" },
	{ true, "doner kebab", APRES_SAYS_NOTHING, "debrief-unclear" },
	{ true, "not done", APRES_SAYS_NOTHING, "debrief-unclear" },
	{ true, "yes", APRES_SAYS_NOTHING, "debrief-unclear" },
	{ true, "scheduled", APRES_SAYS_NOTHING, "debrief-when" },
	{ true, "scheduled soon", APRES_SAYS_NOTHING, "debrief-when" },
	{ true, "scheduled today 9:00", APRES_SAYS_NOTHING, "debrief-past" },
	{ true, "", APRES_SAYS_NOTHING, "debrief-unclear" },
	{ false, "yes", APRES_SAYS_YES, NULL },
	{ false, "Yes, it did.\n\nThanks, Lee Moss", APRES_SAYS_YES, "Thanks, Lee Moss" },
	{ false, "Ja!", APRES_SAYS_YES, NULL },
	{ false, "sí", APRES_SAYS_YES, NULL },
	{ false, "Yes, but nothing was said.", APRES_SAYS_NOTHING, "debrief-unclear" },
	{ false, "Yes.\nIt was not of use.", APRES_SAYS_NOTHING, "debrief-unclear" },
	{ false, "Yes. When do I get one that is?", APRES_SAYS_NOTHING,
	  "debrief-unclear" },
	{ false, "ja, aber nur kurz", APRES_SAYS_NOTHING, "debrief-unclear" },
	{ false, "yesterday it was cancelled", APRES_SAYS_NOTHING, "debrief-unclear" },
	{ false, "no, she was ill", APRES_SAYS_NO, "she was ill" },
	{ false, "nein", APRES_SAYS_NO, NULL },
	{ false, "No idea what you mean", APRES_SAYS_NOTHING, "debrief-unclear" },
	{ false, "not enough information to share", APRES_SAYS_NOT_ENOUGH, NULL },
	{ false, "no suficiente", APRES_SAYS_NOT_ENOUGH, NULL },
	{ false, "pas assez", APRES_SAYS_NOT_ENOUGH, NULL },
	{ true, "Fait !", APRES_SAYS_HELD, NULL },
	{ true, "done ", APRES_SAYS_HELD, NULL },
	{ true, "note : en congé", APRES_SAYS_NOTE, "en congé" },
	{ false, "declined", APRES_SAYS_DECLINED, NULL },
	{ false, "done", APRES_SAYS_NOTHING, "debrief-unclear" },
};

START_TEST(test_an_answer_is_clear_or_says_nothing)
{
	g_autoptr(apres_policy) policy = apres_policy_new();
	apres_debrief_said said;

	apres_calendar_free(policy->calendar);
	policy->calendar = berlin();
	apres_debrief_words_read(answers[_i].text, answers[_i].owner, policy, at(NOW),
				 &said);
	ck_assert_msg(said.what == answers[_i].what, "%s: %d", answers[_i].text,
		      (int)said.what);
	ck_assert_pstr_eq(said.what == APRES_SAYS_NOTHING ? said.why : said.note,
			  answers[_i].more);
	apres_debrief_said_clear(&said);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("debrief-words");
	TCase *tcase = tcase_create("debrief-words");

	tcase_add_loop_test(tcase, test_a_time_is_read_or_it_is_not, 0,
			    G_N_ELEMENTS(times));
	tcase_add_loop_test(tcase, test_an_answer_is_clear_or_says_nothing, 0,
			    G_N_ELEMENTS(answers));
	suite_add_tcase(suite, tcase);
	return unit_main(suite);
}
