/* SPDX-License-Identifier: Apache-2.0 */
/* What follows from what happened to a debrief. */
#include "config.h"
#include "pipeline/debrief.h"
#include "message/address.h"
#include "pipeline/owed-from.h"
#include "util/error.h"

#include <string.h>

static const char *const events[] = { "schedule",   "held",      "yes",   "no",
				      "not-enough", "declined",  "block", "resume",
				      "close",      "no-answer", "note" };

const char *
apres_debrief_event_to_string(apres_debrief_event event)
{
	return events[event];
}

bool
apres_debrief_event_from_string(const char *word, apres_debrief_event *event_out)
{
	for (int i = 0; i < APRES_DEBRIEF_EVENT_COUNT_; i++)
		if (g_strcmp0(word, events[i]) == 0) {
			*event_out = (apres_debrief_event)i;
			return true;
		}
	return false;
}

/* ---- what may follow ---- */

#define ANY_OPEN                                                                         \
	(1u << APRES_DEBRIEF_OWED | 1u << APRES_DEBRIEF_SCHEDULED |                      \
	 1u << APRES_DEBRIEF_HELD | 1u << APRES_DEBRIEF_INSUFFICIENT |                   \
	 1u << APRES_DEBRIEF_UNCONFIRMED)
#define SAID_HELD (1u << APRES_DEBRIEF_HELD | 1u << APRES_DEBRIEF_UNCONFIRMED)
#define TO_HOLD                                                                          \
	(1u << APRES_DEBRIEF_OWED | 1u << APRES_DEBRIEF_SCHEDULED |                      \
	 1u << APRES_DEBRIEF_INSUFFICIENT)

static const struct {
	guint from; /* bit set of states */
	apres_debrief_state to;
} table[] = {
	[APRES_DEBRIEF_SCHEDULE] = { TO_HOLD, APRES_DEBRIEF_SCHEDULED },
	[APRES_DEBRIEF_HOLD] = { TO_HOLD, APRES_DEBRIEF_HELD },
	[APRES_DEBRIEF_YES] = { ANY_OPEN, APRES_DEBRIEF_CONFIRMED },
	[APRES_DEBRIEF_NO] = { SAID_HELD, APRES_DEBRIEF_OWED },
	[APRES_DEBRIEF_NOT_ENOUGH] = { SAID_HELD, APRES_DEBRIEF_INSUFFICIENT },
	[APRES_DEBRIEF_DECLINE] = { ANY_OPEN, APRES_DEBRIEF_DECLINED },
	[APRES_DEBRIEF_BLOCK] = { ANY_OPEN, APRES_DEBRIEF_BLOCKED },
	[APRES_DEBRIEF_RESUME] = { 1u << APRES_DEBRIEF_BLOCKED, APRES_DEBRIEF_OWED },
	[APRES_DEBRIEF_CLOSE] = { ANY_OPEN | 1u << APRES_DEBRIEF_BLOCKED,
				  APRES_DEBRIEF_CLOSED },
	[APRES_DEBRIEF_LAPSE] = { 1u << APRES_DEBRIEF_HELD, APRES_DEBRIEF_UNCONFIRMED },
	/* Any state, and it stays. */
	[APRES_DEBRIEF_NOTE] = { ~0u, APRES_DEBRIEF_OWED },
};

bool
apres_debrief_next(apres_debrief_state state, apres_debrief_event event,
		   apres_debrief_state *next_out)
{
	*next_out = event == APRES_DEBRIEF_NOTE ? state : table[event].to;
	return (table[event].from & 1u << state) != 0;
}

/* ---- who owes what ---- */

static bool
may_be_hr(const char *addr, const apres_debrief *d)
{
	return addr != NULL && apres_address_is_sendable(addr) &&
	       (d->owner == NULL || g_ascii_strcasecmp(addr, d->owner) != 0);
}

const char *
apres_debrief_hr(const apres_policy *policy, const apres_debrief *d)
{
	const char *hr[] = { policy->hr, apres_policy_owner(policy, NULL),
			     policy->debrief != NULL ? policy->debrief->urging.escalate_to
						     : NULL };

	for (guint i = 0; i < G_N_ELEMENTS(hr); i++)
		if (may_be_hr(hr[i], d))
			return hr[i];
	return NULL;
}

bool
apres_debrief_is_owner(const apres_debrief *d, const apres_policy *policy, const char *by)
{
	const char *name = policy->debrief != NULL ? policy->debrief->owner_name : NULL;
	g_autofree char *local =
		d->owner != NULL ? g_strndup(d->owner, strcspn(d->owner, "@")) : NULL;

	return (d->owner != NULL && (g_ascii_strcasecmp(by, d->owner) == 0 ||
				     g_ascii_strcasecmp(by, local) == 0)) ||
	       (name != NULL && g_ascii_strcasecmp(by, name) == 0);
}

bool
apres_debrief_may(const apres_debrief *d, const apres_policy *policy,
		  apres_debrief_event event, const char *by, GError **error)
{
	bool owners = event == APRES_DEBRIEF_SCHEDULE || event == APRES_DEBRIEF_HOLD ||
		      event == APRES_DEBRIEF_NOTE;
	apres_debrief_state next;

	if (!apres_debrief_next(d->state, event, &next))
		return apres_throw(error, APRES_ERROR_INPUT,
				   "debrief %" G_GINT64_FORMAT " is %s: \"%s\" does not "
				   "fit that",
				   d->id, apres_debrief_state_to_string(d->state),
				   apres_debrief_event_to_string(event));
	if (!owners && apres_debrief_is_owner(d, policy, by))
		return apres_throw(error, APRES_ERROR_INPUT,
				   "debrief %" G_GINT64_FORMAT " is owed by %s, who says "
				   "when it is held; whether it was the employee says, "
				   "to HR",
				   d->id, by);
	return true;
}

/* The one who owes the next step, by when; or nobody any more. */
static bool
hand_on(apres_store *store, const apres_policy *policy, const apres_debrief *d,
	const char *event, gint64 now, GError **error)
{
	const apres_duration again = { 2, APRES_UNIT_WORKDAYS };
	const apres_duration usual = { 5, APRES_UNIT_WORKDAYS };
	g_autoptr(apres_owed) owed = NULL;
	bool to_hr = d->state == APRES_DEBRIEF_HELD || d->state == APRES_DEBRIEF_BLOCKED;

	/* It is late for HR then, who hears of it and whoever is above. */
	if (d->state == APRES_DEBRIEF_SCHEDULED || d->state == APRES_DEBRIEF_UNCONFIRMED)
		return true;
	if (!apres_obligation_get(store, d->owed_id, &owed, error))
		return false;
	if (owed == NULL || owed->closed != 0)
		return true;
	if (d->state >= APRES_DEBRIEF_CONFIRMED)
		return apres_obligation_close(store, owed, event, now, error);
	gint64 due = apres_calendar_add(policy->calendar, now, to_hr ? usual : again);
	return apres_obligation_hand_on(store, owed,
					to_hr ? apres_debrief_hr(policy, d) : d->owner,
					due, "apres", event, now, error);
}

bool
apres_debrief_happen(apres_store *store, const apres_policy *policy, apres_debrief *d,
		     apres_debrief_event event, gint64 at, const char *by,
		     const char *note, gint64 now, GError **error)
{
	const char *word = apres_debrief_event_to_string(event);
	gint64 newest = 0;

	if (!apres_debrief_may(d, policy, event, by, error))
		return false;
	apres_debrief_next(d->state, event, &d->state);
	d->at = event == APRES_DEBRIEF_SCHEDULE ? at : d->at;
	d->sequence += event == APRES_DEBRIEF_SCHEDULE;
	if (event == APRES_DEBRIEF_RESUME &&
	    !apres_debrief_blocking(store, d, &newest, error))
		return false;
	d->cleared = MAX(d->cleared, newest);
	if (!apres_debrief_change(store, d, word, by, note, now, error))
		return false;
	return event == APRES_DEBRIEF_NOTE || hand_on(store, policy, d, word, now, error);
}

static bool
may_give(const apres_debrief *d, const apres_policy *policy, const char *to,
	 const char *by, GError **error)
{
	if ((TO_HOLD & 1u << d->state) == 0)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "debrief %" G_GINT64_FORMAT
				   " is %s: it is not to be held",
				   d->id, apres_debrief_state_to_string(d->state));
	if (apres_debrief_is_owner(d, policy, by))
		return apres_throw(error, APRES_ERROR_INPUT,
				   "debrief %" G_GINT64_FORMAT
				   " is to be held by %s, who "
				   "does not give it away; HR or whoever is above does",
				   d->id, by);
	if (!apres_address_is_sendable(to) || g_ascii_strcasecmp(to, d->person) == 0)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "'%s' is no address of somebody who can hold it", to);
	return true;
}

bool
apres_debrief_give(apres_store *store, const apres_policy *policy, apres_debrief *d,
		   const char *to, const char *by, const char *note, gint64 now,
		   GError **error)
{
	g_autoptr(apres_owed) owed = NULL;

	if (!may_give(d, policy, to, by, error) ||
	    !apres_obligation_get(store, d->owed_id, &owed, error))
		return false;
	g_free(d->owner);
	d->owner = g_strdup(to);
	/* It was with somebody else. */
	if (d->state == APRES_DEBRIEF_SCHEDULED)
		d->state = APRES_DEBRIEF_OWED;
	if (!apres_debrief_change(store, d, "given", by, note, now, error))
		return false;
	return owed == NULL || owed->closed != 0 ||
	       apres_obligation_hand_on(store, owed, to, owed->due, by, "given", now,
					error);
}

/* ---- opening ---- */

/* There is one: it gets the post that is known now; over, it begins anew. */
static bool
join(apres_store *store, apres_debrief *known, const apres_owed *owed,
     const char *requisition, gint64 now, GError **error)
{
	bool over = known->state >= APRES_DEBRIEF_CONFIRMED;

	if (known->requisition == NULL)
		known->requisition = g_strdup(requisition);
	if (over) {
		known->owed_id = owed->id;
		known->state = APRES_DEBRIEF_OWED;
	} else if (!apres_obligation_close(store, owed, "one debrief covers it", now,
					   error))
		return false;
	return apres_debrief_change(store, known, over ? "asked again" : "joined",
				    "apres", NULL, now, error);
}

static bool
open_one(apres_store *store, const apres_owed *owed, const char *requisition, gint64 now,
	 GError **error)
{
	const char *person = owed->candidate != NULL ? owed->candidate : "";
	g_autoptr(apres_debrief) known = NULL;

	if (!apres_debrief_find(store, owed->company, person, requisition, owed->thread,
				&known, error))
		return false;
	if (known != NULL)
		return join(store, known, owed, requisition, now, error);
	apres_debrief fresh = { .company = owed->company,
				.person = (char *)person,
				.requisition = (char *)requisition,
				.thread = owed->thread,
				.application = owed->application,
				.owed_id = owed->id,
				.owner = owed->owner };
	return apres_debrief_add(store, &fresh, now, error);
}

static bool
block_some(apres_store *store, const apres_company *company, gint64 now, GError **error)
{
	g_autoptr(GPtrArray) debriefs = NULL;

	if (!apres_debrief_list(store, company->config->id, false, &debriefs, error))
		return false;
	for (guint i = 0; i < debriefs->len; i++) {
		apres_debrief *d = debriefs->pdata[i];
		gint64 message;
		if (d->state == APRES_DEBRIEF_BLOCKED)
			continue;
		if (!apres_debrief_blocking(store, d, &message, error))
			return false;
		if (message != 0 &&
		    !apres_debrief_happen(store, company->policy, d, APRES_DEBRIEF_BLOCK,
					  0, "apres", NULL, now, error))
			return false;
	}
	return true;
}

/* Held, says who owes it, and the employee has not said so by HR's date. */
static bool
lapse_some(apres_store *store, const apres_company *company, gint64 now, GError **error)
{
	g_autoptr(GPtrArray) debriefs = NULL;

	if (!apres_debrief_list(store, company->config->id, false, &debriefs, error))
		return false;
	for (guint i = 0; i < debriefs->len; i++) {
		apres_debrief *d = debriefs->pdata[i];
		g_autoptr(apres_owed) owed = NULL;
		if (d->state != APRES_DEBRIEF_HELD)
			continue;
		if (!apres_obligation_get(store, d->owed_id, &owed, error))
			return false;
		if (owed != NULL && owed->closed == 0 && owed->due <= now &&
		    !apres_debrief_happen(store, company->policy, d, APRES_DEBRIEF_LAPSE,
					  0, "apres", NULL, now, error))
			return false;
	}
	return true;
}

bool
apres_debriefs_keep(apres_store *store, const apres_company *company, gint64 now,
		    GError **error)
{
	g_autoptr(GPtrArray) owed = NULL;

	if (!apres_debrief_unknown(store, company->config->id, &owed, error))
		return false;
	for (guint i = 0; i < owed->len; i++) {
		const apres_owed *one = owed->pdata[i];
		g_autoptr(apres_case_record) record = NULL;
		if (one->application != 0 &&
		    !apres_case_get(store, one->application, &record, error))
			return false;
		if (!open_one(store, one,
			      record != NULL ? record->value[APRES_CASE_REQUISITION]
					     : NULL,
			      now, error))
			return false;
	}
	return block_some(store, company, now, error) &&
	       lapse_some(store, company, now, error);
}

bool
apres_debrief_is_owed_for(const apres_policy *policy, const apres_case_record *record,
			  const char *from)
{
	return policy->debrief != NULL && record->value[APRES_CASE_ADDRESSES] != NULL &&
	       apres_case_record_is(record, APRES_CASE_INTERNAL) &&
	       g_strcmp0(record->value[APRES_CASE_OUTCOME], "rejected") == 0 &&
	       !apres_owed_from_is_past(record, APRES_CASE_DECIDED, from);
}

bool
apres_debrief_keep_case(apres_store *store, const apres_company *company,
			const apres_case_record *record, gint64 now, GError **error)
{
	const apres_debrief_terms *terms = company->policy->debrief;
	const char *addresses = record->value[APRES_CASE_ADDRESSES];
	g_autoptr(GPtrArray) before = NULL;
	g_autofree char *since = NULL;
	gint64 id;

	if (!apres_owed_from_get(store, record->company, &since, error))
		return false;
	if (!apres_debrief_is_owed_for(company->policy, record, since))
		return true;
	if (!apres_obligation_of_case(store, record->id, APRES_OBLIGATION_DEBRIEF,
				      &before, error))
		return false;
	if (before->len > 0)
		return true;
	g_autofree char *person = g_strndup(addresses, strcspn(addresses, " "));
	g_autofree char *thread = g_strdup_printf("case:%" G_GINT64_FORMAT, record->id);
	const apres_record nothing = { .company = record->company,
				       .candidate = person,
				       .thread = thread };
	const apres_obligation owed = {
		.kind = APRES_OBLIGATION_DEBRIEF,
		.owner = terms->owner,
		.due = apres_calendar_add(company->policy->calendar, now, terms->due),
		.rule = (char *)"rejected",
		.application = record->id,
	};
	return apres_obligation_open(store, &nothing, &owed, now, &id, error);
}
