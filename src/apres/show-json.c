/* SPDX-License-Identifier: Apache-2.0 */
/* The same for programs. */
#include "config.h"
#include "apres/output.h"
#include "apres/show.h"
#include "policy/reach.h"

static json_t *
new_part(const char *part, const char *id, apres_origin at)
{
	return json_pack("{s:s, s:o, s:o, s:i}", "part", part, "id",
			 apres_output_string(id), "file", apres_output_string(at.file),
			 "line", at.line);
}

static void
set_string(json_t *object, const char *name, const char *value)
{
	json_object_set_new(object, name, apres_output_string(value));
}

static json_t *
audiences_to_json(guint audiences)
{
	json_t *list = json_array();

	for (guint i = 0; i < APRES_AUDIENCE_COUNT_; i++)
		if (audiences == 0 || (audiences & 1u << i) != 0)
			json_array_append_new(list, json_string(apres_audience_to_string(
							    (apres_audience)i)));
	return list;
}

/* [["feedback-request"], ["feedback-request", "other-role"]]: what RULE decides. */
static json_t *
sets_to_json(const apres_rule *rule, const GArray *sets)
{
	json_t *list = json_array();

	for (guint i = 0; i < sets->len; i++) {
		json_t *set = json_array();
		for (guint j = 0; j < rule->classes->len && j < 32; j++)
			if ((g_array_index(sets, guint32, i) & 1u << j) != 0)
				json_array_append_new(
					set,
					apres_output_string(rule->classes->pdata[j]));
		json_array_append_new(list, set);
	}
	return list;
}

static void
print_rule(const apres_policy *policy, const apres_rule *rule)
{
	static const char *const parts[] = { [APRES_RULE_WHEN] = "hold",
					     [APRES_RULE_REPLY] = "answer",
					     [APRES_RULE_NOTHING] = "silence" };
	bool opens_only = rule->kind == APRES_RULE_WHEN && rule->queue == NULL;
	const apres_template *template = apres_policy_template(policy, rule->template_id);
	const apres_queue *queue = apres_policy_queue(policy, rule->queue);
	g_autoptr(GArray) sets = apres_reach_sets(policy, rule);
	g_autofree char *words = apres_reach_words(rule, sets);
	g_autofree char *duties = apres_show_duties(policy, rule);
	g_autofree char *known = apres_show_case(rule);
	json_t *object =
		new_part(opens_only ? "duty" : parts[rule->kind], rule->id, rule->origin);

	json_object_set_new(object, "audience", audiences_to_json(rule->audiences));
	set_string(object, "mail", words);
	json_object_set_new(object, "decides", sets_to_json(rule, sets));
	set_string(object, "template", rule->template_id);
	set_string(object, "discloses",
		   template != NULL ? apres_discloses_to_string(template->discloses)
				    : NULL);
	set_string(object, "queue", rule->queue);
	set_string(object, "owner",
		   queue != NULL ? apres_policy_owner(policy, queue) : NULL);
	set_string(object, "owed", duties);
	set_string(object, "because", rule->because);
	set_string(object, "case", known);
	apres_output_json(object);
}

static void
print_queue(const apres_policy *policy, const apres_queue *queue)
{
	json_t *object = new_part("queue", queue->id, queue->origin);
	g_autofree char *due = apres_show_duration(queue->has_due ? &queue->due : NULL);

	set_string(object, "owner", apres_policy_owner(policy, queue));
	set_string(object, "due", queue->has_due ? due : NULL);
	const apres_clause *clock = apres_policy_queue_clock(policy, queue->id);
	set_string(object, "clock", clock != NULL ? clock->id : NULL);
	set_string(object, "escalate-to", queue->urging.escalate_to);
	json_object_set_new(object, "urgent", json_boolean(queue->urgent));
	apres_output_json(object);
}

static void
print_debrief(const apres_policy *policy)
{
	const apres_debrief_terms *terms = policy->debrief;
	g_autofree char *due = apres_show_duration(&terms->due);

	apres_output_json(json_pack("{s:s, s:o, s:o, s:o, s:o}", "part", "debrief",
				    "owner", apres_output_string(terms->owner),
				    "owner-name", apres_output_string(terms->owner_name),
				    "due", apres_output_string(due), "escalate-to",
				    apres_output_string(terms->urging.escalate_to)));
}

static void
print_text(const apres_policy *policy, const apres_template *template,
	   const apres_text *text, bool used)
{
	g_autofree char *letter = apres_show_letter(policy, text);
	json_t *object = new_part("text", template->id, text->origin);
	bool sent = false;

	for (guint i = 0; i < policy->languages->len; i++) {
		const apres_language *language = policy->languages->pdata[i];
		sent |= language->automatic &&
			apres_policy_text(policy, template->id, language->tag) == text;
	}
	set_string(object, "language", text->language);
	set_string(object, "audience", apres_audience_to_string(template->audience));
	set_string(object, "text-file", text->file);
	json_object_set_new(object, "sent", json_boolean(used && sent));
	set_string(object, "text", letter);
	apres_output_json(object);
}

static void
print_pack(const apres_pack *pack)
{
	json_t *object = new_part("pack", pack->id, pack->origin);

	set_string(object, "title", pack->title);
	set_string(object, "as-of", pack->as_of);
	set_string(object, "review-by", pack->review_by);
	set_string(object, "reviewed", pack->reviewed);
	set_string(object, "by", pack->by);
	json_object_set_new(object, "wants-review",
			    json_boolean(apres_pack_wants_review(pack)));
	apres_output_json(object);
}

static void
print_clause(const apres_policy *policy, const apres_clause *clause)
{
	json_t *object = new_part("clause", clause->id, clause->origin);
	g_autofree char *says = apres_show_clause(clause);

	set_string(object, "kind", apres_clause_kind_to_string(clause->kind));
	set_string(object, "says", says);
	set_string(object, "source", clause->source);
	json_object_set_new(object, "binds",
			    json_boolean(apres_clause_binds(policy, clause)));
	json_object_set_new(object, "strictest",
			    json_boolean(apres_show_is_strictest(policy, clause)));
	set_string(object, "because", clause->because);
	apres_output_json(object);
}

static void
print_policy(const apres_policy *policy)
{
	json_t *packs = json_array(), *languages = json_array();

	for (guint i = 0; i < policy->packs->len; i++)
		json_array_append_new(
			packs,
			apres_output_string(((apres_pack *)policy->packs->pdata[i])->id));
	for (guint i = 0; i < policy->languages->len; i++)
		if (((apres_language *)policy->languages->pdata[i])->automatic)
			json_array_append_new(
				languages,
				apres_output_string(
					((apres_language *)policy->languages->pdata[i])
						->tag));
	apres_output_json(json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "part",
				    "policy", "id", apres_output_string(policy->id),
				    "file", apres_output_string(policy->file), "digest",
				    apres_output_string(policy->digest), "company",
				    apres_output_string(policy->company_name), "packs",
				    packs, "answered-languages", languages));
}

void
apres_show_json(const apres_policy *policy)
{
	print_policy(policy);
	for (guint i = 0; i < policy->packs->len; i++)
		print_pack(policy->packs->pdata[i]);
	for (guint i = 0; i < policy->clauses->len; i++)
		print_clause(policy, policy->clauses->pdata[i]);
	for (guint i = 0; i < policy->rules->len; i++)
		print_rule(policy, policy->rules->pdata[i]);
	for (guint i = 0; i < policy->queues->len; i++)
		print_queue(policy, policy->queues->pdata[i]);
	if (policy->debrief != NULL)
		print_debrief(policy);
	for (guint i = 0; i < policy->invariants->len; i++) {
		const apres_invariant *invariant = policy->invariants->pdata[i];
		json_t *object = new_part("always", invariant->id, invariant->origin);
		g_autofree char *says = apres_show_invariant(invariant);
		set_string(object, "says", says);
		set_string(object, "because", invariant->because);
		apres_output_json(object);
	}
	for (guint i = 0; i < policy->templates->len; i++) {
		const apres_template *template = policy->templates->pdata[i];
		bool used = apres_show_is_used(policy, template);
		for (guint j = 0; j < template->texts->len; j++)
			print_text(policy, template, template->texts->pdata[j], used);
	}
}
