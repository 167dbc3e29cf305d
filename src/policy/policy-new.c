/* SPDX-License-Identifier: Apache-2.0 */
/* Birth and death of a policy and of what it is made of. */
#include "config.h"
#include "policy/policy.h"
#include "policy/wording.h"

apres_oblige *
apres_oblige_new(apres_obligation_kind kind, apres_origin origin)
{
	apres_oblige *oblige = g_new0(apres_oblige, 1);

	oblige->kind = kind;
	oblige->origin = origin;
	return oblige;
}

void
apres_oblige_free(apres_oblige *oblige)
{
	if (!oblige)
		return;
	g_free(oblige->queue);
	g_free(oblige->to);
	g_free(oblige);
}

apres_rule *
apres_rule_new(const char *id, apres_origin origin, apres_rule_kind kind)
{
	apres_rule *rule = g_new0(apres_rule, 1);

	rule->id = g_strdup(id);
	rule->origin = origin;
	rule->kind = kind;
	rule->classes = g_ptr_array_new_with_free_func(g_free);
	rule->obliges = g_ptr_array_new_with_free_func((GDestroyNotify)apres_oblige_free);
	return rule;
}

void
apres_rule_free(apres_rule *rule)
{
	if (!rule)
		return;
	g_free(rule->id);
	g_clear_pointer(&rule->classes, g_ptr_array_unref);
	g_clear_pointer(&rule->languages, g_ptr_array_unref);
	g_free(rule->queue);
	g_free(rule->receipt);
	g_free(rule->template_id);
	g_clear_pointer(&rule->obliges, g_ptr_array_unref);
	g_free(rule->because);
	g_free(rule);
}

apres_invariant *
apres_invariant_new(const char *id, apres_origin origin)
{
	apres_invariant *invariant = g_new0(apres_invariant, 1);

	invariant->id = g_strdup(id);
	invariant->origin = origin;
	invariant->classes = g_ptr_array_new_with_free_func(g_free);
	invariant->discloses = -1;
	invariant->obligation = -1;
	return invariant;
}

void
apres_invariant_free(apres_invariant *invariant)
{
	if (!invariant)
		return;
	g_free(invariant->id);
	g_clear_pointer(&invariant->classes, g_ptr_array_unref);
	g_free(invariant->template_id);
	g_free(invariant->because);
	g_free(invariant);
}

apres_template *
apres_template_new(const char *id, apres_origin origin)
{
	apres_template *template = g_new0(apres_template, 1);

	template->id = g_strdup(id);
	template->origin = origin;
	template->texts = g_ptr_array_new_with_free_func((GDestroyNotify)apres_text_free);
	return template;
}

void
apres_template_free(apres_template *template)
{
	if (!template)
		return;
	g_free(template->id);
	g_clear_pointer(&template->texts, g_ptr_array_unref);
	g_free(template);
}

apres_queue *
apres_queue_new(const char *id, apres_origin origin)
{
	apres_queue *queue = g_new0(apres_queue, 1);

	queue->id = g_strdup(id);
	queue->origin = origin;
	return queue;
}

void
apres_queue_free(apres_queue *queue)
{
	if (!queue)
		return;
	g_free(queue->id);
	g_free(queue->owner);
	apres_urging_clear(&queue->urging);
	g_free(queue);
}

apres_people *
apres_people_new(const char *domain)
{
	apres_people *people = g_new0(apres_people, 1);

	people->domain = g_strdup(domain);
	return people;
}

void
apres_people_free(apres_people *people)
{
	if (!people)
		return;
	g_free(people->domain);
	g_free(people->proof_header);
	g_free(people);
}

apres_trust *
apres_trust_new(const char *from, apres_origin origin)
{
	apres_trust *trust = g_new0(apres_trust, 1);

	trust->from = g_strdup(from);
	trust->origin = origin;
	trust->checks = g_ptr_array_new();
	return trust;
}

void
apres_trust_free(apres_trust *trust)
{
	if (!trust)
		return;
	g_free(trust->from);
	g_clear_pointer(&trust->checks, g_ptr_array_unref);
	g_free(trust->because);
	g_free(trust);
}

apres_language *
apres_language_new(const char *tag)
{
	apres_language *language = g_new0(apres_language, 1);

	language->tag = g_intern_string(tag);
	language->stopwords =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return language;
}

void
apres_language_free(apres_language *language)
{
	if (!language)
		return;
	g_clear_pointer(&language->stopwords, g_hash_table_unref);
	g_free(language);
}

apres_debrief_terms *
apres_debrief_terms_new(const char *owner, apres_duration due)
{
	apres_debrief_terms *terms = g_new0(apres_debrief_terms, 1);

	terms->owner = g_strdup(owner);
	terms->due = due;
	return terms;
}

void
apres_debrief_terms_free(apres_debrief_terms *terms)
{
	if (!terms)
		return;
	g_free(terms->owner);
	g_free(terms->owner_name);
	apres_urging_clear(&terms->urging);
	g_free(terms);
}

apres_pack *
apres_pack_new(const char *id, apres_origin origin)
{
	apres_pack *pack = g_new0(apres_pack, 1);

	pack->id = g_strdup(id);
	pack->file = origin.file;
	pack->origin = origin;
	return pack;
}

void
apres_pack_free(apres_pack *pack)
{
	if (!pack)
		return;
	g_free(pack->id);
	g_free(pack->title);
	g_free(pack->as_of);
	g_free(pack->review_by);
	g_free(pack->reviewed);
	g_free(pack->by);
	g_free(pack);
}

apres_policy_test *
apres_policy_test_new(apres_origin origin)
{
	apres_policy_test *test = g_new0(apres_policy_test, 1);

	test->origin = origin;
	return test;
}

void
apres_policy_test_free(apres_policy_test *test)
{
	if (!test)
		return;
	g_free(test->id);
	g_free(test->says);
	g_free(test->subject);
	g_free(test->from);
	g_free(test->mail);
	g_free(test->quotes);
	g_free(test->at_text);
	g_free(test->expect);
	g_free(test);
}

apres_policy *
apres_policy_new(void)
{
	apres_policy *policy = g_new0(apres_policy, 1);

	policy->language = g_intern_static_string("en");
	policy->calendar = apres_calendar_new();
	policy->wording = apres_wording_new();
	policy->packs = g_ptr_array_new_with_free_func((GDestroyNotify)apres_pack_free);
	policy->notes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	policy->people =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_people_free);
	policy->classes =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_class_free);
	policy->questions =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_cond_free);
	policy->languages =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_language_free);
	policy->rules = g_ptr_array_new_with_free_func((GDestroyNotify)apres_rule_free);
	policy->invariants =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_invariant_free);
	policy->templates =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_template_free);
	policy->queues = g_ptr_array_new_with_free_func((GDestroyNotify)apres_queue_free);
	policy->trusts = g_ptr_array_new_with_free_func((GDestroyNotify)apres_trust_free);
	policy->clauses =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_clause_free);
	policy->tests =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_policy_test_free);
	policy->sources = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						(GDestroyNotify)g_bytes_unref);
	policy->max_words = 150;
	policy->fresh = (apres_duration){ 3, APRES_UNIT_WORKDAYS };
	return policy;
}

void
apres_policy_free(apres_policy *policy)
{
	if (!policy)
		return;
	apres_classifier_free(policy->classifier); /* points into the classes */
	g_free(policy->id);
	g_free(policy->file);
	g_free(policy->digest);
	g_free(policy->signature);
	g_free(policy->signed_by);
	g_free(policy->company_name);
	g_free(policy->careers_link);
	g_free(policy->particulars);
	g_free(policy->adjustments);
	g_free(policy->privacy);
	g_free(policy->hr);
	g_free(policy->last_holiday);
	apres_calendar_free(policy->calendar);
	apres_wording_free(policy->wording);
	g_clear_pointer(&policy->packs, g_ptr_array_unref);
	g_clear_pointer(&policy->notes, g_hash_table_unref);
	g_clear_pointer(&policy->people, g_ptr_array_unref);
	g_clear_pointer(&policy->classes, g_ptr_array_unref);
	g_clear_pointer(&policy->questions, g_ptr_array_unref);
	g_clear_pointer(&policy->languages, g_ptr_array_unref);
	g_clear_pointer(&policy->rules, g_ptr_array_unref);
	g_clear_pointer(&policy->invariants, g_ptr_array_unref);
	g_clear_pointer(&policy->templates, g_ptr_array_unref);
	g_clear_pointer(&policy->queues, g_ptr_array_unref);
	apres_debrief_terms_free(policy->debrief);
	g_clear_pointer(&policy->trusts, g_ptr_array_unref);
	g_clear_pointer(&policy->clauses, g_ptr_array_unref);
	g_clear_pointer(&policy->tests, g_ptr_array_unref);
	g_clear_pointer(&policy->sources, g_hash_table_unref);
	g_free(policy);
}
