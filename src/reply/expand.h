/* SPDX-License-Identifier: Apache-2.0 */
/* A template's text with its placeholders filled. */
#ifndef APRES_REPLY_EXPAND_H
#define APRES_REPLY_EXPAND_H
#include "policy/decide.h"

/* What each placeholder stands for; NULL = nothing is known. */
typedef struct apres_values {
	char *of[APRES_VALUE_COUNT_];
	bool past[APRES_VALUE_COUNT_]; /* a date that is over when the reply is sent */
	const char *language;          /* of the text; for a neutral greeting */
} apres_values;
void apres_values_clear(apres_values *values);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(apres_values, apres_values_clear)

/* SENT: the earliest time at which the reply leaves. */
void apres_values_fill(apres_values *values, const apres_policy *policy,
		       const apres_facts *facts, const apres_decision *decision,
		       const apres_case *application, const char *ref, gint64 sent,
		       const char *language);
/*
 * TEXT's paragraphs, divided by empty lines, LF.  Values are put in once and
 * never read again for placeholders.  INPUT "no-value:NAME" or "due-past".  Caller owns.
 */
char *apres_text_expand(const apres_text *text, const apres_values *values,
			GError **error);
#endif
