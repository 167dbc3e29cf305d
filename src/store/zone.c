/* SPDX-License-Identifier: Apache-2.0 */
/* In which time zone a company lives, for whoever shows times and reads no policy. */
#include "config.h"
#include "store/zone.h"

#include "store/db.h"

bool
apres_zone_note(apres_store *store, const char *company, GTimeZone *zone, GError **error)
{
	g_autofree char *name = g_strconcat("zone/", company, NULL);

	/* That of no company may be another one now, too. */
	g_hash_table_remove_all(store->zones);
	return apres_store_meta_set(store, name, g_time_zone_get_identifier(zone), error);
}

/* The zone that all companies have; *IDENTIFIER_OUT NULL if there is none. */
static void
find_common(apres_store *store, char **identifier_out)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT min(value) FROM meta WHERE name > 'zone/' AND name < "
		       "'zone0' HAVING count(DISTINCT value) = 1");
	bool row = false;

	if (apres_query_step(&query, &row, NULL) && row)
		*identifier_out = apres_take_text(&query);
}

static GTimeZone *
find_zone(apres_store *store, const char *company)
{
	g_autofree char *identifier = NULL;
	GTimeZone *zone = NULL;

	if (company != NULL) {
		g_autofree char *name = g_strconcat("zone/", company, NULL);
		apres_store_meta_get(store, name, &identifier, NULL);
	} else {
		find_common(store, &identifier);
	}
	if (identifier != NULL)
		zone = g_time_zone_new_identifier(identifier);
	return zone != NULL ? zone : g_time_zone_new_local();
}

GTimeZone *
apres_zone_of(apres_store *store, const char *company)
{
	const char *key = company != NULL ? company : "";
	GTimeZone *zone = g_hash_table_lookup(store->zones, key);

	if (zone == NULL) {
		zone = find_zone(store, company);
		g_hash_table_insert(store->zones, g_strdup(key), zone);
	}
	return g_time_zone_ref(zone);
}
