/* SPDX-License-Identifier: Apache-2.0 */
/* Which rules apply: any hold, else the first reply that answers the whole mail. */
#include "config.h"
#include "policy/decide-parts.h"

static bool
names(const GPtrArray *ids, const char *id)
{
	for (guint i = 0; i < ids->len; i++)
		if (g_str_equal(ids->pdata[i], id))
			return true;
	return false;
}

static bool
is_for(const apres_weighing *w, const apres_rule *rule)
{
	if (rule->audiences != 0 && (rule->audiences & 1u << w->facts->audience) == 0)
		return false;
	if (!apres_decide_case_fits(w, rule))
		return false;
	return rule->languages == NULL ||
	       (w->text_language != NULL && names(rule->languages, w->text_language));
}

/* Is one of CLASSES true?  Of many rules few are for this mail. */
static bool
any_found(const apres_weighing *w, const GPtrArray *classes)
{
	for (guint i = 0; i < classes->len; i++)
		if (g_hash_table_contains(w->found, classes->pdata[i]))
			return true;
	return false;
}

static bool
any_of(const GPtrArray *ids, const GPtrArray *classes)
{
	for (guint i = 0; i < classes->len; i++)
		if (names(ids, classes->pdata[i]))
			return true;
	return false;
}

/* The first class that the mail also contains and RULE does not answer, or NULL. */
static const char *
also_contains(const apres_weighing *w, const apres_rule *rule)
{
	for (guint i = 0; i < w->decision->classes->len; i++) {
		const char *id = w->decision->classes->pdata[i];
		const apres_class *class = apres_policy_class(w->policy, id);
		if (class != NULL && !class->background && !class->part &&
		    !names(rule->classes, id))
			return id;
	}
	return NULL;
}

static apres_rule_result *
add_result(apres_weighing *w, const apres_rule *rule, bool applies)
{
	apres_rule_result *result = g_new0(apres_rule_result, 1);

	result->rule = rule;
	result->applies = applies;
	g_ptr_array_add(w->decision->results, result);
	return result;
}

/* The place of QUEUE in base's order; after all others if it is not there. */
static guint
rank(const apres_policy *policy, const char *queue)
{
	for (guint i = 0; i < policy->queues->len; i++)
		if (g_str_equal(((const apres_queue *)policy->queues->pdata[i])->id,
				queue))
			return i;
	return policy->queues->len;
}

static void
apply_when(apres_weighing *w, const apres_rule *rule)
{
	apres_decision *d = w->decision;
	bool is_true = any_found(w, rule->classes);

	/* What an unknown class would oblige is owed as if it were true. */
	if (!is_true && !any_of(d->unknown, rule->classes))
		return;
	apres_rule_result *result = add_result(w, rule, true);
	result->perhaps = !is_true;
	if (!is_true || rule->queue == NULL)
		return;
	w->held_by_rule = true;
	for (guint i = 0; i < d->classes->len; i++)
		if (names(rule->classes, d->classes->pdata[i]))
			apres_weighing_reason(w, d->classes->pdata[i]);
	if (d->queue == NULL ||
	    rank(w->policy, rule->queue) < rank(w->policy, d->queue)) {
		g_free(d->queue);
		d->queue = g_strdup(rule->queue);
		d->rule = rule;
		d->receipt = rule->receipt;
	}
}

static void
apply_answers(apres_weighing *w, const apres_rule *rule)
{
	if (!any_found(w, rule->classes))
		return;
	const char *other = also_contains(w, rule);
	apres_rule_result *result = add_result(w, rule, other == NULL);
	if (other != NULL) {
		result->note = g_strdup_printf("mail also contains %s", other);
		return;
	}
	if (rule->kind == APRES_RULE_REPLY && w->reply == NULL)
		w->reply = rule;
	if (rule->kind == APRES_RULE_NOTHING && w->nothing == NULL)
		w->nothing = rule;
}

/* Owners of the other urgent queues this mail belongs to are told as well. */
static void
notify_others(apres_weighing *w)
{
	apres_decision *d = w->decision;

	for (guint i = 0; i < d->results->len; i++) {
		const apres_rule *rule =
			((apres_rule_result *)d->results->pdata[i])->rule;
		if (rule->kind != APRES_RULE_WHEN || rule->queue == NULL ||
		    g_strcmp0(rule->queue, d->queue) == 0 ||
		    !any_of(d->classes, rule->classes))
			continue;
		const apres_queue *queue = apres_policy_queue(w->policy, rule->queue);
		if (queue != NULL && queue->urgent && !names(d->notify_queues, queue->id))
			g_ptr_array_add(d->notify_queues, g_strdup(queue->id));
	}
}

void
apres_decide_rules(apres_weighing *w)
{
	g_autoptr(GHashTable) found = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < w->decision->classes->len; i++)
		g_hash_table_add(found, w->decision->classes->pdata[i]);
	w->found = found;
	for (guint i = 0; i < w->policy->rules->len; i++) {
		const apres_rule *rule = w->policy->rules->pdata[i];
		if (!is_for(w, rule))
			continue;
		if (rule->kind == APRES_RULE_WHEN)
			apply_when(w, rule);
		else
			apply_answers(w, rule);
	}
	w->found = NULL;
	notify_others(w);
}
