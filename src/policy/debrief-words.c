/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "policy/debrief-words.h"
#include "policy/said-time.h"
#include "policy/wording.h"
#include "util/text.h"

#include <string.h>

#define NOTE_BYTES 500
/* "Thank you, best regards, Lee Moss" */
#define YES_WORDS 8

/* Under which names the words of each role stand in the wording. */
typedef struct saying {
	const char *key;
	apres_debrief_says what;
} saying;

static const saying of_owner[] = {
	{ "say-done", APRES_SAYS_HELD }, { "say-scheduled", APRES_SAYS_SCHEDULED },
	{ "say-note", APRES_SAYS_NOTE }, { "say-declined", APRES_SAYS_DECLINED },
	{ NULL, APRES_SAYS_NOTHING },
};

static const saying of_employee[] = {
	{ "say-not-enough", APRES_SAYS_NOT_ENOUGH },
	{ "say-yes", APRES_SAYS_YES },
	{ "say-no", APRES_SAYS_NO },
	{ "say-declined", APRES_SAYS_DECLINED },
	{ NULL, APRES_SAYS_NOTHING },
};

void
apres_debrief_said_clear(apres_debrief_said *said)
{
	g_clear_pointer(&said->note, g_free);
}

/* "Hi Ana," before the word. */
static const char *
skip_greeting(const apres_policy *policy, const char *text)
{
	g_autoptr(GPtrArray) greetings = apres_wording_words(policy, "say-greeting");
	const char *end = strchr(text, '\n');

	for (guint i = 0; end != NULL && i < greetings->len; i++) {
		gsize len = strlen(greetings->pdata[i]);
		if (g_str_has_prefix(text, greetings->pdata[i]) &&
		    !g_ascii_isalpha(text[len]) && end - text < 40 &&
		    (end[-1] == ',' || end[-1] == '!'))
			return end + 1;
	}
	return text;
}

/* What stands behind WORDS at the begin of TEXT, if they end there; NULL: they do not. */
static const char *
behind(const char *text, const char *words, apres_debrief_says what)
{
	const char *rest = text + strlen(words);

	if (!g_str_has_prefix(text, words))
		return NULL;
	/* In French there is a space before some. */
	const char *stop = rest + (*rest == ' ' && strchr(":;!", rest[1]) != NULL);
	bool divided = *stop == '\0' || strchr("\n.,:;!", *stop) != NULL ||
		       g_str_has_prefix(rest, " - ");
	return divided || (what == APRES_SAYS_SCHEDULED && *rest == ' ') ? rest : NULL;
}

/* What TEXT begins with, the most of it that is known; if that means two things, nothing.
 * *REST_OUT: what stands behind it. */
static apres_debrief_says
find(const apres_policy *policy, const saying *sayings, const char *text,
     const char **rest_out)
{
	apres_debrief_says found = APRES_SAYS_NOTHING;

	*rest_out = text;
	for (const saying *s = sayings; s->key != NULL; s++) {
		g_autoptr(GPtrArray) words = apres_wording_words(policy, s->key);
		for (guint i = 0; i < words->len; i++) {
			const char *rest = behind(text, words->pdata[i], s->what);
			if (rest == NULL || rest < *rest_out)
				continue;
			if (rest == *rest_out && found != s->what)
				found = APRES_SAYS_NOTHING;
			else
				found = s->what;
			*rest_out = rest;
		}
	}
	return found;
}

static bool
contains(const GPtrArray *words, const char *word)
{
	return g_ptr_array_find_with_equal_func((GPtrArray *)words, word, g_str_equal,
						NULL);
}

static bool
stands_for_itself(const apres_policy *policy, const char *rest)
{
	g_autoptr(GPtrArray) buts = apres_wording_words(policy, "say-but");
	g_auto(GStrv) words = g_strsplit_set(rest, " \n.,:;!-", -1);
	guint count = 0;

	if (strchr(rest, '?') != NULL)
		return false;
	for (char **word = words; *word != NULL; word++) {
		count += **word != '\0';
		if (contains(buts, *word))
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
apres_debrief_words_read(const char *text, bool owner, const apres_policy *policy,
			 gint64 received, apres_debrief_said *said)
{
	g_autoptr(apres_folded) folded = apres_fold(text, strlen(text));
	const char *begin = folded->text + strspn(folded->text, " \n");
	const char *rest = NULL;
	apres_debrief_says what = find(policy, owner ? of_owner : of_employee,
				       skip_greeting(policy, begin), &rest);

	*said = (apres_debrief_said){ .why = "debrief-unclear" };
	if (what == APRES_SAYS_NOTHING ||
	    (what == APRES_SAYS_YES && !stands_for_itself(policy, rest)))
		return;
	said->what = what;
	said->why = NULL;
	if (what == APRES_SAYS_SCHEDULED)
		rest = read_time(rest, policy->calendar, received, said);
	said->note = note_of(text, folded, rest);
	if (what == APRES_SAYS_NOTE &&
	    (said->note == NULL || strchr(said->note, '?') != NULL)) {
		g_clear_pointer(&said->note, g_free);
		said->what = APRES_SAYS_NOTHING;
		said->why = "debrief-unclear";
	}
}
