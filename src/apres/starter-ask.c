/* SPDX-License-Identifier: Apache-2.0 */
/* What a first policy needs to know. */
#include "config.h"
#include "apres/questions.h"
#include "apres/starter.h"

#include <string.h>

void
apres_starter_entries(apres_starter *s, GOptionEntry *entries)
{
	/* clang-format off */
	const GOptionEntry all[APRES_STARTER_OPTIONS] = {
		{ "company", 0, 0, G_OPTION_ARG_STRING, &s->company, "name of the company", "NAME" },
		{ "careers", 0, 0, G_OPTION_ARG_STRING, &s->careers, "link to its open jobs", "LINK" },
		{ "domain", 0, 0, G_OPTION_ARG_STRING, &s->domain, "domain of employees' addresses", "DOMAIN" },
		{ "owner", 0, 0, G_OPTION_ARG_STRING, &s->owner, "who answers what is left to people", "ADDRESS" },
		{ "debrief-name", 0, 0, G_OPTION_ARG_STRING, &s->debrief_name, "who debriefs employees", "NAME" },
		{ "debrief", 0, 0, G_OPTION_ARG_STRING, &s->debrief, "their address; default the owner", "ADDRESS" },
		{ "adjustments", 0, 0, G_OPTION_ARG_STRING, &s->adjustments, "contact for adjustments; default the owner", "TEXT" },
		{ "privacy", 0, 0, G_OPTION_ARG_STRING, &s->privacy, "contact about data; default the owner", "TEXT" },
		{ "hr", 0, 0, G_OPTION_ARG_STRING, &s->hr, "contact for employees; default the owner", "TEXT" },
		{ "timezone", 0, 0, G_OPTION_ARG_STRING, &s->timezone, "such as Europe/Berlin; default this machine's", "ZONE" },
		{ "language", 0, 0, G_OPTION_ARG_STRING, &s->language, "of the texts: en, de, fr, es; default en", "TAG" },
	};
	/* clang-format on */

	memcpy(entries, all, sizeof all);
}

bool
apres_starter_ask(apres_starter *s, GError **error)
{
	g_autoptr(GTimeZone) here = g_time_zone_new_local();
	const apres_question first[] = {
		{ &s->company, "company", "Name of the company", NULL, NULL },
		{ &s->careers, "careers", "Link to its open jobs (https://...)", NULL,
		  apres_question_link },
		{ &s->domain, "domain", "Domain of employees' mail addresses", NULL,
		  apres_question_domain },
		{ &s->owner, "owner", "Who answers what is left to people (address)",
		  NULL, apres_question_address },
		{ &s->debrief_name, "debrief-name",
		  "Who debriefs employees who applied (name)", NULL, NULL },
		{ &s->timezone, "timezone", "Time zone", g_time_zone_get_identifier(here),
		  apres_question_zone },
		{ &s->language, "language", "Language of your texts: en, de, fr, es",
		  "en", apres_question_language },
	};

	if (!apres_questions_ask(first, G_N_ELEMENTS(first), error))
		return false;
	/* Whom nobody names otherwise: better one address that is read than four that
	 * are not. */
	const apres_question rest[] = {
		{ &s->debrief, "debrief", "Address of the person who debriefs", s->owner,
		  apres_question_address },
		{ &s->adjustments, "adjustments", "Contact for adjustments", s->owner,
		  NULL },
		{ &s->privacy, "privacy", "Contact about personal data", s->owner, NULL },
		{ &s->hr, "hr", "Contact for employees", s->owner, NULL },
	};
	return apres_questions_ask(rest, G_N_ELEMENTS(rest), error);
}
