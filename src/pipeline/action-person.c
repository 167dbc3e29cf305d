/* SPDX-License-Identifier: Apache-2.0 */
/* What people ask about people: legal holds, the end of retention. */
#include "config.h"
#include "pipeline/action-parts.h"
#include "pipeline/erasure.h"
#include "pipeline/retention.h"
#include "store/case.h"
#include "store/erase-request.h"
#include "store/legal-hold.h"
#include "util/error.h"

/* So many are forgotten at once, and then the files are searched for all of them. */
#define BATCH 200
#define PAGE 500
/* So many are told one by one. */
#define TOLD 1000

/* ---- legal holds ---- */

static bool
check_case(const apres_action_context *c, const char *company, gint64 id, GError **error)
{
	g_autoptr(apres_case_record) record = NULL;

	if (!apres_case_get(c->store, id, &record, error))
		return false;
	return (record != NULL && g_str_equal(record->company, company)) ||
	       apres_throw(error, APRES_ERROR_INPUT,
			   "%s has no case %" G_GINT64_FORMAT "; see: apres case list",
			   company, id);
}

static bool
legal_hold(const apres_action_context *c, const json_t *args, bool set,
	   json_t **answer_out, GError **error)
{
	const char *company, *given, *by, *because;
	gint64 id = 0;

	if (!apres_action_take_text(args, "company", true, &company, error) ||
	    !apres_action_take_text(args, "name", false, &given, error) ||
	    !apres_action_take_text(args, "by", true, &by, error) ||
	    !apres_action_take_text(args, "because", true, &because, error) ||
	    !apres_action_check_company(c, company, error) ||
	    (given == NULL && (!apres_action_take_id(args, &id, error) ||
			       !check_case(c, company, id, error))))
		return false;
	g_autofree char *name =
		given != NULL ? apres_action_person_name(given) : g_strdup("");
	*answer_out = json_pack("{s:s}", "state", set ? "held" : "lifted");
	return set ? apres_legal_hold_set(c->store, company, name, id, by, because,
					  c->now, error)
		   : apres_legal_hold_lift(c->store, company, name, id, by, because,
					   c->now, error);
}

bool
apres_action_legal_hold_set(const apres_action_context *c, const json_t *args,
			    json_t **answer_out, GError **error)
{
	return legal_hold(c, args, true, answer_out, error);
}

bool
apres_action_legal_hold_lift(const apres_action_context *c, const json_t *args,
			     json_t **answer_out, GError **error)
{
	return legal_hold(c, args, false, answer_out, error);
}

/* ---- retention ---- */

typedef struct run {
	const apres_action_context *c;
	const apres_policy *policy;
	const char *company;
	bool dry;
	bool ask; /* others must agree first */
	gint64 looked, due, erased, remaining;
	gint64 first, last, asked,
		waiting; /* requests: new ones, and those from before */
	json_t *rows;
	apres_person *batch; /* NULL = empty */
	guint in_batch;
	const apres_clause *clause; /* of the batch: the first one's */
} run;

static bool
flush_batch(run *r, GError **error)
{
	g_autoptr(apres_person) batch = g_steal_pointer(&r->batch);
	json_auto_t *report = NULL;

	if (batch == NULL || r->dry)
		return true;
	const apres_erasure_order order = {
		.cause = "retention",
		.basis = r->clause->id,
		.approver = "policy",
		.by = r->c->by,
	};
	if (!apres_erasure_run(r->c->store, r->c->config->state, batch, &order, r->c->now,
			       &report, error))
		return false;
	r->erased += r->in_batch;
	r->remaining += json_integer_value(json_object_get(report, "remaining"));
	r->in_batch = 0;
	return true;
}

/* Why PERSON, who is due, is kept all the same; NULL = to be erased.  Caller owns. */
static bool
reason_to_keep(const run *r, const apres_person *person, const apres_retention *retention,
	       char **reason_out, GError **error)
{
	g_autoptr(GError) why = NULL;

	*reason_out = NULL;
	if (retention->open_case) {
		*reason_out =
			g_strdup("a case has no outcome yet: record it, or erase by "
				 "hand");
		return true;
	}
	if (apres_retention_allows(r->c->store, r->policy, person, r->c->now, &why))
		return true;
	if (!g_error_matches(why, APRES_ERROR, APRES_ERROR_INPUT)) {
		g_propagate_error(error, g_steal_pointer(&why));
		return false;
	}
	*reason_out = g_strdup(why->message);
	return true;
}

/* Whoever runs it asks, under the name of the login. */
static bool
ask_for(run *r, const apres_person *person, const apres_retention *retention,
	GError **error)
{
	const apres_signer signer = { .name = r->c->by, .login = r->c->by };
	gint64 id = 0;

	for (guint i = 0; i < person->names->len && id == 0; i++)
		if (!apres_erase_request_find(r->c->store, r->company,
					      person->names->pdata[i], &id, error))
			return false;
	r->waiting += id != 0;
	if (id != 0)
		return true;
	g_autoptr(apres_txn) txn = apres_txn_begin(r->c->store, error);
	if (txn == NULL || !apres_signer_check(&signer, error) ||
	    !apres_erase_request_add(r->c->store, r->company, person->names->pdata[0],
				     "retention", retention->ceiling->id, &signer,
				     r->c->now, &id, error) ||
	    !apres_txn_commit(txn, error))
		return false;
	r->first = r->asked == 0 ? id : r->first;
	r->last = id;
	r->asked++;
	return true;
}

static bool
take_due(run *r, apres_person *person, const apres_retention *retention, GError **error)
{
	g_autofree char *keep = NULL;

	if (!reason_to_keep(r, person, retention, &keep, error))
		return false;
	r->due++;
	if (json_array_size(r->rows) < TOLD)
		json_array_append_new(
			r->rows, json_pack("{s:s, s:I, s:s, s:s?, s:s?}", "name",
					   person->names->pdata[0], "due",
					   (json_int_t)retention->due, "clause",
					   retention->ceiling->id, "source",
					   retention->ceiling->source, "kept", keep));
	if (keep != NULL)
		return true;
	if (r->ask)
		return r->dry || ask_for(r, person, retention, error);
	if (r->batch == NULL) {
		g_autofree char *first = g_strdup(person->names->pdata[0]);
		if (!apres_person_find(r->c->store, r->company, first, &r->batch, error))
			return false;
		r->clause = retention->ceiling;
	} else {
		apres_person_merge(r->batch, person);
	}
	return ++r->in_batch < BATCH || flush_batch(r, error);
}

static bool
look_at(run *r, const char *name, GError **error)
{
	g_autoptr(apres_person) person = NULL;
	g_autoptr(GError) several = NULL;
	apres_retention retention;

	r->looked++;
	if (!apres_person_find(r->c->store, r->company, name, &person, &several)) {
		/* An agency's address: those behind it are found by their own names. */
		if (g_error_matches(several, APRES_ERROR, APRES_ERROR_INPUT))
			return true;
		g_propagate_error(error, g_steal_pointer(&several));
		return false;
	}
	if (person == NULL)
		return true;
	if (!apres_retention_of(r->c->store, r->policy, person, &retention, error))
		return false;
	return retention.due == 0 || retention.due > r->c->now ||
	       take_due(r, person, &retention, error);
}

static bool
look_at_all(run *r, GError **error)
{
	g_autofree char *after = g_strdup("");

	for (;;) {
		g_autoptr(GPtrArray) names = NULL;

		if (!apres_person_list(r->c->store, r->company, after, PAGE, &names,
				       error))
			return false;
		for (guint i = 0; i < names->len; i++)
			if (!look_at(r, names->pdata[i], error))
				return false;
		if (names->len < PAGE)
			return flush_batch(r, error);
		g_free(after);
		after = g_strdup(names->pdata[names->len - 1]);
	}
}

bool
apres_action_retention_run(const apres_action_context *c, const json_t *args,
			   json_t **answer_out, GError **error)
{
	g_autoptr(apres_company) loaded = NULL;
	const char *company_id;

	if (!apres_action_take_text(args, "company", true, &company_id, error))
		return false;
	const apres_company *company =
		apres_action_company(c, company_id, &loaded, error);
	if (company == NULL || !apres_action_finish_erasure(c, error))
		return false;
	run r = { .c = c,
		  .policy = company->policy,
		  .company = company_id,
		  .dry = json_is_true(json_object_get(args, "dry")),
		  .ask = apres_action_erasure_needs(c, company_id) > 1,
		  .rows = json_array() };
	bool done = look_at_all(&r, error);
	apres_person_free(r.batch);
	*answer_out = json_pack("{s:b, s:I, s:I, s:I, s:I, s:o}", "dry", r.dry, "looked",
				(json_int_t)r.looked, "due", (json_int_t)r.due, "erased",
				(json_int_t)r.erased, "remaining",
				(json_int_t)r.remaining, "people", r.rows);
	if (r.ask)
		json_object_set_new(
			*answer_out, "asked",
			json_pack("{s:I, s:I, s:I, s:I}", "requests", (json_int_t)r.asked,
				  "first", (json_int_t)r.first, "last",
				  (json_int_t)r.last, "before", (json_int_t)r.waiting));
	return done;
}
