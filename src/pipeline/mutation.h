/* SPDX-License-Identifier: Apache-2.0 */
/* Would a policy's own tests notice a mistake?  Each mutant is put to them. */
#ifndef APRES_PIPELINE_MUTATION_H
#define APRES_PIPELINE_MUTATION_H
#include "policy/mutant.h"

typedef enum {
	APRES_FATE_TEST,     /* a test fails */
	APRES_FATE_PROOF,    /* a law of the policy does not hold any more */
	APRES_FATE_LOAD,     /* it is refused for another fault */
	APRES_FATE_SAME,     /* it changes nothing: another rule has all such mail */
	APRES_FATE_SURVIVED, /* nobody notices */
} apres_fate;

typedef struct apres_trial {
	apres_origin origin; /* of what was changed */
	char *what;
	char *survives; /* why it may survive, or NULL */
	apres_fate fate;
	char *by; /* what noticed: the test, the finding; or NULL */
} apres_trial;

/*
 * Try every mutant of POLICY, which passes its tests, at NOW.  Array of apres_trial, in
 * the order of the files.  CONFIG error as of apres_mutants_new.  Caller owns.
 */
GPtrArray *apres_mutation_run(const apres_policy *policy, gint64 now, GError **error);
#endif
