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
	guint grown;        /* further mails that this one answer will cover */
	char *rule;         /* that opened it */
	gint64 since;       /* when its date was set */
	guint round;        /* how often that was */
	gint64 latest;      /* by law, if no mail and its queue say it; 0 = see there */
	char *latest_by;    /* the clock's id, or NULL */
	gint64 application; /* the case it comes of; 0 = none */
} apres_owed;
void apres_owed_free(apres_owed *owed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_owed, apres_owed_free)

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
/* A person has written to RECORD's sender: close what of its thread is owed only a
 * confirmation.  *ANY_OUT: there was such a thing, and the answer itself may be to come.
 */
bool apres_obligation_close_confirmations(apres_store *store, const apres_record *record,
					  const char *how, gint64 now, bool *any_out,
					  GError **error);
/*
 * The reply to the message has left: its confirmation is owed no more, nor the answer
 * that was owed only until then (a proposal, or a delivery that failed), unless that
 * covers further mails.
 */
bool apres_obligation_close_replied(apres_store *store, gint64 message_id, gint64 now,
				    GError **error);
/* A person is done with the message: its thread's answers, once nothing in it waits any
 * more. */
bool apres_obligation_close_reviewed(apres_store *store, gint64 message_id,
				     const char *how, gint64 now, GError **error);
/* Open obligations by due date, but for notices: who is told owes nothing.  Company NULL
 * = all. */
bool apres_obligation_list(apres_store *store, const char *company, GPtrArray **owed_out,
			   GError **error);
/* All obligations (open and closed) of one message. */
bool apres_obligation_of(apres_store *store, gint64 message_id, GPtrArray **owed_out,
			 GError **error);

/* *OWED_OUT NULL: there never was one.  Caller owns. */
bool apres_obligation_get(apres_store *store, gint64 id, apres_owed **owed_out,
			  GError **error);
/* The same; INPUT error if it is not open. */
bool apres_obligation_get_open(apres_store *store, gint64 id, apres_owed **owed_out,
			       GError **error);
/* All that came of a case, open and closed. */
bool apres_obligation_of_case(apres_store *store, gint64 application,
			      apres_obligation_kind kind, GPtrArray **owed_out,
			      GError **error);
/* It is owed no more, because of HOW. */
bool apres_obligation_close(apres_store *store, const apres_owed *owed, const char *how,
			    gint64 now, GError **error);
/* BY has put it off, or forward, to DUE, because of WHY: it is reminded of anew. */
bool apres_obligation_move(apres_store *store, const apres_owed *owed, gint64 due,
			   const char *by, const char *why, gint64 now, GError **error);
/* The same, and from now on OWNER owes it. */
bool apres_obligation_hand_on(apres_store *store, const apres_owed *owed,
			      const char *owner, gint64 due, const char *by,
			      const char *why, gint64 now, GError **error);
#endif
