/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was in force last for companies whose policy is a file: a start that finds the
 * file broken, or that a new version of apres refuses it, goes on with that.
 */
#ifndef APRES_PIPELINE_LAST_POLICY_H
#define APRES_PIPELINE_LAST_POLICY_H
#include "config/config.h"
#include "policy/policy.h"
#include "store/store.h"

/* Keep POLICY as what is in force for COMPANY now; in a transaction.  TEMP errors. */
bool apres_last_policy_note(apres_store *store, const char *company,
			    const apres_policy *policy, gint64 now, GError **error);
/* What was noted, of all companies of CONFIG that ask for no approvals; opaque: id ->
 * what apres_last_policy_load needs.  Caller owns. */
GHashTable *apres_last_policies(const apres_config *config, apres_store *store,
				GError **error);
/*
 * COMPANY's among LAST (may be NULL), with the base and the packs of its day.  INPUT:
 * there is none; CONFIG: this version of apres cannot load it, or it is not signed as
 * policy-keys asks.  Caller owns.
 */
apres_policy *apres_last_policy_load(const apres_company_config *company,
				     GHashTable *last, GError **error);
#endif
