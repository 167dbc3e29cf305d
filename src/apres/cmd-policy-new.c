/* SPDX-License-Identifier: Apache-2.0 */
/* apres policy new NAME: a first policy, from a few questions. */
#include "config.h"
#include "apres/cli.h"
#include "apres/output.h"
#include "apres/starter.h"
#include "util/clock.h"
#include "util/error.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(apres_starter, apres_starter_clear)

/* A line from the terminal, or FALLBACK (may be NULL) for an empty one; NULL at its end.
 */
static char *
ask(const char *question, const char *fallback)
{
	g_autoptr(GString) line = g_string_new(NULL);
	int c;

	printf("%s%s%s%s: ", question, fallback != NULL ? " [" : "",
	       fallback != NULL ? fallback : "", fallback != NULL ? "]" : "");
	fflush(stdout);
	while ((c = getchar()) != EOF && c != '\n')
		g_string_append_c(line, (char)c);
	if (c == EOF && line->len == 0)
		return NULL;
	g_strstrip(line->str);
	return g_strdup(*line->str != '\0' || fallback == NULL ? line->str : fallback);
}

/* A question: where its answer goes, and the option that answers it beforehand. */
typedef struct question {
	char **value;
	const char *option, *words;
	const char *fallback; /* or NULL: an answer is needed */
} question;

static bool
take(const question *q, bool terminal, GError **error)
{
	if (*q->value == NULL && terminal)
		*q->value = ask(q->words, q->fallback);
	else if (*q->value == NULL)
		*q->value = g_strdup(q->fallback);
	if (*q->value != NULL && **q->value != '\0' &&
	    g_utf8_validate(*q->value, -1, NULL))
		return true;
	return apres_throw(error, APRES_ERROR_USAGE,
			   "%s: an answer is needed; give it with --%s, or answer on a "
			   "terminal",
			   q->words, q->option);
}

static bool
take_all(apres_starter *s, GError **error)
{
	bool terminal = isatty(STDIN_FILENO) != 0;
	g_autoptr(GTimeZone) here = g_time_zone_new_local();
	const question first[] = {
		{ &s->company, "company", "Name of the company", NULL },
		{ &s->careers, "careers", "Link to its open jobs (https://...)", NULL },
		{ &s->domain, "domain", "Domain of employees' mail addresses", NULL },
		{ &s->owner, "owner", "Who answers what is left to people (address)",
		  NULL },
		{ &s->debrief_name, "debrief-name",
		  "Who debriefs employees who applied (name)", NULL },
		{ &s->timezone, "timezone", "Time zone",
		  g_time_zone_get_identifier(here) },
		{ &s->language, "language", "Language of your texts: en, de, fr, es",
		  "en" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(first); i++)
		if (!take(&first[i], terminal, error))
			return false;
	/* Whom nobody names otherwise: better one address that is read than four that
	 * are not. */
	const question rest[] = {
		{ &s->debrief, "debrief", "Address of who debriefs", s->owner },
		{ &s->adjustments, "adjustments", "Contact for adjustments", s->owner },
		{ &s->privacy, "privacy", "Contact about personal data", s->owner },
		{ &s->hr, "hr", "Contact for employees", s->owner },
	};
	for (gsize i = 0; i < G_N_ELEMENTS(rest); i++)
		if (!take(&rest[i], terminal, error))
			return false;
	return apres_starter_check_language(s->language, error);
}

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
	/* clang-format off */
	const GOptionEntry own[] = {
		{ "company", 0, 0, G_OPTION_ARG_STRING, &s.company, "name of the company", "NAME" },
		{ "careers", 0, 0, G_OPTION_ARG_STRING, &s.careers, "link to its open jobs", "LINK" },
		{ "domain", 0, 0, G_OPTION_ARG_STRING, &s.domain, "domain of employees' addresses", "DOMAIN" },
		{ "owner", 0, 0, G_OPTION_ARG_STRING, &s.owner, "who answers what is left to people", "ADDRESS" },
		{ "debrief-name", 0, 0, G_OPTION_ARG_STRING, &s.debrief_name, "who debriefs employees", "NAME" },
		{ "debrief", 0, 0, G_OPTION_ARG_STRING, &s.debrief, "their address; default the owner", "ADDRESS" },
		{ "adjustments", 0, 0, G_OPTION_ARG_STRING, &s.adjustments, "contact for adjustments; default the owner", "TEXT" },
		{ "privacy", 0, 0, G_OPTION_ARG_STRING, &s.privacy, "contact about data; default the owner", "TEXT" },
		{ "hr", 0, 0, G_OPTION_ARG_STRING, &s.hr, "contact for employees; default the owner", "TEXT" },
		{ "timezone", 0, 0, G_OPTION_ARG_STRING, &s.timezone, "such as Europe/Berlin; default this machine's", "ZONE" },
		{ "language", 0, 0, G_OPTION_ARG_STRING, &s.language, "of the texts: en, de, fr, es; default en", "TAG" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};
	/* clang-format on */

	if (!apres_cli_parse(&cli, &apres_verb_policy_new, own, argc, argv, 1, 1, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	if (g_file_test(cli.rest[0], G_FILE_TEST_EXISTS)) {
		apres_throw(error, APRES_ERROR_USAGE,
			    "'%s' exists, and nothing is overwritten; choose another "
			    "name",
			    cli.rest[0]);
		return EX_USAGE;
	}
	if (!take_all(&s, error) ||
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
