/* SPDX-License-Identifier: Apache-2.0 */
/* One decision on one screen: what came of it first, then why, then what to type next. */
#include "config.h"
#include "apres/explain.h"
#include "apres/explain-parts.h"
#include "apres/output.h"

/* "base.xml:203" of a place in a policy. */
char *
apres_explain_place(apres_origin origin)
{
	if (origin.file == NULL)
		return g_strdup("-");
	g_autofree char *name = g_path_get_basename(origin.file);
	return g_strdup_printf("%s:%d", name, origin.line);
}

static const apres_obligation *
first_with_due(const apres_decision *decision)
{
	for (guint i = 0; i < decision->obligations->len; i++) {
		const apres_obligation *owed =
			g_ptr_array_index(decision->obligations, i);
		if (owed->kind != APRES_OBLIGATION_NOTIFY)
			return owed;
	}
	return NULL;
}

/* After the time in which it can be stopped, in the hours in which replies leave. */
static void
print_leaves(GString *out, const apres_explain *explain, const apres_decision *decision)
{
	if (decision->send_after == 0)
		return;
	g_autofree char *when = apres_calendar_format(explain->policy->calendar,
						      decision->send_after, explain->now);
	g_string_append_printf(out, " · not before %s", when);
}

static void
print_headline(GString *out, const apres_explain *explain,
	       const apres_assessment *assessment)
{
	const apres_decision *decision = assessment->decision;
	const apres_obligation *owed = first_with_due(decision);
	apres_style style = decision->effect == APRES_EFFECT_REPLY  ? APRES_STYLE_GOOD
			    : decision->effect == APRES_EFFECT_HOLD ? APRES_STYLE_WARN
								    : APRES_STYLE_STRONG;

	g_string_append_printf(out, " %s", apres_output_begin(style));
	switch (decision->effect) {
	case APRES_EFFECT_REPLY:
		g_string_append_printf(out, "REPLY%s · %s", apres_output_end(style),
				       decision->template_id);
		if (decision->language != NULL)
			g_string_append_printf(out, " (%s)", decision->language);
		g_string_append_printf(out, " · to %s",
				       assessment->facts->candidate_addr);
		print_leaves(out, explain, decision);
		break;
	case APRES_EFFECT_SILENCE:
		g_string_append_printf(out,
				       "SILENCE%s · nothing to answer · no reply is sent",
				       apres_output_end(style));
		break;
	case APRES_EFFECT_HOLD:
		g_string_append_printf(out, "HOLD%s · queue %s · no reply is sent",
				       apres_output_end(style),
				       decision->queue != NULL ? decision->queue : "-");
		break;
	}
	if (owed != NULL) {
		g_autofree char *when =
			owed->due != 0 ? apres_calendar_format(explain->policy->calendar,
							       owed->due, explain->now)
				       : NULL;
		g_string_append_printf(out, " · %s owes %s %s%s%s",
				       owed->owner != NULL ? owed->owner : "somebody",
				       owed->kind == APRES_OBLIGATION_ANSWER ? "an" : "a",
				       apres_obligation_kind_to_string(owed->kind),
				       when != NULL ? " by " : "",
				       when != NULL ? when : "");
	}
	g_string_append(out, "\n\n");
}

/* Two columns: what it says, what we make of it. */
static void
print_fact(GString *out, const char *label, const char *left, const char *right)
{
	g_autofree char *shown = apres_output_clean(left, 48);

	g_string_append_printf(out, " %-9s %s", label, shown);
	for (glong i = g_utf8_strlen(shown, -1); i < 46; i++)
		g_string_append_c(out, ' ');
	g_string_append_printf(out, " %s\n", right);
}

static void
print_facts(GString *out, const char *file, const apres_assessment *assessment)
{
	const apres_facts *facts = assessment->facts;
	const apres_reading *reading = assessment->reading;
	const apres_decision *decision = assessment->decision;
	g_autoptr(GString) sent = g_string_new(NULL);
	g_autoptr(GString) from = g_string_new(NULL);

	if (facts->candidate_name != NULL)
		g_string_append_printf(from, "%s <%s>", facts->candidate_name,
				       facts->candidate ? facts->candidate : "");
	else
		g_string_append(from, facts->candidate != NULL ? facts->candidate
							       : "nobody usable");
	const char *audience = apres_audience_to_string(facts->audience);
	g_autofree char *who =
		facts->audience_why != NULL
			? g_strdup_printf("%s: %s", audience, facts->audience_why)
			: g_strdup(audience);
	print_fact(out, "From", from->str, who);
	print_fact(out, "Subject", reading != NULL ? reading->subject : "-", file);
	if (facts->machine->len == 0)
		g_string_printf(sent, "a person: %u of %u machine checks passed",
				apres_machine_count(), apres_machine_count());
	for (guint i = 0; i < facts->machine->len; i++) {
		const apres_machine_hit *hit = g_ptr_array_index(facts->machine, i);
		g_string_append_printf(sent, "%s%s", i == 0 ? "a machine: " : ", ",
				       hit->id);
	}
	g_autofree char *language = g_strdup_printf(
		"language: %s",
		decision->language != NULL ? decision->language : "unknown");
	print_fact(out, "Sent by", sent->str, language);
	g_string_append_c(out, '\n');
}

const apres_clause *
apres_explain_clock(const apres_policy *policy, const apres_assessment *a,
		    const apres_obligation *owed)
{
	const apres_queue *queue = owed->kind == APRES_OBLIGATION_ANSWER
					   ? apres_policy_queue(policy, owed->queue)
					   : NULL;
	const apres_clause *by = NULL;

	if (owed->kind == APRES_OBLIGATION_CONFIRM)
		return apres_policy_confirm_clock(policy, owed->queue);
	if (queue == NULL)
		return NULL;
	apres_policy_due(policy, queue, a->facts->received, &by);
	return by != NULL ? by : apres_policy_queue_clock(policy, queue->id);
}

/* Which law stands behind the date, and its own last day where ours is earlier. */
static void
print_clock(GString *out, const apres_explain *explain, const apres_assessment *a,
	    const apres_obligation *owed)
{
	const apres_policy *policy = explain->policy;
	const apres_clause *clock = apres_explain_clock(policy, a, owed);

	if (clock == NULL)
		return;
	g_autofree char *place = apres_explain_place(clock->origin);
	g_autofree char *last = apres_calendar_format(
		policy->calendar,
		apres_calendar_add(policy->calendar, a->facts->received, clock->within),
		explain->now);
	g_autofree char *source = apres_output_clean(
		clock->source != NULL ? clock->source : clock->because, 100);
	g_string_append_printf(out, "           %s: %s, by %s at the latest (%s)\n",
			       clock->id, source, last, place);
}

static void
print_owed(GString *out, const apres_explain *explain, const apres_assessment *assessment)
{
	const apres_decision *decision = assessment->decision;
	const apres_policy *policy = explain->policy;

	for (guint i = 0; i < decision->obligations->len; i++) {
		const apres_obligation *owed =
			g_ptr_array_index(decision->obligations, i);
		const apres_queue *queue = apres_policy_queue(policy, owed->queue);
		const char *then = queue != NULL ? queue->urging.escalate_to : NULL;

		if (owed->kind == APRES_OBLIGATION_DEBRIEF && policy->debrief != NULL)
			then = policy->debrief->urging.escalate_to;
		g_string_append_printf(out, " %-9s %s: %s", i == 0 ? "Owed" : "",
				       apres_obligation_kind_to_string(owed->kind),
				       owed->owner != NULL ? owed->owner
							   : "nobody is named");
		if (owed->due != 0) {
			g_autofree char *when = apres_calendar_format(
				policy->calendar, owed->due, explain->now);
			g_string_append_printf(out, ", by %s", when);
		}
		if (then != NULL)
			g_string_append_printf(out, "; after that %s", then);
		g_string_append_c(out, '\n');
		print_clock(out, explain, assessment, owed);
	}
	if (decision->obligations->len == 0)
		g_string_append(out, " Owed      nothing\n");
}

void
apres_explain_decision(GString *out, const apres_explain *explain, const char *file,
		       const apres_assessment *assessment, bool verbose)
{
	print_headline(out, explain, assessment);
	print_facts(out, file, assessment);
	if (verbose && assessment->headers != NULL)
		apres_explain_checks(out, assessment);
	apres_explain_sentences(out, explain->policy, assessment, verbose);
	apres_explain_rules(out, explain->policy, assessment->decision, verbose);
	print_owed(out, explain, assessment);
}

/* The command as it was typed, with the one option that shows most. */
static void
print_next(GString *out, const char *command, const apres_decision *decision,
	   bool verbose)
{
	bool reply = decision->effect == APRES_EFFECT_REPLY;

	g_string_append_printf(
		out, APRES_EXPLAIN_NEXT "     %s:\n           apres explain %s%s",
		reply     ? "the text that would go out"
		: verbose ? "the same for a program"
			  : "every check, rule and pattern",
		reply     ? "--reply"
		: verbose ? "--json"
			  : "-v",
		command);
}

char *
apres_explain_to_text(const apres_explain *explain, const char *file,
		      const apres_assessment *assessment, bool verbose)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const apres_policy *policy = explain->policy;

	apres_explain_decision(out, explain, file, assessment, verbose);
	g_string_append_printf(out, "\n Policy    %s, %.8s, %s", policy->id,
			       policy->digest, policy->file);
	if (explain->command != NULL)
		print_next(out, explain->command, assessment->decision, verbose);
	g_string_append_c(out, '\n');
	return g_string_free(g_steal_pointer(&out), FALSE);
}
