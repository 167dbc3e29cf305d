/* SPDX-License-Identifier: Apache-2.0 */
/* What becomes of mail, and what is written: rules, laws, templates, texts. */
#include "config.h"
#include "policy/diff-parts.h"

#include <string.h>

static void
say_oblige(apres_part *part, const apres_oblige *oblige)
{
	const char *kind = apres_obligation_kind_to_string(oblige->kind);

	if (oblige->to != NULL)
		apres_part_say(part, "owed: %s to %s", kind, oblige->to);
	else if (oblige->queue != NULL)
		apres_part_say(part, "owed: %s in queue %s", kind, oblige->queue);
	else
		apres_part_say(part, "owed: %s", kind);
}

static void
say_case(apres_part *part, const apres_rule *rule)
{
	g_autoptr(GPtrArray) stages = g_ptr_array_new();
	g_autoptr(GPtrArray) outcomes = g_ptr_array_new();

	for (int i = 1; i < APRES_STAGE_COUNT_; i++)
		if ((rule->stages & 1u << i) != 0)
			g_ptr_array_add(stages,
					(gpointer)apres_stage_to_string((apres_stage)i));
	for (int i = 0; i < APRES_OUTCOME_COUNT_; i++)
		if ((rule->outcomes & 1u << i) != 0)
			g_ptr_array_add(outcomes, (gpointer)apres_case_outcome_to_string(
							  (apres_case_outcome)i));
	apres_part_say_list(part, "stage", stages);
	apres_part_say_list(part, "outcome", outcomes);
}

static void
take_rule(GHashTable *parts, const apres_rule *rule)
{
	apres_part *part =
		apres_part_add(parts, "rule", g_strdup(rule->id), rule->origin);

	apres_part_say_list(part, rule->kind == APRES_RULE_WHEN ? "when" : "answers",
			    rule->classes);
	apres_part_say_audiences(part, rule->audiences);
	apres_part_say_list(part, "language", rule->languages);
	say_case(part, rule);
	apres_part_say_value(part, "hold", rule->queue);
	apres_part_say_value(part, "receipt", rule->receipt);
	apres_part_say_value(part, "reply", rule->template_id);
	if (rule->kind == APRES_RULE_NOTHING)
		apres_part_say(part, "nothing to answer");
	if (rule->records != APRES_OUTCOME_NONE)
		apres_part_say(part, "records %s",
			       apres_case_outcome_to_string(rule->records));
	for (guint i = 0; i < rule->obliges->len; i++)
		say_oblige(part, rule->obliges->pdata[i]);
	if (rule->final)
		apres_part_say(part, "final");
	apres_part_say_value(part, "because", rule->because);
}

static void
take_law(GHashTable *parts, const apres_invariant *law)
{
	static const char *const says[] = {
		[APRES_INVARIANT_NEVER_REPLY] = "never a reply",
		[APRES_INVARIANT_NEVER_SILENCE] = "never nothing to answer",
		[APRES_INVARIANT_ALWAYS_HOLD] = "always a hold",
		[APRES_INVARIANT_ALWAYS_OBLIGE] = "always owed",
	};
	apres_part *part = apres_part_add(parts, "law", g_strdup(law->id), law->origin);

	apres_part_say(
		part, "%s%s%s%s%s", says[law->kind],
		law->discloses >= 0 ? " that discloses " : "",
		law->discloses >= 0
			? apres_discloses_to_string((apres_discloses)law->discloses)
			: "",
		law->obligation >= 0 ? ": " : "",
		law->obligation >= 0 ? apres_obligation_kind_to_string(
					       (apres_obligation_kind)law->obligation)
				     : "");
	apres_part_say_list(part, "of mail that contains", law->classes);
	apres_part_say_audiences(part, law->audiences);
	apres_part_say_value(part, "template", law->template_id);
	if (law->promising)
		apres_part_say(part, "if the reply promises a person");
	if (law->final)
		apres_part_say(part, "final");
	apres_part_say_value(part, "because", law->because);
}

/* A line for each paragraph, as it stands in the file. */
static void
take_text(GHashTable *parts, const apres_text *text)
{
	apres_part *part = apres_part_add(
		parts, "text",
		g_strdup_printf("%s (%s)", text->template_id, text->language),
		text->origin);

	apres_part_say_value(part, "Subject:", text->subject);
	for (guint i = 0; i < text->paragraphs->len; i++) {
		const apres_paragraph *paragraph = text->paragraphs->pdata[i];
		g_autoptr(GString) line =
			g_string_new(paragraph->optional ? "(optional) " : NULL);
		for (guint j = 0; j < paragraph->spans->len; j++) {
			const apres_span *span = paragraph->spans->pdata[j];
			if (span->literal != NULL)
				g_string_append(line, span->literal);
			else
				g_string_append_printf(line, "{%s}",
						       apres_value_name(span->value));
		}
		/* Where its lines are broken is to be seen in the mail. */
		g_string_append_printf(part->content, "%s\n\n", line->str);
		g_strdelimit(line->str, "\n", ' ');
		apres_part_say(part, "%s", line->str);
	}
}

static void
take_template(GHashTable *parts, const apres_template *template)
{
	apres_part *part = apres_part_add(parts, "template", g_strdup(template->id),
					  template->origin);

	apres_part_say(part, "for %s", apres_audience_to_string(template->audience));
	apres_part_say(part, "discloses %s",
		       apres_discloses_to_string(template->discloses));
	if (template->promises_human)
		apres_part_say(part, "promises human");
	if (template->final)
		apres_part_say(part, "final");
	for (guint i = 0; i < template->texts->len; i++)
		take_text(parts, template->texts->pdata[i]);
}

static void
say_periods(apres_part *part, const apres_clause *c)
{
	g_autofree char *floor = apres_duration_to_string(c->floor);
	g_autofree char *ceiling = apres_duration_to_string(c->ceiling);
	g_autofree char *within = apres_duration_to_string(c->within);
	g_autoptr(GPtrArray) records = g_ptr_array_new();

	for (int i = 0; i < APRES_RECORD_COUNT_; i++)
		if ((c->records & 1u << i) != 0)
			g_ptr_array_add(records, (gpointer)apres_record_kind_to_string(
							 (apres_record_kind)i));
	apres_part_say_list(part, "records", records);
	apres_part_say_value(part, "at least", c->has_floor ? floor : NULL);
	apres_part_say_value(part, "at most", c->has_ceiling ? ceiling : NULL);
	if (c->kind == APRES_CLAUSE_CLOCK)
		apres_part_say(part, "%s within %s", apres_clock_kind_to_string(c->clock),
			       within);
	if (c->kind == APRES_CLAUSE_CLOCK || c->kind == APRES_CLAUSE_RETAIN)
		apres_part_say(part, "from %s", apres_event_to_string(c->from));
}

static void
take_clause(GHashTable *parts, const apres_clause *c)
{
	apres_part *part = apres_part_add(parts, "clause", g_strdup(c->id), c->origin);

	apres_part_say(part, "%s", apres_clause_kind_to_string(c->kind));
	say_periods(part, c);
	if (c->public_only)
		apres_part_say(part, "of public employers only");
	apres_part_say_value(part, "queue", c->queue);
	apres_part_say_value(part, "template", c->template_id);
	apres_part_say_value(part, "texts in", c->language);
	if (c->value >= 0)
		apres_part_say(part, "placeholder {%s}",
			       apres_value_name((apres_value)c->value));
	for (guint i = 0; i < c->phrases->len; i++)
		apres_part_say_value(part, "phrase",
				     ((apres_cond *)c->phrases->pdata[i])->source);
	if (c->final)
		apres_part_say(part, "final");
	apres_part_say_value(part, "source", c->source);
	apres_part_say_value(part, "because", c->because);
}

void
apres_diff_take_rules(GHashTable *parts, const apres_policy *policy)
{
	for (guint i = 0; i < policy->rules->len; i++)
		take_rule(parts, policy->rules->pdata[i]);
	for (guint i = 0; i < policy->invariants->len; i++)
		take_law(parts, policy->invariants->pdata[i]);
	for (guint i = 0; i < policy->templates->len; i++)
		take_template(parts, policy->templates->pdata[i]);
	for (guint i = 0; i < policy->clauses->len; i++)
		take_clause(parts, policy->clauses->pdata[i]);
}
