/* SPDX-License-Identifier: Apache-2.0 */
/* What a decision comes to for those whom it concerns, so that two can be compared. */
#ifndef APRES_POLICY_TREATMENT_H
#define APRES_POLICY_TREATMENT_H
#include "policy/decide.h"

typedef struct apres_treatment {
	apres_effect effect;
	apres_discloses discloses;           /* by the reply; nothing without one */
	guint owed;                          /* bit set of 1u << apres_obligation_kind */
	gint64 due[APRES_OBLIGATION_COUNT_]; /* of what is owed, by kind; 0 = no date */
	char *words; /* "hold legal, answer owed by lea@contoso.example within 1bd" */
} apres_treatment;

/* Of DECISION under POLICY.  Caller owns. */
apres_treatment *apres_treatment_of(const apres_policy *policy,
				    const apres_decision *decision);
void apres_treatment_free(apres_treatment *treatment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_treatment, apres_treatment_free)

bool apres_treatment_is_same(const apres_treatment *a, const apres_treatment *b);
/* Less strictly: a person no longer decides, something is no longer owed, or later, or
 * more is told. */
bool apres_treatment_is_weaker(const apres_treatment *was, const apres_treatment *is);
#endif
