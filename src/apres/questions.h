/* SPDX-License-Identifier: Apache-2.0 */
/* What a command has to know and no option said: asked on a terminal. */
#ifndef APRES_APRES_QUESTIONS_H
#define APRES_APRES_QUESTIONS_H
#include <glib.h>
#include <stdbool.h>

/* A question: where its answer goes, and the option that answers it beforehand. */
typedef struct apres_question {
	char **value;
	const char *option, *words;
	const char *fallback; /* for an empty answer, or without a terminal; NULL: an
				 answer is needed.  On a terminal "-" is no answer. */
	/* What is wrong with an answer, or with the option's; NULL if nothing is.  NULL:
	 * any text is one.  An answer of nothing is not asked about. */
	const char *(*fault)(const char *answer);
} apres_question;

/* Faults of an address (any; of apres.conf), a domain of addresses, a name that our
 * server gives itself, "host" or "host:port", a link, a time zone, a language and a
 * Maildir. */
const char *apres_question_address(const char *answer);
const char *apres_question_own_address(const char *answer);
const char *apres_question_domain(const char *answer);
const char *apres_question_server_name(const char *answer);
const char *apres_question_server(const char *answer);
const char *apres_question_language(const char *answer);
const char *apres_question_link(const char *answer);
const char *apres_question_zone(const char *answer);
const char *apres_question_maildir(const char *answer);

/*
 * Answer the COUNT QUESTIONS.  On a terminal what cannot be an answer, be it an option's,
 * is said at once and asked for again.  Without one: USAGE error that names the option.
 */
bool apres_questions_ask(const apres_question *questions, gsize count, GError **error);
#endif
