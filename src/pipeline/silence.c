/* SPDX-License-Identifier: Apache-2.0 */
/* Case -> what is owed to who waits. */
#include "config.h"
#include "pipeline/silence.h"
#include "message/address.h"
#include "pipeline/owed-from.h"
#include "policy/case.h"
#include "store/obligation.h"

#include <stdio.h>
#include <string.h>

/* Whose dates and addresses are usual for it. */
#define QUEUE "silence"

static const apres_clause *
clock_of(const apres_policy *policy, const char *jurisdiction)
{
	const apres_clause *best = NULL;

	for (guint i = 0; i < policy->clauses->len; i++) {
		const apres_clause *clause = policy->clauses->pdata[i];
		if (clause->kind != APRES_CLAUSE_CLOCK ||
		    clause->clock != APRES_CLOCK_SILENCE ||
		    !apres_clause_binds(policy, clause) ||
		    !apres_clause_applies(policy, clause, jurisdiction))
			continue;
		if (best == NULL || apres_duration_shortest(clause->within) <
					    apres_duration_shortest(best->within))
			best = clause;
	}
	return best;
}

/* Withdrawn needs no word of ours; any other outcome was told if it says how. */
static bool
has_heard(const apres_case_record *record)
{
	apres_case_outcome outcome = APRES_OUTCOME_NONE;

	apres_case_outcome_from_string(record->value[APRES_CASE_OUTCOME], &outcome);
	return outcome == APRES_OUTCOME_WITHDRAWN ||
	       (outcome != APRES_OUTCOME_NONE &&
		record->value[APRES_CASE_CHANNEL] != NULL);
}

static const char *
owner_of(const apres_policy *policy, const apres_case_record *record)
{
	const char *recruiter = record->value[APRES_CASE_RECRUITER];

	if (recruiter != NULL && apres_address_is_sendable(recruiter))
		return recruiter;
	return apres_policy_owner(policy, NULL);
}

/* The first address, else what the company calls the person. */
static char *
candidate_of(const apres_case_record *record)
{
	const char *addresses = record->value[APRES_CASE_ADDRESSES];

	if (addresses == NULL)
		return g_strdup(record->value[APRES_CASE_PERSON]);
	return g_strndup(addresses, strcspn(addresses, " "));
}

static bool
open_one(apres_store *store, const apres_policy *policy, const apres_case_record *record,
	 const char *thread, const apres_clause *clause, gint64 now, GError **error)
{
	g_autofree char *candidate = candidate_of(record);
	const apres_record nothing = { .company = record->company,
				       .candidate = candidate,
				       .thread = (char *)thread };
	gint64 from = apres_calendar_noon(policy->calendar,
					  record->value[APRES_CASE_INTERVIEWED]);
	gint64 due = apres_calendar_add(policy->calendar, from, clause->within);
	const apres_obligation owed = {
		.kind = APRES_OBLIGATION_ANSWER,
		.queue = (char *)QUEUE,
		.owner = (char *)owner_of(policy, record),
		.due = due,
		.rule = clause->id,
		.latest = due,
		.latest_by = clause->id,
		.application = record->id,
	};
	gint64 id;

	return apres_obligation_open(store, &nothing, &owed, now, &id, error);
}

#define TOLD "told"
#define OTHER_DATE "other date"
#define OTHER_LAW "other law"

/* Was ONE closed here, and not by somebody who says that it is done? */
static bool
is_taken_back(const apres_owed *one)
{
	static const char *const here[] = { TOLD, OTHER_DATE, OTHER_LAW, NULL };

	return one->closed != 0 && one->closed_how != NULL &&
	       g_strv_contains(here, one->closed_how);
}

/* Why ONE, which is open, is owed no more; NULL: it still is.  THREAD is that of the
 * day from which CLAUSE, which may be NULL, runs now. */
static const char *
why_over(const apres_owed *one, const char *thread, const apres_clause *clause,
	 bool heard)
{
	if (heard)
		return TOLD;
	if (clause == NULL || !g_str_equal(one->thread, thread))
		return OTHER_DATE;
	return g_strcmp0(one->rule, clause->id) != 0 ? OTHER_LAW : NULL;
}

/* The clock that runs for RECORD, whether the person has heard or not; NULL: none. */
static const apres_clause *
clock_for(const apres_policy *policy, const apres_case_record *record, const char *from)
{
	return record->value[APRES_CASE_INTERVIEWED] != NULL &&
			       !apres_case_record_is(record, APRES_CASE_INTERNAL) &&
			       !apres_owed_from_is_past(record, APRES_CASE_INTERVIEWED,
							from)
		       ? clock_of(policy, record->value[APRES_CASE_JURISDICTION])
		       : NULL;
}

bool
apres_silence_runs(const apres_policy *policy, const apres_case_record *record,
		   const char *from, gint64 *due_out)
{
	const apres_clause *clause = clock_for(policy, record, from);

	*due_out = 0;
	if (clause == NULL || has_heard(record))
		return false;
	gint64 day = apres_calendar_noon(policy->calendar,
					 record->value[APRES_CASE_INTERVIEWED]);
	*due_out = apres_calendar_add(policy->calendar, day, clause->within);
	return true;
}

/* ONE, which is open: over, or whose it is now, by the same day. */
static bool
keep_one(apres_store *store, const apres_policy *policy, const apres_case_record *record,
	 const apres_owed *one, const char *over, gint64 now, GError **error)
{
	const char *owner = owner_of(policy, record);

	if (over != NULL)
		return apres_obligation_close(store, one, over, now, error);
	return g_strcmp0(one->owner, owner) == 0 ||
	       apres_obligation_hand_on(store, one, owner, one->due, "apres",
					"other recruiter", now, error);
}

bool
apres_silence_keep(apres_store *store, const apres_company *company,
		   const apres_case_record *record, gint64 now, GError **error)
{
	const char *interviewed = record->value[APRES_CASE_INTERVIEWED];
	g_autofree char *since = NULL;
	bool heard = has_heard(record), known = false;
	g_autofree char *thread =
		g_strdup_printf("case:%" G_GINT64_FORMAT "/%s", record->id, interviewed);
	g_autoptr(GPtrArray) owed = NULL;

	if (!apres_owed_from_get(store, record->company, &since, error) ||
	    !apres_obligation_of_case(store, record->id, APRES_OBLIGATION_ANSWER, &owed,
				      error))
		return false;
	const apres_clause *clause = clock_for(company->policy, record, since);
	for (guint i = 0; i < owed->len; i++) {
		const apres_owed *one = owed->pdata[i];
		const char *over = why_over(one, thread, clause, heard);
		known |= clause != NULL && g_str_equal(one->thread, thread) &&
			 !is_taken_back(one) && (one->closed != 0 || over == NULL);
		if (one->closed == 0 &&
		    !keep_one(store, company->policy, record, one, over, now, error))
			return false;
	}
	/* Who closed it by hand has told; what is not so any more begins anew. */
	return clause == NULL || heard || known ||
	       open_one(store, company->policy, record, thread, clause, now, error);
}
