/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Replies decided and not yet accepted by the mail server.  One transition
 * function; every transition is an audit entry in the same transaction.
 *
 *   proposed -> waiting -> ready -> claimed -> in-doubt -> sent | deferred(-> ready) |
 * failed | unknown proposed, waiting, ready, claimed -> cancelled;  any mode change is
 * checked again at the barrier
 */
#ifndef APRES_STORE_OUTBOX_H
#define APRES_STORE_OUTBOX_H
#include "store/message.h"

typedef enum {
	APRES_OUTBOX_WAITING, /* approval, undo window or send window */
	APRES_OUTBOX_READY,
	APRES_OUTBOX_CLAIMED,
	APRES_OUTBOX_IN_DOUBT,
	APRES_OUTBOX_SENT,
	APRES_OUTBOX_DEFERRED,
	APRES_OUTBOX_FAILED,
	APRES_OUTBOX_UNKNOWN,
	APRES_OUTBOX_CANCELLED,
} apres_outbox_state;
const char *apres_outbox_state_to_string(apres_outbox_state state);

typedef struct apres_outbox_item {
	gint64 id;
	gint64 message_id; /* the mail it answers; 0 for a notice */
	char *company;
	char *mailbox; /* or NULL for a notice */
	char *kind;    /* "reply" | "notice" | "receipt" */
	char *recipient;
	char *envelope_from;
	char *bounce_tag; /* in envelope_from, or NULL */
	char *smtp_message_id;
	char *thread;
	char *template_id; /* or NULL */
	char *language;
	char *subject;
	GBytes *bytes; /* complete, with X-Apres-Receipt for replies */
	apres_outbox_state state;
	bool needs_approval;
	char *approved_by; /* or NULL */
	char *owner;       /* who owes the answer if it does not leave, or NULL */
	gint64 due;        /* until when, or 0 */
	gint64 good_until; /* it names a date: not to be sent then or later; 0 = always
			      good */
	gint64 created;
	gint64 send_after;
	gint64 next_attempt;
	guint attempts;
	gint64 fence;          /* grows with each claim; every later write names it */
	char *last_result;     /* server's words without content, or NULL */
	gint64 returned;       /* when we heard that it came back, or 0 */
	char *returned_status; /* RFC 3463, or NULL */
} apres_outbox_item;
void apres_outbox_item_free(apres_outbox_item *item);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_outbox_item, apres_outbox_item_free)

/* Insert in state waiting; the audit entry send-intent is appended and its receipt put
 * into bytes.  Sets id. */
bool apres_outbox_add(apres_store *store, apres_outbox_item *item, gint64 now,
		      GError **error);
bool apres_outbox_get(apres_store *store, gint64 id, apres_outbox_item **item_out,
		      GError **error);
/* All in STATE, or not yet finished ones (state -1); company NULL = all. */
bool apres_outbox_list(apres_store *store, const char *company, int state,
		       GPtrArray **items_out, GError **error);
/* What was ever written for the mail MESSAGE_ID, sent and cancelled too, oldest first. */
bool apres_outbox_of_message(apres_store *store, gint64 message_id, GPtrArray **items_out,
			     GError **error);

/*
 * Replies and receipts that came back and whose mail no person is done with, and notices
 * that did so since SINCE; company NULL = all.
 */
bool apres_outbox_list_returned(apres_store *store, const char *company, gint64 since,
				GPtrArray **items_out, GError **error);
/* COMPANY's mail with this tag, or with this Message-ID (the other is NULL); *ITEM_OUT
 * NULL if there is none. */
bool apres_outbox_find_sent(apres_store *store, const char *company, const char *tag,
			    const char *smtp_message_id, apres_outbox_item **item_out,
			    GError **error);
/*
 * A mail server says, in mail REPORT_ID, that ITEM did not arrive, because of STATUS
 * (RFC 3463, or NULL).  It is never sent again; a reply's answer is owed, unless a person
 * is done with the mail.  *FRESH_OUT false, and nothing done: it was known, or the mail
 * has never left.
 */
bool apres_outbox_return(apres_store *store, const apres_outbox_item *item,
			 const char *status, gint64 report_id, gint64 now,
			 bool *fresh_out, GError **error);

/* Move waiting items that are due and need no (more) approval to ready.  *NEXT_OUT: when
 * to call again, 0 = no need. */
bool apres_outbox_promote(apres_store *store, gint64 now, gint64 *next_out,
			  GError **error);
/* Claim up to MAX ready items; fence grows.  Array of apres_outbox_item. */
bool apres_outbox_claim(apres_store *store, guint max, GPtrArray **items_out,
			GError **error);
/*
 * The barrier (DESIGN section 6): claimed -> in-doubt if the fence matches and
 * nothing speaks against it: not paused, mode allows, not cancelled, no newer
 * held message in the thread, not closed by a person, no promised date past, its
 * policy not taken back.  *GO_OUT
 * says which; *WHY_OUT (static) names what spoke against it.  Commit before saying go.
 */
bool apres_outbox_barrier(apres_store *store, gint64 id, gint64 fence, gint64 now,
			  bool *go_out, const char **why_out, GError **error);
/* How one attempt ended. */
typedef enum {
	APRES_OUTCOME_SENT,     /* the server's complete 2xx was read */
	APRES_OUTCOME_TEMP,     /* explicit 4xx, or failed before the barrier */
	APRES_OUTCOME_PERM,     /* explicit 5xx */
	APRES_OUTCOME_UNKNOWN,  /* after the barrier, nothing complete was read */
	APRES_OUTCOME_RETURNED, /* never attempted: back to ready, no attempt counted */
} apres_outcome;
const char *apres_outcome_to_string(apres_outcome outcome);
/*
 * Record the outcome; false fence = ignored (*STALE_OUT).  TEMP: deferred with
 * back-off, after MAX_ATTEMPTS failed; failed and unknown open an answer
 * obligation for the message and hold it for review.
 */
bool apres_outbox_result(apres_store *store, gint64 id, gint64 fence,
			 apres_outcome outcome, const char *server_words, int retry_secs,
			 int max_attempts, gint64 now, bool *stale_out, GError **error);
/*
 * At start: claimed -> ready; in-doubt -> unknown.  *UNKNOWN_OUT: how many became
 * unknown.
 */
bool apres_outbox_recover(apres_store *store, gint64 now, guint *unknown_out,
			  GError **error);

/* People's verbs.  INPUT error, naming the state, if it cannot be done there. */
bool apres_outbox_cancel(apres_store *store, gint64 id, const char *by, const char *why,
			 gint64 now, GError **error);
/*
 * Whoever is logged in as BY agrees to exactly the bytes that wait in ID; with NEEDED
 * people they may go.  *PEOPLE_OUT: how many they are now.  INPUT error, too, if BY has
 * agreed already.
 */
bool apres_outbox_approve(apres_store *store, gint64 id, const char *by, int needed,
			  gint64 now, int *people_out, GError **error);
/* Who has agreed to what waits in ITEM, or that it is sent again, oldest first; array of
 * apres_approval. */
bool apres_outbox_approvals(apres_store *store, const apres_outbox_item *item,
			    GPtrArray **approvals_out, GError **error);
/* SHA-256 in hex of the bytes, as they will leave; caller owns. */
char *apres_outbox_digest(const apres_outbox_item *item);
/* unknown, failed -> ready, with NEEDED people; *PEOPLE_OUT as above. */
bool apres_outbox_resend(apres_store *store, gint64 id, const char *by, int needed,
			 gint64 now, int *people_out, GError **error);
bool apres_outbox_confirm(apres_store *store, gint64 id, const char *by, gint64 now,
			  GError **error); /* unknown -> sent */
/* Cancel what has not left of RECORD's thread (its company, candidate and root), because
 * WHY. */
bool apres_outbox_cancel_thread(apres_store *store, const apres_record *record,
				const char *why, gint64 now, guint *count_out,
				GError **error);
/*
 * A rollback has just been recorded for COMPANY: cancel what has not left of
 * replies that the policy before decided; a person owes the answer.
 */
bool apres_outbox_cancel_withdrawn(apres_store *store, const char *company,
				   const char *by, gint64 now, guint *count_out,
				   GError **error);
/*
 * Cancel what has not left of replies to mail of the case, or of one of its addresses
 * that was counted to none; a person owes the answer.
 */
bool apres_outbox_cancel_case(apres_store *store, gint64 case_id, const char *by,
			      const char *why, gint64 now, guint *count_out,
			      GError **error);
/*
 * A person is done with message ID: cancel what has not left for it, and what
 * failed.  What may have been sent stays unknown: that is part of its history.
 */
bool apres_outbox_cancel_message(apres_store *store, gint64 message_id, const char *by,
				 const char *why, gint64 now, GError **error);
#endif
