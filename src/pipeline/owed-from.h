/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A first table of cases tells of years.  Since which day what it tells makes somebody
 * owe something is set once for a company; what would be owed, and how much of it late at
 * once, can be said before it is.
 */
#ifndef APRES_PIPELINE_OWED_FROM_H
#define APRES_PIPELINE_OWED_FROM_H
#include "policy/policy.h"
#include "store/case.h"

/* "2026-11-01", or NULL: whatever it was.  Caller owns. */
bool apres_owed_from_get(apres_store *store, const char *company, char **day_out,
			 GError **error);
/* From now on DAY, NULL = whatever it was, says BY; all cases are looked at again.  An
 * entry of the audit log, in the open transaction. */
bool apres_owed_from_set(apres_store *store, const char *company, const char *day,
			 const char *by, gint64 now, GError **error);

/* Is what RECORD tells too long ago: an outcome, or an interview, before FROM (may be
 * NULL)? */
bool apres_owed_from_is_past(const apres_case_record *record, apres_case_field day,
			     const char *from);

/* What is owed at once. */
typedef struct apres_owed_at_once {
	int debriefs, clocks;
	int late; /* of both: past its date by the day it tells, or without such a day */
} apres_owed_at_once;
/* Add what RECORD will make owed under POLICY at NOW, and OLD (NULL: there was none) did
 * not.  Pure. */
void apres_owed_at_once_add(apres_owed_at_once *sum, const apres_policy *policy,
			    const apres_case_record *record, const apres_case_record *old,
			    const char *from, gint64 now);
#endif
