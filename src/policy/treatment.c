/* SPDX-License-Identifier: Apache-2.0 */
/* Decisions in the words of those whom they concern. */
#include "config.h"
#include "policy/treatment.h"

/* What the policy says of when OWED is due; NULL = nothing. */
static const apres_duration *
term_of(const apres_policy *policy, const apres_obligation *owed)
{
	const apres_queue *queue;
	const apres_clause *clock;

	if (owed->due == 0)
		return NULL;
	switch (owed->kind) {
	case APRES_OBLIGATION_ANSWER:
		queue = apres_policy_queue(policy, owed->queue);
		return queue != NULL && queue->has_due ? &queue->due : NULL;
	case APRES_OBLIGATION_DEBRIEF:
		return policy->debrief != NULL ? &policy->debrief->due : NULL;
	case APRES_OBLIGATION_CONFIRM:
		clock = apres_policy_confirm_clock(policy, owed->queue);
		return clock != NULL ? &clock->within : NULL;
	case APRES_OBLIGATION_NOTIFY:
	case APRES_OBLIGATION_COUNT_: break;
	}
	return NULL;
}

static char *
words_of(const apres_policy *policy, const apres_decision *d)
{
	g_autoptr(GString) out = g_string_new(apres_effect_to_string(d->effect));

	if (d->effect == APRES_EFFECT_REPLY)
		g_string_append_printf(out, " %s", d->template_id);
	else if (d->effect == APRES_EFFECT_HOLD && d->queue != NULL)
		g_string_append_printf(out, " %s", d->queue);
	for (guint i = 0; i < d->obligations->len; i++) {
		const apres_obligation *o = d->obligations->pdata[i];
		const apres_duration *term = term_of(policy, o);
		g_autofree char *within =
			term != NULL ? apres_duration_words(*term) : NULL;
		g_string_append_printf(
			out, ", %s owed%s%s%s%s",
			apres_obligation_kind_to_string(o->kind),
			o->owner != NULL ? " by " : "", o->owner != NULL ? o->owner : "",
			within != NULL ? " within " : "", within != NULL ? within : "");
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

apres_treatment *
apres_treatment_of(const apres_policy *policy, const apres_decision *d)
{
	apres_treatment *t = g_new0(apres_treatment, 1);
	const apres_template *template =
		d->effect == APRES_EFFECT_REPLY
			? apres_policy_template(policy, d->template_id)
			: NULL;

	t->effect = d->effect;
	t->discloses = template != NULL ? template->discloses : APRES_DISCLOSES_NOTHING;
	for (guint i = 0; i < d->obligations->len; i++) {
		const apres_obligation *o = d->obligations->pdata[i];
		t->owed |= 1u << o->kind;
		t->due[o->kind] = o->due;
	}
	t->words = words_of(policy, d);
	return t;
}

void
apres_treatment_free(apres_treatment *treatment)
{
	if (treatment == NULL)
		return;
	g_free(treatment->words);
	g_free(treatment);
}

bool
apres_treatment_is_same(const apres_treatment *a, const apres_treatment *b)
{
	return a->discloses == b->discloses && g_str_equal(a->words, b->words);
}

/* Of what both owe, is something due later, or no longer at a date? */
static bool
is_later(const apres_treatment *was, const apres_treatment *is)
{
	for (guint i = 0; i < G_N_ELEMENTS(was->due); i++)
		if (was->due[i] != 0 && (is->due[i] == 0 || is->due[i] > was->due[i]))
			return true;
	return false;
}

bool
apres_treatment_is_weaker(const apres_treatment *was, const apres_treatment *is)
{
	return was->effect > is->effect || was->discloses < is->discloses ||
	       (was->owed & ~is->owed) != 0 || is_later(was, is);
}
