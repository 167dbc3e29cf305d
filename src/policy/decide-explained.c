/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A reply stands only if it accounts for everything that was written: a
 * sentence that nothing explains may be the one that matters.
 */
#include "config.h"
#include "policy/decide-parts.h"

#include <string.h>

/* Nobody says more in one breath. */
#define BREATH_WORDS 22

static bool
is_blank(const char *text)
{
	for (; *text != '\0'; text = g_utf8_next_char(text))
		if (!g_unichar_isspace(g_utf8_get_char(text)))
			return false;
	return true;
}

/* May evidence of CLASS_ID explain, if RULE answers? */
static bool
may_explain(const apres_weighing *w, const apres_rule *rule, const char *class_id)
{
	const apres_class *class = apres_policy_class(w->policy, class_id);

	if (class == NULL || class->part || !apres_weighing_has(w, class_id))
		return false;
	if (class->background || rule == NULL)
		return true;
	for (guint i = 0; i < rule->classes->len; i++)
		if (g_str_equal(rule->classes->pdata[i], class_id))
			return true;
	return false;
}

/* Is there a letter or digit in [FROM, TO) of TEXT? */
static bool
has_word(const char *text, gsize from, gsize to)
{
	for (const char *p = text + from; p < text + to; p = g_utf8_next_char(p))
		if (g_unichar_isalnum(g_utf8_get_char(p)))
			return true;
	return false;
}

/* Does E speak of [OFFSET, OFFSET + LENGTH) of TEXT?  The full stop before what it
 * matched is not enough: it is another sentence's. */
static bool
overlaps(const apres_evidence *e, const char *text, gsize offset, gsize length)
{
	gsize from = MAX(e->offset, offset);
	gsize to = MIN(e->offset + e->length, offset + length);

	return from < to && has_word(text, from, to);
}

/* Does E speak of all its words? */
static bool
covers(const apres_evidence *e, const char *text, gsize offset, gsize length)
{
	gsize end = offset + length, e_end = e->offset + e->length;

	return (e->offset <= offset || !has_word(text, offset, e->offset)) &&
	       (e_end >= end || !has_word(text, e_end, end));
}

/*
 * Courtesy in another language than the text's says nothing about a sentence: a
 * name at the end, to a German list of words, is any three words of English.
 * A text that shows no language is taken for the company's.
 */
static bool
is_foreign(const apres_weighing *w, const apres_evidence *e)
{
	const apres_class *class = apres_policy_class(w->policy, e->class_id);
	const char *language =
		w->text_language != NULL ? w->text_language : w->policy->language;

	return class != NULL && class->background && e->pattern->language != NULL &&
	       e->pattern->language != language;
}

/*
 * Does it go on and on without a comma, a bracket, any mark?  Who writes like that
 * tells more than one thing, and a request found among it speaks only for itself.
 */
static bool
is_out_of_breath(const char *text, gsize offset, gsize length)
{
	const char *end = text + offset + length;
	guint words = 0;
	bool inside = false;

	for (const char *s = text + offset; s < end; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);
		bool word = g_unichar_isalnum(c) ||
			    (inside && (c == '\'' || c == '-' || c == 0x2019));
		if (!word && !g_unichar_isspace(c))
			words = 0;
		words += word && !inside;
		inside = word;
		if (words > BREATH_WORDS)
			return true;
	}
	return false;
}

static bool
is_explained(const apres_weighing *w, const apres_rule *rule, apres_field field,
	     gsize offset, gsize length)
{
	const char *text =
		field == APRES_FIELD_SUBJECT ? w->reading->subject : w->reading->text;
	bool wholly = is_out_of_breath(text, offset, length);

	for (guint i = 0; i < w->reading->evidence->len; i++) {
		const apres_evidence *e = w->reading->evidence->pdata[i];
		if (e->positive && e->field == field &&
		    (wholly ? covers(e, text, offset, length)
			    : overlaps(e, text, offset, length)) &&
		    !is_foreign(w, e) && may_explain(w, rule, e->class_id))
			return true;
	}
	return false;
}

static guint
count_words(const char *text)
{
	guint words = 0;
	bool inside = false;

	for (; *text != '\0'; text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char(text);
		bool word = g_unichar_isalnum(c) || (inside && !g_unichar_isspace(c));
		words += word && !inside;
		inside = word;
	}
	return words;
}

static void
add_unexplained(apres_weighing *w, const char *text, gsize offset, gsize length)
{
	g_ptr_array_add(w->decision->unexplained, g_strndup(text + offset, length));
}

static const char *
check_subject(apres_weighing *w, const apres_rule *rule)
{
	const char *subject = w->reading->subject;

	if (is_blank(subject))
		return "empty";
	if (is_explained(w, rule, APRES_FIELD_SUBJECT, 0, strlen(subject)))
		return NULL;
	add_unexplained(w, subject, 0, strlen(subject));
	return "unexplained";
}

const char *
apres_decide_explained(apres_weighing *w, const apres_rule *rule)
{
	const apres_reading *reading = w->reading;
	int sentences = 0, questions = 0;

	g_ptr_array_set_size(w->decision->unexplained, 0);
	if (reading == NULL)
		return "unparsable";
	if (is_blank(reading->text))
		return check_subject(w, rule);
	for (guint i = 0; i < reading->sentences->len; i++) {
		const apres_read_sentence *s =
			&g_array_index(reading->sentences, apres_read_sentence, i);
		if (is_explained(w, rule, APRES_FIELD_TEXT, s->offset, s->length))
			continue;
		add_unexplained(w, reading->text, s->offset, s->length);
		sentences += !s->question;
		questions += s->question;
	}
	const apres_policy *p = w->policy;
	if ((p->unexplained_questions >= 0 && questions > p->unexplained_questions) ||
	    (p->unexplained_sentences >= 0 && sentences > p->unexplained_sentences))
		return "unexplained";
	if (p->max_words >= 0 && count_words(reading->text) > (guint)p->max_words)
		return "too-long";
	return NULL;
}
