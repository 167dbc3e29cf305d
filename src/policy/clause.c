/* SPDX-License-Identifier: Apache-2.0 */
/* Clauses of the law, merged: the longest floor, the shortest ceiling and clock. */
#include "config.h"
#include "policy/clause.h"

#include "policy/policy.h"

const char *
apres_clause_kind_to_string(apres_clause_kind kind)
{
	switch (kind) {
	case APRES_CLAUSE_RETAIN: return "retain";
	case APRES_CLAUSE_CLOCK: return "clock";
	case APRES_CLAUSE_REQUIRE: return "require";
	case APRES_CLAUSE_FORBID: return "forbid";
	}
	g_assert_not_reached();
}

const char *
apres_record_kind_to_string(apres_record_kind kind)
{
	switch (kind) {
	case APRES_RECORD_APPLICATION: return "application";
	case APRES_RECORD_MAIL: return "mail";
	case APRES_RECORD_HELD_MAIL: return "held-mail";
	case APRES_RECORD_DECISION: return "decision";
	case APRES_RECORD_DEBRIEF: return "debrief";
	case APRES_RECORD_PRIVACY_REQUEST: return "privacy-request";
	case APRES_RECORD_COUNT_: break;
	}
	g_assert_not_reached();
}

const char *
apres_clock_kind_to_string(apres_clock_kind kind)
{
	switch (kind) {
	case APRES_CLOCK_PRIVACY_ANSWER: return "privacy-answer";
	case APRES_CLOCK_PRIVACY_CONFIRM: return "privacy-confirm";
	case APRES_CLOCK_PRIVACY_COMPLAINT: return "privacy-complaint";
	case APRES_CLOCK_SILENCE: return "silence";
	case APRES_CLOCK_REASONS: return "reasons";
	case APRES_CLOCK_COUNT_: break;
	}
	g_assert_not_reached();
}

bool
apres_clock_is_confirmed(apres_clock_kind kind)
{
	return kind == APRES_CLOCK_PRIVACY_CONFIRM ||
	       kind == APRES_CLOCK_PRIVACY_COMPLAINT;
}

const char *
apres_event_to_string(apres_event event)
{
	switch (event) {
	case APRES_EVENT_RECORD: return "record";
	case APRES_EVENT_DECISION: return "decision";
	case APRES_EVENT_REJECTION_RECEIVED: return "rejection-received";
	case APRES_EVENT_POSTING_END: return "posting-end";
	case APRES_EVENT_INFORMATION_GIVEN: return "information-given";
	case APRES_EVENT_LAST_INTERVIEW: return "last-interview";
	case APRES_EVENT_REQUEST: return "request";
	case APRES_EVENT_COUNT_: break;
	}
	g_assert_not_reached();
}

static void
free_phrase(gpointer cond)
{
	apres_cond_free(cond);
}

apres_clause *
apres_clause_new(const char *id, apres_clause_kind kind, apres_origin origin)
{
	apres_clause *clause = g_new0(apres_clause, 1);

	clause->id = g_strdup(id);
	clause->kind = kind;
	clause->origin = origin;
	clause->value = -1;
	clause->phrases = g_ptr_array_new_with_free_func(free_phrase);
	return clause;
}

void
apres_clause_free(apres_clause *clause)
{
	if (clause == NULL)
		return;
	g_free(clause->id);
	g_free(clause->source);
	g_free(clause->because);
	g_free(clause->queue);
	g_free(clause->template_id);
	g_ptr_array_unref(clause->phrases);
	g_free(clause);
}

bool
apres_clause_binds(const apres_policy *policy, const apres_clause *clause)
{
	return !clause->public_only || policy->public_employer;
}

bool
apres_policy_has_law(const apres_policy *policy, const char *jurisdiction)
{
	for (guint i = 0; i < policy->packs->len; i++)
		if (g_str_equal(((apres_pack *)policy->packs->pdata[i])->id,
				jurisdiction))
			return true;
	return false;
}

/* The pack in which CLAUSE stands, or NULL: the company's own file. */
static const char *
pack_of(const apres_policy *policy, const apres_clause *clause)
{
	for (guint i = 0; i < policy->packs->len; i++) {
		const apres_pack *pack = policy->packs->pdata[i];
		if (g_str_equal(pack->file, clause->origin.file))
			return pack->id;
	}
	return NULL;
}

/* "ca-on" is also under the law of "ca". */
static bool
is_under(const char *jurisdiction, const char *pack)
{
	gsize len = strlen(pack);

	return strncmp(jurisdiction, pack, len) == 0 &&
	       (jurisdiction[len] == '\0' || jurisdiction[len] == '-');
}

bool
apres_clause_applies(const apres_policy *policy, const apres_clause *clause,
		     const char *jurisdiction)
{
	const char *pack = pack_of(policy, clause);

	return jurisdiction == NULL || pack == NULL || is_under(jurisdiction, pack);
}

/* Of two clauses of the same, the one that asks more. */
typedef bool (*asks_more)(const apres_clause *a, const apres_clause *b);

static bool
keeps_longer(const apres_clause *a, const apres_clause *b)
{
	return apres_duration_longest(a->floor) > apres_duration_longest(b->floor);
}

static bool
keeps_shorter(const apres_clause *a, const apres_clause *b)
{
	return apres_duration_shortest(a->ceiling) < apres_duration_shortest(b->ceiling);
}

static bool
runs_shorter(const apres_clause *a, const apres_clause *b)
{
	return apres_duration_shortest(a->within) < apres_duration_shortest(b->within);
}

/* BEST or CLAUSE, if that binds and asks more. */
static const apres_clause *
stricter(const apres_policy *policy, const apres_clause *best, const apres_clause *clause,
	 asks_more more)
{
	if (!apres_clause_binds(policy, clause))
		return best;
	return best == NULL || more(clause, best) ? clause : best;
}

const apres_clause *
apres_policy_floor(const apres_policy *policy, apres_record_kind kind)
{
	const apres_clause *best = NULL;

	for (guint i = 0; i < policy->clauses->len; i++) {
		const apres_clause *clause = policy->clauses->pdata[i];
		if (clause->has_floor && (clause->records & 1u << kind) != 0)
			best = stricter(policy, best, clause, keeps_longer);
	}
	return best;
}

const apres_clause *
apres_policy_ceiling(const apres_policy *policy, apres_record_kind kind)
{
	const apres_clause *best = NULL;

	for (guint i = 0; i < policy->clauses->len; i++) {
		const apres_clause *clause = policy->clauses->pdata[i];
		if (clause->has_ceiling && (clause->records & 1u << kind) != 0)
			best = stricter(policy, best, clause, keeps_shorter);
	}
	return best;
}

const apres_clause *
apres_policy_clock(const apres_policy *policy, apres_clock_kind kind)
{
	const apres_clause *best = NULL;

	for (guint i = 0; i < policy->clauses->len; i++) {
		const apres_clause *clause = policy->clauses->pdata[i];
		if (clause->kind == APRES_CLAUSE_CLOCK && clause->clock == kind)
			best = stricter(policy, best, clause, runs_shorter);
	}
	return best;
}

/* Is CLAUSE a clock of what waits in QUEUE_ID: until it is answered, or only confirmed?
 */
static bool
runs_in(const apres_clause *clause, const char *queue_id, bool confirmed)
{
	return clause->queue != NULL && g_strcmp0(clause->queue, queue_id) == 0 &&
	       apres_clock_is_confirmed(clause->clock) == confirmed;
}

static const apres_clause *
clock_in(const apres_policy *policy, const char *queue_id, bool confirmed)
{
	const apres_clause *best = NULL;

	for (guint i = 0; i < policy->clauses->len; i++) {
		const apres_clause *clause = policy->clauses->pdata[i];
		if (runs_in(clause, queue_id, confirmed))
			best = stricter(policy, best, clause, runs_shorter);
	}
	return best;
}

const apres_clause *
apres_policy_queue_clock(const apres_policy *policy, const char *queue_id)
{
	return clock_in(policy, queue_id, false);
}

const apres_clause *
apres_policy_confirm_clock(const apres_policy *policy, const char *queue_id)
{
	return clock_in(policy, queue_id, true);
}

void
apres_policy_latest(const apres_policy *policy, const apres_queue *queue, gint64 received,
		    gint64 *latest_out, const apres_clause **clause_out)
{
	*latest_out = 0;
	*clause_out = NULL;
	for (guint i = 0; i < policy->clauses->len; i++) {
		const apres_clause *clause = policy->clauses->pdata[i];
		if (!runs_in(clause, queue->id, false) ||
		    !apres_clause_binds(policy, clause))
			continue;
		gint64 limit =
			apres_calendar_add(policy->calendar, received, clause->within);
		if (*latest_out != 0 && *latest_out <= limit)
			continue;
		*latest_out = limit;
		*clause_out = clause;
	}
}

gint64
apres_policy_due(const apres_policy *policy, const apres_queue *queue, gint64 received,
		 const apres_clause **clause_out)
{
	const apres_clause *by = NULL;
	gint64 due = queue->has_due
			     ? apres_calendar_add(policy->calendar, received, queue->due)
			     : 0;

	for (guint i = 0; i < policy->clauses->len; i++) {
		const apres_clause *clause = policy->clauses->pdata[i];
		if (!runs_in(clause, queue->id, false) ||
		    !apres_clause_binds(policy, clause))
			continue;
		gint64 limit =
			apres_calendar_add(policy->calendar, received, clause->within);
		if (due != 0 && due <= limit && clause != queue->due_by)
			continue;
		due = due == 0 ? limit : MIN(due, limit);
		by = clause;
	}
	if (clause_out != NULL)
		*clause_out = by;
	return due;
}
