/* SPDX-License-Identifier: Apache-2.0 */
/* What the policy does not understand yet, for who writes it: counted, masked, weekly. */
#ifndef APRES_PIPELINE_UNEXPLAINED_H
#define APRES_PIPELINE_UNEXPLAINED_H
#include "pipeline/pipeline.h"

/*
 * In the open transaction: count the sentences for which alone DECISION holds a mail of
 * COMPANY; each once.  What is held for another reason is nobody's to read.
 */
bool apres_unexplained_note(apres_store *store, const apres_company *company,
			    const apres_decision *decision, gint64 now, GError **error);
/*
 * The most frequent of the last seven days before DAY, one a line, if DAY is in another
 * week than LAST (of the last digest); *TEXT_OUT NULL: none, or not yet.  Older ones are
 * forgotten.  Caller owns.
 */
bool apres_unexplained_week(apres_store *store, const apres_company *company,
			    const char *last, const char *day, char **text_out,
			    GError **error);
#endif
