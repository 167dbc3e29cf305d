/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was asked about a debrief by mail.  The Message-ID, which only we make, is the
 * token: an answer that names it counts if it comes from the address it was sent to, in
 * time, and for each act once.
 */
#ifndef APRES_STORE_DEBRIEF_MAIL_H
#define APRES_STORE_DEBRIEF_MAIL_H
#include "store/store.h"

/* Who is asked for what. */
typedef enum {
	APRES_DEBRIEF_MAIL_OWED,      /* the owner: hold it by a date */
	APRES_DEBRIEF_MAIL_SCHEDULED, /* the owner: it is in the calendar */
	APRES_DEBRIEF_MAIL_ASKED,     /* the employee: did it take place? */
	APRES_DEBRIEF_MAIL_CANCELLED, /* the owner: it is off */
} apres_debrief_purpose;
const char *apres_debrief_purpose_to_string(apres_debrief_purpose purpose);

typedef struct apres_debrief_mail {
	gint64 id, debrief;
	char *occasion; /* what it was sent for, once: "owed/7/0" */
	apres_debrief_purpose purpose;
	char *address;
	char *message_id;     /* without brackets */
	gint64 sent, expires; /* expires: an answer that comes later does nothing */
} apres_debrief_mail;
void apres_debrief_mail_free(apres_debrief_mail *mail);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_debrief_mail, apres_debrief_mail_free)

/* Was DEBRIEF's mail of OCCASION sent? */
bool apres_debrief_mail_known(apres_store *store, gint64 debrief, const char *occasion,
			      bool *known_out, GError **error);
/* Insert; sets id.  An entry of the audit log of COMPANY. */
bool apres_debrief_mail_add(apres_store *store, const char *company,
			    apres_debrief_mail *mail, GError **error);
/* That of COMPANY with this Message-ID, or NULL.  Caller owns. */
bool apres_debrief_mail_find(apres_store *store, const char *company,
			     const char *message_id, apres_debrief_mail **mail_out,
			     GError **error);
/* Those of one debrief, oldest first; array of apres_debrief_mail. */
bool apres_debrief_mail_list(apres_store *store, gint64 debrief, GPtrArray **mails_out,
			     GError **error);
/* Has MAIL been answered with ACT? */
bool apres_debrief_mail_used(apres_store *store, const apres_debrief_mail *mail,
			     const char *act, bool *used_out, GError **error);
/* It has now. */
bool apres_debrief_mail_use(apres_store *store, const apres_debrief_mail *mail,
			    const char *act, gint64 now, GError **error);
/* What became of an answer, MESSAGE_ID, to MAIL (NULL: to none of ours): an entry of the
 * audit log. */
bool apres_debrief_mail_note(apres_store *store, const char *company,
			     const apres_debrief_mail *mail, const char *outcome,
			     gint64 message_id, gint64 now, GError **error);
#endif
