/* SPDX-License-Identifier: Apache-2.0 */
/* The whole way of a mail in one process and without a store. */
#include "config.h"
#include "pipeline/assess.h"

#include "util/fsutil.h"

apres_assessment *
apres_assess(const apres_policy *policy, const apres_roster *roster, const apres_us *us,
	     const char *bytes, gsize len, const apres_case *application, gint64 now)
{
	apres_assessment *a = g_new0(apres_assessment, 1);
	g_autoptr(apres_message) message = apres_message_parse(bytes, len);
	apres_history nothing = { 0 };

	a->sha256 = apres_sha256_hex(bytes, len);
	a->headers = apres_headers_parse(bytes, len);
	a->facts = apres_facts_gather(policy, roster, us, a->headers, now);
	a->facts->thread =
		g_strdup(a->facts->message_id != NULL ? a->facts->message_id : a->sha256);
	a->reading = apres_classify(policy->classifier, message);
	for (guint i = 0; i < a->reading->machine->len; i++) {
		const apres_machine_hit *hit = a->reading->machine->pdata[i];
		g_ptr_array_add(a->facts->machine,
				apres_machine_hit_new(hit->id, hit->grade, hit->detail));
	}
	a->decision =
		apres_decide(policy, a->facts, a->reading, &nothing, application, now);
	return a;
}

void
apres_assessment_free(apres_assessment *assessment)
{
	if (assessment == NULL)
		return;
	apres_decision_free(assessment->decision);
	apres_reading_free(assessment->reading);
	apres_facts_free(assessment->facts);
	apres_headers_free(assessment->headers);
	g_free(assessment->sha256);
	g_free(assessment);
}
