/* SPDX-License-Identifier: Apache-2.0 */
/* What the outbox's files share; private to store/. */
#ifndef APRES_STORE_OUTBOX_PARTS_H
#define APRES_STORE_OUTBOX_PARTS_H
#include "store/db.h"
#include "store/outbox.h"

/* SQL: the policy that decided this row of outbox was taken back: what followed it in
 * force is a rollback. */
#define APRES_OUTBOX_WITHDRAWN                                                           \
	"coalesce((SELECT r.restores FROM message w, install r"                          \
	" WHERE w.id = outbox.message AND r.company = w.company AND r.in_force <> 0"     \
	" AND r.serial > (SELECT max(i.serial) FROM install i"                           \
	" WHERE i.company = w.company AND i.digest = w.policy_digest"                    \
	" AND i.in_force <> 0) ORDER BY r.serial LIMIT 1), 0) <> 0"

/* SQL: what apres_outbox_take_all reads. */
#define APRES_OUTBOX_COLUMNS                                                             \
	"id, message, company, mailbox, kind, recipient, envelope_from, "                \
	"smtp_message_id,"                                                               \
	" thread, template, language, subject, bytes, state, needs_approval, "           \
	"approved_by,"                                                                   \
	" created, send_after, next_attempt, attempts, fence, last_result, owner, due,"  \
	" good_until, bounce_tag, returned, returned_status"

/* Every row of a query over the outbox's columns. */
bool apres_outbox_take_all(apres_query *query, GPtrArray **items_out, GError **error);
/* Row ID; INPUT error, saying that it cannot be VERB, unless its state is one of ALLOWED
 * (bits 1u << state).  In a transaction; caller owns. */
apres_outbox_item *apres_outbox_get_in(apres_store *store, gint64 id, guint allowed,
				       const char *verb, GError **error);
/* INPUT error if ITEM came back: a second one would, too. */
bool apres_outbox_check_not_returned(const apres_outbox_item *item, GError **error);
/*
 * The one transition: ITEM, which is in item->state with item->fence, goes TO.
 * *CHANGED_OUT false if the row is not there any more.  Audited.
 */
bool apres_outbox_change(apres_store *store, const apres_outbox_item *item,
			 apres_outbox_state to, const char *by, const char *why,
			 gint64 now, bool *changed_out, GError **error);
/* A reply that did not leave, or (RULE "returned") came back: somebody owes the answer
 * now. */
bool apres_outbox_owe_answer(apres_store *store, const apres_outbox_item *item,
			     const char *rule, gint64 now, GError **error);
#endif
