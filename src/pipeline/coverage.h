/* SPDX-License-Identifier: Apache-2.0 */
/* Which parts of a policy its own tests come by. */
#ifndef APRES_PIPELINE_COVERAGE_H
#define APRES_PIPELINE_COVERAGE_H
#include "policy/policy.h"

typedef enum {
	APRES_UNIT_RULE,    /* decided a test; or applied, if all it does is oblige */
	APRES_UNIT_CLASS,   /* was true in a test, and false in one */
	APRES_UNIT_PATTERN, /* stands in a test's mail, or in one of its sentences */
	APRES_UNIT_TEXT,    /* was sent, in its language */
	APRES_UNIT_OBLIGE,  /* was opened */
	APRES_UNIT_COUNT_
} apres_unit_kind;
const char *apres_unit_kind_to_string(apres_unit_kind kind); /* "rule", "class" ... */

typedef struct apres_unit {
	apres_unit_kind kind;
	apres_origin origin;
	char *name;          /* "rule 'shop'" */
	bool own;            /* the company's, not a pack's */
	guint hits;          /* of so many tests */
	guint misses;        /* of a class: false in so many */
	const char *missing; /* "decides no test"; NULL = covered */
} apres_unit;

/*
 * Run the tests of POLICY at NOW.  Array of apres_unit: first the company's, then those
 * of packs and base, each in the policy's order.  Parts of classes count as their
 * patterns.  A test whose file cannot be read covers nothing.  Caller owns.
 */
GPtrArray *apres_coverage_run(const apres_policy *policy, gint64 now);
#endif
