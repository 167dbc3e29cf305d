/* SPDX-License-Identifier: Apache-2.0 */
/* What people owe after a decision, and which text a reply takes. */
#include "config.h"
#include "policy/decide-parts.h"

static apres_obligation *
add_obligation(apres_weighing *w, apres_obligation_kind kind, const char *rule)
{
	GPtrArray *all = w->decision->obligations;

	for (guint i = 0; i < all->len; i++) {
		const apres_obligation *o = all->pdata[i];
		/* One answer and one debrief cover the mail, whoever asked for them
		 * first. */
		if (o->kind == kind && kind != APRES_OBLIGATION_NOTIFY)
			return NULL;
	}
	apres_obligation *o = g_new0(apres_obligation, 1);
	o->kind = kind;
	o->rule = g_strdup(rule);
	g_ptr_array_add(all, o);
	return o;
}

/* Whatever reply reaches who wrote settles it. */
static void
owe_confirmation(apres_weighing *w, const char *queue_id, const char *rule)
{
	const apres_clause *clock = apres_policy_confirm_clock(w->policy, queue_id);
	apres_obligation *o =
		clock != NULL ? add_obligation(w, APRES_OBLIGATION_CONFIRM, rule) : NULL;

	if (o == NULL)
		return;
	o->queue = g_strdup(queue_id);
	o->owner = g_strdup(
		apres_policy_owner(w->policy, apres_policy_queue(w->policy, queue_id)));
	o->due = o->latest = apres_calendar_add(w->policy->calendar, w->facts->received,
						clock->within);
	o->latest_by = g_strdup(clock->id);
}

/* What an employee says of a debrief is not for whoever was to hold it, whose queue this
 * may be; what no machine may answer has its own people. */
static const char *
reader_of(const apres_weighing *w, const apres_queue *queue)
{
	return w->facts->answer_reader != NULL && !w->never_automatic
		       ? w->facts->answer_reader
		       : apres_policy_owner(w->policy, queue);
}

static void
owe_answer(apres_weighing *w, const char *queue_id, const char *rule)
{
	const apres_queue *queue = apres_policy_queue(w->policy, queue_id);
	apres_obligation *o = add_obligation(w, APRES_OBLIGATION_ANSWER, rule);

	if (o != NULL) {
		o->queue = g_strdup(queue_id);
		o->owner = g_strdup(reader_of(w, queue));
		o->due = queue != NULL ? apres_policy_due(w->policy, queue,
							  w->facts->received, NULL)
				       : 0;
	}
	owe_confirmation(w, queue_id, rule);
}

static void
owe(apres_weighing *w, const apres_rule *rule, const apres_oblige *oblige)
{
	const apres_debrief_terms *terms = w->policy->debrief;
	bool machine = w->machine_final || w->machine_certain || w->machine_probable;
	apres_obligation *o;

	if (oblige->kind == APRES_OBLIGATION_ANSWER) {
		const char *queue = oblige->queue != NULL ? oblige->queue
				    : rule->queue != NULL ? rule->queue
							  : "default";
		owe_answer(w, queue, rule->id);
		return;
	}
	/* A machine is owed no conversation. */
	o = machine ? NULL : add_obligation(w, oblige->kind, rule->id);
	if (o == NULL)
		return;
	o->queue = g_strdup(oblige->queue);
	if (oblige->kind == APRES_OBLIGATION_NOTIFY) {
		o->owner = g_strdup(oblige->to);
	} else if (terms != NULL) {
		o->owner = g_strdup(terms->owner);
		o->due = apres_calendar_add(w->policy->calendar, w->facts->received,
					    terms->due);
	}
}

static void
owe_all(apres_weighing *w, const apres_rule *rule)
{
	for (guint i = 0; i < rule->obliges->len; i++)
		owe(w, rule, rule->obliges->pdata[i]);
}

void
apres_decide_obligations(apres_weighing *w)
{
	apres_decision *d = w->decision;

	g_ptr_array_set_size(d->obligations, 0);
	/* What can never be lifted from silence is owed nothing: it is a machine's. */
	if (w->machine_final)
		return;
	for (guint i = 0; i < d->results->len; i++) {
		const apres_rule *rule =
			((apres_rule_result *)d->results->pdata[i])->rule;
		if (rule->kind == APRES_RULE_WHEN)
			owe_all(w, rule);
	}
	if (d->effect != APRES_EFFECT_HOLD && d->rule != NULL &&
	    d->rule->kind != APRES_RULE_WHEN)
		owe_all(w, d->rule);
	if (d->effect != APRES_EFFECT_HOLD)
		return;
	const apres_queue *queue = apres_policy_queue(w->policy, d->queue);
	if (queue != NULL && queue->has_due)
		owe_answer(w, d->queue, d->rule != NULL ? d->rule->id : "hold");
}

/* ---- the reply's text ---- */

static bool
is_automatic(const apres_policy *policy, const char *language)
{
	for (guint i = 0; i < policy->languages->len; i++) {
		const apres_language *l = policy->languages->pdata[i];
		if (g_strcmp0(l->tag, language) == 0)
			return l->automatic;
	}
	return false;
}

static bool
has_obligation(const apres_weighing *w, apres_obligation_kind kind)
{
	for (guint i = 0; i < w->decision->obligations->len; i++) {
		const apres_obligation *o = w->decision->obligations->pdata[i];
		if (o->kind == kind && o->due != 0)
			return true;
	}
	return false;
}

static bool
has_value(const apres_weighing *w, apres_value value)
{
	const apres_policy *p = w->policy;

	switch (value) {
	case APRES_VALUE_NAME:
	case APRES_VALUE_REF: return true;
	case APRES_VALUE_COMPANY: return p->company_name != NULL;
	case APRES_VALUE_CAREERS_LINK: return p->careers_link != NULL;
	case APRES_VALUE_ADJUSTMENTS: return p->adjustments != NULL;
	case APRES_VALUE_PRIVACY: return p->privacy != NULL;
	case APRES_VALUE_HR: return p->hr != NULL;
	case APRES_VALUE_PARTICULARS: return p->particulars != NULL;
	case APRES_VALUE_ANSWER_BY: return has_obligation(w, APRES_OBLIGATION_ANSWER);
	case APRES_VALUE_DUE_DATE: return has_obligation(w, APRES_OBLIGATION_DEBRIEF);
	case APRES_VALUE_OWNER_NAME:
		return p->debrief != NULL && p->debrief->owner_name != NULL;
	case APRES_VALUE_ROLE:
		return w->application != NULL && w->application->role != NULL;
	case APRES_VALUE_COUNT_: break;
	}
	return false;
}

static bool
has_all_values(const apres_weighing *w, const apres_text *text)
{
	for (guint i = 0; i < text->paragraphs->len; i++) {
		const apres_paragraph *paragraph = text->paragraphs->pdata[i];
		for (guint j = 0; !paragraph->optional && j < paragraph->spans->len;
		     j++) {
			const apres_span *span = paragraph->spans->pdata[j];
			if (span->literal == NULL && !has_value(w, span->value))
				return false;
		}
	}
	return true;
}

const char *
apres_decide_template(apres_weighing *w)
{
	apres_decision *d = w->decision;
	const apres_rule *rule = d->rule;

	d->language = apres_decide_language(w, rule);
	if (!is_automatic(w->policy, d->language) ||
	    (w->text_language != NULL && !is_automatic(w->policy, w->text_language)))
		return "language-not-automatic";
	if (rule->kind != APRES_RULE_REPLY)
		return NULL;
	d->template_id = rule->template_id;
	const apres_text *text =
		apres_policy_text(w->policy, rule->template_id, d->language);
	if (text == NULL)
		return "no-text";
	if (!has_all_values(w, text))
		return "no-value";
	return apres_decide_consent(w, text);
}
