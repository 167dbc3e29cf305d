/* SPDX-License-Identifier: Apache-2.0 */
/* What is answered, under which conditions, and what then is owed. */
#include "config.h"
#include "apres/show.h"
#include "policy/reach.h"

static char *
languages_of(const apres_policy *policy, bool automatic)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (guint i = 0; i < policy->languages->len; i++) {
		const apres_language *language = policy->languages->pdata[i];
		g_autofree char *pack = g_strdup_printf("lang-%s", language->tag);
		bool used = false;
		for (guint j = 0; j < policy->packs->len; j++)
			used |= g_strcmp0(((apres_pack *)policy->packs->pdata[j])->id,
					  pack) == 0;
		if (language->automatic ? automatic : (used && !automatic))
			g_ptr_array_add(names,
					(gpointer)apres_show_language(language->tag));
	}
	return names->len > 0 ? apres_show_list(names, " or ") : NULL;
}

static void
put_packs(apres_page *page, const apres_policy *policy)
{
	g_autoptr(GPtrArray) packs = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < policy->packs->len; i++) {
		const apres_pack *pack = policy->packs->pdata[i];
		g_autofree char *review = apres_show_review(pack);
		g_ptr_array_add(packs, review != NULL ? g_strdup_printf("%s (%s)",
									pack->id, review)
						      : g_strdup(pack->id));
	}
	g_autofree char *list = apres_show_list(packs, " and ");
	apres_page_paragraph(page, "Policy '%s' in %s, with the built-in base%s%s.",
			     policy->id, policy->file,
			     packs->len > 0 ? " and the packs " : "", list);
}

static void
put_people(apres_page *page, const apres_policy *policy)
{
	g_autoptr(GPtrArray) domains = g_ptr_array_new();

	for (guint i = 0; i < policy->people->len; i++)
		g_ptr_array_add(domains,
				((apres_people *)policy->people->pdata[i])->domain);
	g_autofree char *list = apres_show_list(domains, " or ");
	if (domains->len == 0)
		apres_page_paragraph(page, "Nobody counts as an employee: everybody is "
					   "a candidate from outside.");
	else
		apres_page_paragraph(
			page,
			"Employees are those who write from %s, are active in the "
			"roster, "
			"and are proven by our own mail server. Whoever claims it "
			"without "
			"proof is left to a person. Everybody else is a candidate from "
			"outside.",
			list);
}

static char *
rate(const apres_limit *limit, const char *what)
{
	g_autofree char *period = apres_show_duration(&limit->period);

	return limit->count == 0
		       ? g_strdup_printf("any number %s", what)
		       : g_strdup_printf("%d %s in %s", limit->count, what, period);
}

/* "Monday to Friday", or one by one. */
static char *
days_of(const apres_calendar *calendar)
{
	static const char *const names[] = { "Monday",   "Tuesday", "Wednesday",
					     "Thursday", "Friday",  "Saturday",
					     "Sunday" };
	g_autoptr(GPtrArray) days = g_ptr_array_new();
	guint first = 0, last = 0;

	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		if ((calendar->workdays & 1u << (i + 1)) == 0)
			continue;
		first = days->len == 0 ? i : first;
		last = i;
		g_ptr_array_add(days, (gpointer)names[i]);
	}
	if (days->len > 2 && last - first + 1 == days->len)
		return g_strdup_printf("%s to %s", names[first], names[last]);
	return apres_show_list(days, " and ");
}

static void
put_sending(apres_page *page, const apres_policy *policy)
{
	const apres_calendar *calendar = policy->calendar;
	g_autofree char *days = days_of(calendar);
	g_autofree char *candidate = rate(&policy->per_candidate, "to one candidate");
	g_autofree char *thread = rate(&policy->per_thread, "in one conversation");
	g_autofree char *company = rate(&policy->per_company, "in all");

	apres_page_paragraph(
		page,
		"Replies leave %s, %02d:%02d to %02d:%02d (%s), at the earliest %d "
		"minutes after the decision; at most %s, %s, %s. More is left to a "
		"person.",
		days, calendar->day_start / 60, calendar->day_start % 60,
		calendar->day_end / 60, calendar->day_end % 60,
		g_time_zone_get_identifier(calendar->zone), policy->wait_minutes,
		candidate, thread, company);
}

void
apres_show_basis(apres_page *page, const apres_policy *policy)
{
	g_autofree char *answered = languages_of(policy, true);
	g_autofree char *read = languages_of(policy, false);
	g_autofree char *words =
		policy->max_words < 0
			? g_strdup("it may be of any length")
			: g_strdup_printf("it has at most %d words", policy->max_words);

	put_packs(page, policy);
	if (answered == NULL)
		apres_page_paragraph(
			page,
			"Nothing is answered, in no language. To change that say <use "
			"pack=\"lang-...\" auto=\"yes\"/>.%s%s%s",
			read != NULL ? " Read, but left to people: " : "",
			read != NULL ? read : "", read != NULL ? "." : "");
	else
		apres_page_paragraph(
			page,
			"A mail is answered only if one rule answers all that it asks, "
			"%s, it is in %s, and what is said in it is understood. In doubt "
			"a "
			"person answers.%s%s%s",
			words, answered,
			read != NULL ? " Read, but left to people: " : "",
			read != NULL ? read : "", read != NULL ? "." : "");
	put_people(page, policy);
	put_sending(page, policy);
}

static void
put_rule(apres_page *page, const apres_policy *policy, const apres_rule *rule,
	 const GArray *sets)
{
	const apres_template *template = apres_policy_template(policy, rule->template_id);
	g_autofree char *words = apres_reach_words(rule, sets);
	g_autofree char *duties = apres_show_duties(policy, rule);
	g_autofree char *known = apres_show_case(rule);
	g_autofree char *place = apres_show_place(rule->origin);
	g_autofree char *discloses =
		template != NULL
			? g_strdup_printf("discloses %s",
					  apres_discloses_to_string(template->discloses))
			: NULL;

	if (sets->len == 0)
		return;
	apres_page_cell(page, words, known);
	apres_page_cell(page,
			template != NULL ? template->id : "none, and nobody has to look",
			discloses);
	apres_page_cell(page, duties, NULL);
	apres_page_cell(page, rule->because, place);
}

static void
put_rules(apres_page *page, const apres_policy *policy, guint audiences)
{
	g_autofree char *who = apres_show_audiences(audiences);
	g_autofree char *group = g_strdup_printf("Mail of %s", who);
	bool begun = false;

	for (guint i = 0; i < policy->rules->len; i++) {
		const apres_rule *rule = policy->rules->pdata[i];
		if (rule->kind == APRES_RULE_WHEN || rule->audiences != audiences)
			continue;
		g_autoptr(GArray) sets = apres_reach_sets(policy, rule);
		if (sets->len == 0)
			continue;
		if (!begun)
			apres_page_group(page, group);
		begun = true;
		put_rule(page, policy, rule, sets);
	}
}

/* What the words for what mail asks mean; of those that some rule answers. */
static void
put_meanings(apres_page *page, const apres_policy *policy)
{
	g_autoptr(GPtrArray) meanings = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < policy->classes->len; i++) {
		const apres_class *class = policy->classes->pdata[i];
		const char *note = g_hash_table_lookup(policy->notes, class->id);
		bool answered = false;
		for (guint j = 0; j < policy->rules->len; j++) {
			const apres_rule *rule = policy->rules->pdata[j];
			answered |= rule->kind != APRES_RULE_WHEN &&
				    g_ptr_array_find_with_equal_func(
					    rule->classes, class->id, g_str_equal, NULL);
		}
		if (answered && note != NULL)
			g_ptr_array_add(meanings,
					g_strdup_printf("%s: %s", class->id, note));
	}
	apres_page_terms(page, meanings);
}

static bool
is_silent(const apres_policy *policy)
{
	for (guint i = 0; i < policy->languages->len; i++)
		if (((apres_language *)policy->languages->pdata[i])->automatic)
			return false;
	return true;
}

void
apres_show_answers(apres_page *page, const apres_policy *policy)
{
	apres_page_heading(page, "What we answer");
	if (is_silent(policy)) {
		apres_page_paragraph(
			page, "Nothing: all that candidates write is left to people.");
		return;
	}
	apres_page_paragraph(page, "Mail gets the reply of the first row that fits it "
				   "whole; thanks and the like do not count. What the "
				   "words for mail mean:");
	put_meanings(page, policy);
	apres_page_table(page, "Mail asks|Reply|Then owed|Because");
	for (guint set = 1; set < 1u << APRES_AUDIENCE_COUNT_; set++)
		put_rules(page, policy, set);
	put_rules(page, policy, 0);
	apres_page_table_end(page);
}
