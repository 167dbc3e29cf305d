/* SPDX-License-Identifier: Apache-2.0 */
#ifndef APRES_PIPELINE_POLICY_TEST_H
#define APRES_PIPELINE_POLICY_TEST_H
#include "pipeline/assess.h"

typedef struct apres_test_result {
	const apres_policy_test *test;
	bool passed;
	char *got; /* in the words of expect: "hold legal", "reply no-feedback answer" */
	char *why; /* one line: reasons, unexplained sentence; NULL when passed */
} apres_test_result;
void apres_test_result_free(apres_test_result *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_test_result, apres_test_result_free)

/* The subject of mail that is given without one: it answers a letter of ours. */
#define APRES_SUBJECT_OF_AN_ANSWER "Re: Your application"

/* The mail that TEST describes, or its file.  TEMP or INPUT error.  Caller owns. */
GBytes *apres_policy_test_mail(const apres_policy_test *test, GError **error);
/* What POLICY makes of it; errors as above.  Caller owns. */
apres_assessment *apres_policy_test_assess(const apres_policy *policy,
					   const apres_policy_test *test, gint64 now,
					   GError **error);

/*
 * Run the policy's own tests on the daemon's own code; array of
 * apres_test_result, one a test.  Expectation words: effect; reply: the
 * template, then obligation kinds that must be opened; hold: the queue (left
 * out = any).  Behind the template may stand when the reply leaves, behind a kind when
 * it is due: "2026-11-05T18:00" in the policy's time zone, or its beginning.
 */
GPtrArray *apres_policy_test_run(const apres_policy *policy, gint64 now);
/* The first that fails, or NULL.  Caller owns. */
apres_test_result *apres_policy_test_first_failure(const apres_policy *policy,
						   gint64 now);
#endif
