/* SPDX-License-Identifier: Apache-2.0 */
/* The steps of a decision; private to decide*.c. */
#ifndef APRES_POLICY_DECIDE_PARTS_H
#define APRES_POLICY_DECIDE_PARTS_H
#include "policy/decide.h"

/* A decision in the making: what came in, and what is concluded so far. */
typedef struct apres_weighing {
	const apres_policy *policy;
	const apres_facts *facts;
	const apres_reading *reading; /* NULL = unparsable */
	const apres_history *history;
	const apres_case *application; /* or NULL */
	gint64 now;
	apres_decision *decision;
	bool machine_final, machine_certain, machine_probable;
	bool never_automatic; /* a true class that no machine may answer */
	bool held_by_rule;
	const apres_rule *reply;   /* the answers rule that would reply */
	const apres_rule *nothing; /* ... that needs no answer */
	const char *text_language; /* by stop words, or NULL */
	GHashTable *found;         /* the decision's classes; while rules are looked at */
} apres_weighing;

/* REASON at the end of the list, once; copied. */
void apres_weighing_reason(apres_weighing *w, const char *reason);
bool apres_weighing_has(const apres_weighing *w, const char *class_id);

/* Step 3 and 4: what forbids a reply whatever the rules say; adds reasons.  True = hold.
 */
bool apres_decide_floors(apres_weighing *w);
/* Is there a case for which RULE is, as it asks of one? */
bool apres_decide_case_fits(const apres_weighing *w, const apres_rule *rule);
/* The reason why what is known of the case forbids a reply, or NULL. */
const char *apres_decide_case_objection(const apres_weighing *w);
/* The reason why TEXT may not be sent to who has not agreed to it, or NULL. */
const char *apres_decide_consent(const apres_weighing *w, const apres_text *text);
/* Step 6: which rules apply; fills results, queue, reply, nothing. */
void apres_decide_rules(apres_weighing *w);
/*
 * Step 7: does the policy's bounds let RULE (NULL = any true class) account
 * for the whole text?  Fills the decision's unexplained; the reason if not, NULL if so.
 */
const char *apres_decide_explained(apres_weighing *w, const apres_rule *rule);
/* Step 8: what is owed. */
void apres_decide_obligations(apres_weighing *w);
/* The language of a reply by RULE: of the policy, never NULL. */
const char *apres_decide_language(const apres_weighing *w, const apres_rule *rule);
/* Step 9: template and language of the reply rule; the reason to hold, or NULL. */
const char *apres_decide_template(apres_weighing *w);
#endif
