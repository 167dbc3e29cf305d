/* SPDX-License-Identifier: Apache-2.0 */
/* Companies and workers, counted by reference. */
#include "config.h"
#include "apresd/generation.h"
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

static bool
add_company(apres_generation *generation, const apres_config *config,
	    GHashTable *in_force, const apres_company_config *company,
	    const apres_generation *old, gint64 now, GString *trouble, GError **error)
{
	g_autoptr(GError) cause = NULL;
	apres_company *loaded =
		apres_company_load(config, company, in_force, NULL, now, &cause);
	holder *h = old != NULL ? g_hash_table_lookup(old->companies, company->id) : NULL;

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
		loaded->trouble =
			apres_in_force_trouble(company, in_force, loaded->policy);
		if (loaded->trouble != NULL)
			apres_log_error("%s", loaded->trouble);
		/* So that apres explain need not find out again that it is sound. */
		g_autofree char *stamps = g_build_filename(config->state, "stamps", NULL);
		apres_in_force_stamp(company, in_force, loaded->policy, stamps, now);
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
apres_generation_new(const apres_config *config, GHashTable *in_force,
		     const apres_generation *old, gint64 now, GString *trouble,
		     GError **error)
{
	g_autoptr(apres_generation) generation = g_rc_box_new0(apres_generation);

	generation->companies =
		g_hash_table_new_full(g_str_hash, g_str_equal, NULL, holder_release);
	generation->classifiers = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < config->companies->len; i++)
		if (!add_company(generation, config, in_force,
				 config->companies->pdata[i], old, now, trouble, error))
			return NULL;
	generation->pool = apres_pool_new(generation->classifiers, (guint)config->workers,
					  (guint)config->worker_timeout_secs, error);
	if (generation->pool == NULL)
		return NULL;
	return g_steal_pointer(&generation);
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
apres_generation_note_zones(const apres_generation *generation, apres_store *store,
			    GError **error)
{
	GHashTableIter at;
	gpointer id, h;

	g_hash_table_iter_init(&at, generation->companies);
	while (g_hash_table_iter_next(&at, &id, &h)) {
		const apres_policy *policy = ((holder *)h)->company->policy;
		if (!apres_zone_note(store, id, policy->calendar->zone, error))
			return false;
	}
	return true;
}
