/* SPDX-License-Identifier: Apache-2.0 */
/* apres audit new-keys: the way on when keys.db is lost for good. */
#include "config.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "util/error.h"

#include <stdio.h>
#include <sysexits.h>

static int
run_new_keys(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *by = NULL, *because = NULL;
	json_auto_t *answer = NULL;
	const GOptionEntry own[] = {
		{ "by", 0, 0, G_OPTION_ARG_STRING, &by, "who says so", "NAME" },
		{ "because", 0, 0, G_OPTION_ARG_STRING, &because,
		  "what became of the keys, for the record", "TEXT" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_audit_new_keys, own, argc, argv, 0, 0,
			     error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	if (by == NULL || because == NULL || *by == '\0' || *because == '\0') {
		apres_throw(error, APRES_ERROR_USAGE,
			    "say who and why: --by NAME --because TEXT");
		return EX_USAGE;
	}
	g_autoptr(apres_config) config = apres_cli_config(&cli, error);
	if (config == NULL)
		return EX_CONFIG;
	json_t *args = json_pack("{s:o, s:o}", "by", apres_output_string(by), "because",
				 apres_output_string(because));
	if (!apres_screen_ask(config, "audit-new-keys", args, &answer, error))
		return apres_error_exit_status(*error);
	if (cli.json)
		apres_output_json(json_incref(answer));
	else
		printf("new keys: what is recorded from now on is sealed with them; %d "
		       "private parts from before\ncan never be read again, as the "
		       "record says. Back keys.db up.\n",
		       (int)json_integer_value(json_object_get(answer, "lost")));
	return 0;
}

const apres_verb apres_verb_audit_new_keys = {
	.name = "audit new-keys",
	.usage = "--by NAME --because TEXT [--json]",
	.summary = "keys.db is lost, and there is no copy of it: go on with new keys",
	.run = run_new_keys,
	.notes = "Exit status: 0 begun and recorded, 65 nothing is lost, or another file "
		 "stands\nin the place of keys.db, 75 try again: nothing was done.\n",
};
