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
/* "Hi Anna,", "please," and "right?" say nothing by themselves. */
#define CLAUSE_WORDS_MIN 3

static bool
is_blank(const char *text)
{
	for (; *text != '\0'; text = g_utf8_next_char(text))
		if (!g_unichar_isspace(g_utf8_get_char(text)))
			return false;
	return true;
}

/* Does RULE answer E's class, or is that background? */
typedef enum { MAY_NOT, MAY_AS_BACKGROUND, MAY_AS_ASKED } may;

/* May evidence of CLASS_ID explain, if RULE answers?  A background class may by what
 * is true of it in a clause, too. */
static may
may_explain(const apres_weighing *w, const apres_rule *rule, const char *class_id)
{
	const apres_class *class = apres_policy_class(w->policy, class_id);

	if (class == NULL || class->part)
		return MAY_NOT;
	if (class->background)
		return MAY_AS_BACKGROUND;
	if (!apres_weighing_has(w, class_id))
		return MAY_NOT;
	if (rule == NULL)
		return MAY_AS_ASKED;
	for (guint i = 0; i < rule->classes->len; i++)
		if (g_str_equal(rule->classes->pdata[i], class_id))
			return MAY_AS_ASKED;
	return MAY_NOT;
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

static const char *
language_of(const apres_weighing *w)
{
	return w->text_language != NULL ? w->text_language : w->policy->language;
}

/* Is E in another language than the text?  One that shows none is taken for the
 * company's. */
static bool
is_foreign(const apres_weighing *w, const apres_evidence *e)
{
	return e->pattern->language != NULL && e->pattern->language != language_of(w);
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

/* [offset, offset + length) of a field. */
typedef struct piece {
	apres_field field;
	const char *text;
	gsize offset, length;
} piece;

/* Is all of E, but for marks, in P? */
static bool
lies_in(const apres_evidence *e, const piece *p)
{
	gsize end = p->offset + p->length, e_end = e->offset + e->length;

	return (e->offset >= p->offset || !has_word(p->text, e->offset, p->offset)) &&
	       (e_end <= end || !has_word(p->text, end, e_end));
}

/* Does E, looked for in EXTENT, explain the sentence P? */
static bool
explains_sentence(const apres_evidence *e, const piece *p, bool wholly)
{
	return e->extent != APRES_EXTENT_CLAUSE &&
	       (wholly ? covers(e, p->text, p->offset, p->length)
		       : overlaps(e, p->text, p->offset, p->length));
}

/* And the clause P that it overlaps, of a sentence that asks for something? */
static bool
explains_clause(const apres_evidence *e, const piece *p, may how)
{
	switch (e->extent) {
	case APRES_EXTENT_CLAUSE: return lies_in(e, p);
	case APRES_EXTENT_ANY:
		return lies_in(e, p) || covers(e, p->text, p->offset, p->length);
	/* Courtesy of the whole sentence may have been too generous with its words. */
	case APRES_EXTENT_SENTENCE:
		return how == MAY_AS_ASKED && covers(e, p->text, p->offset, p->length);
	}
	g_assert_not_reached();
}

/*
 * May E, which speaks of P, explain it?  Courtesy in another language than the text's
 * says nothing: a name at the end, to a German list of words, is any three words of
 * English.  A request in another speaks for its own words: at what stands beside them
 * no pack of that language could look.
 */
static may
may_speak_for(const apres_weighing *w, const apres_rule *rule, const apres_evidence *e,
	      const piece *p)
{
	may how = may_explain(w, rule, e->class_id);

	if (how == MAY_NOT || !is_foreign(w, e))
		return how;
	return how == MAY_AS_ASKED && covers(e, p->text, p->offset, p->length) ? how
									       : MAY_NOT;
}

/* How the sentence P is explained, if it is. */
static may
sentence_explained(const apres_weighing *w, const apres_rule *rule, const piece *p)
{
	bool wholly = is_out_of_breath(p->text, p->offset, p->length);
	may best = MAY_NOT;

	for (guint i = 0; i < w->reading->evidence->len && best != MAY_AS_ASKED; i++) {
		const apres_evidence *e = w->reading->evidence->pdata[i];
		if (e->positive && e->field == p->field &&
		    explains_sentence(e, p, wholly)) {
			may how = may_speak_for(w, rule, e, p);
			best = MAX(best, how);
		}
	}
	return best;
}

static guint
count_words(const char *text, gsize from, gsize to)
{
	guint words = 0;
	bool inside = false;

	for (const char *s = text + from; s < text + to; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);
		bool word = g_unichar_isalnum(c) || (inside && !g_unichar_isspace(c));
		words += word && !inside;
		inside = word;
	}
	return words;
}

static bool
clause_explained(const apres_weighing *w, const apres_rule *rule, const piece *p)
{
	if (count_words(p->text, p->offset, p->offset + p->length) < CLAUSE_WORDS_MIN)
		return true;
	for (guint i = 0; i < w->reading->evidence->len; i++) {
		const apres_evidence *e = w->reading->evidence->pdata[i];
		/* A long mail has many clauses, and much is said of them. */
		if (!e->positive || e->field != p->field ||
		    !overlaps(e, p->text, p->offset, p->length))
			continue;
		may how = may_speak_for(w, rule, e, p);
		if (how != MAY_NOT && explains_clause(e, p, how))
			return true;
	}
	return false;
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
	const piece all = { APRES_FIELD_SUBJECT, subject, 0, strlen(subject) };

	if (is_blank(subject))
		return "empty";
	if (sentence_explained(w, rule, &all) != MAY_NOT)
		return NULL;
	add_unexplained(w, subject, 0, strlen(subject));
	return "unexplained";
}

typedef struct unexplained {
	int sentences, questions;
} unexplained;

/* Is one of COND's expressions of LANGUAGE? */
static bool
speaks(const apres_cond *cond, const char *language)
{
	for (guint i = 0; cond->children != NULL && i < cond->children->len; i++)
		if (speaks(cond->children->pdata[i], language))
			return true;
	return cond->kind == APRES_COND_PATTERN && cond->language == language;
}

/* Does a pack say what a clause is, in the language of the text?  In others a comma
 * may stand before every second word. */
static bool
has_clauses(const apres_weighing *w)
{
	const apres_class *class = apres_policy_class(w->policy, APRES_CLAUSE_CLASS);

	return class != NULL && speaks(class->cond, language_of(w));
}

/*
 * The sentence that is COUNT clauses from S on.  What asks for something speaks for
 * its own clause alone: "could you tell me why, my lawyer wants to know".
 */
static void
check_sentence(apres_weighing *w, const apres_rule *rule, const apres_read_sentence *s,
	       guint count, unexplained *out)
{
	const apres_read_sentence *last = s + count - 1;
	piece p = { APRES_FIELD_TEXT, w->reading->text, s->offset,
		    last->offset + last->length - s->offset };
	may how = sentence_explained(w, rule, &p);
	bool whole = how == MAY_NOT || count == 1 || !has_clauses(w);

	if (how == MAY_AS_BACKGROUND || (how == MAY_AS_ASKED && whole))
		return;
	for (guint i = 0; i < (whole ? 1 : count); i++) {
		bool question = whole ? last->question : s[i].question;
		if (!whole) {
			p.offset = s[i].offset;
			p.length = s[i].length;
			if (clause_explained(w, rule, &p))
				continue;
		}
		add_unexplained(w, p.text, p.offset, p.length);
		out->sentences += !question;
		out->questions += question;
	}
}

const char *
apres_decide_explained(apres_weighing *w, const apres_rule *rule)
{
	const apres_reading *reading = w->reading;
	unexplained found = { 0, 0 };

	g_ptr_array_set_size(w->decision->unexplained, 0);
	if (reading == NULL)
		return "unparsable";
	if (is_blank(reading->text))
		return check_subject(w, rule);
	const apres_read_sentence *all = (const void *)reading->sentences->data;
	for (guint i = 0, count; i < reading->sentences->len; i += count) {
		count = 1;
		while (i + count < reading->sentences->len && all[i + count].goes_on)
			count++;
		check_sentence(w, rule, &all[i], count, &found);
	}
	const apres_policy *p = w->policy;
	if ((p->unexplained_questions >= 0 &&
	     found.questions > p->unexplained_questions) ||
	    (p->unexplained_sentences >= 0 && found.sentences > p->unexplained_sentences))
		return "unexplained";
	if (p->max_words >= 0 &&
	    count_words(reading->text, 0, strlen(reading->text)) > (guint)p->max_words)
		return "too-long";
	return NULL;
}
