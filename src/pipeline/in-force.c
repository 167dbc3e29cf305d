/* SPDX-License-Identifier: Apache-2.0 */
/* Where a company's policy comes from, and whether its file says something else. */
#include "config.h"
#include "pipeline/in-force.h"
#include "pipeline/policy-test.h"
#include "pipeline/trusted-policy.h"
#include "policy/load.h"
#include "policy/stamp.h"
#include "store/policy-source.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/text.h"

#include <string.h>

#define SHOWN_FAILURES 5

/* A policy whose own tests fail is not the policy its author meant. */
static bool
run_tests(const apres_policy *policy, gint64 now, GError **error)
{
	g_autoptr(GPtrArray) results = apres_policy_test_run(policy, now);
	g_autoptr(GString) failures = g_string_new(NULL);
	guint failed = 0;

	for (guint i = 0; i < results->len; i++) {
		const apres_test_result *result = results->pdata[i];
		if (result->passed || ++failed > SHOWN_FAILURES)
			continue;
		g_string_append_printf(
			failures, "%s%s:%d:%d: error: expected \"%s\", got \"%s\"",
			failures->len > 0 ? "\n" : "", result->test->origin.file,
			result->test->origin.line, result->test->origin.column,
			result->test->expect, result->got);
	}
	if (failed == 0)
		return true;
	return apres_throw(error, APRES_ERROR_CONFIG, "%s\n%s: %u of %u %s",
			   failures->str, policy->file, failed, results->len,
			   apres_noun(results->len, "test fails", "tests fail"));
}

apres_policy *
apres_policy_load_tested(const char *path, gint64 now, GError **error)
{
	g_autoptr(apres_policy) policy = apres_policy_load(path, NULL, error);

	if (policy == NULL || !run_tests(policy, now, error))
		return NULL;
	return g_steal_pointer(&policy);
}

apres_policy *
apres_policy_load_stamped(const char *path, const char *stamps, bool tested, gint64 now,
			  GError **error)
{
	gint64 when = tested ? now : APRES_STAMP_UNTESTED;
	apres_policy *policy = apres_stamp_load(stamps, path, when);

	if (policy != NULL)
		return policy;
	policy = tested ? apres_policy_load_tested(path, now, error)
			: apres_policy_load(path, NULL, error);
	if (policy != NULL)
		apres_stamp_write(stamps, policy, when);
	return policy;
}

static void
in_force_free(gpointer data)
{
	apres_in_force *one = data;

	apres_install_free(one->install);
	g_clear_pointer(&one->sources, g_hash_table_unref);
	g_free(one->signature);
	g_free(one);
}

static bool
add_company(GHashTable *all, apres_store *store, const char *company, GError **error)
{
	g_autoptr(apres_install) install = NULL;
	g_autoptr(GHashTable) sources = NULL;
	g_autofree char *signature = NULL;
	g_autofree char *signed_by = NULL;

	if (!apres_install_current(store, company, &install, error))
		return false;
	if (install == NULL)
		return true;
	if (!apres_policy_sources(store, install->digest, &sources, error) ||
	    !apres_policy_signature(store, install->digest, &signature, &signed_by,
				    error))
		return false;
	apres_in_force *one = g_new0(apres_in_force, 1);
	one->install = g_steal_pointer(&install);
	one->sources = g_steal_pointer(&sources);
	one->signature = g_steal_pointer(&signature);
	g_hash_table_insert(all, g_strdup(company), one);
	return true;
}

static GHashTable *
nothing(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, in_force_free);
}

GHashTable *
apres_in_force_load(const apres_config *config, apres_store *store, GError **error)
{
	g_autoptr(GHashTable) all = nothing();

	for (guint i = 0; i < config->companies->len; i++) {
		const apres_company_config *company = config->companies->pdata[i];
		if (!add_company(all, store, company->id, error))
			return NULL;
	}
	return g_steal_pointer(&all);
}

static bool
asks_approvals(const apres_config *config)
{
	for (guint i = 0; i < config->companies->len; i++)
		if (((apres_company_config *)config->companies->pdata[i])->approvals > 0)
			return true;
	return false;
}

GHashTable *
apres_in_force_peek(const apres_config *config, GError **error)
{
	g_autofree char *file = g_build_filename(config->state, "apres.db", NULL);

	if (!g_file_test(file, G_FILE_TEST_EXISTS))
		return nothing();
	g_autoptr(GError) cause = NULL;
	g_autoptr(apres_store) store =
		apres_store_open(config->state, APRES_STORE_READ, &cause);
	if (store != NULL)
		return apres_in_force_load(config, store, error);
	/* One of an older apres, which has not been brought up to date: nothing was
	 * installed there. */
	if (g_error_matches(cause, APRES_ERROR, APRES_ERROR_TEMP) &&
	    !asks_approvals(config))
		return nothing();
	g_propagate_error(error, g_steal_pointer(&cause));
	return NULL;
}

/* ---- the file beside it ---- */

/* The company's own files by their names, as they are stored: "./policy.xml". */
static bool
is_same_source(const apres_policy *stored, const char *name, GBytes *bytes)
{
	GBytes *other = g_hash_table_lookup(stored->sources, name);

	return other != NULL && g_bytes_equal(other, bytes);
}

static gint
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names of what FILE has otherwise than STORED, "policy.xml, standard.xml". */
static char *
differences(const apres_policy *stored, const apres_policy *file)
{
	g_autofree char *folder = g_path_get_dirname(file->file);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	GHashTableIter at;
	gpointer name, bytes;

	g_hash_table_iter_init(&at, file->sources);
	while (g_hash_table_iter_next(&at, &name, &bytes)) {
		bool own = g_str_has_prefix(name, folder);
		g_autofree char *kept =
			own ? g_strconcat(".", (char *)name + strlen(folder), NULL)
			    : g_strdup(name);
		if (!is_same_source(stored, kept, bytes))
			g_ptr_array_add(names, g_strdup(own ? kept + 2 : kept));
	}
	g_ptr_array_sort(names, by_name);
	g_ptr_array_add(names, NULL);
	return g_strjoinv(", ", (char **)names->pdata);
}

static const apres_install *
install_of(const apres_company_config *company, GHashTable *in_force)
{
	const apres_in_force *one =
		in_force != NULL ? g_hash_table_lookup(in_force, company->id) : NULL;

	return one != NULL ? one->install : NULL;
}

/* Somebody has changed the file, or a new version of apres its packs: nobody installed
 * that. */
char *
apres_in_force_trouble(const apres_company_config *company, GHashTable *in_force,
		       const apres_policy *policy)
{
	const apres_install *install = install_of(company, in_force);
	g_autoptr(GError) cause = NULL;
	g_autoptr(apres_policy) file = NULL;

	if (install == NULL)
		return NULL;
	file = apres_policy_load(company->policy, NULL, &cause);
	if (file == NULL)
		return g_strdup_printf(
			"company '%s': policy %d, installed by %s, is in force; the file "
			"cannot take its place: %s",
			company->id, (int)install->serial, install->by, cause->message);
	if (g_str_equal(file->digest, policy->digest))
		return NULL;
	g_autofree char *where = differences(policy, file);
	return g_strdup_printf(
		"company '%s': %s is not in force, policy %d, installed by %s, is; they "
		"differ%s%s; to change that: apres policy install %s --by NAME",
		company->id, company->policy, (int)install->serial, install->by,
		*where != '\0' ? " in " : "", where, company->policy);
}

/* What was installed; found sound once, if it has one of STAMPS (or NULL). */
static apres_policy *
load_installed(const apres_in_force *one, const char *stamps, GError **error)
{
	const char *digest = one->install->digest;
	g_autofree char *name = g_path_get_basename(one->install->file);
	apres_policy *policy =
		stamps != NULL
			? apres_stamp_load_stored(stamps, name, one->sources, digest)
			: NULL;

	if (policy != NULL)
		return policy;
	policy = apres_policy_load_stored(name, one->sources, digest, error);
	if (policy != NULL && stamps != NULL)
		apres_stamp_write_stored(stamps, policy);
	return policy;
}

static apres_policy *
load_file(const apres_company_config *company, const char *stamps, gint64 now,
	  GError **error)
{
	g_autoptr(apres_policy) policy =
		stamps != NULL ? apres_policy_load_stamped(company->policy, stamps, true,
							   now, error)
			       : apres_policy_load_tested(company->policy, now, error);

	if (policy == NULL || !apres_trusted_file(company, policy, error))
		return NULL;
	return g_steal_pointer(&policy);
}

apres_policy *
apres_in_force_policy(const apres_company_config *company, GHashTable *in_force,
		      const char *stamps, gint64 now, GError **error)
{
	const apres_in_force *one =
		in_force != NULL ? g_hash_table_lookup(in_force, company->id) : NULL;

	if (one == NULL && company->approvals == 0)
		return load_file(company, stamps, now, error);
	if (one == NULL) {
		apres_throw(error, APRES_ERROR_CONFIG,
			    "approvals = %d, and no policy is in force yet; apres policy "
			    "install %s --by NAME",
			    company->approvals, company->policy);
		return NULL;
	}
	g_autoptr(apres_policy) policy = load_installed(one, stamps, error);
	if (policy == NULL ||
	    !apres_trusted_stored(company, policy, one->signature, error)) {
		apres_throw_prefix(error, "policy %d, which is in force",
				   (int)one->install->serial);
		return NULL;
	}
	g_free(policy->file);
	policy->file = g_strdup(one->install->file);
	return g_steal_pointer(&policy);
}

apres_policy *
apres_in_force_shown(const apres_config *config, const apres_company_config *company,
		     GHashTable *in_force, GError **error)
{
	g_autofree char *stamps = g_build_filename(config->state, "stamps", NULL);

	return apres_in_force_policy(company, in_force, stamps, apres_clock_now(), error);
}

void
apres_in_force_stamp(const apres_company_config *company, GHashTable *in_force,
		     const apres_policy *policy, const char *stamps, gint64 now)
{
	if (install_of(company, in_force) != NULL)
		apres_stamp_write_stored(stamps, policy);
	else
		apres_stamp_write(stamps, policy, now);
}
