/* SPDX-License-Identifier: Apache-2.0 */
/* In which time zone a company lives, for whoever shows times and reads no policy. */
#ifndef APRES_STORE_ZONE_H
#define APRES_STORE_ZONE_H
#include "store/store.h"

/* COMPANY's policy says ZONE; in a transaction.  TEMP errors. */
bool apres_zone_note(apres_store *store, const char *company, GTimeZone *zone,
		     GError **error);
/*
 * What was noted last, looked up once for STORE.  Of no company (NULL): that of all, if
 * they have the same; of one that never ran, or else: this machine's.  Caller owns.
 */
GTimeZone *apres_zone_of(apres_store *store, const char *company);
#endif
