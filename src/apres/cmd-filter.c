/* SPDX-License-Identifier: Apache-2.0 */
/*
 * apres filter: one mail from standard input to apresd, for Postfix pipe(8),
 * procmail and Sieve.  Anything but a commit is 75: the mail system keeps the
 * mail and tries again, so nothing can be lost here.
 */
#include "config.h"
#include "apres/cli.h"
#include "apres/output.h"
#include "apres/passthrough.h"
#include "intake/control-socket.h"
#include "message/message.h"
#include "util/error.h"
#include "util/fsutil.h"

#include <sysexits.h>
#include <unistd.h>

/* Longer than apresd needs for a mail that hangs a reader twice. */
#define ANSWER_SECONDS 120
/* No mail server hands on a larger one. */
#define MAIL_MAX_BYTES (1024 * 1024 * 1024)

typedef struct filter_options {
	apres_cli cli;
	char *sender, *recipient;
	gboolean passthrough;
} filter_options;

static void
filter_options_clear(filter_options *options)
{
	apres_cli_clear(&options->cli);
	g_free(options->sender);
	g_free(options->recipient);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(filter_options, filter_options_clear)

/* A byte too many tells apresd that it is too large: a person reads it then. */
#define AS_FAR_AS_READ (APRES_MESSAGE_MAX_BYTES + 1)

/* Only who hands it on needs to hold more. */
static GBytes *
read_mail(const filter_options *o, GError **error)
{
	return o->passthrough ? apres_fd_read(STDIN_FILENO, MAIL_MAX_BYTES, error)
			      : apres_fd_read_head(STDIN_FILENO, AS_FAR_AS_READ, error);
}

static bool
print_answer(const filter_options *o, GBytes *mail, json_t *answer, GError **error)
{
	gsize len;

	if (o->cli.json)
		apres_output_json(json_incref(answer));
	if (!o->passthrough)
		return true;
	g_autoptr(GBytes) marked = apres_passthrough(mail, answer);
	gconstpointer data = g_bytes_get_data(marked, &len);
	return apres_fd_write(STDOUT_FILENO, data, len, error);
}

static bool
hand_over(const filter_options *o, GError **error)
{
	json_auto_t *answer = NULL;
	g_autoptr(apres_config) config = apres_cli_config(&o->cli, error);

	if (config == NULL)
		return false;
	g_autoptr(GBytes) mail = read_mail(o, error);
	if (mail == NULL)
		return apres_throw_prefix(error, "standard input");
	g_autoptr(GBytes) head = g_bytes_new_from_bytes(
		mail, 0, MIN(g_bytes_get_size(mail), (gsize)AS_FAR_AS_READ));
	json_auto_t *request = json_pack("{s:s, s:{s:o, s:o}}", "action", "filter",
					 "args", "sender", apres_output_string(o->sender),
					 "recipient", apres_output_string(o->recipient));
	return apres_socket_call(config->socket, request, head, ANSWER_SECONDS, &answer,
				 NULL, error) &&
	       print_answer(o, mail, answer, error);
}

static int
run_filter(int argc, char **argv, GError **error)
{
	g_auto(filter_options) o = { 0 };
	g_autoptr(GError) cause = NULL;
	const GOptionEntry own[] = {
		{ "sender", 'f', 0, G_OPTION_ARG_STRING, &o.sender,
		  "envelope sender; empty for a bounce", "ADDRESS" },
		{ "recipient", 'r', 0, G_OPTION_ARG_STRING, &o.recipient, "our mailbox",
		  "ADDRESS" },
		{ "passthrough", 0, 0, G_OPTION_ARG_NONE, &o.passthrough,
		  "write the mail to standard output, with what was decided", NULL },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&o.cli, &apres_verb_filter, own, argc, argv, 0, 0, &cause))
		;
	else if (o.cli.help)
		return 0;
	else if (o.sender == NULL || o.recipient == NULL)
		apres_throw(
			&cause, APRES_ERROR_USAGE,
			"--sender and --recipient are needed; see: apres filter --help");
	else if (o.cli.json && o.passthrough)
		apres_throw(&cause, APRES_ERROR_USAGE,
			    "--json and --passthrough both write to standard output; "
			    "leave one out");
	else if (hand_over(&o, &cause))
		return 0;
	/* A broken master.cf or configuration must not bounce candidates' mail. */
	apres_throw(error, APRES_ERROR_TEMP, "%s", cause->message);
	return EX_TEMPFAIL;
}

const apres_verb apres_verb_filter = {
	.name = "filter",
	.usage = "--sender ADDRESS --recipient ADDRESS [--passthrough | --json] <MAIL",
	.summary = "hand one mail to apresd; for Postfix, procmail, maildrop and Sieve",
	.run = run_filter,
	.notes = "The mail itself is delivered by whoever calls this.\n\n"
		 "Exit status: 0 the mail is recorded, 75 anything else: try again.\n",
};
