/* SPDX-License-Identifier: Apache-2.0 */
/* apres trial: what would have happened to the mail of last month. */
#include "config.h"
#include "apres/explain-setup.h"
#include "apres/replay-screen.h"
#include "apres/trial.h"
#include "message/message.h"

#include <sysexits.h>

typedef struct trial_options {
	apres_explain_options where;
	char *since;
	gboolean replies;
} trial_options;

static void
trial_options_clear(trial_options *options)
{
	apres_explain_options_clear(&options->where);
	g_free(options->since);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(trial_options, trial_options_clear)

static bool
parse(trial_options *o, int argc, char **argv, GError **error)
{
	const GOptionEntry own[] = {
		{ "since", 0, 0, G_OPTION_ARG_STRING, &o->since,
		  "mail received since; default 30d", "TIME" },
		{ "replies", 0, 0, G_OPTION_ARG_NONE, &o->replies,
		  "every reply in full, below what it answers", NULL },
		{ "mailbox", 0, 0, G_OPTION_ARG_STRING, &o->where.mailbox,
		  "which mailbox; default the first", "ID" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	return apres_cli_parse(&o->where.cli, &apres_verb_trial, own, argc, argv, 0, 1,
			       error);
}

/* The mailbox of the configuration that is meant, read from elsewhere if MAILDIR says
 * so. */
static apres_mailbox_config
mailbox_of(const apres_config *config, const trial_options *options)
{
	const apres_mailbox_config *named =
		options->where.mailbox != NULL
			? apres_config_mailbox(config, options->where.mailbox)
			: config->mailboxes->pdata[0];
	apres_mailbox_config mailbox = *named;

	if (options->where.cli.rest[0] != NULL)
		mailbox.maildir = options->where.cli.rest[0];
	return mailbox;
}

static int
run_trial(int argc, char **argv, GError **error)
{
	g_auto(trial_options) options = { 0 };
	g_auto(apres_explain) explain = { 0 };
	gint64 since;

	if (!parse(&options, argc, argv, error))
		return EX_USAGE;
	if (options.where.cli.help)
		return 0;
	if (!apres_explain_setup(&explain, &options.where, error))
		return EX_CONFIG;
	if (!apres_replay_since(options.since != NULL ? options.since : "30d",
				explain.now, &since, error))
		return EX_USAGE;
	g_autoptr(apres_config) config = apres_cli_config(&options.where.cli, error);
	if (config == NULL)
		return EX_CONFIG;
	const apres_mailbox_config mailbox = mailbox_of(config, &options);
	apres_message_init();
	g_autoptr(apres_trial) trial =
		apres_trial_run(&explain, config, &mailbox, since, error);
	if (trial == NULL)
		return EX_TEMPFAIL;
	if (options.where.cli.json)
		apres_trial_print_json(trial);
	else
		apres_trial_print(trial, options.replies);
	return 0;
}

const apres_verb apres_verb_trial = {
	.name = "trial",
	.usage = "[--since TIME] [--mailbox ID] [--replies] [--json] [MAILDIR]",
	.summary = "what would have become of last month's mail; stores, sends and "
		   "touches nothing",
	.run = run_trial,
	.notes = "MAILDIR: instead of the mailbox's own, a copy of it for instance.\n"
		 "TIME is 30d, 12h or 2026-11-01T00:00:00Z.\n"
		 "Each mail is taken for itself, but nobody is answered more often "
		 "than the policy\nallows.\n"
		 "Exit status: 0 it is shown, 64 wrong usage, 75 the mailbox cannot be "
		 "read, 78\nconfiguration or policy at fault.\n",
};
