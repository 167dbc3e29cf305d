/* SPDX-License-Identifier: Apache-2.0 */
/* Clauses x a person's records -> dates. */
#include "config.h"
#include "pipeline/retention.h"

#include "policy/case.h"
#include "store/case.h"
#include "store/legal-hold.h"
#include "util/error.h"

/* Which kinds of records there are of PERSON; a set of bits. */
static guint
kinds_of(const apres_person *person)
{
	guint kinds = 0;

	if (person->messages->len > 0)
		kinds |= 1u << APRES_RECORD_MAIL | 1u << APRES_RECORD_DECISION |
			 1u << APRES_RECORD_PRIVACY_REQUEST;
	if (person->held_mail)
		kinds |= 1u << APRES_RECORD_HELD_MAIL;
	if (person->cases->len > 0)
		kinds |= 1u << APRES_RECORD_APPLICATION;
	if (person->debriefs)
		kinds |= 1u << APRES_RECORD_DEBRIEF;
	return kinds;
}

/* One case's law; JURISDICTION NULL: every clause of the policy. */
static void
apply(const apres_policy *policy, const char *jurisdiction, guint kinds, gint64 last,
      gint64 ended, apres_retention *r)
{
	for (guint i = 0; i < policy->clauses->len; i++) {
		const apres_clause *clause = policy->clauses->pdata[i];
		if (clause->kind != APRES_CLAUSE_RETAIN ||
		    (clause->records & kinds) == 0 ||
		    !apres_clause_binds(policy, clause) ||
		    !apres_clause_applies(policy, clause, jurisdiction))
			continue;
		gint64 until = clause->has_floor ? apres_calendar_add(policy->calendar,
								      last, clause->floor)
						 : 0;
		gint64 due = clause->has_ceiling
				     ? apres_calendar_add(policy->calendar, ended,
							  clause->ceiling)
				     : 0;
		if (until > r->until) {
			r->until = until;
			r->floor = clause;
		}
		if (due != 0 && (r->due == 0 || due < r->due)) {
			r->due = due;
			r->ceiling = clause;
		}
	}
}

bool
apres_retention_of(apres_store *store, const apres_policy *policy,
		   const apres_person *person, apres_retention *retention_out,
		   GError **error)
{
	apres_retention r = { 0 };
	gint64 ended = 0;
	guint kinds = kinds_of(person);
	g_autoptr(GPtrArray) cases =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_case_record_free);

	for (guint i = 0; i < person->cases->len; i++) {
		apres_case_record *record = NULL;
		apres_case_outcome outcome = APRES_OUTCOME_NONE;
		if (!apres_case_get(store, g_array_index(person->cases, gint64, i),
				    &record, error))
			return false;
		if (record == NULL)
			continue;
		g_ptr_array_add(cases, record);
		apres_case_outcome_from_string(record->value[APRES_CASE_OUTCOME],
					       &outcome);
		r.open_case |= outcome == APRES_OUTCOME_NONE;
		if (record->value[APRES_CASE_DECIDED] != NULL) {
			gint64 noon = apres_calendar_noon(
				policy->calendar, record->value[APRES_CASE_DECIDED]);
			ended = MAX(ended, noon);
		}
	}
	if (ended == 0)
		ended = person->last;
	for (guint i = 0; i < cases->len; i++) {
		const apres_case_record *record = cases->pdata[i];
		apply(policy, record->value[APRES_CASE_JURISDICTION], kinds, person->last,
		      ended, &r);
	}
	if (cases->len == 0)
		apply(policy, NULL, kinds, person->last, ended, &r);
	*retention_out = r;
	return true;
}

static char *
day_of(gint64 when)
{
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(when);

	return time != NULL ? g_date_time_format(time, "%Y-%m-%d") : g_strdup("?");
}

bool
apres_retention_allows(apres_store *store, const apres_policy *policy,
		       const apres_person *person, gint64 now, GError **error)
{
	g_autoptr(apres_legal_hold) hold = NULL;
	apres_retention r;

	if (!apres_legal_hold_of(store, person, &hold, error) ||
	    !apres_retention_of(store, policy, person, &r, error))
		return false;
	if (hold != NULL) {
		g_autofree char *since = day_of(hold->at);
		return apres_throw(error, APRES_ERROR_INPUT,
				   "legal hold since %s, by %s: %s; nothing is erased "
				   "until it is lifted",
				   since, hold->by, hold->because);
	}
	if (r.until > now) {
		g_autofree char *until = day_of(r.until);
		return apres_throw(error, APRES_ERROR_INPUT,
				   "to be kept until %s: %s (%s); the answer to the "
				   "person is restriction, not erasure",
				   until, r.floor->id,
				   r.floor->source != NULL ? r.floor->source
							   : "the company's own policy");
	}
	return apres_person_may_go(store, person, error);
}
