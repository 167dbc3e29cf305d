/* SPDX-License-Identifier: Apache-2.0 */
/* Has somebody signed a policy whom the company trusts with it (policy-keys)? */
#ifndef APRES_PIPELINE_TRUSTED_POLICY_H
#define APRES_PIPELINE_TRUSTED_POLICY_H
#include "config/config.h"
#include "store/install.h"

/*
 * All of these are true for a company without policy-keys.  CONFIG errors with the next
 * step.
 *
 * POLICY, loaded from a file: by the signature beside it, which it then carries.
 */
bool apres_trusted_file(const apres_company_config *company, apres_policy *policy,
			GError **error);
/* POLICY of a store: by NOTE (or NULL), which was kept with it, and which it then
 * carries. */
bool apres_trusted_stored(const apres_company_config *company, apres_policy *policy,
			  const char *note, GError **error);
/* What is to be in force again, or at last: INSTALL, by what STORE has kept. */
bool apres_trusted_install(const apres_company_config *company, apres_store *store,
			   const apres_install *install, GError **error);
#endif
