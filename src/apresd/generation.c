/* SPDX-License-Identifier: Apache-2.0 */
/* Companies and workers, counted by reference. */
#include "config.h"
#include "apresd/generation.h"
#include "pipeline/last-policy.h"
#include "store/zone.h"
#include "util/log.h"

/* A company is shared by all generations that did not replace it. */
typedef struct holder {
	apres_company *company;
} holder;

static void
holder_clear(gpointer data)
{
	holder *h = data;

	apres_company_free(h->company);
}

static void
holder_release(gpointer data)
{
	g_rc_box_release_full(data, holder_clear);
}

/* A start that cannot take the policy's file: what was in force before, or NULL.  That
 * is said for as long as it lasts. */
static apres_company *
load_last(const apres_config *config, const apres_company_config *company,
	  GHashTable *last, const GError *cause)
{
	g_autoptr(GError) why = NULL;
	apres_company *loaded = apres_company_load_last(config, company, last, &why);

	if (loaded == NULL)
		return NULL;
	loaded->trouble = g_strdup_printf(
		"company '%s': what was in force before, %.8s, stays so, as %s cannot be "
		"taken: %s",
		company->id, loaded->policy->digest, company->policy, cause->message);
	apres_log_error("%s", loaded->trouble);
	return loaded;
}

static apres_company *
load_now(const apres_config *config, GHashTable *in_force,
	 const apres_company_config *company, gint64 now, GError **error)
{
	g_autofree char *stamps = g_build_filename(config->state, "stamps", NULL);
	apres_company *loaded =
		apres_company_load(config, company, in_force, NULL, now, error);

	if (loaded == NULL)
		return NULL;
	loaded->trouble = apres_in_force_trouble(company, in_force, loaded->policy);
	if (loaded->trouble != NULL)
		apres_log_error("%s", loaded->trouble);
	/* So that apres explain need not find out again that it is sound. */
	apres_in_force_stamp(company, in_force, loaded->policy, stamps, now);
	return loaded;
}

static bool
add_company(apres_generation *generation, const apres_config *config,
	    const apres_generation_from *from, const apres_company_config *company,
	    gint64 now, GString *trouble, GError **error)
{
	g_autoptr(GError) cause = NULL;
	apres_company *loaded = load_now(config, from->in_force, company, now, &cause);
	holder *h = from->old != NULL
			    ? g_hash_table_lookup(from->old->companies, company->id)
			    : NULL;

	if (loaded == NULL && h == NULL)
		loaded = load_last(config, company, from->last, cause);
	if (loaded == NULL && h == NULL) {
		g_propagate_error(error, g_steal_pointer(&cause));
		return false;
	}
	if (loaded == NULL) {
		g_string_append_printf(trouble, "%s%s", trouble->len > 0 ? "\n" : "",
				       cause->message);
		h = g_rc_box_acquire(h);
	} else {
		h = g_rc_box_new0(holder);
		h->company = loaded;
	}
	g_hash_table_insert(generation->companies, company->id, h);
	g_hash_table_insert(generation->classifiers, company->id,
			    h->company->policy->classifier);
	return true;
}

static void
generation_clear(gpointer data)
{
	apres_generation *generation = data;

	apres_pool_free(generation->pool);
	g_hash_table_unref(generation->classifiers);
	g_hash_table_unref(generation->companies);
}

apres_generation *
apres_generation_new(const apres_config *config, const apres_generation_from *from,
		     gint64 now, GString *trouble, GError **error)
{
	g_autoptr(apres_generation) generation = g_rc_box_new0(apres_generation);

	generation->companies =
		g_hash_table_new_full(g_str_hash, g_str_equal, NULL, holder_release);
	generation->classifiers = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < config->companies->len; i++)
		if (!add_company(generation, config, from, config->companies->pdata[i],
				 now, trouble, error))
			return NULL;
	generation->pool = apres_pool_new(generation->classifiers, (guint)config->workers,
					  (guint)config->worker_timeout_secs, error);
	if (generation->pool == NULL)
		return NULL;
	return g_steal_pointer(&generation);
}

/* The store is closed again: workers, which come next, have never seen it. */
static bool
look_what_is_in_force(const apres_config *config, GHashTable **in_force_out,
		      GHashTable **last_out, GError **error)
{
	g_autoptr(apres_store) store =
		apres_store_open(config->state, APRES_STORE_WRITE, error);

	return store != NULL &&
	       (*in_force_out = apres_in_force_load(config, store, error)) != NULL &&
	       (*last_out = apres_last_policies(config, store, error)) != NULL;
}

apres_generation *
apres_generation_first(const apres_config *config, gint64 now, GError **error)
{
	g_autoptr(GHashTable) in_force = NULL;
	g_autoptr(GHashTable) last = NULL;
	g_autoptr(GString) trouble = g_string_new(NULL); /* there is no old one */

	if (!look_what_is_in_force(config, &in_force, &last, error))
		return NULL;
	const apres_generation_from from = { .in_force = in_force, .last = last };
	return apres_generation_new(config, &from, now, trouble, error);
}

apres_generation *
apres_generation_ref(apres_generation *generation)
{
	return g_rc_box_acquire(generation);
}

void
apres_generation_unref(apres_generation *generation)
{
	if (generation != NULL)
		g_rc_box_release_full(generation, generation_clear);
}

const apres_company *
apres_generation_company(const apres_generation *generation, const char *id)
{
	const holder *h = g_hash_table_lookup(generation->companies, id);

	return h != NULL ? h->company : NULL;
}

bool
apres_generation_note(const apres_generation *generation, apres_store *store, gint64 now,
		      GError **error)
{
	GHashTableIter at;
	gpointer id, h;

	g_hash_table_iter_init(&at, generation->companies);
	while (g_hash_table_iter_next(&at, &id, &h)) {
		const apres_policy *policy = ((holder *)h)->company->policy;
		if (!apres_zone_note(store, id, policy->calendar->zone, error) ||
		    !apres_last_policy_note(store, id, policy, now, error))
			return false;
	}
	return true;
}
