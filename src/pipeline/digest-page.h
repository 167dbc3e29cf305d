/* SPDX-License-Identifier: Apache-2.0 */
/* What one person reads in the morning; for digest.c. */
#ifndef APRES_PIPELINE_DIGEST_PAGE_H
#define APRES_PIPELINE_DIGEST_PAGE_H
#include "policy/policy.h"

/* A list of which only the first lines are shown: a mail must stay readable. */
typedef struct apres_digest_lines {
	GString *text;
	guint count;
} apres_digest_lines;
void apres_digest_add(apres_digest_lines *lines, const char *line);

typedef struct apres_digest_page {
	apres_digest_lines owed;
	apres_digest_lines above; /* late, and others owe it */
	apres_digest_lines waiting, shadow;
	GString *alarms;
	char *week;                 /* sentences that no rule understood; or NULL */
	guint count, late, thought; /* what is owed; of that past its date; in shadow */
	guint alarm_count;
} apres_digest_page;
apres_digest_page *apres_digest_page_new(void);
void apres_digest_page_free(gpointer page);

/* Ends the lists and writes the mail in POLICY's words.  Caller owns both. */
void apres_digest_page_write(apres_digest_page *page, const apres_policy *policy,
			     char **subject_out, char **text_out);
#endif
