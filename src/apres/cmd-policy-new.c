/* SPDX-License-Identifier: Apache-2.0 */
/* apres policy new FOLDER: a first policy, from a few questions. */
#include "config.h"
#include "apres/cli.h"
#include "apres/new-folder.h"
#include "apres/output.h"
#include "apres/starter.h"
#include "util/clock.h"

#include <stdio.h>
#include <sysexits.h>

static void
print_done(const apres_cli *cli, const char *folder)
{
	g_autofree char *policy = g_build_filename(folder, "policy.xml", NULL);

	if (cli->json)
		apres_output_json(json_pack("{s:o, s:o}", "folder",
					    apres_output_string(folder), "policy",
					    apres_output_string(policy)));
	else
		printf("%s is written and sound.  Read it, and the texts beside it; "
		       "then:\n\n"
		       "    apres explain --policy %s --text \"What was missing?\"\n"
		       "    apres policy check %s\n",
		       policy, policy, policy);
}

static int
run_new(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_auto(apres_starter) s = { 0 };
	GOptionEntry own[APRES_STARTER_OPTIONS + 1] = { { 0 } };

	apres_starter_entries(&s, own);
	if (!apres_cli_parse(&cli, &apres_verb_policy_new, own, argc, argv, 1, 1, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	if (!apres_starter_check_id(cli.rest[0], error) ||
	    !apres_new_folder_check(cli.rest[0], error) ||
	    !apres_starter_ask(&s, error) ||
	    !apres_starter_write(&s, cli.rest[0], apres_clock_now(), error))
		return EX_USAGE;
	print_done(&cli, cli.rest[0]);
	return 0;
}

const apres_verb apres_verb_policy_new = {
	.name = "policy new",
	.usage = "[OPTIONS] [--json] FOLDER",
	.summary = "write a first policy with its texts and tests, from a few questions",
	.run = run_new,
	.notes = "FOLDER is made and its name is the policy's id; nothing is ever "
		 "overwritten.\n"
		 "What no option says is asked on a terminal.\n"
		 "Exit status: 0 written and sound, 64 an answer is missing or FOLDER "
		 "exists,\n75 it cannot be written, 78 the answers make no policy.\n",
};
