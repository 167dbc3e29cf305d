/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes of every policy that ever decided, by digest. */
#ifndef APRES_STORE_POLICY_SOURCE_H
#define APRES_STORE_POLICY_SOURCE_H
#include "policy/policy.h"
#include "store/store.h"

/* Keep those of POLICY, unless they are, and its signature. */
bool apres_policy_record(apres_store *store, const apres_policy *policy, gint64 now,
			 GError **error);
/* Those of the policy DIGEST: name -> GBytes; empty if it is not known. */
bool apres_policy_sources(apres_store *store, const char *digest,
			  GHashTable **sources_out, GError **error);
/* Its signature, as it was checked, and the name of the key; both NULL if nobody signed
 * it, or none was asked for.  Caller owns. */
bool apres_policy_signature(apres_store *store, const char *digest, char **signature_out,
			    char **signed_by_out, GError **error);
#endif
