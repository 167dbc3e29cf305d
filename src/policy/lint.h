/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is allowed in a policy, and probably not meant:
 *
 *   W-RULE      a rule that never applies; what decides its mail instead
 *   W-UNUSED    a class, template, text or wording that nothing needs
 *   W-DUE       mail is held in a queue, and nobody owes an answer
 *   W-LANGUAGE  a language is answered, and a text is not in it
 *   W-VALUE     a placeholder that has no value for some mail
 *   W-REASON    a text for outsiders gives a reason or a judgement
 *   W-PATTERN   a dot in what looks like a domain: it matches any character
 *   W-HOLIDAY   the holidays that are known end soon
 *   W-ESCALATE  what is late is told to nobody but the one who is late
 *   W-REVIEW    a pack is to be reviewed
 *   N-REVIEW    (a note) no counsel has read a pack as it is
 *
 * What packs and base define and a company need not use is not warned of.
 */
#ifndef APRES_POLICY_LINT_H
#define APRES_POLICY_LINT_H
#include "policy/load.h"

/* Append what there is to say of POLICY (loaded) as of NOW to FINDINGS (apres_finding),
 * by place. */
void apres_policy_lint(const apres_policy *policy, gint64 now, GPtrArray *findings);

/* Do the holidays that POLICY knows end soon?  Not if it knows none. */
bool apres_policy_holidays_end(const apres_policy *policy, gint64 now);

/* Its parts. */
void apres_lint_patterns(const apres_policy *policy, GPtrArray *findings);
void apres_lint_steps(const apres_policy *policy, GPtrArray *findings);
void apres_lint_texts(const apres_policy *policy, GPtrArray *findings);
void apres_lint_wording(const apres_policy *policy, GPtrArray *findings);
/* Is what stands at AT the company's, not the program's? */
bool apres_lint_is_own(const apres_policy *policy, apres_origin at);
/* Does a rule name the template, and is there anybody it is for? */
bool apres_lint_is_sent(const apres_policy *policy, const apres_template *template);
void apres_lint_warn(GPtrArray *findings, const char *code, apres_origin at,
		     const char *fmt, ...) G_GNUC_PRINTF(4, 5);
#endif
