/* SPDX-License-Identifier: Apache-2.0 */
/* What is left to people: to whom, by when, and what holds under every policy. */
#include "config.h"
#include "apres/show.h"
#include "policy/reach.h"

static char *
queue_line(const apres_policy *policy, const apres_queue *queue)
{
	const char *owner = apres_policy_owner(policy, queue);
	g_autofree char *due = apres_show_duration(queue->has_due ? &queue->due : NULL);

	return g_strdup_printf(
		"%s: %s%s%s%s%s%s%s", queue->id,
		queue->has_due ? "answered by " : "waits for ",
		owner != NULL ? owner : "nobody who is named",
		queue->has_due ? " within " : ", without a date",
		queue->has_due ? due : "", queue->urgent ? ", who is told at once" : "",
		queue->urging.escalate_to != NULL ? "; late, it goes to " : "",
		queue->urging.escalate_to != NULL ? queue->urging.escalate_to : "");
}

/* What RULE's classes mean, one after the other. */
static char *
notes_of(const apres_policy *policy, const apres_rule *rule)
{
	g_autoptr(GPtrArray) notes = g_ptr_array_new();

	for (guint i = 0; i < rule->classes->len; i++) {
		gpointer note =
			g_hash_table_lookup(policy->notes, rule->classes->pdata[i]);
		if (note != NULL)
			g_ptr_array_add(notes, note);
	}
	return notes->len > 0 ? apres_show_list(notes, " ") : NULL;
}

static void
put_hold(apres_page *page, const apres_policy *policy, const apres_rule *rule)
{
	g_autoptr(GArray) sets = apres_reach_sets(policy, rule);
	g_autofree char *words = apres_reach_words(rule, sets);
	g_autofree char *notes = notes_of(policy, rule);
	g_autofree char *place = apres_show_place(rule->origin);
	g_autofree char *who = apres_show_audiences(rule->audiences);
	g_autofree char *known = apres_show_case(rule);
	g_autofree char *of =
		g_strdup_printf("mail of %s%s%s", who, known != NULL ? ", " : "",
				known != NULL ? known : "");

	if (sets->len == 0)
		return;
	apres_page_cell(page, words, rule->audiences != 0 ? of : known);
	apres_page_cell(page, notes, NULL);
	apres_page_cell(page, rule->because, place);
}

static void
put_queue(apres_page *page, const apres_policy *policy, const apres_queue *queue)
{
	g_autofree char *line = queue_line(policy, queue);
	bool begun = false;

	for (guint i = 0; i < policy->rules->len; i++) {
		const apres_rule *rule = policy->rules->pdata[i];
		if (g_strcmp0(rule->queue, queue->id) != 0)
			continue;
		if (!begun)
			apres_page_group(page, line);
		begun = true;
		put_hold(page, policy, rule);
	}
}

void
apres_show_holds(apres_page *page, const apres_policy *policy)
{
	const apres_queue *rest = apres_policy_queue(policy, "unclassified");
	g_autofree char *line = rest != NULL ? queue_line(policy, rest) : NULL;

	apres_page_heading(page, "What we never answer, and who gets it");
	apres_page_paragraph(page,
			     "One such thing in a mail is enough, whatever else it "
			     "says; the first list that a mail belongs to gets it.");
	apres_page_table(page, "Mail contains|That is|Because");
	for (guint i = 0; i < policy->queues->len; i++)
		put_queue(page, policy, policy->queues->pdata[i]);
	apres_page_table_end(page);
	apres_page_paragraph(
		page,
		"Held as well: whatever no rule answers or understands (%s); who answers "
		"one of our replies with another request; mail that perhaps comes from a "
		"machine. Mail that surely comes from one gets nothing.",
		line != NULL ? line : "unclassified");
}

/* A rule that only opens a duty, whatever becomes of the mail. */
static void
put_duty(apres_page *page, const apres_policy *policy, const apres_rule *rule)
{
	g_autoptr(GArray) sets = apres_reach_sets(policy, rule);
	g_autofree char *words = apres_reach_words(rule, sets);
	g_autofree char *duties = apres_show_duties(policy, rule);
	g_autofree char *place = apres_show_place(rule->origin);
	g_autofree char *who = apres_show_audiences(rule->audiences);
	g_autofree char *of = g_strdup_printf("mail of %s", who);

	if (sets->len == 0 || duties == NULL)
		return;
	apres_page_cell(page, words, of);
	apres_page_cell(page, duties, NULL);
	apres_page_cell(page, rule->because, place);
}

static bool
is_named(const apres_policy *policy, const apres_queue *queue)
{
	for (guint i = 0; i < policy->rules->len; i++)
		if (g_strcmp0(((apres_rule *)policy->rules->pdata[i])->queue,
			      queue->id) == 0)
			return true;
	return false;
}

void
apres_show_owed(apres_page *page, const apres_policy *policy)
{
	const apres_debrief_terms *terms = policy->debrief;

	apres_page_heading(page, "What else is owed, whatever becomes of the mail");
	apres_page_table(page, "Mail contains|Owed|Because");
	for (guint i = 0; i < policy->rules->len; i++)
		if (((apres_rule *)policy->rules->pdata[i])->kind == APRES_RULE_WHEN)
			put_duty(page, policy, policy->rules->pdata[i]);
	apres_page_table_end(page);
	if (terms != NULL && terms->urging.escalate_to != NULL)
		apres_page_paragraph(page, "A debrief that is late goes to %s.",
				     terms->urging.escalate_to);
	/* Lists that only the program itself puts mail into. */
	for (guint i = 0; i < policy->queues->len; i++) {
		const apres_queue *queue = policy->queues->pdata[i];
		g_autofree char *line = queue_line(policy, queue);
		if (queue->has_due && !is_named(policy, queue))
			apres_page_paragraph(page, "Mail in %s.", line);
	}
}

void
apres_show_always(apres_page *page, const apres_policy *policy)
{
	apres_page_heading(page, "What holds whatever a mail says");
	apres_page_paragraph(page, "Proved each time the policy is loaded, for every "
				   "combination of what a mail can ask.");
	apres_page_table(page, "Always|Because");
	for (guint i = 0; i < policy->invariants->len; i++) {
		const apres_invariant *invariant = policy->invariants->pdata[i];
		g_autofree char *says = apres_show_invariant(invariant);
		g_autofree char *place = apres_show_place(invariant->origin);
		apres_page_cell(page, says, NULL);
		apres_page_cell(page, invariant->because, place);
	}
	apres_page_table_end(page);
}
