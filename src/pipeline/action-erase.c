/* SPDX-License-Identifier: Apache-2.0 */
/* Erasing one person: at once, or when somebody else has looked at what would go. */
#include "config.h"
#include "message/address.h"
#include "pipeline/action-parts.h"
#include "pipeline/erasure-page.h"
#include "pipeline/erasure.h"
#include "pipeline/retention.h"
#include "store/audit.h"
#include "store/erase-request.h"
#include "util/crash-point.h"
#include "util/error.h"
#include "util/fsutil.h"

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

/* PERSON_OUT: NAME of COMPANY, whom nothing forbids to forget on this BASIS. */
static bool
find_to_erase(const apres_action_context *c, const char *company_id, const char *name,
	      const char *basis, apres_person **person_out, GError **error)
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
	    !apres_retention_allows(c->store, company->policy, person, c->now, error))
		return false;
	*person_out = g_steal_pointer(&person);
	return true;
}

static bool
erase(const apres_action_context *c, apres_person *person,
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

/* People who must agree; who asks is one. */
static int
needed_for(const apres_action_context *c, const char *company)
{
	const apres_company_config *config = apres_config_company(c->config, company);

	return config != NULL ? config->erasure_approvals : 1;
}

static bool
request(const apres_action_context *c, const json_t *args, const char *company,
	const char *name, const char *basis, json_t **answer_out, GError **error)
{
	int needed = needed_for(c, company);
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
	    !apres_erase_request_add(c->store, company, name, basis, &signer, c->now, &id,
				     error) ||
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
	if (!find_to_erase(c, company, name, order.basis, &person, error))
		return false;
	if (needed_for(c, company) > 1)
		return request(c, args, company, name, order.basis, answer_out, error);
	return apres_action_take_text(args, "approver", true, &order.approver, error) &&
	       erase(c, person, &order, answer_out, error);
}

/* ---- somebody else ---- */

/* A request that waits, whom it is about, what is to be looked at, and who agreed. */
typedef struct asked {
	apres_erase_request *request;
	apres_person *person;
	char *page, *digest;
	GPtrArray *approvals; /* to just this page; who asked is not among them */
} asked;

static void
asked_clear(asked *a)
{
	apres_erase_request_free(a->request);
	g_clear_pointer(&a->person, apres_person_free);
	g_free(a->page);
	g_free(a->digest);
	g_clear_pointer(&a->approvals, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(asked, asked_clear)

static apres_matter
matter_of(const asked *a)
{
	return (apres_matter){ "erasure", a->request->id, a->digest };
}

static bool
find_asked(const apres_action_context *c, const json_t *args, asked *a, GError **error)
{
	gint64 id;

	if (!apres_action_take_id(args, &id, error) ||
	    !apres_erase_request_open(c->store, id, &a->request, error) ||
	    !find_to_erase(c, a->request->company, a->request->name, a->request->basis,
			   &a->person, error))
		return false;
	a->page = apres_erasure_page(c->store, a->request, a->person, error);
	if (a->page == NULL)
		return false;
	a->digest = apres_sha256_hex(a->page, strlen(a->page));
	const apres_matter matter = matter_of(a);
	return apres_approval_list(c->store, &matter, &a->approvals, error);
}

/* At least one other, whatever apres.conf says by now. */
static int
still_needed(const apres_action_context *c, const asked *a)
{
	int others = MAX(needed_for(c, a->request->company), 2) - 1;

	return MAX(others - apres_approval_people(a->approvals), 0);
}

bool
apres_action_erase_look(const apres_action_context *c, const json_t *args,
			json_t **answer_out, GError **error)
{
	g_auto(asked) a = { 0 };

	if (!find_asked(c, args, &a, error))
		return false;
	/* Nothing private, so that looking changes nothing on the page. */
	json_auto_t *pub =
		json_pack("{s:I, s:s, s:s}", "request", (json_int_t)a.request->id, "by",
			  c->by, "bytes", a.digest);
	g_autoptr(apres_txn) txn = apres_txn_begin(c->store, error);
	if (txn == NULL ||
	    !apres_audit_append(c->store, "person-show", a.request->company, 0, pub, NULL,
				c->now, NULL, error) ||
	    !apres_txn_commit(txn, error))
		return false;
	*answer_out = json_pack("{s:I, s:s, s:s, s:i}", "request",
				(json_int_t)a.request->id, "page", a.page, "digest",
				a.digest, "missing", still_needed(c, &a));
	return true;
}

/* SIGNER is neither who asked nor has agreed already; recorded. */
static bool
agree(const apres_action_context *c, asked *a, const apres_signer *signer, GError **error)
{
	g_autofree char *title =
		g_strdup_printf("request %" G_GINT64_FORMAT, a->request->id);
	apres_approval asker = { a->request->by, a->request->login, a->request->at };
	g_autoptr(GPtrArray) before = g_ptr_array_new();
	const apres_matter matter = matter_of(a);

	g_ptr_array_add(before, &asker);
	g_ptr_array_extend(before, a->approvals, NULL, NULL);
	g_autoptr(apres_txn) txn = apres_txn_begin(c->store, error);
	if (txn == NULL || !apres_approval_is_other(before, signer, title, error) ||
	    !apres_approval_add(c->store, &matter, signer, c->now, error))
		return false;
	json_auto_t *pub =
		json_pack("{s:I, s:s, s:s, s:s}", "request", (json_int_t)a->request->id,
			  "by", signer->name, "login", signer->login, "bytes", a->digest);
	g_clear_pointer(&a->approvals, g_ptr_array_unref);
	return apres_audit_append(c->store, "approve", a->request->company, 0, pub, NULL,
				  c->now, NULL, error) &&
	       apres_txn_commit(txn, error) &&
	       apres_approval_list(c->store, &matter, &a->approvals, error);
}

static bool
erase_asked(const apres_action_context *c, const asked *a, json_t **answer_out,
	    GError **error)
{
	g_autofree char *approvers = apres_approval_names(a->approvals);
	const apres_erasure_order order = {
		.cause = "request",
		.basis = a->request->basis,
		.approver = approvers,
		.by = a->request->by,
		.request = a->request->id,
		.seen = a->digest,
	};
	return erase(c, a->person, &order, answer_out, error);
}

bool
apres_action_erase_approve(const apres_action_context *c, const json_t *args,
			   json_t **answer_out, GError **error)
{
	g_auto(asked) a = { 0 };
	apres_signer signer;
	const char *seen;

	if (!apres_action_take_text(args, "seen", true, &seen, error) ||
	    !apres_action_take_signer(c, args, &signer, error) ||
	    !find_asked(c, args, &a, error))
		return false;
	if (!apres_approval_saw(a.digest, seen))
		return apres_throw(error, APRES_ERROR_INPUT,
				   "what would go is not what was seen (%s): look again, "
				   "apres person approve %" G_GINT64_FORMAT,
				   seen, a.request->id);
	/* Nobody is missing if the last one's command was cut off. */
	if (still_needed(c, &a) > 0 && !agree(c, &a, &signer, error))
		return false;
	int missing = still_needed(c, &a);
	apres_crash_point("erase-agreed");
	if (missing == 0)
		return erase_asked(c, &a, answer_out, error);
	*answer_out = json_pack("{s:s, s:I, s:i}", "state", "waiting", "request",
				(json_int_t)a.request->id, "missing", missing);
	return true;
}

bool
apres_action_erase_decline(const apres_action_context *c, const json_t *args,
			   json_t **answer_out, GError **error)
{
	g_autoptr(apres_erase_request) asked_for = NULL;
	apres_signer signer;
	gint64 id;

	if (!apres_action_take_id(args, &id, error) ||
	    !apres_action_take_signer(c, args, &signer, error) ||
	    !apres_erase_request_open(c->store, id, &asked_for, error))
		return false;
	*answer_out =
		json_pack("{s:s, s:I}", "state", "declined", "request", (json_int_t)id);
	return apres_erase_request_decline(c->store, asked_for, &signer, c->now, error);
}
