/* SPDX-License-Identifier: Apache-2.0 */
/*
 * apres filter: one mail from standard input to apresd, for Postfix pipe(8),
 * procmail and Sieve.  Anything but a commit is 75: the mail system keeps the
 * mail and tries again, so nothing can be lost here.
 */
#include "config.h"
#include "apres/cli.h"
#include "apres/output.h"
#include "intake/control-socket.h"
#include "message/message.h"
#include "util/error.h"
#include "util/fsutil.h"

#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

/* Longer than apresd needs for a mail that hangs a reader twice. */
#define ANSWER_SECONDS 120

static bool
hand_over(const apres_cli *cli, const char *sender, const char *recipient, GError **error)
{
	g_autoptr(GBytes) mail = NULL;
	json_t *answer = NULL;
	g_autoptr(apres_config) config = apres_cli_config(cli, error);

	if (config == NULL)
		return false;
	/* A byte too many tells apresd that it is too large: a person reads it then. */
	mail = apres_fd_read_head(STDIN_FILENO, APRES_MESSAGE_MAX_BYTES + 1, error);
	if (mail == NULL)
		return apres_throw_prefix(error, "standard input");
	json_t *request = json_pack("{s:s, s:{s:o, s:o}}", "action", "filter", "args",
				    "sender", apres_output_string(sender), "recipient",
				    apres_output_string(recipient));
	bool good = apres_socket_call(config->socket, request, mail, ANSWER_SECONDS,
				      &answer, NULL, error);
	json_decref(request);
	if (good && cli->json)
		apres_output_json(json_incref(answer));
	json_decref(answer);
	return good;
}

static int
run_filter(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *sender = NULL;
	g_autofree char *recipient = NULL;
	g_autoptr(GError) cause = NULL;
	const GOptionEntry own[] = {
		{ "sender", 'f', 0, G_OPTION_ARG_STRING, &sender,
		  "envelope sender; empty for a bounce", "ADDRESS" },
		{ "recipient", 'r', 0, G_OPTION_ARG_STRING, &recipient, "our mailbox",
		  "ADDRESS" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_filter, own, argc, argv, 0, 0, &cause))
		;
	else if (cli.help)
		return 0;
	else if (sender == NULL || recipient == NULL)
		apres_throw(
			&cause, APRES_ERROR_USAGE,
			"--sender and --recipient are needed; see: apres filter --help");
	else if (hand_over(&cli, sender, recipient, &cause))
		return 0;
	/* A broken master.cf or configuration must not bounce candidates' mail. */
	apres_throw(error, APRES_ERROR_TEMP, "%s", cause->message);
	return EX_TEMPFAIL;
}

const apres_verb apres_verb_filter = {
	.name = "filter",
	.usage = "--sender ADDRESS --recipient ADDRESS [--json] <MAIL",
	.summary = "hand one mail to apresd; for Postfix, procmail and Sieve",
	.run = run_filter,
	.notes = "The mail itself is delivered by whoever calls this.\n\n"
		 "Exit status: 0 the mail is recorded, 75 anything else: try again.\n",
};
