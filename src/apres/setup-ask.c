/* SPDX-License-Identifier: Apache-2.0 */
/* What a first installation needs to know; most of it the mailbox tells. */
#include "config.h"
#include "apres/questions.h"
#include "apres/setup.h"
#include "intake/survey.h"
#include "util/error.h"

#include <string.h>
#include <unistd.h>

#define MAILS_LOOKED_AT 50

void
apres_setup_entries(apres_setup *s, GOptionEntry *entries)
{
	/* clang-format off */
	const GOptionEntry own[APRES_SETUP_OPTIONS - APRES_STARTER_OPTIONS] = {
		{ "maildir", 0, 0, G_OPTION_ARG_FILENAME, &s->maildir, "Maildir of the mailbox that is read", "FOLDER" },
		{ "address", 0, 0, G_OPTION_ARG_STRING, &s->address, "address of the mailbox", "ADDRESS" },
		{ "sent", 0, 0, G_OPTION_ARG_FILENAME, &s->sent, "Maildir of its sent mail; \"\" for none", "FOLDER" },
		{ "authserv-id", 0, 0, G_OPTION_ARG_STRING, &s->authserv_id, "our name in Authentication-Results; \"\" for none", "NAME" },
		{ "mta-name", 0, 0, G_OPTION_ARG_STRING, &s->mta_name, "our name in Received; \"\" for none", "NAME" },
		{ "smtp", 0, 0, G_OPTION_ARG_STRING, &s->smtp, "submission server; default localhost:25", "HOST[:PORT]" },
		{ "out", 0, 0, G_OPTION_ARG_FILENAME, &s->out, "Maildir that replies are put into instead of being sent", "FOLDER" },
		{ "state", 0, 0, G_OPTION_ARG_FILENAME, &s->state, "folder of the store; default \"state\" in FOLDER", "FOLDER" },
	};
	/* clang-format on */

	memcpy(entries, own, sizeof own);
	apres_starter_entries(&s->policy, entries + G_N_ELEMENTS(own));
}

/* A path that means the same wherever it is read from. */
static void
make_absolute(char **path)
{
	if (**path == '\0')
		return;
	char *absolute = g_canonicalize_filename(*path, NULL);
	g_free(*path);
	*path = absolute;
}

static apres_survey *
look_at(const char *maildir, GError **error)
{
	g_autoptr(GError) cause = NULL;
	apres_survey *survey = apres_survey_new(maildir, MAILS_LOOKED_AT, &cause);

	if (survey == NULL)
		apres_throw(error, APRES_ERROR_USAGE,
			    "--maildir '%s' is no Maildir that can be read (new/ and "
			    "cur/): %s",
			    maildir, cause->message);
	return survey;
}

static char *
or_nothing(char *text)
{
	return text != NULL ? text : g_strdup("");
}

static bool
ask_about_server(apres_setup *s, const apres_survey *survey, GError **error)
{
	g_autofree char *sent = or_nothing(apres_survey_sent(s->maildir));
	g_autofree char *id =
		or_nothing(apres_survey_agreed(survey, apres_survey_authserv_id));
	g_autofree char *by =
		or_nothing(apres_survey_agreed(survey, apres_survey_received_by));
	/* Who is named here proves employees.  A sender can write it too, where our
	 * server writes none: so a person says it, and nothing is taken in silence. */
	const char *writer = isatty(STDIN_FILENO) != 0 ? id : "";
	const apres_question questions[] = {
		{ &s->sent, "sent", "Maildir of what you send from it (- for none)", sent,
		  apres_question_maildir },
		{ &s->authserv_id, "authserv-id",
		  "Our own server's name in Authentication-Results; what it says proves "
		  "employees (- for none)",
		  writer, apres_question_server_name },
		{ &s->mta_name, "mta-name",
		  "Our server's name in Received, after \"by\" (- for none)", by,
		  apres_question_server_name },
		{ &s->smtp, "smtp", "Submission server", "localhost:25",
		  apres_question_server },
		{ &s->state, "state", "Folder of the store",
		  geteuid() == 0 ? "/var/lib/apres" : "state", NULL },
	};

	if (!apres_questions_ask(questions, G_N_ELEMENTS(questions), error))
		return false;
	make_absolute(&s->sent);
	s->out = or_nothing(s->out);
	make_absolute(&s->out);
	return true;
}

bool
apres_setup_ask(apres_setup *s, GError **error)
{
	const apres_question mailbox = { &s->maildir, "maildir",
					 "Maildir of the mailbox that is read", NULL,
					 apres_question_maildir };

	if (!apres_questions_ask(&mailbox, 1, error))
		return false;
	make_absolute(&s->maildir);
	g_autoptr(apres_survey) survey = look_at(s->maildir, error);
	if (survey == NULL)
		return false;
	g_autofree char *to = apres_survey_agreed(survey, apres_survey_delivered_to);
	const apres_question address = { &s->address, "address", "Its address", to,
					 apres_question_own_address };
	if (!apres_questions_ask(&address, 1, error))
		return false;
	const char *at = strrchr(s->address, '@');
	const apres_question domain = { &s->policy.domain, "domain",
					"Domain of employees' mail addresses",
					at != NULL ? at + 1 : NULL,
					apres_question_domain };
	return apres_questions_ask(&domain, 1, error) &&
	       apres_starter_ask(&s->policy, error) && ask_about_server(s, survey, error);
}
