/* SPDX-License-Identifier: Apache-2.0 */
/* The words for where an application stands, and what a decision may know of it. */
#ifndef APRES_POLICY_CASE_H
#define APRES_POLICY_CASE_H
#include <glib.h>
#include <stdbool.h>

/* How far it has come; each has its text, status-STAGE, none of which tells an outcome.
 */
typedef enum {
	APRES_STAGE_NONE,      /* not known */
	APRES_STAGE_APPLIED,   /* "applied": it is here, nobody has looked at it */
	APRES_STAGE_REVIEW,    /* "review": somebody looks at it */
	APRES_STAGE_INTERVIEW, /* "interview": interviews for the post are going on */
	APRES_STAGE_DECISION,  /* "decision": they are over; neither yes nor no as yet */
	APRES_STAGE_COUNT_
} apres_stage;
/* NULL for NONE. */
const char *apres_stage_to_string(apres_stage stage);
bool apres_stage_from_string(const char *word, apres_stage *stage_out);

/* How it ended. */
typedef enum {
	APRES_OUTCOME_NONE,      /* "none": it has not */
	APRES_OUTCOME_REJECTED,  /* "rejected": turned down */
	APRES_OUTCOME_OFFERED,   /* "offered": an offer is made, and not answered */
	APRES_OUTCOME_HIRED,     /* "hired": the offer is accepted */
	APRES_OUTCOME_WITHDRAWN, /* "withdrawn": the candidate declined or withdrew */
	APRES_OUTCOME_CLOSED, /* "closed": the post is filled or gone; no word about the
				 person */
	APRES_OUTCOME_COUNT_
} apres_case_outcome;
const char *apres_case_outcome_to_string(apres_case_outcome outcome);
bool apres_case_outcome_from_string(const char *word, apres_case_outcome *outcome_out);

/* What we know of the application; NULL = nothing. */
typedef struct apres_case {
	char *id;
	char *role;
	char *requisition;
	apres_stage stage;
	apres_case_outcome outcome;
	gint64 recorded;    /* as of when: noon of that day; 0 = not known */
	char *jurisdiction; /* a pack's id, or NULL */
	bool own;           /* the mail comes from an address of the person */
	bool several;       /* there are others that may be meant: nothing is certain */
	bool person_only;   /* a person answers, whatever is asked (do-not-rehire) */
	bool talent_pool;   /* agreed to be kept in mind */
} apres_case;

/* Sets of bits 1u << stage, 1u << outcome.  0 = any: does a rule with these fit?  A stage
 * counts while there is no outcome. */
bool apres_case_fits(guint stages, guint outcomes, apres_stage stage,
		     apres_case_outcome outcome);
#endif
