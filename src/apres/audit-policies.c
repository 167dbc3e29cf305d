/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "apres/audit-policies.h"
#include "apres/replay-screen.h"
#include "pipeline/policy-of-day.h"

struct apres_policies {
	apres_store *store;
	const apres_config *config;
	gint64 now;
	GHashTable *by_digest;  /* -> apres_policy, or NULL: it does not load */
	GHashTable *by_company; /* the same */
};

static void
free_policy(gpointer policy)
{
	apres_policy_free(policy);
}

apres_policies *
apres_policies_new(apres_store *store, const apres_config *config, gint64 now)
{
	apres_policies *p = g_new0(apres_policies, 1);

	p->store = store;
	p->config = config;
	p->now = now;
	p->by_digest =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_policy);
	p->by_company =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_policy);
	return p;
}

void
apres_policies_free(apres_policies *p)
{
	if (p == NULL)
		return;
	g_hash_table_unref(p->by_digest);
	g_hash_table_unref(p->by_company);
	g_free(p);
}

const apres_policy *
apres_policies_of(apres_policies *p, const char *digest)
{
	gpointer known;

	if (digest == NULL)
		return NULL;
	if (g_hash_table_lookup_extended(p->by_digest, digest, NULL, &known))
		return known;
	apres_policy *policy = apres_policy_of_day(p->store, digest, NULL);
	g_hash_table_insert(p->by_digest, g_strdup(digest), policy);
	return policy;
}

const apres_policy *
apres_policies_now(apres_policies *p, const char *company)
{
	const apres_company_config *config =
		company != NULL ? apres_config_company(p->config, company) : NULL;
	gpointer known;

	if (config == NULL)
		return NULL;
	if (g_hash_table_lookup_extended(p->by_company, company, NULL, &known))
		return known;
	apres_policy *policy = apres_replay_in_force(p->config, config, p->now, NULL);
	g_hash_table_insert(p->by_company, g_strdup(company), policy);
	return policy;
}
