/* SPDX-License-Identifier: Apache-2.0 */
/* What is owed, in the words of a mail to our own people: numbers, no content. */
#ifndef APRES_PIPELINE_OWED_WORDS_H
#define APRES_PIPELINE_OWED_WORDS_H
#include "policy/policy.h"

/* "mail 2", or of APPLICATION if MESSAGE is 0: "case 7".  Caller owns. */
char *apres_owed_words_what(const apres_policy *policy, gint64 message,
			    gint64 application);
/* "answer".  Caller owns. */
char *apres_owed_words_kind(const apres_policy *policy, apres_obligation_kind kind);
/* OWNER, or "nobody who is named".  Caller owns. */
char *apres_owed_words_owner(const apres_policy *policy, const char *owner);
/* WHEN as the policy's people read it, NOW.  Caller owns. */
char *apres_owed_words_time(const apres_policy *policy, gint64 when, gint64 now);
/* KEY's words of COUNT.  Caller owns. */
char *apres_owed_words_count(const apres_policy *policy, const char *key, guint count);
/* The same behind COUNTS, divided by DIVIDER; nothing if COUNT is 0. */
void apres_owed_words_add_count(GString *counts, const char *divider,
				const apres_policy *policy, const char *key, guint count);
#endif
