/* SPDX-License-Identifier: Apache-2.0 */
/* apres policy diff OLD NEW: which parts differ, and which mail is treated differently.
 */
#include "config.h"
#include "apres/diff-screen.h"
#include "apres/policy-argument.h"
#include "util/error.h"

#include <stdio.h>
#include <sysexits.h>

static int
run_diff(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *fail_on = NULL;
	const GOptionEntry own[] = {
		{ "fail-on", 0, 0, G_OPTION_ARG_STRING, &fail_on,
		  "exit with 65 if something is less strict", "weaker" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_policy_diff, own, argc, argv, 2, 2, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	if (fail_on != NULL && !g_str_equal(fail_on, "weaker")) {
		apres_throw(error, APRES_ERROR_USAGE, "--fail-on '%s': only 'weaker'",
			    fail_on);
		return EX_USAGE;
	}
	g_autoptr(GError) why = NULL;
	g_autoptr(apres_policy) was = apres_policy_argument(&cli, cli.rest[0], &why);
	g_autoptr(apres_policy) is =
		was != NULL ? apres_policy_argument(&cli, cli.rest[1], &why) : NULL;
	if (is == NULL) {
		int status = apres_error_exit_status(why);
		g_propagate_error(error, g_steal_pointer(&why));
		return status;
	}
	g_autoptr(apres_diff) diff = apres_policy_diff(was, is);
	if (cli.json) {
		apres_diff_print_json(diff);
	} else {
		apres_diff_print_parts(diff, G_MAXUINT);
		apres_diff_print_changes(diff, G_MAXUINT, G_MAXUINT);
		puts("");
		apres_diff_print_cases(diff, G_MAXUINT);
		apres_diff_print_terms(diff);
	}
	return fail_on != NULL && diff->weaker + diff->looser > 0 ? EX_DATAERR : 0;
}

const apres_verb apres_verb_policy_diff = {
	.name = "policy diff",
	.usage = "[--fail-on weaker] [--json] OLD NEW",
	.summary = "parts that differ, and mail that would be treated differently",
	.run = run_diff,
	.notes = "Mail is compared by what it contains, one class or two, for every "
		 "kind of candidate.\n"
		 "Less strictly: a person no longer decides, something is no longer "
		 "owed or later,\nmore is told.  What the law asks, limits, people\n"
		 "and tests are compared too.\n"
		 "OLD and NEW are files, or numbers of apres policy list.\n"
		 "Exit status: 0, 65 with --fail-on weaker if something is less "
		 "strict, or\nthere is no such number, 78 a policy does not load.\n",
};
