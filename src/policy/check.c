/* SPDX-License-Identifier: Apache-2.0 */
/* Do the parts fit?  What one element promises, another must keep. */
#include "config.h"
#include "policy/build.h"
#include "policy/embedded.h"
#include "util/nearest.h"

static void
names_of(const GPtrArray *items, GPtrArray *into)
{
	/* Every listed struct begins with its id (policy.c asserts it). */
	for (guint i = 0; i < items->len; i++)
		g_ptr_array_add(into, *(char **)items->pdata[i]);
}

void
apres_check_missing(apres_build *build, apres_origin at, const char *user, const char *id,
		    const char *kind, const char *name, const GPtrArray *items)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	names_of(items, names);
	g_autofree char *near = apres_nearest_words(name, names);
	apres_build_error(build, "E-REF", at, "%s '%s': %s '%s' is not defined%s", user,
			  id, kind, name, near);
}

static bool
has_duty(const apres_rule *rule, apres_obligation_kind kind)
{
	for (guint i = 0; i < rule->obliges->len; i++)
		if (((const apres_oblige *)rule->obliges->pdata[i])->kind == kind)
			return true;
	return false;
}

/* Where TEMPLATE's texts name VALUE first, or NULL. */
static const apres_origin *
find_value(const apres_template *template, apres_value value)
{
	const apres_origin *at = NULL;

	for (guint i = 0; at == NULL && i < template->texts->len; i++)
		at = apres_text_find(template->texts->pdata[i], value);
	return at;
}

/* RULE does not owe what its text names AT: who wrote one of them can mend it there. */
static void
not_owed(apres_build *build, const apres_rule *rule, const apres_origin *at,
	 apres_value value, const char *what, const char *kind)
{
	const char *text = rule->receipt != NULL ? rule->receipt : rule->template_id;
	bool fixed_text = apres_embedded_is(at->file, build->root_at.file);
	bool fixed_rule = apres_embedded_is(rule->origin.file, build->root_at.file);
	g_autofree char *add = g_strdup_printf("add <oblige kind=\"%s\"/>", kind);

	apres_build_error(build, "E-DUE", fixed_text ? rule->origin : *at,
			  "{%s} is %s, and rule '%s' (%s:%d), which sends text '%s', "
			  "owes none: %s%s%s",
			  apres_value_name(value), what, rule->id, rule->origin.file,
			  rule->origin.line, text, fixed_text ? "" : "take it out",
			  fixed_text || fixed_rule ? "" : ", or to the rule ",
			  fixed_rule ? "" : add);
}

/* The queue whose due date {answer-by} would show for RULE. */
static const apres_queue *
answer_queue(const apres_policy *policy, const apres_rule *rule)
{
	for (guint i = 0; i < rule->obliges->len; i++) {
		const apres_oblige *oblige = rule->obliges->pdata[i];
		if (oblige->kind == APRES_OBLIGATION_ANSWER)
			return apres_policy_queue(policy, oblige->queue != NULL
								  ? oblige->queue
								  : "default");
	}
	/* What waits in a queue is owed if the queue says when. */
	return rule->queue != NULL ? apres_policy_queue(policy, rule->queue) : NULL;
}

/* A text may name the date and the owner of what its reply opens, and of nothing else. */
static void
check_dates(apres_build *build, const apres_rule *rule, const apres_template *template)
{
	static const struct {
		apres_value value;
		const char *what;
	} of_debrief[] = { { APRES_VALUE_DUE_DATE, "the date of a debrief" },
			   { APRES_VALUE_OWNER_NAME, "who holds a debrief" } };
	const apres_origin *at = find_value(template, APRES_VALUE_ANSWER_BY);
	const apres_queue *queue = answer_queue(build->policy, rule);

	if (at != NULL && queue == NULL)
		not_owed(build, rule, at, APRES_VALUE_ANSWER_BY,
			 "the date by which an answer is due", "answer");
	else if (at != NULL && !queue->has_due)
		apres_build_error(
			build, "E-DUE",
			apres_embedded_find(queue->origin.file) != NULL ? build->root_at
									: queue->origin,
			"text '%s' names {answer-by}, and queue '%s' has no due date: "
			"say <queue id=\"%s\" due=\"...\"/>",
			template->id, queue->id, queue->id);
	for (guint i = 0; i < G_N_ELEMENTS(of_debrief); i++) {
		at = find_value(template, of_debrief[i].value);
		if (at != NULL && !has_duty(rule, APRES_OBLIGATION_DEBRIEF))
			not_owed(build, rule, at, of_debrief[i].value, of_debrief[i].what,
				 "debrief");
	}
}

/* Who gets a text is who it is written for. */
static void
check_audience(apres_build *build, const apres_rule *rule, const apres_template *template)
{
	guint wanted = 1u << template->audience;

	if ((rule->audiences & ~wanted) != 0 || rule->audiences == 0)
		apres_build_error(
			build, "E-AUDIENCE", rule->origin,
			"rule '%s': text '%s' is for %s candidates; say audience=\"%s\"",
			rule->id, template->id,
			apres_audience_to_string(template->audience),
			apres_audience_to_string(template->audience));
}

/* A text's duties: who promises a person, or names a date, must open it. */
static void
check_reply(apres_build *build, const apres_rule *rule)
{
	const apres_template *template =
		apres_policy_template(build->policy, rule->template_id);

	if (template == NULL) {
		apres_check_missing(build, rule->effect_at, "rule", rule->id, "template",
				    rule->template_id, build->policy->templates);
		return;
	}
	check_audience(build, rule, template);
	if (template->promises_human && rule->obliges->len == 0)
		apres_build_error(build, "E-PROMISE", rule->origin,
				  "rule '%s': its text '%s' promises a person; add "
				  "<oblige kind=\"answer\"/> or \"debrief\"",
				  rule->id, template->id);
	check_dates(build, rule, template);
}

/* A receipt goes out by itself, like a reply, and is bound as one. */
static void
check_receipt(apres_build *build, const apres_rule *rule)
{
	const apres_policy *policy = build->policy;
	const apres_template *template = apres_policy_template(policy, rule->receipt);
	const apres_queue *queue = answer_queue(policy, rule);

	if (template == NULL) {
		apres_check_missing(build, rule->effect_at, "rule", rule->id, "template",
				    rule->receipt, policy->templates);
		return;
	}
	check_audience(build, rule, template);
	/* A text for other people is fault enough. */
	if (template->discloses != APRES_DISCLOSES_NOTHING &&
	    rule->audiences == 1u << template->audience)
		apres_build_error(build, "E-DISCLOSES", rule->effect_at,
				  "rule '%s': a receipt says that the mail is here, and "
				  "discloses nothing; '%s' discloses %s",
				  rule->id, template->id,
				  apres_discloses_to_string(template->discloses));
	if (template->promises_human && rule->obliges->len == 0 &&
	    (queue == NULL || !queue->has_due))
		apres_build_error(build, "E-PROMISE", rule->origin,
				  "rule '%s': its receipt '%s' promises a person; say "
				  "<queue id=\"%s\" due=\"...\"/>",
				  rule->id, template->id, rule->queue);
	else
		check_dates(build, rule, template);
}

static void
check_rule(apres_build *build, const apres_rule *rule)
{
	const apres_policy *policy = build->policy;

	for (guint i = 0; i < rule->classes->len; i++) {
		const apres_class *class =
			apres_policy_class(policy, rule->classes->pdata[i]);
		if (class == NULL)
			apres_check_missing(build, rule->classes_at, "rule", rule->id,
					    "class", rule->classes->pdata[i],
					    policy->classes);
		else if (class->never_automatic && rule->kind != APRES_RULE_WHEN)
			apres_build_error(
				build, "E-NEVER", rule->classes_at,
				"rule '%s': '%s' is never answered by a machine",
				rule->id, class->id);
		else if (class->part)
			apres_build_error(
				build, "E-PART", rule->classes_at,
				"rule '%s': '%s' is only a part of other classes; name "
				"the class that refers to it",
				rule->id, class->id);
	}
	if (rule->queue != NULL && apres_policy_queue(policy, rule->queue) == NULL)
		apres_check_missing(build, rule->effect_at, "rule", rule->id, "queue",
				    rule->queue, policy->queues);
	if (rule->receipt != NULL)
		check_receipt(build, rule);
	if (rule->kind == APRES_RULE_REPLY && rule->template_id != NULL)
		check_reply(build, rule);
	for (guint i = 0; i < rule->obliges->len; i++) {
		const apres_oblige *oblige = rule->obliges->pdata[i];
		if (oblige->queue != NULL &&
		    apres_policy_queue(policy, oblige->queue) == NULL)
			apres_check_missing(build, oblige->origin, "rule", rule->id,
					    "queue", oblige->queue, policy->queues);
	}
}

/* Debriefs are owed, and nobody is named who would hold them: once is enough. */
static void
check_debrief(apres_build *build)
{
	const apres_policy *policy = build->policy;

	if (policy->debrief != NULL || policy->people->len == 0)
		return;
	for (guint i = 0; i < policy->rules->len; i++) {
		const apres_rule *rule = policy->rules->pdata[i];
		if (!has_duty(rule, APRES_OBLIGATION_DEBRIEF))
			continue;
		apres_build_error(build, "E-DEBRIEF", build->root_at,
				  "rule '%s' owes a debrief: say <debrief owner=\"...\" "
				  "owner-name=\"...\" due=\"...\"/>",
				  rule->id);
		return;
	}
}

/* The queue in which RULE owes an answer that nobody would be told of, or NULL. */
static const char *
unowned_queue(const apres_policy *policy, const apres_rule *rule)
{
	for (guint i = 0; i < rule->obliges->len; i++) {
		const apres_oblige *oblige = rule->obliges->pdata[i];
		const char *id = oblige->queue != NULL ? oblige->queue
				 : rule->queue != NULL ? rule->queue
						       : "default";
		const apres_queue *queue = apres_policy_queue(policy, id);
		/* That it is not defined is another fault. */
		if (oblige->kind == APRES_OBLIGATION_ANSWER && queue != NULL &&
		    apres_policy_owner(policy, queue) == NULL)
			return id;
	}
	return NULL;
}

/* Where the default queue has no owner all lack one: once is enough. */
static void
check_owners(apres_build *build)
{
	const apres_policy *policy = build->policy;
	const apres_queue *last = apres_policy_queue(policy, "default");
	bool own = last != NULL && g_strcmp0(last->origin.file, build->root_at.file) == 0;

	for (guint i = 0; i < policy->rules->len; i++) {
		const apres_rule *rule = policy->rules->pdata[i];
		const char *id = unowned_queue(policy, rule);
		if (id == NULL)
			continue;
		apres_build_error(build, "E-OWNER", own ? last->origin : build->root_at,
				  "rule '%s' owes an answer in queue '%s', which is "
				  "nobody's: say <queue id=\"default\" owner=\"...\"/>",
				  rule->id, id);
		return;
	}
}

/* A class that another is made of. */
static void
check_reference(apres_build *build, const apres_class *class, const apres_cond *cond)
{
	if (cond->kind == APRES_COND_CLASS &&
	    apres_policy_class(build->policy, cond->class_ref) == NULL)
		apres_check_missing(build, cond->origin, "class", class->id, "class",
				    cond->class_ref, build->policy->classes);
	for (guint i = 0; cond->children != NULL && i < cond->children->len; i++)
		check_reference(build, class, cond->children->pdata[i]);
}

void
apres_build_check(apres_build *build)
{
	const apres_policy *policy = build->policy;

	for (guint i = 0; i < policy->classes->len; i++) {
		const apres_class *class = policy->classes->pdata[i];
		check_reference(build, class, class->cond);
	}
	apres_check_clauses(build);
	for (guint i = 0; i < policy->rules->len; i++)
		check_rule(build, policy->rules->pdata[i]);
	check_debrief(build);
	check_owners(build);
	apres_check_texts(build);
	apres_check_clause_texts(build);
	apres_check_tests(build);
}
