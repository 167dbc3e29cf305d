/* SPDX-License-Identifier: Apache-2.0 */
/* In which time zone a company lives, for whoever shows times and reads no policy. */
#include "config.h"
#include "store/zone.h"

bool
apres_zone_note(apres_store *store, const char *company, GTimeZone *zone, GError **error)
{
	g_autofree char *name = g_strconcat("zone/", company, NULL);

	return apres_store_meta_set(store, name, g_time_zone_get_identifier(zone), error);
}

GTimeZone *
apres_zone_of(apres_store *store, const char *company)
{
	g_autofree char *name = g_strconcat("zone/", company, NULL);
	g_autofree char *identifier = NULL;
	GTimeZone *zone = NULL;

	if (company != NULL && apres_store_meta_get(store, name, &identifier, NULL) &&
	    identifier != NULL)
		zone = g_time_zone_new_identifier(identifier);
	return zone != NULL ? zone : g_time_zone_new_local();
}
