/* SPDX-License-Identifier: Apache-2.0 */
/* Questions on a terminal. */
#include "config.h"
#include "apres/questions.h"
#include "util/error.h"

#include <stdio.h>
#include <unistd.h>

/* A line from the terminal, or FALLBACK (may be NULL) for an empty one, or "" for "-";
 * NULL at its end.
 */
static char *
ask(const char *words, const char *fallback)
{
	g_autoptr(GString) line = g_string_new(NULL);
	bool offer = fallback != NULL && *fallback != '\0';
	int c;

	printf("%s%s%s%s: ", words, offer ? " [" : "", offer ? fallback : "",
	       offer ? "]" : "");
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

/* Without a fallback an empty line is asked again. */
static char *
insist(const apres_question *q)
{
	char *answer = ask(q->words, q->fallback);

	while (answer != NULL && *answer == '\0' && q->fallback == NULL) {
		g_free(answer);
		printf("  an answer is needed; Ctrl-C ends, and nothing is written\n");
		answer = ask(q->words, q->fallback);
	}
	return answer;
}

bool
apres_questions_ask(const apres_question *questions, gsize count, GError **error)
{
	bool terminal = isatty(STDIN_FILENO) != 0;

	for (gsize i = 0; i < count; i++) {
		const apres_question *q = &questions[i];
		if (*q->value == NULL)
			*q->value = terminal ? insist(q) : g_strdup(q->fallback);
		if (*q->value == NULL || (**q->value == '\0' && q->fallback == NULL))
			return apres_throw(
				error, APRES_ERROR_USAGE,
				"%s: an answer is needed; give it with --%s, or answer "
				"on a terminal",
				q->words, q->option);
		if (!is_one_line(*q->value))
			return apres_throw(error, APRES_ERROR_USAGE,
					   "--%s: one line of UTF-8 text is needed",
					   q->option);
	}
	return true;
}
