/* SPDX-License-Identifier: Apache-2.0 */
/* A reply that has left, with a tag, and what comes back of it. */
#ifndef APRES_TESTS_SENT_REPLY_H
#define APRES_TESTS_SENT_REPLY_H
#include "pipeline/pipeline.h"
#include "store/obligation.h"

#include "bounces.h"
#include "house.h"

#define ASKS "What was missing?"

static inline void
tag_replies(void)
{
	h.config->transport->envelope = APRES_ENVELOPE_TAGGED;
}

static inline apres_outbox_item *
item_of(gint64 id)
{
	apres_outbox_item *item = NULL;

	ck_assert(apres_outbox_get(h.store, id, &item, NULL));
	ck_assert_ptr_nonnull(item);
	return item;
}

/* A request, and the reply to it; it waits. */
static inline apres_outbox_item *
ask(const char *from, const char *id)
{
	g_autofree char *mail = house_mail(from, id, "", ASKS);
	apres_outcome_of_mail outcome = house_take(&h, mail);

	ck_assert_int_eq(outcome.effect, APRES_EFFECT_REPLY);
	return item_of(outcome.outbox_id);
}

/* The reply that may go at NOW, claimed and asked about at the barrier: *GO_OUT. */
static inline apres_outbox_item *
claim_at(gint64 now, bool *go_out)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);
	g_autoptr(GPtrArray) items = NULL;
	const char *why;
	gint64 next;

	ck_assert(apres_outbox_promote(h.store, now, &next, NULL));
	ck_assert(apres_outbox_claim(h.store, 20, &items, NULL));
	ck_assert_uint_eq(items->len, 1);
	apres_outbox_item *claimed = g_ptr_array_steal_index(items, 0);
	ck_assert(apres_outbox_barrier(h.store, claimed->id, claimed->fence, now, go_out,
				       &why, NULL));
	ck_assert(apres_txn_commit(txn, NULL));
	return claimed;
}

/* What the server said of CLAIMED, recorded at NOW. */
static inline void
note_result(const apres_outbox_item *claimed, apres_outcome outcome, gint64 now)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);
	bool stale;

	ck_assert(apres_outbox_result(h.store, claimed->id, claimed->fence, outcome,
				      "250 ok", 60, 3, now, &stale, NULL));
	ck_assert(apres_txn_commit(txn, NULL));
}

/* Let ITEM leave, with OUTCOME; as it is then. */
static inline apres_outbox_item *
send_item(apres_outbox_item *item, apres_outcome outcome)
{
	g_autoptr(apres_outbox_item) waiting = item;
	bool go;
	g_autoptr(apres_outbox_item) claimed = claim_at(waiting->send_after, &go);

	ck_assert(go);
	note_result(claimed, outcome, waiting->send_after);
	return item_of(claimed->id);
}

static inline apres_outbox_item *
ask_and_send(const char *from, const char *id)
{
	return send_item(ask(from, id), APRES_OUTCOME_SENT);
}

static inline apres_outcome_of_mail
take_bounce(const char *name, const char *to, const char *id)
{
	g_autofree char *mail = bounce_new(name, to, id);

	return house_take(&h, mail);
}

/* Everything of which somebody owes an answer. */
static inline guint
owed(void)
{
	g_autoptr(GPtrArray) list = NULL;
	guint count = 0;

	ck_assert(apres_obligation_list(h.store, NULL, &list, NULL));
	for (guint i = 0; i < list->len; i++) {
		const apres_owed *one = list->pdata[i];
		ck_assert_uint_eq(one->grown, 0);
		count += one->kind == APRES_OBLIGATION_ANSWER;
	}
	return count;
}

static inline bool
is_returned(gint64 id)
{
	g_autoptr(apres_outbox_item) item = item_of(id);

	return item->returned != 0;
}
#endif
