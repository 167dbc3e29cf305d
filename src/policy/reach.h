/* SPDX-License-Identifier: Apache-2.0 */
/* Which mail a rule decides: every combination of what it names is tried. */
#ifndef APRES_POLICY_REACH_H
#define APRES_POLICY_REACH_H
#include "policy/policy.h"

/*
 * The sets of its classes that RULE of POLICY decides (guint32, bit i = its ith class),
 * for some audience and some language that is answered.  A rule with when applies
 * whatever else is true, so its sets are its single classes.  For the others each set is
 * put to the deciding function; thanks and the like beside it could only help an earlier
 * rule.  Nobody that a rule is for may exist: that is not looked at.  Empty = it never
 * applies.  Rules of more than APRES_CONE_MAX classes are refused when a policy is
 * loaded.  Caller owns.
 */
GArray *apres_reach_sets(const apres_policy *policy, const apres_rule *rule);
/*
 * What decides mail of all that RULE, an answer, names instead of it: "rule 'status'
 * (acme.xml:7) takes it", "it is held in 'review'".  NULL if no such mail exists: none of
 * its classes can be true, or nothing is in its languages.  Caller owns.
 */
char *apres_reach_instead(const apres_policy *policy, const apres_rule *rule);
/*
 * SETS of RULE's classes in words: "feedback-request with status-inquiry or
 * decision-pending; may also contain other-role".  Caller owns.
 */
char *apres_reach_words(const apres_rule *rule, const GArray *sets);
#endif
