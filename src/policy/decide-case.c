/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is known of the application.  It may choose a text that tells a stage, and
 * it may hold; nothing else of it changes what is said.
 */
#include "config.h"
#include "policy/clause.h"
#include "policy/decide-parts.h"

static bool
is_certain(const apres_case *c)
{
	return c != NULL && c->own && !c->several;
}

static bool
is_fresh(const apres_weighing *w)
{
	return w->now <= apres_calendar_add(w->policy->calendar, w->application->recorded,
					    w->policy->fresh);
}

bool
apres_decide_case_fits(const apres_weighing *w, const apres_rule *rule)
{
	const apres_case *c = w->application;

	if (rule->stages == 0 && rule->outcomes == 0)
		return true;
	if (c == NULL ||
	    !apres_case_fits(rule->stages, rule->outcomes, c->stage, c->outcome))
		return false;
	return rule->stages == 0 || (is_certain(c) && is_fresh(w));
}

const char *
apres_decide_case_objection(const apres_weighing *w)
{
	const apres_case *c = w->application;

	if (c == NULL)
		return NULL;
	if (c->several)
		return "case-ambiguous";
	if (c->jurisdiction != NULL && !apres_policy_has_law(w->policy, c->jurisdiction))
		return "case-jurisdiction";
	return NULL;
}

const char *
apres_decide_consent(const apres_weighing *w, const apres_text *text)
{
	if (!text->keeps_in_mind || w->facts->audience != APRES_AUDIENCE_EXTERNAL)
		return NULL;
	return is_certain(w->application) && w->application->talent_pool ? NULL
									 : "no-consent";
}
