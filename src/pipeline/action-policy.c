/* SPDX-License-Identifier: Apache-2.0 */
/* Putting policies into force: install, approve, go back. */
#include "config.h"
#include "pipeline/action-parts.h"
#include "pipeline/pipeline.h"
#include "pipeline/trusted-policy.h"
#include "policy/stamp.h"
#include "util/error.h"

#include <string.h>

/* With no approvals asked for, whoever installs is enough. */
static int
needed_for(const apres_action_context *c, const char *company)
{
	const apres_company_config *config = apres_config_company(c->config, company);

	return config != NULL ? MAX(config->approvals, 1) : 1;
}

static bool
answer_with(const apres_action_context *c, gint64 serial, json_t **answer_out,
	    GError **error)
{
	g_autoptr(apres_install) install = NULL;

	if (!apres_install_get(c->store, serial, &install, error))
		return false;
	*answer_out = json_pack(
		"{s:I, s:s, s:s, s:I, s:i, s:i, s:s}", "serial", (json_int_t)serial,
		"company", install->company, "digest", install->digest, "restores",
		(json_int_t)install->restores, "approvals", install->people, "needed",
		install->restores != 0 ? 1 : needed_for(c, install->company), "state",
		install->current ? "in-force" : "waiting");
	return true;
}

/* The daemon's, or the file's: what the first install takes the place of, so that there
 * is a way back. */
static bool
record_present(const apres_action_context *c, const apres_company_config *config,
	       GError **error)
{
	const apres_company *company =
		c->companies != NULL ? g_hash_table_lookup(c->companies, config->id)
				     : NULL;
	const apres_signer file = { .name = "apres.conf", .login = c->by };
	g_autoptr(apres_install) current = NULL;
	g_autoptr(apres_policy) loaded = NULL;
	gint64 serial;

	if (!apres_install_current(c->store, config->id, &current, error))
		return false;
	if (current != NULL || config->approvals > 0)
		return true;
	if (company == NULL)
		loaded = apres_in_force_policy(config, NULL, NULL, c->now, NULL);
	const apres_policy *present = company != NULL ? company->policy : loaded;
	return present == NULL || apres_install_add(c->store, config->id, present, &file,
						    1, c->now, &serial, error);
}

static bool
check_digest(const apres_policy *policy, const char *digest, GError **error)
{
	return g_str_equal(policy->digest, digest) ||
	       apres_throw(error, APRES_ERROR_INPUT,
			   "'%s' is not what was looked at: it has changed, or apresd "
			   "is another version of apres",
			   policy->file);
}

bool
apres_action_policy_install(const apres_action_context *c, const json_t *args,
			    json_t **answer_out, GError **error)
{
	const char *company, *file, *digest;
	apres_signer signer;
	gint64 serial;

	if (!apres_action_take_text(args, "company", true, &company, error) ||
	    !apres_action_take_text(args, "file", true, &file, error) ||
	    !apres_action_take_text(args, "digest", true, &digest, error) ||
	    !apres_action_take_signer(c, args, &signer, error) ||
	    !apres_action_check_company(c, company, error))
		return false;
	if (!g_path_is_absolute(file))
		return apres_throw(error, APRES_ERROR_USAGE,
				   "\"file\" must be an absolute path");
	g_autoptr(apres_policy) policy = apres_policy_load_tested(file, c->now, error);
	/* Whoever asked could read it. */
	if (policy == NULL)
		return apres_throw_prefix(error, "it must be where apresd can read it");
	if (!check_digest(policy, digest, error) ||
	    !apres_trusted_file(apres_config_company(c->config, company), policy,
				error) ||
	    !record_present(c, apres_config_company(c->config, company), error) ||
	    !apres_install_add(c->store, company, policy, &signer, needed_for(c, company),
			       c->now, &serial, error))
		return false;
	/* So that apres explain need not find out again that it is sound. */
	g_autofree char *stamps = g_build_filename(c->config->state, "stamps", NULL);
	apres_stamp_write_stored(stamps, policy);
	return answer_with(c, serial, answer_out, error);
}

/* May SERIAL be in force, as far as its signature goes?  One that is not there, or of a
 * company that is not there any more, is somebody else's business. */
static bool
check_signed(const apres_action_context *c, gint64 serial, GError **error)
{
	g_autoptr(apres_install) install = NULL;

	if (!apres_install_get(c->store, serial, &install, error))
		return false;
	const apres_company_config *company =
		install != NULL ? apres_config_company(c->config, install->company)
				: NULL;
	return company == NULL ||
	       apres_trusted_install(company, c->store, install, error);
}

bool
apres_action_policy_approve(const apres_action_context *c, const json_t *args,
			    json_t **answer_out, GError **error)
{
	g_autoptr(apres_install) install = NULL;
	apres_signer signer;
	gint64 serial;

	if (!apres_action_take_id(args, &serial, error) ||
	    !apres_action_take_signer(c, args, &signer, error) ||
	    !apres_install_get(c->store, serial, &install, error))
		return false;
	int needed = install != NULL ? needed_for(c, install->company) : 1;
	return check_signed(c, serial, error) &&
	       apres_install_approve(c->store, serial, &signer, needed, c->now, error) &&
	       answer_with(c, serial, answer_out, error);
}

bool
apres_action_policy_rollback(const apres_action_context *c, const json_t *args,
			     json_t **answer_out, GError **error)
{
	const char *company;
	apres_signer signer;
	gint64 back = 0, serial;
	guint cancelled;

	if (!apres_action_take_text(args, "company", true, &company, error) ||
	    !apres_action_take_signer(c, args, &signer, error) ||
	    !apres_action_check_company(c, company, error))
		return false;
	if (json_object_get(args, "id") != NULL &&
	    !apres_action_take_id(args, &back, error))
		return false;
	/* What the policy that was taken back would have said must not be said after it.
	 */
	if (!apres_install_restore(c->store, company, back, &signer, c->now, &serial,
				   error) ||
	    !check_signed(c, serial, error) ||
	    !apres_outbox_cancel_withdrawn(c->store, company, c->by, c->now, &cancelled,
					   error) ||
	    !answer_with(c, serial, answer_out, error))
		return false;
	json_object_set_new(*answer_out, "cancelled", json_integer(cancelled));
	return true;
}
