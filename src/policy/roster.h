/* SPDX-License-Identifier: Apache-2.0 */
#ifndef APRES_POLICY_ROSTER_H
#define APRES_POLICY_ROSTER_H
#include <glib.h>
#include <stdbool.h>

/* Who works here: CSV "address,name,status" with that header; status is active, or
 * inactive or left, who do not count. */
typedef struct apres_roster apres_roster;

/* CONFIG error "FILE:LINE: ..." for a missing header, a broken row, not UTF-8.  Caller
 * owns. */
apres_roster *apres_roster_load(const char *path, GError **error);
apres_roster *apres_roster_parse(const char *file, const char *csv, gsize len,
				 GError **error);
void apres_roster_free(apres_roster *roster);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_roster, apres_roster_free)
/* Is IDENTITY (apres_address_identity) active?  ROSTER may be NULL: nobody is. */
bool apres_roster_is_active(const apres_roster *roster, const char *identity);
#endif
