/* SPDX-License-Identifier: Apache-2.0 */
/* In which language a reply is: that of the request. */
#include "config.h"
#include "policy/decide-parts.h"

/* Of the pieces of the text (sentences or their clauses), whose sentences were guessed:
 * the language of each, "" for none; NULL: not guessed yet. */
typedef struct guesses {
	const apres_weighing *w;
	const char **of;
} guesses;

static const apres_read_sentence *
piece_at(const apres_reading *reading, guint index)
{
	return &g_array_index(reading->sentences, apres_read_sentence, index);
}

/* The index of the piece that the byte at OFFSET is in, or of the last one before it. */
static guint
index_of(const apres_reading *reading, gsize offset)
{
	guint low = 0, high = reading->sentences->len;

	while (low + 1 < high) {
		guint middle = low + (high - low) / 2;
		if (piece_at(reading, middle)->offset <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* The language of the whole sentence that the piece at INDEX is of, or NULL: it has no
 * stop word, or as many of two languages. */
static const char *
guess_at(guesses *g, guint index)
{
	const apres_reading *reading = g->w->reading;
	guint first = index, last = index;

	while (first > 0 && piece_at(reading, first)->goes_on)
		first--;
	if (g->of[first] == NULL) {
		while (last + 1 < reading->sentences->len &&
		       piece_at(reading, last + 1)->goes_on)
			last++;
		gsize from = piece_at(reading, first)->offset;
		gsize to =
			piece_at(reading, last)->offset + piece_at(reading, last)->length;
		g_autofree char *sentence = g_strndup(reading->text + from, to - from);
		const char *found =
			apres_language_guess(g->w->policy->languages, sentence);
		g->of[first] = found != NULL ? found : "";
	}
	return *g->of[first] != '\0' ? g->of[first] : NULL;
}

/* Where the words of E begin: what it matched may begin with the full stop before. */
static gsize
first_word(const char *text, const apres_evidence *e)
{
	const char *p = text + e->offset, *end = p + e->length;

	while (p < end && !g_unichar_isalnum(g_utf8_get_char(p)))
		p = g_utf8_next_char(p);
	return p < end ? (gsize)(p - text) : e->offset;
}

/*
 * Which language E speaks for: that of its sentence, for lists match words of other
 * languages, too ("motivé" is no English).  Where that shows none, the text's; and the
 * list's for what is of several sentences, of no sentence, or of a text that shows none.
 */
static const char *
language_at(guesses *g, const apres_evidence *e)
{
	const apres_reading *reading = g->w->reading;

	if (e->field != APRES_FIELD_TEXT || e->length == 0 ||
	    reading->sentences->len == 0)
		return e->pattern->language;
	guint index = index_of(reading, first_word(reading->text, e));
	guint last = index_of(reading, e->offset + e->length - 1);
	while (last > index && piece_at(reading, last)->goes_on)
		last--;
	if (last > index)
		return e->pattern->language;
	const char *language = guess_at(g, index);
	if (language == NULL)
		language = g->w->text_language;
	return language != NULL ? language : e->pattern->language;
}

static bool
is_asked(const apres_rule *rule, const apres_evidence *e)
{
	for (guint i = 0; e->positive && i < rule->classes->len; i++)
		if (g_str_equal(rule->classes->pdata[i], e->class_id))
			return true;
	return false;
}

/* The votes for each language of what RULE answers; how many the most has. */
static guint
count_votes(const apres_weighing *w, const apres_rule *rule, guint *votes)
{
	const GPtrArray *languages = w->policy->languages;
	g_autofree const char **of = g_new0(const char *, w->reading->sentences->len + 1);
	guesses g = { w, of };
	guint most = 0;

	for (guint i = 0; i < w->reading->evidence->len; i++) {
		const apres_evidence *e = w->reading->evidence->pdata[i];
		const char *language = is_asked(rule, e) ? language_at(&g, e) : NULL;
		for (guint l = 0; language != NULL && l < languages->len; l++)
			if (((const apres_language *)languages->pdata[l])->tag ==
			    language)
				most = MAX(most, ++votes[l]);
	}
	return most;
}

const char *
apres_decide_language(const apres_weighing *w, const apres_rule *rule)
{
	const GPtrArray *languages = w->policy->languages;
	g_autofree guint *votes = g_new0(guint, languages->len + 1);
	guint most = count_votes(w, rule, votes);
	const char *found = NULL;

	for (guint l = 0; most > 0 && l < languages->len; l++) {
		const char *tag = ((const apres_language *)languages->pdata[l])->tag;
		if (votes[l] != most)
			continue;
		if (found == NULL || tag == w->text_language ||
		    (tag == w->policy->language && found != w->text_language))
			found = tag;
	}
	if (found == NULL)
		found = w->text_language != NULL ? w->text_language : w->policy->language;
	return found;
}
