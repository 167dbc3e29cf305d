/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A mail of which only this is known: who wrote, and which classes are true.
 * Proofs and comparisons ask the deciding function about such mails.
 *
 * Everything else is as it has to be for a rule to come through: every sentence
 * is explained, every placeholder has a value, no limit is reached.
 */
#ifndef APRES_POLICY_HYPOTHESIS_H
#define APRES_POLICY_HYPOTHESIS_H
#include "policy/decide.h"

typedef struct apres_hypothesis apres_hypothesis;

/*
 * TEXT: a word that tells the language, or "" (see apres_hypothesis_word).  FLOOR:
 * something other than the rules holds the mail.  Caller owns.
 */
apres_hypothesis *apres_hypothesis_new(apres_audience audience, const char *text,
				       bool floor);
void apres_hypothesis_free(apres_hypothesis *hypothesis);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_hypothesis, apres_hypothesis_free)

/* No class is true any more; then CLASS_ID (borrowed) is. */
void apres_hypothesis_clear(apres_hypothesis *hypothesis);
void apres_hypothesis_add(apres_hypothesis *hypothesis, const char *class_id);
/* The case, which is recorded today, stands there from now on. */
void apres_hypothesis_case(apres_hypothesis *hypothesis, apres_stage stage,
			   apres_case_outcome outcome);
/* What POLICY makes of it; classes it does not have do not count.  Caller owns. */
apres_decision *apres_hypothesis_decide(const apres_hypothesis *hypothesis,
					const apres_policy *policy);

/* A word that tells LANGUAGE from all others of POLICY, or "". */
const char *apres_hypothesis_word(const apres_policy *policy,
				  const apres_language *language);
/* Such a word of the first language that POLICY answers in by itself, or "". */
const char *apres_hypothesis_any_word(const apres_policy *policy);
#endif
