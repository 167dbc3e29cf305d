/* SPDX-License-Identifier: Apache-2.0 */
/* In which language a reply is: that of the request. */
#include "config.h"
#include "policy/decide-parts.h"

/* The whole sentence that what lies at OFFSET of the text is in; caller owns.  NULL: of
 * none. */
static char *
sentence_at(const apres_reading *reading, gsize offset)
{
	const GArray *all = reading->sentences;

	for (guint i = 0; i < all->len; i++) {
		const apres_read_sentence *s =
			&g_array_index(all, apres_read_sentence, i);
		guint first = i, last = i;
		if (offset < s->offset || offset >= s->offset + s->length)
			continue;
		while (first > 0 &&
		       g_array_index(all, apres_read_sentence, first).goes_on)
			first--;
		while (last + 1 < all->len &&
		       g_array_index(all, apres_read_sentence, last + 1).goes_on)
			last++;
		const apres_read_sentence *from =
			&g_array_index(all, apres_read_sentence, first);
		const apres_read_sentence *to =
			&g_array_index(all, apres_read_sentence, last);
		return g_strndup(reading->text + from->offset,
				 to->offset + to->length - from->offset);
	}
	return NULL;
}

/*
 * Which language E speaks for: that of its sentence, for lists match words of other
 * languages, too ("motivé" is no English).  A sentence without a stop word is of the
 * text's language; where that shows none, the list decides.
 */
static const char *
language_at(const apres_weighing *w, const apres_evidence *e)
{
	const char *language = NULL;

	if (e->field == APRES_FIELD_TEXT) {
		g_autofree char *sentence = sentence_at(w->reading, e->offset);
		if (sentence != NULL)
			language = apres_language_guess(w->policy->languages, sentence);
		if (language == NULL)
			language = w->text_language;
	}
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
	guint most = 0;

	for (guint i = 0; i < w->reading->evidence->len; i++) {
		const apres_evidence *e = w->reading->evidence->pdata[i];
		const char *language = is_asked(rule, e) ? language_at(w, e) : NULL;
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
