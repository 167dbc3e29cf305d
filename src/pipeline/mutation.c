/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/mutation.h"

#include "pipeline/policy-test.h"
#include "policy/reach.h"

static void
free_trial(gpointer data)
{
	apres_trial *trial = data;

	g_free(trial->what);
	g_free(trial->survives);
	g_free(trial->by);
	g_free(trial);
}

/* Does RULE of POLICY decide any mail that has class ALSO in it? */
static bool
decides(const apres_policy *policy, const apres_rule *rule, const char *also)
{
	g_autoptr(GArray) sets = apres_reach_sets(policy, rule);

	for (guint i = 0; i < sets->len; i++)
		for (guint j = 0; j < rule->classes->len && j < 32; j++)
			if ((g_array_index(sets, guint32, i) & 1u << j) != 0 &&
			    g_str_equal(rule->classes->pdata[j], also))
				return true;
	return false;
}

/* A rule that names one class more, of which it gets no mail. */
static bool
changes_nothing(const apres_mutant *mutant, const apres_policy *changed)
{
	const apres_rule *rule =
		mutant->rule != NULL ? apres_policy_rule(changed, mutant->rule) : NULL;

	return rule != NULL && !decides(changed, rule, mutant->also);
}

/* The first fault of a mutant that is refused. */
static void
take_refusal(apres_trial *trial, const GPtrArray *findings)
{
	trial->fate = APRES_FATE_LOAD;
	for (guint i = 0; findings != NULL && i < findings->len; i++) {
		const apres_finding *finding = findings->pdata[i];
		if (finding->level != APRES_FINDING_ERROR)
			continue;
		if (g_str_equal(finding->code, "E-PROOF") ||
		    g_str_equal(finding->code, "E-CONE"))
			trial->fate = APRES_FATE_PROOF;
		trial->by = g_strdup_printf("%s [%s]", finding->message, finding->code);
		return;
	}
}

static void
put_to_tests(apres_trial *trial, const apres_policy *changed, gint64 now)
{
	g_autoptr(apres_test_result) failed =
		apres_policy_test_first_failure(changed, now);

	trial->fate = failed != NULL ? APRES_FATE_TEST : APRES_FATE_SURVIVED;
	if (failed == NULL)
		return;
	const apres_origin *at = &failed->test->origin;
	trial->by = g_strdup_printf("%s:%d:%d", at->file, at->line, at->column);
}

static apres_trial *
try_one(apres_mutants *mutants, guint i, gint64 now)
{
	const apres_mutant *mutant = apres_mutants_at(mutants, i);
	g_autoptr(GPtrArray) findings = NULL;
	apres_trial *trial = g_new0(apres_trial, 1);
	g_autoptr(apres_policy) changed = apres_mutants_load(mutants, i, &findings, NULL);

	trial->origin = mutant->origin;
	trial->what = g_strdup(mutant->what);
	trial->survives = g_strdup(mutant->survives);
	if (changed == NULL)
		take_refusal(trial, findings);
	else if (changes_nothing(mutant, changed))
		trial->fate = APRES_FATE_SAME;
	else
		put_to_tests(trial, changed, now);
	return trial;
}

GPtrArray *
apres_mutation_run(const apres_policy *policy, gint64 now, GError **error)
{
	g_autoptr(apres_mutants) mutants = apres_mutants_new(policy, error);
	g_autoptr(GPtrArray) trials = g_ptr_array_new_with_free_func(free_trial);

	if (mutants == NULL)
		return NULL;
	for (guint i = 0; i < apres_mutants_count(mutants); i++)
		g_ptr_array_add(trials, try_one(mutants, i, now));
	return g_steal_pointer(&trials);
}
