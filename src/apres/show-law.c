/* SPDX-License-Identifier: Apache-2.0 */
/* What the law of the places asks for which a policy has packs, or the company itself. */
#include "config.h"
#include "apres/show.h"

static const char *const record_words[] = {
	[APRES_RECORD_APPLICATION] = "applications",
	[APRES_RECORD_MAIL] = "mail",
	[APRES_RECORD_HELD_MAIL] = "mail left to people",
	[APRES_RECORD_DECISION] = "decisions",
	[APRES_RECORD_DEBRIEF] = "debriefs",
	[APRES_RECORD_PRIVACY_REQUEST] = "requests about data",
};
G_STATIC_ASSERT(G_N_ELEMENTS(record_words) == APRES_RECORD_COUNT_);

static const char *const clock_words[] = {
	[APRES_CLOCK_PRIVACY_ANSWER] = "answer to a request about data",
	[APRES_CLOCK_PRIVACY_CONFIRM] = "confirmation of a request about data",
	[APRES_CLOCK_PRIVACY_COMPLAINT] = "confirmation of a complaint about data",
	[APRES_CLOCK_SILENCE] = "word to who waits for a decision",
	[APRES_CLOCK_REASONS] = "reasons for a decision",
};
G_STATIC_ASSERT(G_N_ELEMENTS(clock_words) == APRES_CLOCK_COUNT_);

static const char *const event_words[] = {
	[APRES_EVENT_RECORD] = "the making of the record",
	[APRES_EVENT_DECISION] = "the decision",
	[APRES_EVENT_REJECTION_RECEIVED] = "the receipt of the rejection",
	[APRES_EVENT_POSTING_END] = "the end of the job posting",
	[APRES_EVENT_INFORMATION_GIVEN] = "the information given",
	[APRES_EVENT_LAST_INTERVIEW] = "the last interview",
	[APRES_EVENT_REQUEST] = "the request",
};
G_STATIC_ASSERT(G_N_ELEMENTS(event_words) == APRES_EVENT_COUNT_);

static char *
records_of(const apres_clause *clause)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (guint i = 0; i < APRES_RECORD_COUNT_; i++)
		if ((clause->records & 1u << i) != 0)
			g_ptr_array_add(names, (gpointer)record_words[i]);
	return apres_show_list(names, " and ");
}

/* "no-feedback", "every text", "every text in German". */
static char *
texts_of(const apres_clause *clause)
{
	const char *id = clause->template_id;

	return g_strdup_printf(
		"%s%s%s%s", id != NULL ? "text " : "every text", id != NULL ? id : "",
		clause->language != NULL ? " in " : "",
		clause->language != NULL ? apres_show_language(clause->language) : "");
}

static char *
what_of(const apres_clause *clause)
{
	switch (clause->kind) {
	case APRES_CLAUSE_RETAIN: return records_of(clause);
	case APRES_CLAUSE_CLOCK: return g_strdup(clock_words[clause->clock]);
	case APRES_CLAUSE_REQUIRE:
	case APRES_CLAUSE_FORBID: break;
	}
	return texts_of(clause);
}

static char *
phrases_of(const apres_clause *clause, const char *last)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new();

	for (guint i = 0; i < clause->phrases->len; i++)
		g_ptr_array_add(words, ((apres_cond *)clause->phrases->pdata[i])->source);
	return apres_show_list(words, last);
}

static char *
retain_says(const apres_clause *clause)
{
	g_autofree char *least = apres_show_duration(&clause->floor);
	g_autofree char *most = apres_show_duration(&clause->ceiling);

	return g_strdup_printf(
		"kept %s%s%s%s%s from %s on", clause->has_floor ? "at least " : "",
		clause->has_floor ? least : "",
		clause->has_floor && clause->has_ceiling ? " and " : "",
		clause->has_ceiling ? "at most " : "", clause->has_ceiling ? most : "",
		event_words[clause->from]);
}

static char *
clock_says(const apres_clause *clause)
{
	g_autofree char *within = apres_show_duration(&clause->within);

	const char *acts = clause->clock == APRES_CLOCK_SILENCE
				   ? "the latest due date of each case without an outcome"
			   : clause->queue == NULL ? "nothing watches it yet"
			   : apres_clock_is_confirmed(clause->clock)
				   ? "a confirmation is owed in "
				   : "the latest due date in ";

	return g_strdup_printf("within %s of %s; %s%s", within, event_words[clause->from],
			       acts, clause->queue != NULL ? clause->queue : "");
}

static char *
require_says(const apres_clause *clause)
{
	g_autofree char *words =
		clause->phrases->len > 0 ? phrases_of(clause, " or ") : NULL;
	bool value = clause->value >= 0;

	return g_strdup_printf("says %s%s%s%s%s%s", value ? "{" : "",
			       value ? apres_value_name((apres_value)clause->value) : "",
			       value ? "}" : "", value && words != NULL ? " and " : "",
			       words != NULL ? "one of: " : "",
			       words != NULL ? words : "");
}

char *
apres_show_clause(const apres_clause *clause)
{
	switch (clause->kind) {
	case APRES_CLAUSE_RETAIN: return retain_says(clause);
	case APRES_CLAUSE_CLOCK: return clock_says(clause);
	case APRES_CLAUSE_REQUIRE: return require_says(clause);
	case APRES_CLAUSE_FORBID: break;
	}
	if (clause->phrases->len == 0)
		return g_strdup("is not sent");
	g_autofree char *words = phrases_of(clause, " or ");
	return g_strdup_printf("says none of: %s", words);
}

bool
apres_show_is_strictest(const apres_policy *policy, const apres_clause *clause)
{
	if (!apres_clause_binds(policy, clause))
		return false;
	if (clause->kind == APRES_CLAUSE_CLOCK)
		return apres_policy_clock(policy, clause->clock) == clause;
	if (clause->kind != APRES_CLAUSE_RETAIN)
		return true;
	for (int i = 0; i < APRES_RECORD_COUNT_; i++)
		if (apres_policy_floor(policy, (apres_record_kind)i) == clause ||
		    apres_policy_ceiling(policy, (apres_record_kind)i) == clause)
			return true;
	return false;
}

static void
put_clause(apres_page *page, const apres_policy *policy, const apres_clause *clause)
{
	g_autofree char *what = what_of(clause);
	g_autofree char *says = apres_show_clause(clause);
	g_autofree char *place = apres_show_place(clause->origin);
	g_autofree char *from =
		g_strdup_printf("%s%s%s", clause->source != NULL ? clause->source : "",
				clause->source != NULL ? "; " : "", place);

	apres_page_cell(page, what, NULL);
	apres_page_cell(page, says,
			apres_show_is_strictest(policy, clause)
				? NULL
				: "another clause asks more");
	apres_page_cell(page, clause->because, from);
}

static void
put_kind(apres_page *page, const apres_policy *policy, apres_clause_kind kind,
	 const char *group)
{
	bool begun = false;

	for (guint i = 0; i < policy->clauses->len; i++) {
		const apres_clause *clause = policy->clauses->pdata[i];
		if (clause->kind != kind || !apres_clause_binds(policy, clause))
			continue;
		if (!begun)
			apres_page_group(page, group);
		begun = true;
		put_clause(page, policy, clause);
	}
}

void
apres_show_law(apres_page *page, const apres_policy *policy)
{
	if (policy->clauses->len == 0)
		return;
	apres_page_heading(page, "What the law asks");
	apres_page_paragraph(page,
			     "Of several clauses the strictest counts, for every case. "
			     "%s counts as %s employer.",
			     policy->company_name != NULL ? policy->company_name
							  : policy->id,
			     policy->public_employer ? "a public" : "no public");
	apres_page_table(page, "What|Clause|Because");
	put_kind(page, policy, APRES_CLAUSE_RETAIN,
		 "How long records are kept; nothing is deleted by it yet");
	put_kind(page, policy, APRES_CLAUSE_CLOCK, "By when something is done");
	put_kind(page, policy, APRES_CLAUSE_REQUIRE, "What texts say");
	put_kind(page, policy, APRES_CLAUSE_FORBID, "What texts do not say");
	apres_page_table_end(page);
}
