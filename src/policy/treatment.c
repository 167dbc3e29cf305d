/* SPDX-License-Identifier: Apache-2.0 */
/* Decisions in the words of those whom they concern. */
#include "config.h"
#include "policy/treatment.h"

static char *
words_of(const apres_decision *d)
{
	g_autoptr(GString) out = g_string_new(apres_effect_to_string(d->effect));

	if (d->effect == APRES_EFFECT_REPLY)
		g_string_append_printf(out, " %s", d->template_id);
	else if (d->effect == APRES_EFFECT_HOLD && d->queue != NULL)
		g_string_append_printf(out, " %s", d->queue);
	for (guint i = 0; i < d->obligations->len; i++) {
		const apres_obligation *o = d->obligations->pdata[i];
		g_string_append_printf(
			out, ", %s owed%s%s", apres_obligation_kind_to_string(o->kind),
			o->owner != NULL ? " by " : "", o->owner != NULL ? o->owner : "");
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
	for (guint i = 0; i < d->obligations->len; i++)
		t->owed |= 1u << ((apres_obligation *)d->obligations->pdata[i])->kind;
	t->words = words_of(d);
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

bool
apres_treatment_is_weaker(const apres_treatment *was, const apres_treatment *is)
{
	return was->effect > is->effect || was->discloses < is->discloses ||
	       (was->owed & ~is->owed) != 0;
}
