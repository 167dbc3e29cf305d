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

/* What was cancelled stays unmarked: a person has it. */
static void
file_one(apres_daemon *daemon, const apres_filing *filing)
{
	g_autoptr(GError) error = NULL;
	bool gone = true;

	apres_crash_point("before-filing");
	if ((filing->sent && !file_mail(daemon, filing, &gone, &error)) ||
	    !note_done(daemon, filing->message_id, gone ? "gone" : "filed", &error)) {
		apres_log_warn("mailbox %s: mail %" G_GINT64_FORMAT
			       " was answered but not marked, will be tried again: %s",
			       filing->mailbox, filing->message_id, error->message);
		apres_daemon_retry_later(daemon);
	}
}

static void
file_all(apres_daemon *daemon, gint64 message_id)
{
	g_autoptr(GPtrArray) filings = NULL;
	g_autoptr(GError) error = NULL;

	if (!apres_filing_list(daemon->store, message_id, &filings, &error)) {
		apres_log_warn("what was answered is not marked, will be tried again: %s",
			       error->message);
		apres_daemon_retry_later(daemon);
		return;
	}
	for (guint i = 0; i < filings->len; i++)
		file_one(daemon, filings->pdata[i]);
}

void
apres_daemon_file(apres_daemon *daemon)
{
	file_all(daemon, 0);
}

void
apres_daemon_delivered(gint64 message_id, apres_outcome outcome, void *context)
{
	apres_daemon *daemon = context;

	if (outcome == APRES_OUTCOME_PERM)
		apres_daemon_doubt_null_path(daemon);
	if (message_id == 0)
		return;
	apres_log_info("mail %" G_GINT64_FORMAT ": reply %s", message_id,
		       apres_outcome_to_string(outcome));
	if (outcome == APRES_OUTCOME_SENT)
		file_all(daemon, message_id);
}
