/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "policy/case.h"

static const char *const stage_words[] = { NULL, "applied", "review", "interview",
					   "decision" };
static const char *const outcome_words[] = { "none",  "rejected",  "offered",
					     "hired", "withdrawn", "closed" };

G_STATIC_ASSERT(G_N_ELEMENTS(stage_words) == APRES_STAGE_COUNT_);
G_STATIC_ASSERT(G_N_ELEMENTS(outcome_words) == APRES_OUTCOME_COUNT_);

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
	return stage_words[stage];
}

bool
apres_stage_from_string(const char *word, apres_stage *stage_out)
{
	guint at;

	if (!find(stage_words, G_N_ELEMENTS(stage_words), word, &at))
		return false;
	*stage_out = (apres_stage)at;
	return true;
}

const char *
apres_case_outcome_to_string(apres_case_outcome outcome)
{
	return outcome_words[outcome];
}

bool
apres_case_outcome_from_string(const char *word, apres_case_outcome *outcome_out)
{
	guint at;

	if (!find(outcome_words, G_N_ELEMENTS(outcome_words), word, &at))
		return false;
	*outcome_out = (apres_case_outcome)at;
	return true;
}

bool
apres_case_fits(guint stages, guint outcomes, apres_stage stage,
		apres_case_outcome outcome)
{
	if (outcomes != 0 && (outcomes & 1u << outcome) == 0)
		return false;
	return stages == 0 ||
	       (outcome == APRES_OUTCOME_NONE && (stages & 1u << stage) != 0);
}
