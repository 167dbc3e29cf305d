/* SPDX-License-Identifier: Apache-2.0 */
/* Erasing one person: at once, or only asked for. */
#include "config.h"
#include "message/address.h"
#include "pipeline/action-parts.h"
#include "pipeline/erasure.h"
#include "pipeline/retention.h"
#include "store/audit.h"
#include "store/erase-request.h"
#include "util/error.h"

#include <string.h>

char *
apres_action_person_name(const char *given)
{
	char *identity = apres_address_identity(given);

	return identity != NULL ? identity : g_strdup(given);
}

bool
apres_action_finish_erasure(const apres_action_context *c, GError **error)
{
	json_auto_t *report = NULL;

	return apres_erasure_resume(c->store, c->config->state, c->now, &report, error);
}

/* What stays for ever must name nobody. */
static bool
check_basis(const apres_person *person, const char *basis, GError **error)
{
	g_autofree char *folded = g_ascii_strdown(basis, -1);

	for (guint i = 0; i < person->names->len; i++) {
		g_autofree char *name = g_ascii_strdown(person->names->pdata[i], -1);
		if (strstr(folded, name) != NULL)
			return apres_throw(error, APRES_ERROR_INPUT,
					   "the basis stays in the record for ever: it "
					   "must not name the person");
	}
	return true;
}

static bool
add_files(const apres_action_context *c, const apres_person *person, json_t **files_out,
	  GError **error)
{
	g_autoptr(GPtrArray) files = NULL;

	if (!apres_person_files(c->store, person, &files, error))
		return false;
	*files_out = json_array();
	for (guint i = 0; i < files->len; i++)
		json_array_append_new(*files_out, json_string(files->pdata[i]));
	return true;
}

/* A law has let go of PERSON: it still does, if nothing has happened since. */
static bool
check_due(const apres_action_context *c, const apres_policy *policy,
	  const apres_person *person, GError **error)
{
	apres_retention retention;

	if (!apres_retention_of(c->store, policy, person, &retention, error))
		return false;
	return (retention.due != 0 && retention.due <= c->now && !retention.open_case) ||
	       apres_throw(error, APRES_ERROR_INPUT,
			   "no law lets go of %s any more, as something has happened "
			   "since: decline it",
			   (const char *)person->names->pdata[0]);
}

bool
apres_action_find_to_erase(const apres_action_context *c, const char *company_id,
			   const char *name, const char *cause, const char *basis,
			   apres_person **person_out, GError **error)
{
	g_autoptr(apres_person) person = NULL;
	g_autoptr(apres_company) loaded = NULL;
	const apres_company *company =
		apres_action_company(c, company_id, &loaded, error);

	if (company == NULL || !apres_action_finish_erasure(c, error) ||
	    !apres_person_find(c->store, company_id, name, &person, error))
		return false;
	if (person == NULL)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "nothing is stored about %s; see: apres case list",
				   name);
	if (!check_basis(person, basis, error) ||
	    !apres_retention_allows(c->store, company->policy, person, c->now, error) ||
	    (g_str_equal(cause, "retention") &&
	     !check_due(c, company->policy, person, error)))
		return false;
	*person_out = g_steal_pointer(&person);
	return true;
}

bool
apres_action_erase(const apres_action_context *c, apres_person *person,
		   const apres_erasure_order *order, json_t **answer_out, GError **error)
{
	json_t *files = NULL;

	if (!add_files(c, person, &files, error))
		return false;
	bool done = apres_erasure_run(c->store, c->config->state, person, order, c->now,
				      answer_out, error);
	if (done)
		json_object_set(*answer_out, "files", files);
	json_decref(files);
	return done;
}

/* ---- asking ---- */

int
apres_action_erasure_needs(const apres_action_context *c, const char *company)
{
	const apres_company_config *config = apres_config_company(c->config, company);

	return config != NULL ? config->erasure_approvals : 1;
}

static bool
request(const apres_action_context *c, const json_t *args, const char *company,
	const char *name, const char *basis, json_t **answer_out, GError **error)
{
	int needed = apres_action_erasure_needs(c, company);
	apres_signer signer;
	gint64 id;

	if (json_object_get(args, "approver") != NULL)
		return apres_throw(error, APRES_ERROR_USAGE,
				   "%d people must agree, each with a login: leave out "
				   "--approver",
				   needed);
	if (!apres_action_take_signer(c, args, &signer, error))
		return false;
	g_autoptr(apres_txn) txn = apres_txn_begin(c->store, error);
	if (txn == NULL ||
	    !apres_erase_request_add(c->store, company, name, "request", basis, &signer,
				     c->now, &id, error) ||
	    !apres_txn_commit(txn, error))
		return false;
	*answer_out = json_pack("{s:s, s:I, s:i}", "state", "waiting", "request",
				(json_int_t)id, "missing", needed - 1);
	return true;
}

bool
apres_action_person_erase(const apres_action_context *c, const json_t *args,
			  json_t **answer_out, GError **error)
{
	apres_erasure_order order = { .cause = "request", .by = c->by };
	g_autoptr(apres_person) person = NULL;
	const char *company, *given;

	if (!apres_action_take_text(args, "company", true, &company, error) ||
	    !apres_action_take_text(args, "name", true, &given, error) ||
	    !apres_action_take_text(args, "basis", true, &order.basis, error))
		return false;
	g_autofree char *name = apres_action_person_name(given);
	if (!apres_action_find_to_erase(c, company, name, order.cause, order.basis,
					&person, error))
		return false;
	if (apres_action_erasure_needs(c, company) > 1)
		return request(c, args, company, name, order.basis, answer_out, error);
	return apres_action_take_text(args, "approver", true, &order.approver, error) &&
	       apres_action_erase(c, person, &order, answer_out, error);
}
