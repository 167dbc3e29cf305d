/* SPDX-License-Identifier: Apache-2.0 */
/* apres debrief give: somebody else is to hold it. */
#include "config.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "util/error.h"

#include <sysexits.h>

static int
run_give(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *by = NULL, *to = NULL, *note = NULL;
	gint64 id;
	const GOptionEntry own[] = {
		{ "to", 0, 0, G_OPTION_ARG_STRING, &to, "who is to hold it", "ADDRESS" },
		{ "by", 0, 0, G_OPTION_ARG_STRING, &by, "who says so", "NAME" },
		{ "note", 0, 0, G_OPTION_ARG_STRING, &note, "a word for the record",
		  "TEXT" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_debrief_give, own, argc, argv, 1, 1,
			     error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	if (by == NULL || to == NULL) {
		apres_throw(error, APRES_ERROR_USAGE,
			    "say to whom, and who says so: --to ADDRESS --by NAME");
		return EX_USAGE;
	}
	g_autoptr(apres_config) config = apres_cli_config(&cli, error);
	if (config == NULL || !apres_cli_number(cli.rest[0], "debrief", &id, error))
		return EX_USAGE;
	json_t *args = json_pack("{s:I, s:o, s:o}", "id", (json_int_t)id, "to",
				 apres_output_string(to), "by", apres_output_string(by));
	if (note != NULL)
		json_object_set_new(args, "note", apres_output_string(note));
	return apres_screen_act(&cli, config, "debrief-give", args,
				"recorded; who is to hold it now gets a mail, by the "
				"same day; who was is not written to",
				error)
		       ? 0
		       : EX_TEMPFAIL;
}

const apres_verb apres_verb_debrief_give = {
	.name = "debrief give",
	.usage = "--to ADDRESS --by NAME [--note TEXT] [--json] ID",
	.summary = "somebody else is to hold it, by the same day",
	.run = run_give,
	.notes = "Not by who is to hold it now.  What was scheduled is no more.\n"
		 "Exit status: 0 recorded, 65 that does not fit what it is, 75 try "
		 "again.\n",
};
