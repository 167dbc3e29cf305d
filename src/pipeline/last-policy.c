/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/last-policy.h"
#include "pipeline/policy-of-day.h"
#include "pipeline/trusted-policy.h"
#include "store/policy-source.h"
#include "util/error.h"

typedef struct last_policy {
	char *digest, *signature; /* signature: or NULL */
	GHashTable *sources;      /* name -> GBytes */
} last_policy;

static void
last_policy_free(gpointer data)
{
	last_policy *last = data;

	g_free(last->digest);
	g_free(last->signature);
	g_clear_pointer(&last->sources, g_hash_table_unref);
	g_free(last);
}

static char *
key_of(const char *company)
{
	return g_strconcat("policy/", company, NULL);
}

bool
apres_last_policy_note(apres_store *store, const char *company,
		       const apres_policy *policy, gint64 now, GError **error)
{
	g_autofree char *key = key_of(company);

	return apres_policy_record(store, policy, now, error) &&
	       apres_store_meta_set(store, key, policy->digest, error);
}

static bool
add_company(GHashTable *all, apres_store *store, const char *company, GError **error)
{
	g_autofree char *key = key_of(company);
	g_autofree char *digest = NULL;
	g_autofree char *signed_by = NULL;

	if (!apres_store_meta_get(store, key, &digest, error))
		return false;
	if (digest == NULL)
		return true;
	last_policy *last = g_new0(last_policy, 1);
	last->digest = g_steal_pointer(&digest);
	g_hash_table_insert(all, g_strdup(company), last);
	return apres_policy_sources(store, last->digest, &last->sources, error) &&
	       apres_policy_signature(store, last->digest, &last->signature, &signed_by,
				      error);
}

GHashTable *
apres_last_policies(const apres_config *config, apres_store *store, GError **error)
{
	g_autoptr(GHashTable) all =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, last_policy_free);

	for (guint i = 0; i < config->companies->len; i++) {
		const apres_company_config *company = config->companies->pdata[i];
		if (company->approvals == 0 &&
		    !add_company(all, store, company->id, error))
			return NULL;
	}
	return g_steal_pointer(&all);
}

apres_policy *
apres_last_policy_load(const apres_company_config *company, GHashTable *last,
		       GError **error)
{
	const last_policy *kept =
		last != NULL ? g_hash_table_lookup(last, company->id) : NULL;

	if (kept == NULL) {
		apres_throw(error, APRES_ERROR_INPUT,
			    "no policy was in force for company '%s'", company->id);
		return NULL;
	}
	g_autoptr(apres_policy) policy =
		apres_policy_of_sources(kept->sources, kept->digest, error);
	if (policy == NULL ||
	    !apres_trusted_stored(company, policy, kept->signature, error))
		return NULL;
	g_free(policy->file);
	policy->file = g_strdup(company->policy);
	return g_steal_pointer(&policy);
}
