/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "intake/application-words.h"

#include <glib.h>
#include <string.h>

/* Folded phrases, whole words; a '*' at the end: as a word begins. */
static const char *const of_application[] = {
	/* en */
	"application for",
	"application as",
	"application at",
	"application to",
	"application of",
	"application received",
	"job application",
	"outcome of application",
	"outcome of interview",
	"job interview",
	"interview invitation",
	"interview invite",
	"invitation to interview",
	"invitation to an interview",
	"invitation to a job interview",
	"interview confirmation",
	"interview outcome",
	"interview result",
	"interview for",
	"first interview",
	"second interview",
	"third interview",
	"next interview",
	"final interview",
	"panel interview",
	"phone interview",
	"telephone interview",
	"video interview",
	"assessment centre",
	"assessment center",
	"trial shift",
	"job offer",
	"offer letter",
	"offer of employment",
	"second round",
	"final round",
	"position of",
	"position as",
	"graduate programme",
	"graduate scheme",
	/* de */
	"bewerbung als",
	"bewerbung auf",
	"bewerbung um",
	"bewerbung fur",
	"bewerbung bei",
	"initiativbewerbung",
	"bewerbungsgesprach*",
	"vorstellungsgesprach*",
	"probearbeiten",
	/* fr */
	"candidature au",
	"candidature pour",
	"candidature a",
	"candidature spontanee",
	"entretien d'embauche",
	"invitation a un entretien",
	"convocation a un entretien",
	/* es */
	"candidatura a",
	"candidatura para",
	"solicitud de empleo",
	"entrevista de trabajo",
	"invitacion a una entrevista",
	NULL,
};

/* "Interview on Friday", "Contoso interview": enough where a subject begins or ends. */
static const char *const nouns[] = {
	"application", "interview",   "vacancy",    "bewerbung",
	"candidature", "candidatura", "entrevista", NULL,
};

/* What has one of those words in it, and is something else. */
static const char *const of_other_things[] = {
	"application server*", "application software",  "application form*",
	"application error*",  "application support",   "application security",
	"interview room*",     "interview request*",    "interview training",
	"interview question*", "interview guide*",      "interview slot*",
	"interview note*",     "interview panel",       "exit interview",
	"patent application",  "application for leave", NULL,
};

static const char *const to_candidate[] = {
	/* en */
	"your interview",
	"your assessment",
	"your trial shift",
	"your offer",
	"your cv",
	"your resume",
	"your interest in",
	"thank you for applying",
	"thanks for applying",
	"thank you for interviewing",
	"thanks for interviewing",
	/* de */
	"ihr gesprach bei",
	"ihr lebenslauf",
	"ihre bewerbungsunterlagen",
	"ihr interesse an",
	/* fr */
	"votre entretien",
	"votre cv",
	/* es */
	"su entrevista",
	"tu entrevista",
	"su curriculum",
	NULL,
};

static const char *const to_applicant[] = {
	"your application",
	"your applications",
	"your internal application",
	"your job application",
	"your candidacy",
	"ihre bewerbung",
	"ihre interne bewerbung",
	"ihrer bewerbung",
	"deine bewerbung",
	"deine interne bewerbung",
	"deiner bewerbung",
	"votre candidature",
	"ta candidature",
	"su candidatura",
	"tu candidatura",
	NULL,
};

static const char *const by_candidate[] = {
	"my application",
	"my interview",
	"my candidacy",
	"my cv",
	"my resume",
	"meine bewerbung",
	"meiner bewerbung",
	"mein lebenslauf",
	"ma candidature",
	"mon entretien",
	"mon cv",
	"mi candidatura",
	"mi entrevista",
	"mi curriculum",
	NULL,
};

static const char *const about_candidates[] = {
	"candidate", "candidates", "candidate's", "profiles",  "cvs",
	"resumes",   "shortlist",  "kandidat*",   "bewerber*", "candidat",
	"candidats", "candidato*", "profils",     "perfiles",  NULL,
};

static bool
is_word(char c)
{
	/* Bytes of other scripts belong to words. */
	return g_ascii_isalnum(c) || (guchar)c >= 0x80;
}

static bool
begins_word(const char *subject, const char *at)
{
	return at == subject || !is_word(at[-1]);
}

static bool
holds(const char *subject, const char *phrase)
{
	gsize len = strlen(phrase);
	bool open = phrase[len - 1] == '*';
	g_autofree char *text = g_strndup(phrase, open ? len - 1 : len);

	for (const char *at = strstr(subject, text); at != NULL;
	     at = strstr(at + 1, text))
		if (begins_word(subject, at) && (open || !is_word(at[strlen(text)])))
			return true;
	return false;
}

static bool
holds_any(const char *subject, const char *const *phrases)
{
	for (; *phrases != NULL; phrases++)
		if (holds(subject, *phrases))
			return true;
	return false;
}

/* Does SUBJECT begin or end with NOUN? */
static bool
is_edged_by(const char *subject, const char *noun)
{
	gsize len = strlen(subject), noun_len = strlen(noun);

	if (len < noun_len)
		return false;
	const char *end = subject + len - noun_len;
	return (g_str_has_prefix(subject, noun) && !is_word(subject[noun_len])) ||
	       (g_str_equal(end, noun) && begins_word(subject, end));
}

bool
apres_words_of_application(const char *subject)
{
	if (holds_any(subject, of_other_things))
		return false;
	for (const char *const *noun = nouns; *noun != NULL; noun++)
		if (is_edged_by(subject, *noun))
			return true;
	return holds_any(subject, of_application);
}

bool
apres_words_to_candidate(const char *subject)
{
	return !holds_any(subject, of_other_things) &&
	       (holds_any(subject, to_candidate) || holds_any(subject, to_applicant));
}

bool
apres_words_to_applicant(const char *subject)
{
	return holds_any(subject, to_applicant);
}

bool
apres_words_by_candidate(const char *subject)
{
	return holds_any(subject, by_candidate);
}

bool
apres_words_about_candidates(const char *subject)
{
	return holds_any(subject, about_candidates);
}

/* ---- numbers of posts ---- */

/* Does PATTERN stand at AT, whole? */
static bool
matches(const char *at, const char *pattern)
{
	for (; *pattern != '\0'; pattern++) {
		if (*pattern == '#') {
			gsize digits = strspn(at, "0123456789");
			if (digits == 0)
				return false;
			at += digits;
		} else if (g_ascii_tolower(*pattern) == *at) {
			at++;
		} else {
			return false;
		}
	}
	return !is_word(*at);
}

bool
apres_words_bear_requisition(const char *subject, char *const *patterns)
{
	for (; *patterns != NULL; patterns++)
		for (const char *at = subject; *at != '\0'; at++)
			if (begins_word(subject, at) && matches(at, *patterns))
				return true;
	return false;
}
