/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writer: what became ready during one turn of the main loop is one
 * transaction, so that many mails share a flush and a lone one never waits.
 */
#include "config.h"
#include "apresd/daemon.h"
#include "store/seen.h"
#include "util/clock.h"
#include "util/crash-point.h"
#include "util/error.h"
#include "util/log.h"

typedef struct group {
	apres_transit *transit[APRES_DAEMON_GROUP];
	apres_outcome_of_mail outcome[APRES_DAEMON_GROUP];
	guint len;
} group;

static bool
record_one(apres_daemon *daemon, apres_transit *transit, gint64 now,
	   apres_outcome_of_mail *outcome, GError **error)
{
	const apres_arrival *arrival = transit->arrival;

	*outcome = (apres_outcome_of_mail){ 0 };
	if (transit->left_alone == NULL)
		return apres_pipeline_record(daemon->store, daemon->config, arrival, now,
					     outcome, error);
	return arrival->base_name == NULL ||
	       apres_name_add(daemon->store, arrival->mailbox->id, arrival->base_name,
			      transit->left_alone, 0, now, error);
}

/* Everything of FROM .. FROM + COUNT, or nothing. */
static bool
write_all(apres_daemon *daemon, group *g, guint from, guint count, GError **error)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(daemon->store, error);
	gint64 now = apres_clock_now();

	if (txn == NULL)
		return false;
	for (guint i = from; i < from + count; i++)
		if (!record_one(daemon, g->transit[i], now, &g->outcome[i], error))
			return false;
	apres_crash_point("before-commit");
	if (!apres_txn_commit(txn, error))
		return false;
	apres_crash_point("after-commit");
	daemon->commits++;
	return true;
}

static void
answer_peer(apres_transit *transit, const apres_outcome_of_mail *outcome)
{
	const char *effect = transit->left_alone != NULL ? transit->left_alone
			     : outcome->duplicate_of
				     ? "duplicate"
				     : apres_effect_to_string(outcome->effect);
	json_auto_t *answer = json_pack(
		"{sIsssIss?}", "id", (json_int_t)outcome->message_id, "effect", effect,
		"outbox", (json_int_t)outcome->outbox_id, "queue", outcome->queue);

	apres_socket_answer(transit->peer, answer, NULL);
}

/* In shadow no reply comes of a decision to reply. */
static bool
is_only_thought(const apres_outcome_of_mail *outcome)
{
	return outcome->effect == APRES_EFFECT_REPLY && outcome->outbox_id == 0;
}

static void
finish(apres_daemon *daemon, apres_transit *transit, const apres_outcome_of_mail *outcome)
{
	const char *mailbox = transit->arrival->mailbox->id;

	if (transit->left_alone != NULL)
		apres_log_debug("mailbox %s: a mail is left alone: %s", mailbox,
				transit->left_alone);
	else if (outcome->duplicate_of != 0)
		apres_log_info("mailbox %s: duplicate of mail %" G_GINT64_FORMAT, mailbox,
			       outcome->duplicate_of);
	else
		apres_log_info("mailbox %s: mail %" G_GINT64_FORMAT ": %s%s", mailbox,
			       outcome->message_id,
			       is_only_thought(outcome) ? "would " : "",
			       apres_effect_to_string(outcome->effect));
	if (outcome->returned_id != 0)
		apres_log_warn("mailbox %s: mail %" G_GINT64_FORMAT
			       ": outgoing mail %" G_GINT64_FORMAT " came back%s%s",
			       mailbox, outcome->message_id, outcome->returned_id,
			       *outcome->returned_status != '\0' ? ": " : "",
			       outcome->returned_status);
	if (transit->peer != NULL)
		answer_peer(transit, outcome);
	daemon->recorded++;
	apres_transit_free(transit);
}

static void
store_works(apres_daemon *daemon)
{
	if (daemon->store_trouble != NULL)
		apres_log_info("the store can be written again");
	g_clear_pointer(&daemon->store_trouble, g_free);
}

static void
store_fails(apres_daemon *daemon, const GError *error)
{
	if (g_strcmp0(daemon->store_trouble, error->message) != 0)
		apres_log_error("store: %s", error->message);
	g_free(daemon->store_trouble);
	daemon->store_trouble = g_strdup(error->message);
}

static void
write_range(apres_daemon *daemon, group *g, guint from, guint count)
{
	g_autoptr(GError) error = NULL;

	if (write_all(daemon, g, from, count, &error)) {
		store_works(daemon);
		for (guint i = from; i < from + count; i++)
			finish(daemon, g->transit[i], &g->outcome[i]);
		return;
	}
	/* One mail that cannot be recorded must not keep the others out. */
	if (count > 1 && !g_error_matches(error, APRES_ERROR, APRES_ERROR_TEMP)) {
		for (guint i = from; i < from + count; i++)
			write_range(daemon, g, i, 1);
		return;
	}
	store_fails(daemon, error);
	for (guint i = from; i < from + count; i++)
		apres_transit_fail(g->transit[i], error);
}

static gboolean
on_commit(gpointer data)
{
	apres_daemon *daemon = data;
	group g = { .len = 0 };

	daemon->commit_source = 0;
	while (g.len < APRES_DAEMON_GROUP && !g_queue_is_empty(daemon->ready))
		g.transit[g.len++] = g_queue_pop_head(daemon->ready);
	if (g.len > 0)
		write_range(daemon, &g, 0, g.len);
	if (!g_queue_is_empty(daemon->ready))
		apres_daemon_commit_soon(daemon);
	if (daemon->in_flight < APRES_DAEMON_MAX_IN_FLIGHT / 2)
		apres_daemon_scan_soon(daemon);
	if (daemon->store_trouble == NULL) {
		apres_daemon_sign_soon(daemon);
		apres_daemon_desk_soon(daemon);
		apres_daemon_clock_soon(daemon);
		apres_deliver_kick(daemon->deliver);
	}
	return G_SOURCE_REMOVE;
}

void
apres_daemon_commit_soon(apres_daemon *daemon)
{
	if (daemon->commit_source == 0)
		daemon->commit_source =
			g_idle_add_full(G_PRIORITY_DEFAULT, on_commit, daemon, NULL);
}
