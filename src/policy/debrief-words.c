/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "policy/debrief-words.h"
#include "policy/said-time.h"
#include "util/text.h"

#include <string.h>

#define NOTE_BYTES 500
/* "Thank you, best regards, Lee Moss" */
#define YES_WORDS 8

typedef struct saying {
	const char *words; /* folded; the longer one stands first */
	apres_debrief_says what;
} saying;

static const saying of_owner[] = {
	{ "it was held", APRES_SAYS_HELD },
	{ "done", APRES_SAYS_HELD },
	{ "held", APRES_SAYS_HELD },
	{ "erledigt", APRES_SAYS_HELD },
	{ "hat stattgefunden", APRES_SAYS_HELD },
	{ "fait", APRES_SAYS_HELD },
	{ "a eu lieu", APRES_SAYS_HELD },
	{ "hecho", APRES_SAYS_HELD },
	{ "realizado", APRES_SAYS_HELD },
	{ "scheduled", APRES_SAYS_SCHEDULED },
	{ "geplant", APRES_SAYS_SCHEDULED },
	{ "prevu", APRES_SAYS_SCHEDULED },
	{ "programado", APRES_SAYS_SCHEDULED },
	{ "declined", APRES_SAYS_DECLINED },
	{ "abgelehnt", APRES_SAYS_DECLINED },
	{ "refuse", APRES_SAYS_DECLINED },
	{ "rechazado", APRES_SAYS_DECLINED },
	{ NULL, APRES_SAYS_NOTHING },
};

static const saying of_employee[] = {
	{ "not enough information to share", APRES_SAYS_NOT_ENOUGH },
	{ "not enough information", APRES_SAYS_NOT_ENOUGH },
	{ "not enough", APRES_SAYS_NOT_ENOUGH },
	{ "nicht genug", APRES_SAYS_NOT_ENOUGH },
	{ "pas assez", APRES_SAYS_NOT_ENOUGH },
	{ "no suficiente", APRES_SAYS_NOT_ENOUGH },
	{ "yes, it took place", APRES_SAYS_YES },
	{ "yes, it did", APRES_SAYS_YES },
	{ "it took place", APRES_SAYS_YES },
	{ "yes", APRES_SAYS_YES },
	{ "ja", APRES_SAYS_YES },
	{ "oui", APRES_SAYS_YES },
	{ "si", APRES_SAYS_YES },
	{ "no, it did not", APRES_SAYS_NO },
	{ "it did not take place", APRES_SAYS_NO },
	{ "no", APRES_SAYS_NO },
	{ "nein", APRES_SAYS_NO },
	{ "non", APRES_SAYS_NO },
	{ "declined", APRES_SAYS_DECLINED },
	{ "i do not want one", APRES_SAYS_DECLINED },
	{ "abgelehnt", APRES_SAYS_DECLINED },
	{ "refuse", APRES_SAYS_DECLINED },
	{ "rechazado", APRES_SAYS_DECLINED },
	{ NULL, APRES_SAYS_NOTHING },
};

void
apres_debrief_said_clear(apres_debrief_said *said)
{
	g_clear_pointer(&said->note, g_free);
}

/* "Hi Ana," before the word. */
static const char *
skip_greeting(const char *text)
{
	static const char *const greetings[] = { "hi",    "hello",   "dear", "hallo",
						 "liebe", "bonjour", "hola", "guten" };
	const char *end = strchr(text, '\n');

	for (guint i = 0; end != NULL && i < G_N_ELEMENTS(greetings); i++) {
		gsize len = strlen(greetings[i]);
		if (g_str_has_prefix(text, greetings[i]) && !g_ascii_isalpha(text[len]) &&
		    end - text < 40 && (end[-1] == ',' || end[-1] == '!'))
			return end + 1;
	}
	return text;
}

/* The saying that TEXT begins with; *REST_OUT: what stands behind it. */
static const saying *
find(const saying *sayings, const char *text, const char **rest_out)
{
	for (const saying *s = sayings; s->words != NULL; s++) {
		if (!g_str_has_prefix(text, s->words))
			continue;
		const char *rest = text + strlen(s->words);
		bool divided = *rest == '\0' || strchr("\n.,:;!", *rest) != NULL ||
			       g_str_has_prefix(rest, " - ");
		if (divided || (s->what == APRES_SAYS_SCHEDULED && *rest == ' ')) {
			*rest_out = rest;
			return s;
		}
	}
	return NULL;
}

static bool
stands_for_itself(const char *rest)
{
	static const char *const hedges[] = { "but",  "however", "not",  "only", "no",
					      "aber", "nicht",   "nur",  "kein", "mais",
					      "pas",  "pero",    "solo", NULL };
	g_auto(GStrv) words = g_strsplit_set(rest, " \n.,:;!-", -1);
	guint count = 0;

	if (strchr(rest, '?') != NULL)
		return false;
	for (char **word = words; *word != NULL; word++) {
		count += **word != '\0';
		if (g_strv_contains(hedges, *word))
			return false;
	}
	return count <= YES_WORDS;
}

/* To the end of the line, a stop behind it apart. */
static const char *
read_time(const char *rest, const apres_calendar *calendar, gint64 received,
	  apres_debrief_said *said)
{
	gsize len = strcspn(rest, "\n");
	g_autofree char *line = g_strndup(rest, len);

	g_strdelimit(line, ";!", ' ');
	if (*line == ':')
		*line = ' ';
	g_strchomp(line);
	if (g_str_has_suffix(line, "."))
		line[strlen(line) - 1] = '\0';
	apres_said_time time = apres_said_time_read(line, calendar, received, &said->at);
	if (time != APRES_SAID_TIME_CLEAR) {
		said->what = APRES_SAYS_NOTHING;
		said->why =
			time == APRES_SAID_TIME_PAST ? "debrief-past" : "debrief-when";
	}
	return rest + len;
}

/* As it was written, not folded. */
static char *
note_of(const char *text, const apres_folded *folded, const char *rest)
{
	rest += strspn(rest, " \n.,:;!-");
	if (*rest == '\0')
		return NULL;
	g_autofree char *note =
		g_strndup(text + folded->origin[rest - folded->text], NOTE_BYTES);
	char *valid = g_utf8_make_valid(note, -1);
	return g_strchomp(valid);
}

void
apres_debrief_words_read(const char *text, bool owner, const apres_calendar *calendar,
			 gint64 received, apres_debrief_said *said)
{
	g_autoptr(apres_folded) folded = apres_fold(text, strlen(text));
	const char *begin = folded->text + strspn(folded->text, " \n");
	const char *rest = NULL;
	const saying *s =
		find(owner ? of_owner : of_employee, skip_greeting(begin), &rest);

	*said = (apres_debrief_said){ .why = "debrief-unclear" };
	if (s == NULL || (s->what == APRES_SAYS_YES && !stands_for_itself(rest)))
		return;
	said->what = s->what;
	said->why = NULL;
	if (s->what == APRES_SAYS_SCHEDULED)
		rest = read_time(rest, calendar, received, said);
	said->note = note_of(text, folded, rest);
}
