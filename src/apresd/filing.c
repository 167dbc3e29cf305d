/* SPDX-License-Identifier: Apache-2.0 */
/* After the answer: the R flag, or the move to another folder.  A follow-up that may fail
 * and is tried again. */
#include "config.h"
#include "apresd/daemon.h"
#include "intake/maildir.h"
#include "store/seen.h"
#include "store/obligation.h"
#include "util/crash-point.h"
#include "util/log.h"

#define ANSWERED_FOLDER ".Apres.Answered"

/* Is anything still owed for the message?  Then it stays where people look. */
static bool
is_owed(apres_store *store, gint64 message_id)
{
	g_autoptr(GPtrArray) owed = NULL;

	if (!apres_obligation_of(store, message_id, &owed, NULL))
		return true;
	for (guint i = 0; i < owed->len; i++) {
		const apres_owed *o = owed->pdata[i];
		if (o->closed == 0)
			return true;
	}
	return false;
}

static bool
file_mail(apres_daemon *daemon, const apres_filing *filing, bool *gone_out,
	  GError **error)
{
	const apres_mailbox_config *mailbox =
		apres_config_mailbox(daemon->config, filing->mailbox);

	*gone_out = true;
	/* No longer configured: then it is not ours to touch. */
	if (mailbox == NULL)
		return true;
	if (mailbox->file == APRES_FILE_MOVE &&
	    !is_owed(daemon->store, filing->message_id))
		return apres_maildir_move(mailbox->maildir, filing->base_name,
					  ANSWERED_FOLDER, 'R', gone_out, error);
	return apres_maildir_flag(mailbox->maildir, filing->base_name, 'R', gone_out,
				  error);
}

static bool
note_done(apres_daemon *daemon, gint64 message_id, const char *outcome, GError **error)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(daemon->store, error);

	return txn != NULL &&
	       apres_filing_done(daemon->store, message_id, outcome, error) &&
	       apres_txn_commit(txn, error);
}

static void
file_one(apres_daemon *daemon, const apres_filing *filing)
{
	g_autoptr(GError) error = NULL;
	bool gone = false;

	apres_crash_point("before-filing");
	if (!file_mail(daemon, filing, &gone, &error) ||
	    !note_done(daemon, filing->message_id, gone ? "gone" : "filed", &error)) {
		apres_log_warn("mailbox %s: mail %" G_GINT64_FORMAT
			       " was answered but not marked, will be tried again: %s",
			       filing->mailbox, filing->message_id, error->message);
		apres_daemon_retry_later(daemon);
	}
}

/* The message ids of the outbox rows in STATE (-1 = unfinished), as a set. */
static GHashTable *
messages_in(apres_store *store, int state, GError **error)
{
	g_autoptr(GHashTable) ids =
		g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	g_autoptr(GPtrArray) items = NULL;

	if (!apres_outbox_list(store, NULL, state, &items, error))
		return NULL;
	for (guint i = 0; i < items->len; i++) {
		const apres_outbox_item *item = items->pdata[i];
		g_hash_table_add(ids,
				 g_memdup2(&item->message_id, sizeof item->message_id));
	}
	return g_steal_pointer(&ids);
}

void
apres_daemon_file(apres_daemon *daemon)
{
	g_autoptr(GPtrArray) filings = NULL;
	g_autoptr(GHashTable) open = NULL;
	g_autoptr(GHashTable) sent = NULL;
	g_autoptr(GError) error = NULL;

	if (!apres_filing_list(daemon->store, &filings, &error) || filings->len == 0)
		return;
	open = messages_in(daemon->store, -1, &error);
	if (open == NULL)
		return;
	for (guint i = 0; i < filings->len; i++) {
		const apres_filing *filing = filings->pdata[i];
		if (g_hash_table_contains(open, &filing->message_id))
			continue;
		if (sent == NULL)
			sent = messages_in(daemon->store, APRES_OUTBOX_SENT, &error);
		if (sent == NULL)
			return;
		if (g_hash_table_contains(sent, &filing->message_id))
			file_one(daemon, filing);
		else /* cancelled, failed, unknown: a person has it now, unmarked */
			note_done(daemon, filing->message_id, "gone", NULL);
	}
}

void
apres_daemon_delivered(gint64 message_id, apres_outcome outcome, void *context)
{
	apres_daemon *daemon = context;
	g_autoptr(GPtrArray) filings = NULL;

	if (outcome == APRES_OUTCOME_PERM)
		apres_daemon_doubt_null_path(daemon);
	if (message_id == 0)
		return;
	apres_log_info("mail %" G_GINT64_FORMAT ": reply %s", message_id,
		       apres_outcome_to_string(outcome));
	if (outcome != APRES_OUTCOME_SENT ||
	    !apres_filing_list(daemon->store, &filings, NULL))
		return;
	for (guint i = 0; i < filings->len; i++) {
		const apres_filing *filing = filings->pdata[i];
		if (filing->message_id == message_id)
			file_one(daemon, filing);
	}
}
