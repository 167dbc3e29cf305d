/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An employee who was turned down is owed a debrief, and it is over when the employee
 * says so: who is to do what next, by when.
 */
#ifndef APRES_PIPELINE_DEBRIEF_H
#define APRES_PIPELINE_DEBRIEF_H
#include "pipeline/pipeline.h"
#include "store/case.h"
#include "store/debrief.h"

typedef enum {
	APRES_DEBRIEF_SCHEDULE,
	APRES_DEBRIEF_HOLD,       /* it was held, says its owner */
	APRES_DEBRIEF_YES,        /* the employee: it took place */
	APRES_DEBRIEF_NO,         /* the employee: it did not */
	APRES_DEBRIEF_NOT_ENOUGH, /* the employee: nothing was said */
	APRES_DEBRIEF_DECLINE,    /* the employee: no, thanks */
	APRES_DEBRIEF_BLOCK,      /* HR takes over */
	APRES_DEBRIEF_RESUME,     /* no more */
	APRES_DEBRIEF_CLOSE,      /* HR ends it */
	APRES_DEBRIEF_LAPSE,      /* the employee says nothing in time */
	APRES_DEBRIEF_NOTE,       /* nothing has happened; a word about it */
	APRES_DEBRIEF_EVENT_COUNT_
} apres_debrief_event;
const char *apres_debrief_event_to_string(apres_debrief_event event);
bool apres_debrief_event_from_string(const char *word, apres_debrief_event *event_out);

/* What follows from EVENT in STATE; false: nothing, it cannot be.  Pure. */
bool apres_debrief_next(apres_debrief_state state, apres_debrief_event event,
			apres_debrief_state *next_out);
/* Is BY, a name, an address or its first part, who is to hold DEBRIEF?  Pure. */
bool apres_debrief_is_owner(const apres_debrief *debrief, const apres_policy *policy,
			    const char *by);
/* May BY say that EVENT has happened to DEBRIEF?  INPUT error: it cannot be, or its owner
 * would end it alone. */
bool apres_debrief_may(const apres_debrief *debrief, const apres_policy *policy,
		       apres_debrief_event event, const char *by, GError **error);
/*
 * EVENT has happened to DEBRIEF, which is changed: write it down, and who owes what from
 * now on.  INPUT error if it may not, as above.  In a transaction.
 */
bool apres_debrief_happen(apres_store *store, const apres_policy *policy,
			  apres_debrief *debrief, apres_debrief_event event, gint64 at,
			  const char *by, const char *note, gint64 now, GError **error);

/*
 * TO is to hold DEBRIEF, which is changed, by the same day; BY says so, who is not the
 * one who was.  INPUT error if it is not to be held, or TO is no address or the
 * employee's. In a transaction.
 */
bool apres_debrief_give(apres_store *store, const apres_policy *policy,
			apres_debrief *debrief, const char *to, const char *by,
			const char *note, gint64 now, GError **error);

/* Who decides about DEBRIEF: HR, if that is an address, else who is above; never its
 * owner.  NULL: nobody is named. */
const char *apres_debrief_hr(const apres_policy *policy, const apres_debrief *debrief);

/* Whatever is owed or was rejected has its debrief, one; what a lawyer reads blocks it,
 * and what nobody confirms in time is unconfirmed. */
bool apres_debriefs_keep(apres_store *store, const apres_company *company, gint64 now,
			 GError **error);
/* Is the person of RECORD owed one, an employee turned down on FROM (NULL = any day) or
 * later?  Pure. */
bool apres_debrief_is_owed_for(const apres_policy *policy,
			       const apres_case_record *record, const char *from);
bool apres_debrief_keep_case(apres_store *store, const apres_company *company,
			     const apres_case_record *record, gint64 now, GError **error);
#endif
