/* SPDX-License-Identifier: Apache-2.0 */
/* What each rule is really there for, found by asking the deciding function. */
#include "config.h"
#include "policy/reach.h"

#include "policy/hypothesis.h"

static bool
is_for(guint audiences, guint audience)
{
	return audiences == 0 || (audiences & 1u << audience) != 0;
}

/* Can the class be true of mail of AUDIENCES?  Not if it is not defined, has no words, or
 * is for other candidates only. */
static bool
can_be_true(const apres_policy *policy, const char *class_id, guint audiences)
{
	const apres_class *class = apres_policy_class(policy, class_id);

	if (class == NULL || class->cond == NULL || class->cond->children->len == 0)
		return false;
	return class->audiences == 0 || audiences == 0 ||
	       (class->audiences & audiences) != 0;
}

static bool
speaks(const apres_rule *rule, const char *tag)
{
	return rule->languages == NULL ||
	       g_ptr_array_find_with_equal_func(rule->languages, tag, g_str_equal, NULL);
}

/* A language that RULE is for; what is never answered can still be held. */
static bool
has_language(const apres_policy *policy, const apres_rule *rule)
{
	for (guint i = 0; i < policy->languages->len; i++)
		if (speaks(rule, ((apres_language *)policy->languages->pdata[i])->tag))
			return true;
	return false;
}

static void
add_set(GArray *sets, guint32 set)
{
	for (guint i = 0; i < sets->len; i++)
		if (g_array_index(sets, guint32, i) == set)
			return;
	g_array_append_val(sets, set);
}

static void
fill(apres_hypothesis *mail, const apres_rule *rule, guint32 set)
{
	apres_hypothesis_clear(mail);
	for (guint i = 0; i < rule->classes->len; i++)
		if ((set & 1u << i) != 0)
			apres_hypothesis_add(mail, rule->classes->pdata[i]);
}

/* The classes of RULE that can be true, as a set. */
static guint32
possible(const apres_policy *policy, const apres_rule *rule, guint audiences)
{
	guint32 set = 0;

	for (guint i = 0; i < rule->classes->len && i < 32; i++)
		if (can_be_true(policy, rule->classes->pdata[i], audiences))
			set |= 1u << i;
	return set;
}

/* A case of which RULE may be: at its first stage, and without an outcome. */
static void
fit_case(apres_hypothesis *mail, const apres_rule *rule)
{
	for (guint s = 0; s < APRES_STAGE_COUNT_; s++) {
		if ((rule->stages & 1u << s) != 0) {
			apres_hypothesis_case(mail, (apres_stage)s, APRES_OUTCOME_NONE);
			return;
		}
	}
}

static void
try_all(const apres_policy *policy, const apres_rule *rule, apres_audience audience,
	const char *text, GArray *sets)
{
	g_autoptr(apres_hypothesis) mail = apres_hypothesis_new(audience, text, false);
	guint32 all = possible(policy, rule, 1u << audience);

	fit_case(mail, rule);
	/* Every subset of ALL, the empty one last. */
	for (guint32 set = all; set != 0; set = (set - 1) & all) {
		fill(mail, rule, set);
		g_autoptr(apres_decision) d = apres_hypothesis_decide(mail, policy);
		if (d->rule == rule)
			add_set(sets, set);
	}
}

GArray *
apres_reach_sets(const apres_policy *policy, const apres_rule *rule)
{
	GArray *sets = g_array_new(FALSE, FALSE, sizeof(guint32));

	if (rule->kind == APRES_RULE_WHEN) {
		guint32 all = has_language(policy, rule)
				      ? possible(policy, rule, rule->audiences)
				      : 0;
		for (guint i = 0; i < 32; i++)
			if ((all & 1u << i) != 0)
				add_set(sets, 1u << i);
		return sets;
	}
	for (guint i = 0; i < policy->languages->len; i++) {
		const apres_language *language = policy->languages->pdata[i];
		for (guint a = 0; language->automatic && speaks(rule, language->tag) &&
				  a < APRES_AUDIENCE_COUNT_;
		     a++)
			if (is_for(rule->audiences, a))
				try_all(policy, rule, (apres_audience)a,
					apres_hypothesis_word(policy, language), sets);
	}
	return sets;
}

char *
apres_reach_instead(const apres_policy *policy, const apres_rule *rule)
{
	guint audience = APRES_AUDIENCE_EXTERNAL;

	while (!is_for(rule->audiences, audience))
		audience++;
	guint32 all = possible(policy, rule, 1u << audience);
	if (all == 0 || rule->kind == APRES_RULE_WHEN)
		return NULL;
	g_autoptr(apres_hypothesis) mail = apres_hypothesis_new(
		(apres_audience)audience, apres_hypothesis_any_word(policy), false);
	fit_case(mail, rule);
	fill(mail, rule, all);
	g_autoptr(apres_decision) d = apres_hypothesis_decide(mail, policy);
	if (d->rule == NULL)
		return g_strdup_printf("it is held in '%s'", d->queue);
	return g_strdup_printf("rule '%s' (%s:%d) %s it", d->rule->id,
			       d->rule->origin.file, d->rule->origin.line,
			       d->effect == APRES_EFFECT_HOLD ? "holds" : "takes");
}

/* ---- in words ---- */

/* "a, b or c": the classes of SET. */
static void
put_set(GString *out, const apres_rule *rule, guint32 set, const char *last)
{
	guint total = 0, done = 0;

	for (guint i = 0; i < 32; i++)
		total += (set >> i) & 1u;
	for (guint i = 0; i < 32; i++) {
		if ((set & 1u << i) == 0)
			continue;
		g_string_append_printf(out, "%s%s",
				       done == 0           ? ""
				       : done + 1 == total ? last
							   : ", ",
				       (const char *)rule->classes->pdata[i]);
		done++;
	}
}

static bool
is_minimal(const GArray *sets, guint32 set)
{
	for (guint i = 0; i < sets->len; i++) {
		guint32 other = g_array_index(sets, guint32, i);
		if (other != set && (other & set) == other)
			return false;
	}
	return true;
}

/* What the smallest sets have in COMMON, and whether each adds one more at most. */
static bool
shape(const GArray *least, guint32 *common_out, guint32 *rest_out)
{
	guint32 common = ~0u, rest = 0;
	bool simple = true;

	for (guint i = 0; i < least->len; i++)
		common &= g_array_index(least, guint32, i);
	for (guint i = 0; i < least->len; i++) {
		guint32 more = g_array_index(least, guint32, i) & ~common;
		simple &= (more & (more - 1)) == 0;
		rest |= more;
	}
	*common_out = common;
	*rest_out = rest;
	return simple;
}

char *
apres_reach_words(const apres_rule *rule, const GArray *sets)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(GArray) least = g_array_new(FALSE, FALSE, sizeof(guint32));
	guint32 any = 0, needed = 0, common, rest;

	for (guint i = 0; i < sets->len; i++) {
		guint32 set = g_array_index(sets, guint32, i);
		any |= set;
		if (!is_minimal(sets, set))
			continue;
		needed |= set;
		g_array_append_val(least, set);
	}
	if (least->len == 0)
		return g_strdup("");
	if (shape(least, &common, &rest)) {
		put_set(out, rule, common, " and ");
		if (common != 0 && rest != 0)
			g_string_append(out, " with ");
		put_set(out, rule, rest, " or ");
	} else {
		for (guint i = 0; i < least->len; i++) {
			g_string_append(out, i > 0 ? "; or " : "");
			put_set(out, rule, g_array_index(least, guint32, i), " and ");
		}
	}
	if ((any & ~needed) != 0) {
		g_string_append(out, "; may also contain ");
		put_set(out, rule, any & ~needed, " or ");
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}
