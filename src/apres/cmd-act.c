/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The verbs by which people decide: one row each.  apresd does them if it runs,
 * else this process does, holding the store's lock.
 */
#include "config.h"
#include "apres/output.h"
#include "apres/screen.h"

#include <string.h>
#include <sysexits.h>

/* An action on the row whose number is the one argument. */
static int
act_on_row(const apres_verb *verb, const char *what, const char *done, int argc,
	   char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *why = NULL;
	g_autofree char *seen = NULL;
	gint64 id;
	const GOptionEntry reason[] = {
		{ "why", 0, 0, G_OPTION_ARG_STRING, &why, "a word for the record",
		  "TEXT" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};
	const GOptionEntry digest[] = {
		{ "seen", 0, 0, G_OPTION_ARG_STRING, &seen,
		  "only what apres outbox show has shown", "SHA256" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};
	const GOptionEntry *own = strstr(verb->usage, "--why") != NULL    ? reason
				  : strstr(verb->usage, "--seen") != NULL ? digest
									  : NULL;

	if (!apres_cli_parse(&cli, verb, own, argc, argv, 1, 1, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	g_autoptr(apres_config) config = apres_cli_config(&cli, error);
	if (config == NULL || !apres_cli_number(cli.rest[0], what, &id, error))
		return EX_USAGE;
	json_t *args = json_pack("{s:I}", "id", (json_int_t)id);
	if (why != NULL)
		json_object_set_new(
			args, g_str_equal(verb->name, "review done") ? "how" : "why",
			apres_output_string(why));
	if (seen != NULL)
		json_object_set_new(args, "seen", apres_output_string(seen));
	g_autofree char *action = g_strdelimit(g_strdup(verb->name), " ", '-');
	return apres_screen_act(&cli, config, action, args, done, error) ? 0
									 : EX_TEMPFAIL;
}

#define ON_ROW(symbol, words, options, about, what, sentence)                            \
	static int run_##symbol(int argc, char **argv, GError **error)                   \
	{                                                                                \
		return act_on_row(&apres_verb_##symbol, what, sentence, argc, argv,      \
				  error);                                                \
	}                                                                                \
	const apres_verb apres_verb_##symbol = {                                         \
		.name = words,                                                           \
		.usage = options,                                                        \
		.summary = about,                                                        \
		.run = run_##symbol,                                                     \
		.notes = "Exit status: 0 done and recorded, 65 its state does not "      \
			 "allow it,\n"                                                   \
			 "75 try again: nothing was done.\n",                            \
	}

ON_ROW(review_approve, "review approve", "[--seen SHA256] [--json] ID",
       "let the reply go that is proposed to a mail", "mail",
       "approved; it goes out when nothing speaks against it");
ON_ROW(review_reject, "review reject", "[--why TEXT] [--json] ID",
       "do not send the reply that is proposed to a mail", "mail",
       "rejected; no reply goes out, and a person owes the answer");
ON_ROW(review_done, "review done", "[--why TEXT] [--json] ID",
       "a person has answered this mail; nothing is owed for it any more", "mail",
       "done");
ON_ROW(outbox_cancel, "outbox cancel", "[--why TEXT] [--json] ID",
       "do not send a reply that still waits", "reply", "cancelled; it will not go out");
ON_ROW(outbox_resend, "outbox resend", "[--seen SHA256] [--json] ID",
       "send a reply again that failed, or may have", "reply", "it will be sent again");
ON_ROW(outbox_confirm, "outbox confirm", "[--json] ID",
       "a reply of which we do not know did arrive: do not send it again", "reply",
       "confirmed as sent");
