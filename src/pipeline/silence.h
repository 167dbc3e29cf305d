/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nobody who was interviewed is met with silence: by when a candidate is to hear, as the
 * law of the place of the case says it, whether mail comes or not.
 */
#ifndef APRES_PIPELINE_SILENCE_H
#define APRES_PIPELINE_SILENCE_H
#include "pipeline/pipeline.h"
#include "store/case.h"

/* Is an answer owed to the person of RECORD, who was interviewed on FROM (NULL = any day)
 * or later, by *DUE_OUT?  Pure. */
bool apres_silence_runs(const apres_policy *policy, const apres_case_record *record,
			const char *from, gint64 *due_out);
/*
 * In the open transaction: owe an answer to the person of RECORD who was interviewed, and
 * knows of no outcome; to the recruiter of the case, by the shortest clock "silence" of
 * its jurisdiction, or of the policy if it has none.  Owe it no more when it was told, or
 * by another date after another interview, by another law in another place;
 * another recruiter owes it from then on.
 */
bool apres_silence_keep(apres_store *store, const apres_company *company,
			const apres_case_record *record, gint64 now, GError **error);
#endif
