/* SPDX-License-Identifier: Apache-2.0 */
/* A proposed reply as a message for those who approve in their mail program. */
#ifndef APRES_REPLY_DESK_MAIL_H
#define APRES_REPLY_DESK_MAIL_H
#include <glib.h>
#include <stdbool.h>

/* What stands in it; all of it borrowed, all texts UTF-8. */
typedef struct apres_desk_mail {
	gint64 outbox_id;
	gint64 date;
	const char *message_id; /* ours, see apres_desk_message_id */
	const char *from_addr, *to_addr;
	const char *recipient, *subject, *text; /* of the reply */
	const char *classes;                    /* what the mail was read as */
	const char *rule, *because;             /* because: or NULL */
	const char *earliest;                   /* when it may leave, in words */
	const char *owed; /* who answers until when if nothing is done, or NULL */
	const char *received, *their_subject, *said;
} apres_desk_mail;

/* The field that names the reply's number. */
#define APRES_DESK_FIELD "X-Apres-Reply"

/*
 * The Message-ID of the message that proposes BYTES as reply OUTBOX_ID: it cannot be
 * made without KEY, and not for other bytes, so that what is approved is what was read.
 * Caller owns.
 */
char *apres_desk_message_id(const char *key, const char *domain, gint64 outbox_id,
			    GBytes *bytes);
/*
 * The message: what to do, the reply, why in three lines, what it answers.  CONFIG if an
 * address cannot stand in it.  Caller owns.
 */
GBytes *apres_desk_mail_render(const apres_desk_mail *mail, GError **error);
/*
 * Does MAIL still propose this reply, as it was rendered?  A mail program may let a
 * person change a message that lies there, and it keeps its Message-ID.
 */
bool apres_desk_mail_shows(GBytes *mail, const char *recipient, const char *subject,
			   const char *text);
#endif
