/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/trusted-policy.h"
#include "policy/signature.h"
#include "store/policy-source.h"
#include "util/error.h"
#include "util/fsutil.h"

#define MAX_NOTE (1024 * 1024)

static bool
asks(const apres_company_config *company)
{
	return company->policy_keys[0] != NULL;
}

static void
carry(apres_policy *policy, const char *note, char *signed_by)
{
	g_free(policy->signature);
	policy->signature = g_strdup(note);
	g_free(policy->signed_by);
	policy->signed_by = signed_by;
}

static bool
check_file(const apres_company_config *company, apres_policy *policy, GError **error)
{
	g_autofree char *path = apres_policy_signature_path(policy->file);
	g_autofree char *signed_by = NULL;

	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return apres_throw(
			error, APRES_ERROR_CONFIG,
			"policy-keys asks for a signature, and '%s' is missing", path);
	g_autoptr(GBytes) note = apres_file_read(path, MAX_NOTE, error);
	if (note == NULL)
		return false;
	const char *text = g_bytes_get_data(note, NULL);
	if (!apres_policy_check_signature(policy->sources, policy->file,
					  company->policy_keys, path, text, &signed_by,
					  error))
		return false;
	carry(policy, text, g_steal_pointer(&signed_by));
	return true;
}

bool
apres_trusted_file(const apres_company_config *company, apres_policy *policy,
		   GError **error)
{
	g_autoptr(GError) cause = NULL;

	if (!asks(company) || check_file(company, policy, &cause))
		return true;
	return apres_throw(
		error, cause->code,
		"%s; whoever answers for the policy signs it: apres policy sign "
		"%s --key KEYFILE",
		cause->message, policy->file);
}

/* Serves what is in force, and what shall be: the file is where to begin. */
static bool
check_stored(const apres_company_config *company, GHashTable *sources, const char *file,
	     const char *note, char **signed_by_out, GError **error)
{
	g_autoptr(GError) cause = NULL;

	if (note == NULL)
		apres_throw(
			&cause, APRES_ERROR_CONFIG,
			"policy-keys asks for a signature, and none was kept with it");
	else if (apres_policy_check_signature(sources, file, company->policy_keys,
					      "the signature kept with it", note,
					      signed_by_out, &cause))
		return true;
	return apres_throw(error, APRES_ERROR_CONFIG,
			   "%s; sign a policy and install it: apres policy sign %s --key "
			   "KEYFILE, then apres policy install %s --by NAME",
			   cause->message, company->policy, company->policy);
}

bool
apres_trusted_stored(const apres_company_config *company, apres_policy *policy,
		     const char *note, GError **error)
{
	char *signed_by = NULL;

	if (!asks(company))
		return true;
	if (!check_stored(company, policy->sources, policy->file, note, &signed_by,
			  error))
		return false;
	carry(policy, note, signed_by);
	return true;
}

bool
apres_trusted_install(const apres_company_config *company, apres_store *store,
		      const apres_install *install, GError **error)
{
	g_autoptr(GHashTable) sources = NULL;
	g_autofree char *note = NULL;
	g_autofree char *kept_name = NULL;
	g_autofree char *signed_by = NULL;

	if (!asks(company))
		return true;
	return apres_policy_sources(store, install->digest, &sources, error) &&
	       apres_policy_signature(store, install->digest, &note, &kept_name, error) &&
	       (check_stored(company, sources, install->file, note, &signed_by, error) ||
		apres_throw_prefix(error, "policy %d", (int)install->serial));
}
