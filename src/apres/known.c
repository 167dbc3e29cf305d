/* SPDX-License-Identifier: Apache-2.0 */
/* Which names there are, for whoever asks for one. */
#include "config.h"
#include "apres/known.h"
#include "pipeline/in-force.h"
#include "util/error.h"
#include "util/nearest.h"

/* A hundred classes are no help: the nearest is. */
#define SHOWN_MAX 20

static void
add(GPtrArray *names, const char *name)
{
	if (name != NULL &&
	    !g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
		g_ptr_array_add(names, g_strdup(name));
}

static void
add_urged(GPtrArray *names, const apres_urging *urging)
{
	add(names, urging->escalate_to);
	for (guint i = 0; urging->levels != NULL && i < urging->levels->len; i++)
		add(names, ((apres_level *)urging->levels->pdata[i])->to);
}

static void
add_owners(GPtrArray *names, const apres_policy *policy)
{
	for (guint i = 0; i < policy->queues->len; i++) {
		const apres_queue *queue = policy->queues->pdata[i];
		add(names, queue->owner);
		add_urged(names, &queue->urging);
	}
	if (policy->debrief == NULL)
		return;
	add(names, policy->debrief->owner);
	add_urged(names, &policy->debrief->urging);
}

static void
add_names(GPtrArray *names, const apres_policy *policy, apres_known what)
{
	switch (what) {
	case APRES_KNOWN_QUEUE:
		for (guint i = 0; i < policy->queues->len; i++)
			add(names, ((apres_queue *)policy->queues->pdata[i])->id);
		break;
	case APRES_KNOWN_OWNER: add_owners(names, policy); break;
	case APRES_KNOWN_CLASS:
		for (guint i = 0; i < policy->classes->len; i++)
			add(names, ((apres_class *)policy->classes->pdata[i])->id);
		break;
	case APRES_KNOWN_RULE:
		for (guint i = 0; i < policy->rules->len; i++)
			add(names, ((apres_rule *)policy->rules->pdata[i])->id);
		break;
	case APRES_KNOWN_TEMPLATE:
		for (guint i = 0; i < policy->templates->len; i++)
			add(names, ((apres_template *)policy->templates->pdata[i])->id);
		break;
	}
}

static GPtrArray *
load_names(const apres_config *config, apres_store *store, const char *company,
	   apres_known what, GError **error)
{
	g_autoptr(GHashTable) in_force = apres_in_force_load(config, store, error);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

	if (in_force == NULL)
		return NULL;
	for (guint i = 0; i < config->companies->len; i++) {
		const apres_company_config *one = config->companies->pdata[i];
		if (company != NULL && !g_str_equal(one->id, company))
			continue;
		g_autoptr(apres_policy) policy =
			apres_in_force_shown(config, one, in_force, error);
		if (policy == NULL)
			return NULL;
		add_names(names, policy, what);
	}
	return g_steal_pointer(&names);
}

bool
apres_known_check(const apres_config *config, apres_store *store, const char *company,
		  apres_known what, const char *option, const char *name, GError **error)
{
	if (name == NULL)
		return true;
	g_autoptr(GPtrArray) names = load_names(config, store, company, what, error);
	if (names == NULL)
		return false;
	if (g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
		return true;
	const char *near = apres_nearest(name, names);
	g_autoptr(GString) shown = g_string_new(NULL);
	if (near != NULL)
		g_string_append_printf(shown, "did you mean '%s'? ", near);
	g_string_append(shown, "there are");
	for (guint i = 0; i < names->len && i < SHOWN_MAX; i++)
		g_string_append_printf(shown, " %s", (char *)names->pdata[i]);
	if (names->len > SHOWN_MAX)
		g_string_append_printf(shown, " and %u more; see: apres policy show",
				       names->len - SHOWN_MAX);
	return apres_throw(error, APRES_ERROR_USAGE, "%s '%s': %s", option, name,
			   shown->str);
}
