/* SPDX-License-Identifier: Apache-2.0 */
/* A company's expressions are quick; those of the built-in packs are tested with them. */
#include "config.h"
#include "policy/build.h"

#include "classify/cost.h"
#include "policy/lint.h"

static void
check_cond(apres_build *build, const apres_cond *cond)
{
	g_autofree char *example = NULL;

	if (apres_cond_has_expression(cond) &&
	    apres_lint_is_own(build->policy, cond->origin) &&
	    apres_cost_is_steep(cond, &example))
		apres_build_error(
			build, "E-COST", cond->origin,
			"of text like '%s' the work grows faster than the square "
			"of its length; bound the repeats, as in [^.]{0,60}",
			example);
	for (guint i = 0; cond->children != NULL && i < cond->children->len; i++)
		check_cond(build, cond->children->pdata[i]);
}

void
apres_check_cost(apres_build *build)
{
	const apres_policy *policy = build->policy;

	for (guint i = 0; i < policy->classes->len; i++)
		check_cond(build, ((apres_class *)policy->classes->pdata[i])->cond);
	for (guint i = 0; i < policy->questions->len; i++)
		check_cond(build, policy->questions->pdata[i]);
}
