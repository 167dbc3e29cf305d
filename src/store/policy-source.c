/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "store/policy-source.h"

#include "policy/load.h"
#include "store/db.h"

#include <string.h>

static bool
record_source(apres_store *store, const char *digest, const char *name, GBytes *bytes,
	      GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"INSERT INTO policy_source (digest, name, bytes) VALUES (?1, ?2, ?3)"
		" ON CONFLICT DO NOTHING");

	apres_bind_text(&query, digest);
	apres_bind_text(&query, name);
	apres_bind_bytes(&query, bytes);
	return apres_query_run(&query, error);
}

/* The same files may be signed again, by another key. */
static bool
record_signature(apres_store *store, const apres_policy *policy, GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "UPDATE policy SET signature = ?2, signed_by = ?3"
				      " WHERE digest = ?1 AND signature IS NOT ?2");

	if (policy->signature == NULL)
		return true;
	apres_bind_text(&query, policy->digest);
	apres_bind_text(&query, policy->signature);
	apres_bind_text(&query, policy->signed_by);
	return apres_query_run(&query, error);
}

bool
apres_policy_record(apres_store *store, const apres_policy *policy, gint64 now,
		    GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "INSERT INTO policy (digest, id, first_used)"
				      " VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING");
	GHashTableIter at;
	gpointer name, bytes;
	int changed;

	apres_bind_text(&query, policy->digest);
	apres_bind_text(&query, policy->id);
	apres_bind_int(&query, now);
	if (!apres_store_in_txn(store, error) ||
	    !apres_query_run_changed(&query, &changed, error) ||
	    !record_signature(store, policy, error))
		return false;
	if (changed == 0)
		return true;
	g_hash_table_iter_init(&at, policy->sources);
	while (g_hash_table_iter_next(&at, &name, &bytes)) {
		g_autofree char *kept = apres_policy_source_name(policy->file, name);
		if (!record_source(store, policy->digest, kept, bytes, error))
			return false;
	}
	return true;
}

bool
apres_policy_sources(apres_store *store, const char *digest, GHashTable **sources_out,
		     GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT name, bytes FROM policy_source WHERE digest = ?1");
	g_autoptr(GHashTable) sources = g_hash_table_new_full(
		g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
	bool row = true;

	apres_bind_text(&query, digest);
	while (row) {
		if (!apres_query_step(&query, &row, error))
			return false;
		if (!row)
			break;
		char *name = apres_take_text(&query);
		g_hash_table_insert(sources, name, apres_take_bytes(&query));
	}
	*sources_out = g_steal_pointer(&sources);
	return true;
}

bool
apres_policy_signature(apres_store *store, const char *digest, char **signature_out,
		       char **signed_by_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT signature, signed_by FROM policy WHERE digest = ?1");
	bool row;

	*signature_out = NULL;
	*signed_by_out = NULL;
	apres_bind_text(&query, digest);
	if (!apres_query_step(&query, &row, error))
		return false;
	if (row) {
		*signature_out = apres_take_text(&query);
		*signed_by_out = apres_take_text(&query);
	}
	return true;
}
