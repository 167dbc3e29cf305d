/* SPDX-License-Identifier: Apache-2.0 */
/* What no rule says and yet decides: limits, times, who is told, contacts, tests. */
#include "config.h"
#include "policy/diff-parts.h"

#define NOTHING "nothing"

void
apres_diff_say(apres_diff *diff, const char *name, const char *was, const char *becomes,
	       bool weaker, apres_origin at)
{
	was = was != NULL ? was : NOTHING;
	becomes = becomes != NULL ? becomes : NOTHING;
	if (!g_str_equal(was, becomes))
		apres_diff_add_term(diff, g_strdup(name), g_strdup(was),
				    g_strdup(becomes), weaker, at);
}

static char *
bound_words(int bound)
{
	return bound < 0 ? g_strdup("any") : g_strdup_printf("%d", bound);
}

/* A bound of what is read by no person: -1 is none. */
static void
say_bound(apres_diff *diff, const char *name, int was, int is, apres_origin at)
{
	g_autofree char *before = bound_words(was);
	g_autofree char *after = bound_words(is);

	apres_diff_say(diff, name, before, after, was >= 0 && (is < 0 || is > was), at);
}

static char *
limit_words(const apres_limit *limit)
{
	g_autofree char *period = apres_duration_to_string(limit->period);

	return limit->count == 0 ? g_strdup("any")
				 : g_strdup_printf("%d/%s", limit->count, period);
}

/* Replies in a period: more of them, or in less time. */
static void
say_limit(apres_diff *diff, const char *name, const apres_limit *was,
	  const apres_limit *is, apres_origin at)
{
	g_autofree char *before = limit_words(was);
	g_autofree char *after = limit_words(is);
	bool wider =
		is->count == 0 || is->count > was->count ||
		apres_duration_longest(is->period) < apres_duration_longest(was->period);

	apres_diff_say(diff, name, before, after, was->count != 0 && wider, at);
}

static void
say_time(apres_diff *diff, const char *name, apres_duration was, apres_duration is,
	 apres_origin at)
{
	g_autofree char *before = apres_duration_to_string(was);
	g_autofree char *after = apres_duration_to_string(is);

	apres_diff_say(diff, name, before, after,
		       apres_duration_longest(is) > apres_duration_longest(was), at);
}

static void
compare_limits(apres_diff *diff, const apres_policy *was, const apres_policy *is,
	       apres_origin at)
{
	g_autofree char *before = g_strdup_printf("%dmin", was->wait_minutes);
	g_autofree char *after = g_strdup_printf("%dmin", is->wait_minutes);

	say_bound(diff, "max-words", was->max_words, is->max_words, at);
	say_bound(diff, "unexplained-sentences", was->unexplained_sentences,
		  is->unexplained_sentences, at);
	say_bound(diff, "unexplained-questions", was->unexplained_questions,
		  is->unexplained_questions, at);
	say_limit(diff, "per-candidate", &was->per_candidate, &is->per_candidate, at);
	say_limit(diff, "per-thread", &was->per_thread, &is->per_thread, at);
	say_limit(diff, "per-company", &was->per_company, &is->per_company, at);
	say_time(diff, "fresh", was->fresh, is->fresh, at);
	/* Less time to take a reply back. */
	apres_diff_say(diff, "wait", before, after, is->wait_minutes < was->wait_minutes,
		       at);
}

static char *
window_of(const apres_calendar *c)
{
	return g_strdup_printf("%02d:%02d to %02d:%02d", c->day_start / 60,
			       c->day_start % 60, c->day_end / 60, c->day_end % 60);
}

static char *
days_of(const apres_calendar *c)
{
	static const char *const names[] = { "mon", "tue", "wed", "thu",
					     "fri", "sat", "sun" };
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		if ((c->workdays & 1u << (i + 1)) != 0)
			g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "",
					       names[i]);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/* How many are in IS that were working days. */
static guint
new_holidays(const apres_calendar *was, const apres_calendar *is)
{
	GHashTableIter iter;
	gpointer day;
	guint count = 0;

	g_hash_table_iter_init(&iter, is->holidays);
	while (g_hash_table_iter_next(&iter, &day, NULL))
		count += !g_hash_table_contains(was->holidays, day);
	return count;
}

static void
compare_holidays(apres_diff *diff, const apres_calendar *was, const apres_calendar *is,
		 apres_origin at)
{
	guint added = new_holidays(was, is);
	g_autofree char *before = g_strdup_printf("%u", g_hash_table_size(was->holidays));
	g_autofree char *after =
		added > 0 ? g_strdup_printf("%u, of them %u new",
					    g_hash_table_size(is->holidays), added)
			  : g_strdup_printf("%u", g_hash_table_size(is->holidays));

	apres_diff_say(diff, "holidays", before, after, added > 0, at);
}

/* What is owed is due at the end of a working day: a later end, or fewer such days. */
static void
compare_calendars(apres_diff *diff, const apres_policy *was, const apres_policy *is,
		  apres_origin at)
{
	const apres_calendar *a = was->calendar, *b = is->calendar;
	g_autofree char *between_was = window_of(a);
	g_autofree char *between_is = window_of(b);
	g_autofree char *days_was = days_of(a);
	g_autofree char *days_is = days_of(b);

	apres_diff_say(diff, "send between", between_was, between_is,
		       b->day_end > a->day_end, at);
	apres_diff_say(diff, "send days", days_was, days_is,
		       (a->workdays & ~b->workdays) != 0, at);
	compare_holidays(diff, a, b, at);
	apres_diff_say(diff, "time zone", g_time_zone_get_identifier(a->zone),
		       g_time_zone_get_identifier(b->zone), false, at);
}

static char *
reminders_of(const apres_urging *urging)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; urging->remind != NULL && i < urging->remind->len; i++) {
		g_autofree char *before = apres_duration_to_string(
			g_array_index(urging->remind, apres_duration, i));
		g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", before);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static char *
escalation_of(const apres_urging *urging)
{
	g_autoptr(GString) out = g_string_new(urging->escalate_to);

	for (guint i = 0; urging->levels != NULL && i < urging->levels->len; i++) {
		const apres_level *level = urging->levels->pdata[i];
		g_autofree char *after = apres_duration_to_string(level->after);
		g_string_append_printf(out, "%s%s after %s", out->len > 0 ? ", " : "",
				       level->to, after);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static guint
levels_of(const apres_urging *urging)
{
	return (urging->escalate_to != NULL) +
	       (urging->levels != NULL ? urging->levels->len : 0);
}

/* Who hears of it when it is late: fewer people, or later. */
static bool
is_quieter(const apres_urging *was, const apres_urging *is)
{
	guint count = MIN(was->levels != NULL ? was->levels->len : 0,
			  is->levels != NULL ? is->levels->len : 0);

	if (levels_of(is) < levels_of(was) ||
	    (was->escalate_to != NULL && is->escalate_to == NULL))
		return true;
	for (guint i = 0; i < count; i++)
		if (apres_duration_longest(((apres_level *)is->levels->pdata[i])->after) >
		    apres_duration_longest(((apres_level *)was->levels->pdata[i])->after))
			return true;
	return false;
}

static void
compare_urging(apres_diff *diff, const char *what, const apres_urging *was,
	       const apres_urging *is, apres_origin at)
{
	g_autofree char *remind = g_strconcat(what, " remind", NULL);
	g_autofree char *late = g_strconcat(what, " late", NULL);
	g_autofree char *remind_was = reminders_of(was);
	g_autofree char *remind_is = reminders_of(is);
	g_autofree char *late_was = escalation_of(was);
	g_autofree char *late_is = escalation_of(is);
	guint before = was->remind != NULL ? was->remind->len : 0;
	guint after = is->remind != NULL ? is->remind->len : 0;

	apres_diff_say(diff, remind, before > 0 ? remind_was : NULL,
		       after > 0 ? remind_is : NULL, after < before, at);
	apres_diff_say(diff, late, levels_of(was) > 0 ? late_was : NULL,
		       levels_of(is) > 0 ? late_is : NULL, is_quieter(was, is), at);
}

static void
compare_debrief(apres_diff *diff, const apres_policy *was, const apres_policy *is,
		apres_origin at)
{
	const apres_debrief_terms *a = was->debrief, *b = is->debrief;

	if (a == NULL && b == NULL)
		return;
	apres_diff_say(diff, "debrief owner", a != NULL ? a->owner : NULL,
		       b != NULL ? b->owner : NULL, b == NULL,
		       b != NULL ? b->origin : at);
	if (a == NULL || b == NULL)
		return;
	apres_diff_say(diff, "debrief owner-name", a->owner_name, b->owner_name, false,
		       b->origin);
	say_time(diff, "debrief due", a->due, b->due, b->origin);
	compare_urging(diff, "debrief", &a->urging, &b->urging, b->origin);
}

static void
compare_owners(apres_diff *diff, const apres_policy *was, const apres_policy *is)
{
	for (guint i = 0; i < is->queues->len; i++) {
		const apres_queue *after = is->queues->pdata[i];
		const apres_queue *before = apres_policy_queue(was, after->id);
		g_autofree char *owner = g_strdup_printf("queue %s owner", after->id);
		g_autofree char *urgent = g_strdup_printf("queue %s urgent", after->id);
		g_autofree char *name = g_strdup_printf("queue %s", after->id);
		if (before == NULL)
			continue;
		apres_diff_say(diff, owner, before->owner, after->owner,
			       after->owner == NULL, after->origin);
		apres_diff_say(diff, urgent, before->urgent ? "yes" : "no",
			       after->urgent ? "yes" : "no", !after->urgent,
			       after->origin);
		compare_urging(diff, name, &before->urging, &after->urging,
			       after->origin);
	}
}

static void
compare_company(apres_diff *diff, const apres_policy *was, const apres_policy *is,
		apres_origin at)
{
	apres_diff_say(diff, "company name", was->company_name, is->company_name, false,
		       at);
	apres_diff_say(diff, "company sector", was->public_employer ? "public" : NULL,
		       is->public_employer ? "public" : NULL, !is->public_employer, at);
	apres_diff_say(diff, "company careers", was->careers_link, is->careers_link,
		       false, at);
	apres_diff_say(diff, "company particulars", was->particulars, is->particulars,
		       false, at);
	apres_diff_say(diff, "contacts adjustments", was->adjustments, is->adjustments,
		       false, at);
	apres_diff_say(diff, "contacts privacy", was->privacy, is->privacy, false, at);
	apres_diff_say(diff, "contacts hr", was->hr, is->hr, false, at);
}

void
apres_diff_settings(const apres_policy *was, const apres_policy *is, apres_diff *diff)
{
	apres_origin at = { g_intern_string(is->file), 0, 0 };
	g_autofree char *before = g_strdup_printf("%u", was->tests->len);
	g_autofree char *after = g_strdup_printf("%u", is->tests->len);

	compare_limits(diff, was, is, at);
	compare_calendars(diff, was, is, at);
	compare_debrief(diff, was, is, at);
	compare_owners(diff, was, is);
	compare_company(diff, was, is, at);
	apres_diff_say(diff, "tests", before, after, is->tests->len < was->tests->len,
		       at);
}
