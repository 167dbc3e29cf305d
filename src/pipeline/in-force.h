/* SPDX-License-Identifier: Apache-2.0 */
/* Which policy counts: the one that people installed, else the file in apres.conf. */
#ifndef APRES_PIPELINE_IN_FORCE_H
#define APRES_PIPELINE_IN_FORCE_H
#include "config/config.h"
#include "store/install.h"

/* What was installed for a company, with its bytes. */
typedef struct apres_in_force {
	apres_install *install;
	GHashTable *sources; /* name -> GBytes */
	char *signature;     /* or NULL */
} apres_in_force;

/* Of every company of CONFIG for which something was installed: id -> apres_in_force.
 * Caller owns. */
GHashTable *apres_in_force_load(const apres_config *config, apres_store *store,
				GError **error);
/* The same for whoever has no store open: nothing, where there is none yet. */
GHashTable *apres_in_force_peek(const apres_config *config, GError **error);

/*
 * A policy file that loads (TESTED: and whose tests pass), by its stamp in STAMPS if it
 * has one, which it gets (see policy/stamp.h).  CONFIG error.  Caller owns.
 */
apres_policy *apres_policy_load_stamped(const char *path, const char *stamps, bool tested,
					gint64 now, GError **error);

/*
 * COMPANY's policy.  IN_FORCE (may be NULL) as above: if the company is in it,
 * that one, as it was stored; if not, and approvals = 0, the file, which must do
 * what its tests say.  STAMPS: the folder of their stamps, for who only shows; NULL for
 * who decides.  CONFIG error, also if policy-keys are asked for, and none of
 * them has signed it.  Caller owns.
 */
apres_policy *apres_in_force_policy(const apres_company_config *company,
				    GHashTable *in_force, const char *stamps, gint64 now,
				    GError **error);
/* The same for who only shows: now, by the stamps in CONFIG's state folder. */
apres_policy *apres_in_force_shown(const apres_config *config,
				   const apres_company_config *company,
				   GHashTable *in_force, GError **error);
/* Leave a stamp in STAMPS that POLICY, just loaded by the function above without one, is
 * COMPANY's and good: for who only shows. */
void apres_in_force_stamp(const apres_company_config *company, GHashTable *in_force,
			  const apres_policy *policy, const char *stamps, gint64 now);
/*
 * In what COMPANY's file differs from POLICY, which is in force because it was
 * installed, and what to do about it; NULL if in nothing.  Caller owns.
 */
char *apres_in_force_trouble(const apres_company_config *company, GHashTable *in_force,
			     const apres_policy *policy);
/* A policy file that could be put into force: it loads, and its tests pass.  CONFIG
 * error. */
apres_policy *apres_policy_load_tested(const char *path, gint64 now, GError **error);
#endif
