/* SPDX-License-Identifier: Apache-2.0 */
/* What one person reads in the morning; for digest.c. */
#ifndef APRES_PIPELINE_DIGEST_PAGE_H
#define APRES_PIPELINE_DIGEST_PAGE_H
#include <glib.h>

/* A list of which only the first lines are shown: a mail must stay readable. */
typedef struct apres_digest_lines {
	GString *text;
	guint count;
} apres_digest_lines;
void apres_digest_add(apres_digest_lines *lines, const char *fmt, ...)
	G_GNUC_PRINTF(2, 3);

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

/* Caller owns. */
char *apres_digest_page_subject(const apres_digest_page *page);
/* Ends the lists. */
char *apres_digest_page_text(apres_digest_page *page, const char *company_name);
#endif
