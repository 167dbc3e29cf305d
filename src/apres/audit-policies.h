/* SPDX-License-Identifier: Apache-2.0 */
/* The policies of the days that a question goes over, each loaded once. */
#ifndef APRES_APRES_AUDIT_POLICIES_H
#define APRES_APRES_AUDIT_POLICIES_H
#include "config/config.h"
#include "policy/policy.h"
#include "store/store.h"

typedef struct apres_policies apres_policies;
/* STORE and CONFIG are borrowed. */
apres_policies *apres_policies_new(apres_store *store, const apres_config *config,
				   gint64 now);
void apres_policies_free(apres_policies *policies);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_policies, apres_policies_free)
/* The policy with DIGEST; NULL if it cannot be loaded any more.  Borrowed. */
const apres_policy *apres_policies_of(apres_policies *policies, const char *digest);
/* The policy in force for COMPANY (id); NULL if there is none.  Borrowed. */
const apres_policy *apres_policies_now(apres_policies *policies, const char *company);
#endif
