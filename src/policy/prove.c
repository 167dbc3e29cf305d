/* SPDX-License-Identifier: Apache-2.0 */
/* Every decision a policy can come to, against what it must never or always do. */
#include "config.h"
#include "policy/prove.h"

#include "policy/finding.h"
#include "policy/hypothesis.h"

typedef struct proof {
	const apres_policy *policy;
	GPtrArray *findings;
	GPtrArray *aside; /* const char *: background and part classes that rules name */
	GHashTable *broken; /* invariants already refuted: one witness each is enough */
} proof;

static bool
names(GPtrArray *ids, const char *id)
{
	return g_ptr_array_find_with_equal_func(ids, id, g_str_equal, NULL);
}

/* The text that goes out by itself: the reply's, or a hold's receipt; NULL = none. */
static const apres_template *
text_sent(const proof *p, const apres_decision *d)
{
	const char *id = d->effect == APRES_EFFECT_REPLY  ? d->template_id
			 : d->effect == APRES_EFFECT_HOLD ? d->receipt
							  : NULL;

	return id != NULL ? apres_policy_template(p->policy, id) : NULL;
}

static bool
concerns(const proof *p, const apres_invariant *invariant, apres_audience audience,
	 const apres_decision *d)
{
	if (invariant->audiences != 0 && (invariant->audiences & 1u << audience) == 0)
		return false;
	if (invariant->promising) {
		const apres_template *template = text_sent(p, d);
		if (template == NULL || !template->promises_human)
			return false;
	}
	for (guint i = 0; i < d->classes->len; i++)
		if (names(invariant->classes, d->classes->pdata[i]))
			return true;
	return invariant->classes->len == 0;
}

static bool
owes(const apres_decision *d, int kind)
{
	for (guint i = 0; i < d->obligations->len; i++) {
		const apres_obligation *o = d->obligations->pdata[i];
		if (kind < 0 ? o->kind != APRES_OBLIGATION_NOTIFY : (int)o->kind == kind)
			return true;
	}
	return false;
}

static bool
holds(const proof *p, const apres_invariant *invariant, const apres_decision *d)
{
	const apres_template *template = text_sent(p, d);

	switch (invariant->kind) {
	case APRES_INVARIANT_NEVER_REPLY:
		if (invariant->template_id != NULL)
			return template == NULL ||
			       !g_str_equal(template->id, invariant->template_id);
		return template == NULL ||
		       (invariant->discloses >= 0 &&
			(int)template->discloses != invariant->discloses);
	case APRES_INVARIANT_NEVER_SILENCE: return d->effect != APRES_EFFECT_SILENCE;
	case APRES_INVARIANT_ALWAYS_HOLD: return d->effect == APRES_EFFECT_HOLD;
	case APRES_INVARIANT_ALWAYS_OBLIGE: return owes(d, invariant->obligation);
	}
	g_assert_not_reached();
}

static char *
what_came(const apres_decision *d)
{
	if (d->effect == APRES_EFFECT_REPLY)
		return g_strdup_printf("the reply '%s'", d->template_id);
	if (d->effect == APRES_EFFECT_HOLD && d->receipt != NULL)
		return g_strdup_printf("a hold with the receipt '%s'", d->receipt);
	return g_strdup(d->effect == APRES_EFFECT_HOLD ? "a hold" : "silence");
}

static void
refute(proof *p, const apres_invariant *invariant, apres_audience audience,
       const apres_decision *d)
{
	g_autofree char *came = what_came(d);
	g_autoptr(GString) classes = g_string_new(NULL);

	for (guint i = 0; i < d->classes->len; i++)
		g_string_append_printf(classes, "%s%s", i > 0 ? ", " : "",
				       (const char *)d->classes->pdata[i]);
	/* At the rule, which can be changed; base's law cannot. */
	apres_findings_add(p->findings, APRES_FINDING_ERROR, "E-PROOF",
			   d->rule != NULL ? d->rule->origin : invariant->origin,
			   "%s mail of {%s} gets %s%s, against '%s'",
			   apres_audience_to_string(audience), classes->str, came,
			   invariant->kind == APRES_INVARIANT_ALWAYS_OBLIGE
				   ? " and nobody owes what is due"
				   : "",
			   invariant->id);
	apres_findings_add(p->findings, APRES_FINDING_NOTE, "E-PROOF", invariant->origin,
			   "'%s': %s", invariant->id, invariant->because);
	g_hash_table_add(p->broken, (gpointer)invariant);
}

static void
try_one(proof *p, const apres_hypothesis *mail, apres_audience audience)
{
	g_autoptr(apres_decision) d = apres_hypothesis_decide(mail, p->policy);

	for (guint i = 0; i < p->policy->invariants->len; i++) {
		const apres_invariant *invariant = p->policy->invariants->pdata[i];
		if (!g_hash_table_contains(p->broken, invariant) &&
		    concerns(p, invariant, audience, d) && !holds(p, invariant, d))
			refute(p, invariant, audience, d);
	}
}

/* Every combination of FREE. */
static void
try_all(proof *p, const GPtrArray *free_classes, apres_hypothesis *mail,
	apres_audience audience)
{
	for (guint set = 0; set < 1u << free_classes->len; set++) {
		apres_hypothesis_clear(mail);
		for (guint i = 0; i < free_classes->len; i++)
			if ((set & 1u << i) != 0)
				apres_hypothesis_add(mail, free_classes->pdata[i]);
		try_one(p, mail, audience);
	}
}

/* What is owed only grows with more classes: one class alone, held, owes the least.
 * With FLOOR something else holds it; without, a rule does, or does not. */
static void
try_single(proof *p, apres_audience audience, const char *text, bool floor)
{
	g_autoptr(apres_hypothesis) mail = apres_hypothesis_new(audience, text, floor);

	for (guint i = 0; i < p->policy->classes->len; i++) {
		apres_hypothesis_clear(mail);
		apres_hypothesis_add(mail,
				     ((apres_class *)p->policy->classes->pdata[i])->id);
		try_one(p, mail, audience);
	}
}

static GPtrArray *
cone_of(const proof *p, const apres_rule *rule)
{
	GPtrArray *cone = g_ptr_array_new();

	for (guint i = 0; i < rule->classes->len; i++)
		if (!names(cone, rule->classes->pdata[i]))
			g_ptr_array_add(cone, rule->classes->pdata[i]);
	for (guint i = 0; i < p->aside->len; i++)
		if (!names(cone, p->aside->pdata[i]))
			g_ptr_array_add(cone, p->aside->pdata[i]);
	return cone;
}

/* Which rules that meet CONE ask for a case that stands so. */
static char *
rules_met(const proof *p, GPtrArray *cone, apres_stage stage, apres_case_outcome outcome)
{
	g_autoptr(GString) met = g_string_new(NULL);

	for (guint i = 0; i < p->policy->rules->len; i++) {
		const apres_rule *rule = p->policy->rules->pdata[i];
		bool meets = false;
		for (guint j = 0; j < rule->classes->len && !meets; j++)
			meets = names(cone, rule->classes->pdata[j]);
		if (meets && (rule->stages != 0 || rule->outcomes != 0))
			g_string_append_c(met,
					  apres_case_fits(rule->stages, rule->outcomes,
							  stage, outcome)
						  ? '1'
						  : '0');
	}
	return g_string_free(g_steal_pointer(&met), FALSE);
}

/* Wherever the case stands; what makes no difference to any rule is tried once. */
static void
try_cases(proof *p, GPtrArray *cone, apres_audience audience, const char *text)
{
	g_autoptr(apres_hypothesis) mail = apres_hypothesis_new(audience, text, false);
	g_autoptr(GHashTable) tried =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint s = 0; s < APRES_STAGE_COUNT_; s++) {
		for (guint o = 0; o < APRES_OUTCOME_COUNT_; o++) {
			if (!g_hash_table_add(tried, rules_met(p, cone, (apres_stage)s,
							       (apres_case_outcome)o)))
				continue;
			apres_hypothesis_case(mail, (apres_stage)s,
					      (apres_case_outcome)o);
			try_all(p, cone, mail, audience);
		}
	}
}

static void
try_rule(proof *p, const apres_rule *rule, const char *text)
{
	g_autoptr(GPtrArray) cone = cone_of(p, rule);

	if (cone->len > APRES_CONE_MAX) {
		apres_findings_add(p->findings, APRES_FINDING_ERROR, "E-CONE",
				   rule->origin,
				   "rule '%s': %u classes meet here, more than the %d "
				   "that can be proved: %s",
				   rule->id, cone->len, APRES_CONE_MAX,
				   p->aside->len < APRES_CONE_MAX
					   ? "make two rules of it, each of some of its "
					     "classes"
					   : "let rules name fewer background and part "
					     "classes, they count for every rule");
		return;
	}
	for (guint a = 0; a < APRES_AUDIENCE_COUNT_; a++)
		try_cases(p, cone, (apres_audience)a, text);
}

/* Background and part classes that rules name: they change what applies without
 * making a mail anybody else's. */
static GPtrArray *
named_aside(const apres_policy *policy)
{
	GPtrArray *aside = g_ptr_array_new();

	for (guint i = 0; i < policy->rules->len; i++) {
		const apres_rule *rule = policy->rules->pdata[i];
		for (guint j = 0; j < rule->classes->len; j++) {
			const apres_class *class =
				apres_policy_class(policy, rule->classes->pdata[j]);
			if (class != NULL && (class->background || class->part) &&
			    !names(aside, class->id))
				g_ptr_array_add(aside, class->id);
		}
	}
	return aside;
}

/* One language stands for all, unless a rule is for some only. */
static GPtrArray *
texts_of(const apres_policy *policy)
{
	GPtrArray *texts = g_ptr_array_new();
	bool all = false;

	for (guint i = 0; i < policy->rules->len; i++)
		all |= ((apres_rule *)policy->rules->pdata[i])->languages != NULL;
	for (guint i = 0; i < policy->languages->len; i++) {
		const apres_language *language = policy->languages->pdata[i];
		if (language->automatic && (all || texts->len == 0))
			g_ptr_array_add(
				texts, (gpointer)apres_hypothesis_word(policy, language));
	}
	/* Nothing is answered then, but something may be owed. */
	if (texts->len == 0)
		g_ptr_array_add(texts, (gpointer) "");
	return texts;
}

static void
miss_class(proof *p, const apres_invariant *invariant, const char *id)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (guint i = 0; i < p->policy->classes->len; i++)
		g_ptr_array_add(names, ((apres_class *)p->policy->classes->pdata[i])->id);
	const char *nearest = apres_nearest(id, names);
	apres_findings_add(p->findings, APRES_FINDING_ERROR, "E-REF",
			   invariant->classes_at, "'%s': class '%s' is not defined%s%s",
			   invariant->id, id, nearest != NULL ? "; nearest: " : "",
			   nearest != NULL ? nearest : "");
}

/* A law of employees' requests is none if no class finds them in employees' mail. */
static void
check_audience(proof *p, const apres_invariant *invariant, const apres_class *class)
{
	if (class->audiences == 0 || invariant->audiences == 0 ||
	    (class->audiences & invariant->audiences) != 0)
		return;
	for (guint a = 0; a < APRES_AUDIENCE_COUNT_; a++) {
		if ((invariant->audiences & 1u << a) == 0)
			continue;
		apres_findings_add(p->findings, APRES_FINDING_ERROR, "E-PROOF",
				   class->origin,
				   "class '%s' is never true of %s mail, of which '%s' "
				   "speaks",
				   class->id, apres_audience_to_string((apres_audience)a),
				   invariant->id);
		return;
	}
}

/* An invariant of a company names a class that exists; base's may speak of a pack's. */
static void
check_classes(proof *p, const apres_invariant *invariant)
{
	for (guint i = 0; i < invariant->classes->len; i++) {
		const char *id = invariant->classes->pdata[i];
		const apres_class *class = apres_policy_class(p->policy, id);
		if (class != NULL)
			check_audience(p, invariant, class);
		else if (!invariant->final)
			miss_class(p, invariant, id);
	}
}

bool
apres_policy_prove(const apres_policy *policy, GPtrArray *findings)
{
	guint before = findings->len;
	g_autoptr(GPtrArray) aside = named_aside(policy);
	g_autoptr(GPtrArray) texts = texts_of(policy);
	g_autoptr(GHashTable) broken = g_hash_table_new(NULL, NULL);
	proof p = { policy, findings, aside, broken };

	for (guint i = 0; i < policy->invariants->len; i++)
		check_classes(&p, policy->invariants->pdata[i]);
	for (guint t = 0; t < texts->len; t++) {
		for (guint a = 0; a < APRES_AUDIENCE_COUNT_; a++) {
			try_single(&p, (apres_audience)a, texts->pdata[t], true);
			try_single(&p, (apres_audience)a, texts->pdata[t], false);
		}
		for (guint i = 0; i < policy->rules->len; i++) {
			const apres_rule *rule = policy->rules->pdata[i];
			if (rule->kind != APRES_RULE_WHEN)
				try_rule(&p, rule, texts->pdata[t]);
		}
	}
	return findings->len == before;
}
