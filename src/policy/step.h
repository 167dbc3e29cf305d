/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who is told when about something that is owed, so that it is not forgotten: the
 * owner before it is due, the owner once it is late, and others above, one after another.
 */
#ifndef APRES_POLICY_STEP_H
#define APRES_POLICY_STEP_H
#include "classify/class.h"
#include "policy/duration.h"

/* <escalate after="" to=""/> */
typedef struct apres_level {
	apres_duration after; /* of the due date */
	char *to;             /* address */
	apres_origin origin;
} apres_level;

/* What a queue, or the debrief, says of it. */
typedef struct apres_urging {
	GArray *remind;    /* apres_duration before the due date, or NULL = unsaid */
	char *escalate_to; /* told as soon as it is late; or NULL */
	GPtrArray *levels; /* apres_level, or NULL = unsaid */
} apres_urging;
void apres_urging_clear(apres_urging *urging);
/* Forget the levels of a lower layer: those that follow stand in their place. */
void apres_urging_take_levels(apres_urging *urging);
apres_level *apres_level_new(apres_duration after, const char *to, apres_origin origin);

typedef enum { APRES_STEP_REMIND, APRES_STEP_LATE, APRES_STEP_ESCALATE } apres_step_kind;

typedef struct apres_step {
	apres_step_kind kind;
	char *name; /* of this step among those of one thing owed: "remind:2bd", "late",
		       "escalate", "escalate+2bd" */
	gint64 at;
	char *to; /* address; NULL: the owner */
} apres_step;

typedef struct apres_policy apres_policy;

/* Who is told first of those above; the same QUEUE_ID.  NULL: nobody is named. */
const char *apres_policy_lead(const apres_policy *policy, const char *queue_id);
/*
 * The steps for what is owed since SINCE and due at DUE (0: none), by time; QUEUE_ID
 * NULL: the debrief.  A queue that names nobody above has the default queue's.  A
 * reminder that would come before SINCE is left out.  But for urgent queues people are
 * told in the hours in which mail is sent: what falls outside comes when they begin.
 * Array of apres_step; caller owns.
 */
GPtrArray *apres_policy_steps(const apres_policy *policy, const char *queue_id,
			      gint64 since, gint64 due);
#endif
