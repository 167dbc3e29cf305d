/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which patterns of a policy stand in a mail, each by itself: to decide a class one match
 * is enough, and what stands under <not> shows nowhere.
 */
#ifndef APRES_PIPELINE_PATTERN_USE_H
#define APRES_PIPELINE_PATTERN_USE_H
#include "policy/policy.h"

typedef struct apres_pattern_use apres_pattern_use;

/* POLICY is borrowed for life.  Caller owns. */
apres_pattern_use *apres_pattern_use_new(const apres_policy *policy);
void apres_pattern_use_free(apres_pattern_use *use);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_pattern_use, apres_pattern_use_free)
/* Every <phrase>, <re> and <words> (const apres_cond *), in the policy's order. */
const GPtrArray *apres_pattern_use_all(const apres_pattern_use *use);
/* Those that stand in MAIL, as a whole or in one sentence of it.  Caller owns the array.
 */
GPtrArray *apres_pattern_use_find(const apres_pattern_use *use, GBytes *mail);
#endif
