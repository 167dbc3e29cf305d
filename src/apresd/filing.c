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

/* Mark or move what was sent; true: that is done, and DONE says of each how. */
static bool
file_one(apres_daemon *daemon, const apres_filing *filing, GError **error)
{
	bool gone = true;

	apres_crash_point("before-filing");
	/* What was cancelled stays unmarked: a person has it. */
	return (!filing->sent || file_mail(daemon, filing, &gone, error)) &&
	       apres_filing_done(daemon->store, filing->message_id,
				 gone ? "gone" : "filed", error);
}

static void
try_later(apres_daemon *daemon, const char *what, const GError *error)
{
	apres_log_warn("%s, will be tried again: %s", what, error->message);
	apres_daemon_retry_later(daemon);
}

/* The answered mail MESSAGE_ID, or with 0 all that is left over; in a transaction. */
static void
file_answered(apres_daemon *daemon, gint64 message_id)
{
	g_autoptr(GPtrArray) filings = NULL;
	g_autoptr(GError) error = NULL;

	if (!apres_filing_list(daemon->store, message_id, &filings, &error)) {
		try_later(daemon, "what was answered is not marked", error);
		return;
	}
	for (guint i = 0; i < filings->len; i++) {
		const apres_filing *filing = filings->pdata[i];
		g_autoptr(GError) cause = NULL;
		if (file_one(daemon, filing, &cause))
			continue;
		g_autofree char *what =
			g_strdup_printf("mailbox %s: mail %" G_GINT64_FORMAT
					" was answered but not marked",
					filing->mailbox, filing->message_id);
		try_later(daemon, what, cause);
	}
}

static void
file_all(apres_daemon *daemon, const gint64 *message_ids, guint count)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_txn) txn = apres_txn_begin(daemon->store, &error);

	for (guint i = 0; txn != NULL && i < count; i++)
		file_answered(daemon, message_ids[i]);
	if (txn == NULL || !apres_txn_commit(txn, &error))
		try_later(daemon, "what was answered is not marked", error);
}

void
apres_daemon_file(apres_daemon *daemon)
{
	const gint64 all = 0;

	file_all(daemon, &all, 1);
}

static gboolean
on_file(gpointer data)
{
	apres_daemon *daemon = data;

	daemon->file_source = 0;
	file_all(daemon, (const gint64 *)(gconstpointer)daemon->answered->data,
		 daemon->answered->len);
	g_array_set_size(daemon->answered, 0);
	return G_SOURCE_REMOVE;
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
	if (outcome != APRES_OUTCOME_SENT)
		return;
	/* Behind what the next replies wait for, and as many as there are by then. */
	g_array_append_val(daemon->answered, message_id);
	if (daemon->file_source == 0)
		daemon->file_source = g_idle_add(on_file, daemon);
}
