/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/coverage.h"

#include "pipeline/pattern-use.h"
#include "pipeline/policy-test.h"
#include "policy/lint.h"

const char *
apres_unit_kind_to_string(apres_unit_kind kind)
{
	static const char *const names[] = {
		[APRES_UNIT_RULE] = "rule",       [APRES_UNIT_CLASS] = "class",
		[APRES_UNIT_PATTERN] = "pattern", [APRES_UNIT_TEXT] = "text",
		[APRES_UNIT_OBLIGE] = "oblige",
	};

	g_assert((guint)kind < G_N_ELEMENTS(names));
	return names[kind];
}

typedef struct survey {
	const apres_policy *policy;
	GPtrArray *own, *others; /* apres_unit */
	GHashTable *by_part;     /* rule, class, pattern, text, oblige -> its unit */
} survey;

static void
free_unit(gpointer data)
{
	apres_unit *unit = data;

	g_free(unit->name);
	g_free(unit);
}

static void
add(survey *s, apres_unit_kind kind, gconstpointer part, apres_origin origin, char *name)
{
	apres_unit *unit = g_new0(apres_unit, 1);

	unit->kind = kind;
	unit->origin = origin;
	unit->name = name;
	unit->own = apres_lint_is_own(s->policy, origin);
	g_ptr_array_add(unit->own ? s->own : s->others, unit);
	g_hash_table_insert(s->by_part, (gpointer)part, unit);
}

static void
hit(survey *s, gconstpointer part)
{
	apres_unit *unit = part != NULL ? g_hash_table_lookup(s->by_part, part) : NULL;

	if (unit != NULL)
		unit->hits++;
}

/* ---- what there is ---- */

static void
add_class(survey *s, const apres_class *class)
{
	if (!class->part)
		add(s, APRES_UNIT_CLASS, class, class->origin,
		    g_strdup_printf("class '%s'", class->id));
}

static void
add_patterns(survey *s, const GPtrArray *patterns)
{
	for (guint i = 0; i < patterns->len; i++) {
		const apres_cond *cond = patterns->pdata[i];
		add(s, APRES_UNIT_PATTERN, cond, cond->origin,
		    g_strdup_printf("'%s'", cond->source));
	}
}

static void
add_rule(survey *s, const apres_rule *rule)
{
	add(s, APRES_UNIT_RULE, rule, rule->origin,
	    g_strdup_printf("rule '%s'", rule->id));
	for (guint i = 0; i < rule->obliges->len; i++) {
		const apres_oblige *oblige = rule->obliges->pdata[i];
		add(s, APRES_UNIT_OBLIGE, oblige, oblige->origin,
		    g_strdup_printf("%s of rule '%s'",
				    apres_obligation_kind_to_string(oblige->kind),
				    rule->id));
	}
}

static void
add_texts(survey *s, const apres_template *template)
{
	for (guint i = 0; i < template->texts->len; i++) {
		const apres_text *text = template->texts->pdata[i];
		add(s, APRES_UNIT_TEXT, text, text->origin,
		    g_strdup_printf("text '%s' in %s", template->id, text->language));
	}
}

static void
add_all(survey *s, const GPtrArray *patterns)
{
	const apres_policy *p = s->policy;

	for (guint i = 0; i < p->classes->len; i++)
		add_class(s, p->classes->pdata[i]);
	add_patterns(s, patterns);
	for (guint i = 0; i < p->rules->len; i++)
		add_rule(s, p->rules->pdata[i]);
	for (guint i = 0; i < p->templates->len; i++)
		add_texts(s, p->templates->pdata[i]);
}

/* ---- what a test comes by ---- */

static void
count_classes(survey *s, const apres_decision *d)
{
	for (guint i = 0; i < s->policy->classes->len; i++) {
		const apres_class *class = s->policy->classes->pdata[i];
		apres_unit *unit = g_hash_table_lookup(s->by_part, class);
		if (unit == NULL)
			continue;
		bool is_true = g_ptr_array_find(d->classes, class->id, NULL);
		unit->hits += is_true;
		unit->misses += !is_true;
	}
}

static void
count_rules(survey *s, const apres_decision *d)
{
	hit(s, d->rule);
	for (guint i = 0; i < d->results->len; i++) {
		const apres_rule_result *result = d->results->pdata[i];
		if (result->applies && result->rule->kind == APRES_RULE_WHEN &&
		    result->rule->queue == NULL)
			hit(s, result->rule);
	}
}

static void
count_obliges(survey *s, const apres_decision *d)
{
	for (guint i = 0; i < d->obligations->len; i++) {
		const apres_obligation *o = d->obligations->pdata[i];
		const apres_rule *rule = apres_policy_rule(s->policy, o->rule);
		for (guint j = 0; rule != NULL && j < rule->obliges->len; j++) {
			const apres_oblige *oblige = rule->obliges->pdata[j];
			if (oblige->kind == o->kind)
				hit(s, oblige);
		}
	}
}

static void
count_text(survey *s, const apres_decision *d)
{
	const char *template =
		d->effect == APRES_EFFECT_REPLY ? d->template_id : d->receipt;

	if (template != NULL)
		hit(s, apres_policy_text(s->policy, template, d->language));
}

static void
count_test(survey *s, const apres_policy_test *test, apres_pattern_use *use, gint64 now)
{
	g_autoptr(apres_assessment) a =
		apres_policy_test_assess(s->policy, test, now, NULL);
	g_autoptr(GBytes) mail = apres_policy_test_mail(test, NULL);

	if (a == NULL || mail == NULL)
		return;
	count_classes(s, a->decision);
	count_rules(s, a->decision);
	count_obliges(s, a->decision);
	count_text(s, a->decision);
	g_autoptr(GPtrArray) found = apres_pattern_use_find(use, mail);
	for (guint i = 0; i < found->len; i++)
		hit(s, found->pdata[i]);
}

static const char *
missing(const apres_unit *unit)
{
	static const char *const words[] = {
		[APRES_UNIT_RULE] = "decides no test",
		[APRES_UNIT_CLASS] = "is true in no test",
		[APRES_UNIT_PATTERN] = "stands in no test",
		[APRES_UNIT_TEXT] = "is sent by no test",
		[APRES_UNIT_OBLIGE] = "is opened by no test",
	};

	if (unit->hits == 0)
		return words[unit->kind];
	return unit->kind == APRES_UNIT_CLASS && unit->misses == 0 ? "is false in no test"
								   : NULL;
}

GPtrArray *
apres_coverage_run(const apres_policy *policy, gint64 now)
{
	g_autoptr(GPtrArray) others = g_ptr_array_new();
	g_autoptr(GHashTable) by_part = g_hash_table_new(NULL, NULL);
	g_autoptr(apres_pattern_use) use = apres_pattern_use_new(policy);
	GPtrArray *own = g_ptr_array_new_with_free_func(free_unit);
	survey s = { policy, own, others, by_part };

	add_all(&s, apres_pattern_use_all(use));
	for (guint i = 0; i < policy->tests->len; i++)
		count_test(&s, policy->tests->pdata[i], use, now);
	g_ptr_array_extend(own, others, NULL, NULL);
	for (guint i = 0; i < own->len; i++) {
		apres_unit *unit = own->pdata[i];
		unit->missing = missing(unit);
	}
	return own;
}
