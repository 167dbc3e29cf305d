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
	/* What is wrong with an answer, which a terminal is then asked for again; NULL if
	 * nothing is.  NULL: the files that are made of it are checked, as options are.
	 */
	const char *(*fault)(const char *answer);
} apres_question;

/* Faults of an address, a link, a time zone and a Maildir. */
const char *apres_question_address(const char *answer);
const char *apres_question_link(const char *answer);
const char *apres_question_zone(const char *answer);
const char *apres_question_maildir(const char *answer);

/* Answer the COUNT QUESTIONS.  USAGE error that names the option of one that is not. */
bool apres_questions_ask(const apres_question *questions, gsize count, GError **error);
#endif
