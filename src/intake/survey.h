/* SPDX-License-Identifier: Apache-2.0 */
/* What a mailbox tells about itself and the mail server before it. */
#ifndef APRES_INTAKE_SURVEY_H
#define APRES_INTAKE_SURVEY_H
#include "message/headers.h"

typedef struct apres_survey {
	guint in_new, in_cur; /* mails there are */
	gint64 youngest;      /* seconds: when the youngest came; 0 = there is none */
	GPtrArray *headers;   /* apres_headers of the youngest mails, youngest first */
} apres_survey;

/*
 * Count the mails of MAILDIR and read the headers of its MOST youngest; memory does not
 * grow with the folder.  What cannot be read is left out.  TEMP if MAILDIR cannot be
 * read.  Caller owns.
 */
apres_survey *apres_survey_new(const char *maildir, guint most, GError **error);
void apres_survey_free(apres_survey *survey);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_survey, apres_survey_free)

/* Something that a mail's headers say, or NULL; caller owns. */
typedef char *(*apres_survey_question)(const apres_headers *headers);
/* The answer that most headers give, if at least half of them give it, else NULL;
 * caller owns. */
char *apres_survey_agreed(const apres_survey *survey, apres_survey_question question);

/* The name in the topmost Authentication-Results. */
char *apres_survey_authserv_id(const apres_headers *headers);
/* The host that wrote the topmost Received line. */
char *apres_survey_received_by(const apres_headers *headers);
/* The address in the topmost Delivered-To or X-Original-To. */
char *apres_survey_delivered_to(const apres_headers *headers);

/*
 * The Maildir of what is sent from MAILDIR's mailbox, by the names that mail programs
 * give it, in or beside MAILDIR; NULL if there is none.  Caller owns.
 */
char *apres_survey_sent(const char *maildir);
#endif
