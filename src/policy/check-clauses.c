/* SPDX-License-Identifier: Apache-2.0 */
/* Clauses against each other, against due dates, and against what is sent. */
#include "config.h"
#include "policy/build.h"

#include <stdarg.h>

void
apres_check_against(apres_build *build, const char *code, apres_origin at,
		    const apres_clause *clause, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	g_autofree char *message = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	apres_build_error(build, code, at, "%s", message);
	apres_findings_add(build->findings, APRES_FINDING_NOTE, code, clause->origin,
			   "'%s'%s%s: %s", clause->id, clause->source != NULL ? ", " : "",
			   clause->source != NULL ? clause->source : "", clause->because);
}

/* ---- records ---- */

/* The kinds of record that FLOOR and CEILING are the strictest of: "mail, decision". */
static char *
shared_records(const apres_policy *policy, const apres_clause *floor,
	       const apres_clause *ceiling)
{
	g_autoptr(GString) names = g_string_new(NULL);

	for (int i = 0; i < APRES_RECORD_COUNT_; i++)
		if (apres_policy_floor(policy, (apres_record_kind)i) == floor &&
		    apres_policy_ceiling(policy, (apres_record_kind)i) == ceiling)
			g_string_append_printf(
				names, "%s%s", names->len > 0 ? ", " : "",
				apres_record_kind_to_string((apres_record_kind)i));
	return g_string_free(g_steal_pointer(&names), FALSE);
}

/* At the company's own clause, if one of the two is, for that can be changed. */
static void
conflict(apres_build *build, const apres_clause *floor, const apres_clause *ceiling)
{
	g_autofree char *least = apres_duration_to_string(floor->floor);
	g_autofree char *most = apres_duration_to_string(ceiling->ceiling);
	g_autofree char *records = shared_records(build->policy, floor, ceiling);
	const apres_clause *here = ceiling->own ? ceiling : floor;
	const apres_clause *there = here == floor ? ceiling : floor;

	apres_check_against(build, "E-RETAIN", here->origin, there,
			    "%s: kept at least %s by '%s', and at most %s by '%s'; no "
			    "case can obey both: a policy for each place",
			    records, least, floor->id, most, ceiling->id);
}

static void
check_records(apres_build *build)
{
	g_autoptr(GHashTable) said =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (int i = 0; i < APRES_RECORD_COUNT_; i++) {
		const apres_clause *floor =
			apres_policy_floor(build->policy, (apres_record_kind)i);
		const apres_clause *ceiling =
			apres_policy_ceiling(build->policy, (apres_record_kind)i);
		if (floor == NULL || ceiling == NULL ||
		    apres_duration_longest(floor->floor) <=
			    apres_duration_shortest(ceiling->ceiling) ||
		    apres_duration_is_same(floor->floor, ceiling->ceiling))
			continue;
		/* Once for all kinds of record. */
		if (g_hash_table_add(said,
				     g_strconcat(floor->id, " ", ceiling->id, NULL)))
			conflict(build, floor, ceiling);
	}
}

/* ---- a company only tightens ---- */

static void
check_tighter(apres_build *build, const apres_clause *own, const apres_clause *other)
{
	bool looser = false;

	if (own->kind != other->kind || other->own ||
	    !apres_clause_binds(build->policy, other))
		return;
	if (own->kind == APRES_CLAUSE_CLOCK)
		looser = own->clock == other->clock &&
			 apres_duration_shortest(own->within) >
				 apres_duration_shortest(other->within);
	else if ((own->records & other->records) != 0)
		looser = (own->has_floor && other->has_floor &&
			  apres_duration_longest(own->floor) <
				  apres_duration_longest(other->floor)) ||
			 (own->has_ceiling && other->has_ceiling &&
			  apres_duration_shortest(own->ceiling) >
				  apres_duration_shortest(other->ceiling));
	if (looser)
		apres_check_against(build, "E-TIGHTEN", own->origin, other,
				    "'%s' is looser than '%s'; a company can only be "
				    "stricter%s",
				    own->id, other->id,
				    other->final ? ""
						 : ", or say why: override that clause");
}

/* ---- clocks ---- */

static void
check_queue_of(apres_build *build, const apres_clause *clause)
{
	if (clause->queue != NULL &&
	    apres_policy_queue(build->policy, clause->queue) == NULL)
		apres_check_missing(build, clause->queue_at, "clause", clause->id,
				    "queue", clause->queue, build->policy->queues);
}

static void
check_queue(apres_build *build, const apres_queue *queue)
{
	const apres_clause *clock = apres_policy_queue_clock(build->policy, queue->id);

	if (clock == NULL ||
	    apres_duration_shortest(queue->due) <= apres_duration_shortest(clock->within))
		return;
	g_autofree char *due = apres_duration_to_string(queue->due);
	g_autofree char *within = apres_duration_to_string(clock->within);
	apres_check_against(build, "E-CLOCK", queue->origin, clock,
			    "queue '%s': due=\"%s\" is later than '%s' allows (%s)",
			    queue->id, due, clock->id, within);
}

static void
settle_queue(const apres_policy *policy, apres_queue *queue)
{
	const apres_clause *clock = apres_policy_queue_clock(policy, queue->id);

	if (clock == NULL || queue->has_due)
		return;
	queue->has_due = true;
	queue->due = clock->within;
	queue->due_by = clock;
}

/* ---- texts that are not sent ---- */

/* Is it of a text that is never sent? */
static bool
is_law(const apres_policy *policy, const apres_clause *clause)
{
	return clause->kind == APRES_CLAUSE_FORBID && clause->phrases->len == 0 &&
	       clause->template_id != NULL && apres_clause_binds(policy, clause) &&
	       apres_policy_template(policy, clause->template_id) != NULL;
}

/* Proved with the other laws, over all mail. */
static void
add_law(const apres_policy *policy, const apres_clause *clause)
{
	apres_invariant *law = apres_invariant_new(clause->id, clause->origin);

	law->classes_at = clause->origin;
	law->kind = APRES_INVARIANT_NEVER_REPLY;
	law->discloses = law->obligation = -1;
	law->template_id = g_strdup(clause->template_id);
	law->because =
		clause->source != NULL
			? g_strdup_printf("%s (%s)", clause->because, clause->source)
			: g_strdup(clause->because);
	law->final = true;
	g_ptr_array_add(policy->invariants, law);
}

/* Receipts are no replies, and no law is about them. */
static void
forbid_receipts(apres_build *build, const apres_clause *clause)
{
	const GPtrArray *rules = build->policy->rules;

	for (guint i = 0; i < rules->len; i++) {
		const apres_rule *rule = rules->pdata[i];
		if (g_strcmp0(rule->receipt, clause->template_id) == 0)
			apres_check_against(build, "E-FORBID", rule->effect_at, clause,
					    "rule '%s' sends the receipt '%s', which "
					    "'%s' forbids",
					    rule->id, rule->receipt, clause->id);
	}
}

static void
check_template_of(apres_build *build, const apres_clause *clause)
{
	const apres_policy *policy = build->policy;

	if (clause->template_id == NULL)
		return;
	/* A pack may speak of a text that this policy does not have. */
	if (apres_policy_template(policy, clause->template_id) == NULL) {
		if (clause->own)
			apres_check_missing(build, clause->template_at, "clause",
					    clause->id, "template", clause->template_id,
					    policy->templates);
		return;
	}
	if (is_law(policy, clause))
		forbid_receipts(build, clause);
}

void
apres_build_settle(apres_build *build)
{
	const apres_policy *policy = build->policy;

	for (guint i = 0; i < policy->queues->len; i++)
		settle_queue(policy, policy->queues->pdata[i]);
	for (guint i = 0; i < policy->clauses->len; i++)
		if (is_law(policy, policy->clauses->pdata[i]))
			add_law(policy, policy->clauses->pdata[i]);
}

void
apres_check_clauses(apres_build *build)
{
	const apres_policy *policy = build->policy;
	const GPtrArray *clauses = policy->clauses;

	for (guint i = 0; i < clauses->len; i++) {
		const apres_clause *clause = clauses->pdata[i];
		check_queue_of(build, clause);
		check_template_of(build, clause);
		for (guint j = 0; clause->own && j < clauses->len; j++)
			if (apres_clause_binds(policy, clause))
				check_tighter(build, clause, clauses->pdata[j]);
	}
	check_records(build);
	for (guint i = 0; i < policy->queues->len; i++)
		check_queue(build, policy->queues->pdata[i]);
}
