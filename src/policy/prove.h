/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Proofs by enumeration.  A policy's invariants (<never>, <always>) are tried
 * on every combination of classes that could break one, for every audience,
 * with the very function that decides mail.
 *
 * Why not all 2^n combinations: an answers rule applies only to mail whose
 * classes it names (background and part classes aside), so the cone of a rule
 * is what it names plus the background and part classes that some rule names.
 * Everything else makes the rule silent, and the mail is held.
 *
 * Taken for granted, always to the proof's disadvantage: every sentence is
 * explained, every placeholder has a value, no limit is reached, nothing was
 * answered before.  Mail of machines is out of the invariants' sight: its
 * silence is no rule's.
 */
#ifndef APRES_POLICY_PROVE_H
#define APRES_POLICY_PROVE_H
#include "policy/load.h"

/* More free classes than this around one rule are refused, not guessed (E-CONE). */
#define APRES_CONE_MAX 16

/*
 * Prove every invariant of POLICY (complete but for its classifier, which is
 * not needed).  A violation is an error finding at the invariant, with the
 * witness (audience, classes, what came of it), and a note at the rule.
 * FINDINGS: apres_finding, appended to.  True if all hold.
 */
bool apres_policy_prove(const apres_policy *policy, GPtrArray *findings);
#endif
