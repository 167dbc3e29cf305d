/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/policy-of-day.h"
#include "policy/load.h"
#include "store/policy-source.h"
#include "util/error.h"

#include <string.h>

#define OWN "./" /* so begin the names of the company's own files */

/* Could NAME be the file that all others were read from? */
static bool
may_be_first(const char *name, GBytes *bytes)
{
	gsize len;
	const char *data = g_bytes_get_data(bytes, &len);

	return g_str_has_prefix(name, OWN) && strchr(name + strlen(OWN), '/') == NULL &&
	       g_strstr_len(data, (gssize)len, "<policy") != NULL;
}

/* Which of the files was the first is not kept; the digest says whether it was. */
apres_policy *
apres_policy_of_sources(GHashTable *sources, const char *digest, GError **error)
{
	g_autoptr(GError) cause = NULL;
	GHashTableIter at;
	gpointer name, bytes;

	g_hash_table_iter_init(&at, sources);
	while (g_hash_table_iter_next(&at, &name, &bytes)) {
		if (!may_be_first(name, bytes))
			continue;
		g_clear_error(&cause);
		apres_policy *policy = apres_policy_load_stored(
			(char *)name + strlen(OWN), sources, digest, &cause);
		if (policy != NULL)
			return policy;
	}
	if (cause != NULL)
		g_propagate_prefixed_error(error, g_steal_pointer(&cause),
					   "policy %.8s: ", digest);
	else
		apres_throw(error, APRES_ERROR_INPUT,
			    "the bytes of policy %.8s were not kept", digest);
	return NULL;
}

apres_policy *
apres_policy_of_day(apres_store *store, const char *digest, GError **error)
{
	g_autoptr(GHashTable) sources = NULL;

	return apres_policy_sources(store, digest, &sources, error)
		       ? apres_policy_of_sources(sources, digest, error)
		       : NULL;
}
