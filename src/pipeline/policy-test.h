/* SPDX-License-Identifier: Apache-2.0 */
#ifndef APRES_PIPELINE_POLICY_TEST_H
#define APRES_PIPELINE_POLICY_TEST_H
#include "policy/policy.h"

typedef struct apres_test_result {
	const apres_policy_test *test;
	bool passed;
	char *got; /* in the words of expect: "hold legal", "reply no-feedback answer" */
	char *why; /* one line: reasons, unexplained sentence; NULL when passed */
} apres_test_result;
void apres_test_result_free(apres_test_result *result);

/* The subject of mail that is given without one: it answers a letter of ours. */
#define APRES_SUBJECT_OF_AN_ANSWER "Re: Your application"

/*
 * Run the policy's own tests on the daemon's own code; array of
 * apres_test_result, one a test.  Expectation words: effect; reply: the
 * template, then obligation kinds that must be opened; hold: the queue (left
 * out = any).
 */
GPtrArray *apres_policy_test_run(const apres_policy *policy, gint64 now);
#endif
