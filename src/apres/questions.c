/* SPDX-License-Identifier: Apache-2.0 */
/* Questions on a terminal. */
#include "config.h"
#include "apres/questions.h"
#include "apres/starter.h"
#include "config/value.h"
#include "util/error.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define COLUMNS 72

/* A line from the terminal, or FALLBACK (may be NULL) for an empty one, or "" for "-";
 * NULL at its end.
 */
static char *
ask(const char *words, const char *fallback)
{
	g_autoptr(GString) line = g_string_new(NULL);
	bool offer = fallback != NULL && *fallback != '\0';
	int c;

	/* What is offered stays whole on a narrow screen. */
	bool wide = offer && strlen(words) + strlen(fallback) > COLUMNS;
	printf("%s%s%s%s: ", words,
	       wide    ? "\n  ["
	       : offer ? " ["
		       : "",
	       offer ? fallback : "", offer ? "]" : "");
	fflush(stdout);
	while ((c = getchar()) != EOF && c != '\n')
		g_string_append_c(line, (char)c);
	if (c == EOF && line->len == 0)
		return NULL;
	g_strstrip(line->str);
	if (g_str_equal(line->str, "-"))
		return g_strdup("");
	return g_strdup(*line->str != '\0' || fallback == NULL ? line->str : fallback);
}

static bool
is_one_line(const char *text)
{
	if (!g_utf8_validate(text, -1, NULL))
		return false;
	for (; *text != '\0'; text = g_utf8_next_char(text))
		if (g_unichar_iscntrl(g_utf8_get_char(text)))
			return false;
	return true;
}

/* ---- what may be wrong with an answer ---- */

const char *
apres_question_address(const char *answer)
{
	const char *at = strchr(answer, '@');

	return at != NULL && at != answer && at[1] != '\0' &&
			       strchr(at + 1, '@') == NULL &&
			       strpbrk(answer, " \t<>,;") == NULL
		       ? NULL
		       : "write an address, such as name@company.example";
}

const char *
apres_question_own_address(const char *answer)
{
	return apres_value_is_address(answer)
		       ? NULL
		       : "write an address in ASCII, such as jobs@company.example";
}

const char *
apres_question_domain(const char *answer)
{
	return apres_value_is_domain(answer) && strchr(answer, '.') != NULL
		       ? NULL
		       : "write a domain in ASCII, without @, such as company.example";
}

const char *
apres_question_server_name(const char *answer)
{
	/* Mostly a domain; but whatever the server writes, if it is a word. */
	return g_ascii_isalnum(*answer) && strpbrk(answer, " \t,;()<>@=\"") == NULL
		       ? NULL
		       : "write the one word that the server writes, such as "
			 "mx.company.example";
}

const char *
apres_question_server(const char *answer)
{
	const char *colon = strrchr(answer, ':');
	g_autofree char *host = colon != NULL ? g_strndup(answer, (gsize)(colon - answer))
					      : g_strdup(answer);
	bool port = colon == NULL ||
		    g_ascii_string_to_unsigned(colon + 1, 10, 1, 65535, NULL, NULL);

	return apres_value_is_domain(host) && port
		       ? NULL
		       : "write a server, or server:port, such as "
			 "mail.company.example:587";
}

const char *
apres_question_language(const char *answer)
{
	return apres_starter_has_language(answer) ? NULL : "there are en, de, fr and es";
}

const char *
apres_question_link(const char *answer)
{
	return g_str_has_prefix(answer, "https://") || g_str_has_prefix(answer, "http://")
		       ? NULL
		       : "write the whole link, with https://";
}

const char *
apres_question_zone(const char *answer)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(answer);

	return zone != NULL ? NULL
			    : "there is no such time zone; write one as Europe/Berlin";
}

const char *
apres_question_maildir(const char *answer)
{
	g_autofree char *new_mail = g_build_filename(answer, "new", NULL);
	g_autofree char *cur = g_build_filename(answer, "cur", NULL);

	return g_file_test(new_mail, G_FILE_TEST_IS_DIR) &&
			       g_file_test(cur, G_FILE_TEST_IS_DIR)
		       ? NULL
		       : "this is no Maildir: it has no folders new and cur";
}

/* ---- asking ---- */

/* What is wrong with ANSWER to Q, which is "" or some text; NULL if nothing is. */
static const char *
fault_of(const apres_question *q, const char *answer)
{
	if (*answer == '\0')
		return q->fallback == NULL ? "an answer is needed" : NULL;
	if (!is_one_line(answer))
		return "one line of UTF-8 text is needed";
	return q->fault != NULL ? q->fault(answer) : NULL;
}

/* What cannot be the answer is said at once, and asked again. */
static char *
insist(const apres_question *q)
{
	for (;;) {
		g_autofree char *answer = ask(q->words, q->fallback);
		const char *why = answer != NULL ? fault_of(q, answer) : NULL;

		if (why == NULL)
			return g_steal_pointer(&answer);
		printf("  %s%s\n", why,
		       *answer == '\0' ? "; Ctrl-C ends, and nothing is written" : "");
	}
}

/* The answer to Q of the terminal; what an option says first, if it can be one. */
static void
ask_terminal(const apres_question *q)
{
	const char *why = *q->value != NULL ? fault_of(q, *q->value) : NULL;

	if (why != NULL) {
		printf("  --%s '%s': %s\n", q->option, *q->value, why);
		g_clear_pointer(q->value, g_free);
	}
	if (*q->value == NULL)
		*q->value = insist(q);
}

bool
apres_questions_ask(const apres_question *questions, gsize count, GError **error)
{
	bool terminal = isatty(STDIN_FILENO) != 0;

	for (gsize i = 0; i < count; i++) {
		const apres_question *q = &questions[i];
		if (terminal)
			ask_terminal(q);
		else if (*q->value == NULL)
			*q->value = g_strdup(q->fallback);
		if (*q->value == NULL || (**q->value == '\0' && q->fallback == NULL))
			return apres_throw(
				error, APRES_ERROR_USAGE,
				"%s: an answer is needed; give it with --%s, or answer "
				"on a terminal",
				q->words, q->option);
		const char *why = fault_of(q, *q->value);
		if (why != NULL)
			return apres_throw(error, APRES_ERROR_USAGE, "--%s '%s': %s",
					   q->option, *q->value, why);
	}
	return true;
}
