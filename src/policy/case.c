/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "policy/case.h"

static const char *const stages[] = { NULL, "applied", "review", "interview",
				      "decision" };
static const char *const outcomes[] = { "none",  "rejected",  "offered",
					"hired", "withdrawn", "closed" };

G_STATIC_ASSERT(G_N_ELEMENTS(stages) == APRES_STAGE_COUNT_);
G_STATIC_ASSERT(G_N_ELEMENTS(outcomes) == APRES_OUTCOME_COUNT_);

static bool
find(const char *const *words, guint count, const char *word, guint *at_out)
{
	for (guint i = 0; i < count; i++) {
		if (words[i] != NULL && g_strcmp0(words[i], word) == 0) {
			*at_out = i;
			return true;
		}
	}
	return false;
}

const char *
apres_stage_to_string(apres_stage stage)
{
	return stages[stage];
}

bool
apres_stage_from_string(const char *word, apres_stage *stage_out)
{
	guint at;

	if (!find(stages, G_N_ELEMENTS(stages), word, &at))
		return false;
	*stage_out = (apres_stage)at;
	return true;
}

const char *
apres_case_outcome_to_string(apres_case_outcome outcome)
{
	return outcomes[outcome];
}

bool
apres_case_outcome_from_string(const char *word, apres_case_outcome *outcome_out)
{
	guint at;

	if (!find(outcomes, G_N_ELEMENTS(outcomes), word, &at))
		return false;
	*outcome_out = (apres_case_outcome)at;
	return true;
}
