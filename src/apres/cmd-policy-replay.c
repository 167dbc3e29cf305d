/* SPDX-License-Identifier: Apache-2.0 */
/* apres policy replay: recorded mail, decided again under another policy. */
#include "config.h"
#include "apres/diff-screen.h"
#include "apres/replay-screen.h"
#include "apres/screen.h"
#include "policy/load.h"
#include "util/clock.h"
#include "util/error.h"

#include <stdio.h>
#include <sysexits.h>

typedef struct replay_options {
	apres_cli cli;
	char *policy, *since, *company, *fail_on;
} replay_options;

static void
replay_options_clear(replay_options *options)
{
	apres_cli_clear(&options->cli);
	g_free(options->policy);
	g_free(options->since);
	g_free(options->company);
	g_free(options->fail_on);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(replay_options, replay_options_clear)

static bool
parse(replay_options *options, int argc, char **argv, GError **error)
{
	const GOptionEntry own[] = {
		{ "policy", 0, 0, G_OPTION_ARG_FILENAME, &options->policy,
		  "the policy to decide under", "FILE" },
		{ "since", 0, 0, G_OPTION_ARG_STRING, &options->since,
		  "mail decided since; default 30d", "TIME" },
		{ "company", 0, 0, G_OPTION_ARG_STRING, &options->company,
		  "whose mail; default the only one's", "ID" },
		{ "fail-on", 0, 0, G_OPTION_ARG_STRING, &options->fail_on,
		  "exit with 65 if some mail is treated less strictly", "weaker" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&options->cli, &apres_verb_policy_replay, own, argc, argv, 0,
			     0, error))
		return false;
	if (options->cli.help)
		return true;
	if (options->policy == NULL)
		return apres_throw(error, APRES_ERROR_USAGE,
				   "--policy FILE is missing; see: apres policy replay "
				   "--help");
	return options->fail_on == NULL || g_str_equal(options->fail_on, "weaker") ||
	       apres_throw(error, APRES_ERROR_USAGE, "--fail-on '%s': only 'weaker'",
			   options->fail_on);
}

/* Caller owns. */
static apres_replay *
replay_all(const replay_options *options, const apres_config *config, gint64 since,
	   gint64 now, apres_diff **diff_out, GError **error)
{
	const apres_company_config *company =
		apres_cli_one_company(config, options->company, error);
	apres_replay *replay;

	if (company == NULL)
		return NULL;
	g_autoptr(apres_policy) is = apres_policy_load(options->policy, NULL, error);
	if (is == NULL) {
		apres_cli_named_wrongly(error);
		return NULL;
	}
	g_autoptr(apres_policy) was = apres_replay_in_force(config, company, now, error);
	if (was == NULL)
		return NULL;
	g_autoptr(apres_store) store = apres_screen_store(config, error);
	if (store == NULL ||
	    !apres_replay_run(store, company->id, was, is, since, &replay, error))
		return NULL;
	*diff_out = apres_policy_diff_parts(was, is);
	return replay;
}

static int
run_replay(int argc, char **argv, GError **error)
{
	g_auto(replay_options) options = { 0 };
	gint64 now = apres_clock_now(), since;

	if (!parse(&options, argc, argv, error))
		return EX_USAGE;
	if (options.cli.help)
		return 0;
	if (!apres_replay_since(options.since != NULL ? options.since : "30d", now,
				&since, error))
		return EX_USAGE;
	g_autoptr(apres_config) config = apres_cli_config(&options.cli, error);
	if (config == NULL)
		return EX_CONFIG;
	g_autoptr(apres_diff) diff = NULL;
	g_autoptr(apres_replay) replay =
		replay_all(&options, config, since, now, &diff, error);
	if (replay == NULL)
		return EX_TEMPFAIL;
	if (options.cli.json) {
		apres_replay_print_json(replay);
		apres_diff_print_terms_json(diff);
	} else {
		apres_replay_print(replay, G_MAXUINT);
		apres_diff_print_terms(diff);
		puts("");
		apres_replay_print_sum(replay, diff);
	}
	return options.fail_on != NULL && replay->weaker + diff->looser > 0 ? EX_DATAERR
									    : 0;
}

const apres_verb apres_verb_policy_replay = {
	.name = "policy replay",
	.usage =
		"--policy FILE [--since TIME] [--company ID] [--fail-on weaker] [--json]",
	.summary = "decide recorded mail again under another policy; send nothing",
	.run = run_replay,
	.notes = "Compared with the policy in force.  Subject and text are read anew; "
		 "who wrote, marks\nof machines and what was sent before count as they "
		 "did then.\n"
		 "Less strictly: a person no longer decides, something is no longer "
		 "owed, more is told.\n"
		 "Exit status: 0, 65 with --fail-on weaker if some mail is treated less "
		 "strictly\nor a limit is looser, 75 nothing is recorded yet, 78 a "
		 "policy does not load.\n",
};
