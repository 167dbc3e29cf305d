/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "apres/import-owed.h"
#include "pipeline/in-force.h"
#include "util/clock.h"
#include "util/error.h"

/* So many may be late as soon as they are known: a week's cases, not a system's years. */
#define LATE_MAX 5

void
import_owed_clear(import_owed *owed)
{
	apres_policy_free(owed->policy);
	g_free(owed->from);
}

bool
import_owed_load(import_owed *owed, const apres_config *config,
		 const apres_company_config *company, apres_store *store,
		 const char *from, GError **error)
{
	g_autofree char *stamps = g_build_filename(config->state, "stamps", NULL);
	g_autoptr(GHashTable) in_force = apres_in_force_peek(config, error);

	if (in_force == NULL)
		return false;
	owed->now = apres_clock_now();
	owed->policy = apres_in_force_policy(company, in_force, stamps, owed->now, error);
	if (owed->policy == NULL)
		return false;
	if (from != NULL) {
		owed->from = *from != '\0' ? g_strdup(from) : NULL;
		return true;
	}
	return store == NULL ||
	       apres_owed_from_get(store, company->id, &owed->from, error);
}

bool
import_owed_check(const import_owed *owed, GError **error)
{
	return owed->sum.late <= LATE_MAX ||
	       apres_throw(
		       error, APRES_ERROR_INPUT,
		       "%d debriefs and %d answers would be owed at once, %d of them "
		       "late already or of no known day; say from which day on they "
		       "count, --owed-from 2026-11-01, or --all; nothing was imported",
		       owed->sum.debriefs, owed->sum.clocks, owed->sum.late);
}
