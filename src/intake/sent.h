/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What people send: their answer to a candidate cancels ours and closes what is
 * owed.
 */
#ifndef APRES_INTAKE_SENT_H
#define APRES_INTAKE_SENT_H
#include "intake/circle.h"
#include "store/store.h"

#include <stdbool.h>

/* Names under which the store knows the Sent folder's files; caller owns. */
char *apres_sent_box(const apres_mailbox_config *mailbox);
/* ... and the Message-IDs that a person has answered from a mailbox of COMPANY. */
char *apres_sent_answered_box(const char *company);

/*
 * Take note, in the open transaction, of the mail with HEADERS that stands as
 * BASE_NAME in the Sent folder of CIRCLE's mailbox: for every mail of its recipients that
 * it answers, waiting replies of the thread are cancelled and open answers closed (a
 * debrief stays owed: a mail is none).  What it answers is remembered for mail that is
 * read only later, and to which candidate it was written (intake/letter.h). Automatic
 * mail is noted and has no effect. *CLOSED_OUT: how many of our messages it answered.
 */
bool apres_sent_note(apres_store *store, const apres_circle *circle,
		     const char *base_name, const apres_headers *headers, gint64 now,
		     guint *closed_out, GError **error);
/*
 * The same for a mail that was there before the first start: nothing is
 * cancelled or closed, but it is known whose answers are answers to us, and
 * what people have answered.
 */
bool apres_sent_adopt(apres_store *store, const apres_circle *circle,
		      const char *base_name, const apres_headers *headers, gint64 now,
		      GError **error);
#endif
