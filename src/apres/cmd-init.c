/* SPDX-License-Identifier: Apache-2.0 */
/* apres init FOLDER: from a mailbox to a daemon in shadow, by a few questions. */
#include "config.h"
#include "apres/cli.h"
#include "apres/wrap.h"
#include "apres/new-folder.h"
#include "apres/output.h"
#include "apres/setup.h"
#include "util/clock.h"

#include <stdio.h>
#include <sysexits.h>

static void
print_done(const apres_cli *cli, const apres_setup *s, const char *policy)
{
	const char *folder = cli->rest[0];
	g_autofree char *conf = g_build_filename(folder, "apres.conf", NULL);
	g_autofree char *absolute = g_canonicalize_filename(conf, NULL);
	g_autofree char *quoted = g_shell_quote(absolute);
	g_autofree char *unit = g_build_filename(folder, "apresd.service", NULL);

	if (cli->json) {
		apres_output_json(json_pack("{s:o, s:o, s:o}", "config",
					    apres_output_string(conf), "policy",
					    apres_output_string(policy), "service",
					    apres_output_string(unit)));
		return;
	}
	apres_wrap_printf("Written:\n"
			  "    %-36s  where mail is read, how replies leave\n"
			  "    %-36s  what is answered, in the texts beside it\n"
			  "    %-36s  for systemd; nothing is installed\n\n",
			  conf, policy, unit);
	if (*s->authserv_id == '\0')
		apres_wrap_print("authserv-id is not set: until it is, nobody is proven "
				 "an employee, and employees' mail is left to people.  "
				 "apres doctor names the server that writes "
				 "Authentication-Results here.\n\n");
	if (*s->sent == '\0')
		apres_wrap_print("No folder of sent mail was found: apres cannot see "
				 "what you answer yourselves.\n\n");
	printf("Read them, then:\n\n"
	       "    export APRES_CONFIG=%s\n",
	       quoted);
	apres_wrap_print(
		"    apres doctor         is everything in order, and the remedy if not\n"
		"    apres trial          what would have become of last month's mail\n"
		"    apresd               reads what arrives from now on; in shadow "
		"candidates get nothing\n"
		"    apres review list    what it would have answered, and what it left "
		"to you\n");
}

static int
run(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_auto(apres_setup) s = { 0 };
	g_autofree char *policy = NULL;
	GOptionEntry own[APRES_SETUP_OPTIONS + 1] = { { 0 } };

	apres_setup_entries(&s, own);
	if (!apres_cli_parse(&cli, &apres_verb_init, own, argc, argv, 1, 1, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	if (!apres_new_folder_check(cli.rest[0], error) || !apres_setup_ask(&s, error) ||
	    !apres_setup_write(&s, cli.rest[0], apres_clock_now(), &policy, error))
		return EX_USAGE;
	print_done(&cli, &s, policy);
	return 0;
}

const apres_verb apres_verb_init = {
	.name = "init",
	.usage = "[OPTIONS] [--json] FOLDER",
	.summary = "write configuration, policy and service for one mailbox, in shadow",
	.run = run,
	.notes = "FOLDER is made; nothing else is written, and nothing is ever "
		 "overwritten.\n"
		 "What no option says is asked on a terminal; what the mailbox shows is "
		 "offered.\n"
		 "Exit status: 0 written and sound, 64 an answer is missing or FOLDER "
		 "exists,\n75 it cannot be written, 78 the answers make no "
		 "configuration.\n",
};
