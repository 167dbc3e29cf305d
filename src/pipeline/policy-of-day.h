/* SPDX-License-Identifier: Apache-2.0 */
/* The policy that decided, from the bytes that were kept then. */
#ifndef APRES_PIPELINE_POLICY_OF_DAY_H
#define APRES_PIPELINE_POLICY_OF_DAY_H
#include "policy/policy.h"
#include "store/store.h"

/*
 * The policy with DIGEST, with the base and the packs of its day.  INPUT: its bytes were
 * not kept; CONFIG: this version of apres cannot load them.  Caller owns.
 */
apres_policy *apres_policy_of_day(apres_store *store, const char *digest, GError **error);
/* The same of bytes that were read before: name -> GBytes. */
apres_policy *apres_policy_of_sources(GHashTable *sources, const char *digest,
				      GError **error);
#endif
