/* SPDX-License-Identifier: Apache-2.0 */
/* Private to deliver/: an SMTP dialogue between its two files. */
#ifndef APRES_DELIVER_SMTP_DIALOGUE_PARTS_H
#define APRES_DELIVER_SMTP_DIALOGUE_PARTS_H
#include "deliver/smtp-dialogue.h"
#include "deliver/smtp-tls.h"

struct apres_smtp_dialogue {
	int fd;
	apres_smtp_tls tls;
	SSL *ssl;        /* NULL: in clear */
	gint64 deadline; /* monotonic microseconds */
	guint secs;
	GString *in;      /* read, and not yet understood */
	GPtrArray *lines; /* of the last reply, without codes */
	char *words;      /* the same for a screen */
	char **offers;    /* the lines of EHLO, or NULL */
	bool broken;      /* nothing can be said any more */
};

/* smtp-lines.c: each true, or an error after which nothing can be said any more. */

/* Until one of the poll(2) EVENTS, or the deadline. */
bool apres_smtp_wait(apres_smtp_dialogue *dialogue, short events, GError **error);
/* For which events to wait after SSL or the socket returned RESULT; 0: it has failed. */
short apres_smtp_events(const apres_smtp_dialogue *dialogue, int result, short usual);
/* The end: WORDS are the error. */
bool apres_smtp_fail(apres_smtp_dialogue *dialogue, GError **error, const char *words);
/* The code of the reply that comes next, or 0. */
int apres_smtp_reply_read(apres_smtp_dialogue *dialogue, GError **error);
#endif
