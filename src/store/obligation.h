/* SPDX-License-Identifier: Apache-2.0 */
/* What people owe. */
#ifndef APRES_STORE_OBLIGATION_H
#define APRES_STORE_OBLIGATION_H
#include "store/message.h"

typedef struct apres_owed {
	gint64 id;
	gint64 message_id;
	char *company;
	char *candidate;
	char *thread;
	apres_obligation_kind kind;
	char *queue, *owner;
	gint64 due; /* 0 = none */
	gint64 opened;
	gint64 closed; /* 0 = open */
	char *closed_how;
	guint grown; /* further mails that this one answer will cover */
} apres_owed;
void apres_owed_free(apres_owed *owed);

/*
 * Open OBLIGATION for the message; idempotent: an open answer (thread) or
 * debrief (candidate + thread) grows instead, keeping the earlier due date.
 * *ID_OUT: the row that now covers it.
 */
bool apres_obligation_open(apres_store *store, const apres_record *record,
			   const apres_obligation *obligation, gint64 now, gint64 *id_out,
			   GError **error);
/*
 * A person has answered RECORD: close the open answers of its thread, unless a
 * newer mail of it is held, which that person may not have seen.
 */
bool apres_obligation_close_answers(apres_store *store, const apres_record *record,
				    const char *how, gint64 now, GError **error);
/*
 * The reply to the message has left: the answer that was owed only until then
 * (a proposal, or a delivery that failed) is no more.  Not if it covers further mails.
 */
bool apres_obligation_close_replied(apres_store *store, gint64 message_id, gint64 now,
				    GError **error);
/* A person is done with the message: its thread's answers, once nothing in it waits any
 * more. */
bool apres_obligation_close_reviewed(apres_store *store, gint64 message_id,
				     const char *how, gint64 now, GError **error);
/* Open obligations by due date; company NULL = all. */
bool apres_obligation_list(apres_store *store, const char *company, GPtrArray **owed_out,
			   GError **error);
/* All obligations (open and closed) of one message. */
bool apres_obligation_of(apres_store *store, gint64 message_id, GPtrArray **owed_out,
			 GError **error);
#endif
