/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions -> true, unknown, false; and what to show for it. */
#include "config.h"
#include "classify/evaluate.h"

#include "classify/chance.h"
#include "classify/pattern.h"
#include "classify/texts.h"

struct apres_evaluation {
	const apres_classifier *classifier;
	apres_texts *texts;
	/* By the number of a sentence's stretch, 0 = the mail: truth + 1 of each class,
	 * or NULL. */
	guint8 **truths;
	/* By the same numbers: the expressions that may match, see apres_texts_possible.
	 */
	const guint64 **possible;
	const apres_class *in_clause; /* or NULL */
};

apres_evaluation *
apres_evaluation_new(const apres_classifier *classifier, const apres_message *message,
		     apres_reading *reading)
{
	apres_evaluation *e = g_new0(apres_evaluation, 1);

	e->classifier = classifier;
	e->texts = apres_texts_new(classifier, message, reading);
	e->in_clause = g_hash_table_lookup(classifier->by_id, APRES_IN_CLAUSE_CLASS);
	e->truths = g_new0(guint8 *, apres_texts_stretches(e->texts));
	e->possible = g_new0(const guint64 *, apres_texts_stretches(e->texts));
	e->possible[0] = apres_texts_possible(e->texts, NULL);
	for (guint i = 0; i < apres_texts_sentences(e->texts); i++) {
		const apres_stretch *sentence = apres_texts_sentence(e->texts, i);
		e->possible[sentence->number] = apres_texts_possible(e->texts, sentence);
	}
	for (guint i = 0; i < apres_texts_clauses(e->texts); i++) {
		const apres_stretch *clause = apres_texts_clause(e->texts, i);
		e->possible[clause->number] = apres_texts_possible(e->texts, clause);
	}
	return e;
}

void
apres_evaluation_free(apres_evaluation *e)
{
	if (e == NULL)
		return;
	for (guint i = 0; i < apres_texts_stretches(e->texts); i++)
		g_free(e->truths[i]);
	g_free(e->truths);
	g_free(e->possible);
	apres_texts_free(e->texts);
	g_free(e);
}

/* Functions: MAX and MIN would find out twice what is not less, at each level again. */
static apres_truth
either(apres_truth a, apres_truth b)
{
	return a > b ? a : b;
}

static apres_truth
both(apres_truth a, apres_truth b)
{
	return a < b ? a : b;
}

/* Could COND be true WITHIN?  No: it is false. */
static bool
has_chance(const apres_evaluation *e, const apres_cond *cond, const apres_stretch *within)
{
	const guint64 *possible = e->possible[within != NULL ? within->number : 0];

	return possible == NULL ||
	       apres_cond_has_chance(cond, e->classifier->chances, possible);
}

static apres_truth
evaluate_pattern(apres_evaluation *e, const apres_cond *cond, const apres_stretch *within)
{
	apres_truth truth = APRES_TRUTH_FALSE;

	/* A sentence is of one field. */
	if (within != NULL)
		return (cond->fields & 1u << within->field) != 0
			       ? apres_texts_find(e->texts, cond, within->field, within)
			       : APRES_TRUTH_FALSE;
	for (guint field = 0; cond->fields >> field != 0; field++)
		if ((cond->fields & 1u << field) != 0 && truth != APRES_TRUTH_TRUE)
			truth = either(truth,
				       apres_texts_find(e->texts, cond,
							(apres_field)field, within));
	return truth;
}

static apres_truth evaluate(apres_evaluation *e, const apres_cond *cond,
			    const apres_stretch *within);
/* The same for what has a chance. */
static apres_truth evaluate_inside(apres_evaluation *e, const apres_cond *cond,
				   const apres_stretch *within);

static apres_truth
evaluate_any(apres_evaluation *e, const apres_cond *cond, const apres_stretch *within)
{
	apres_truth truth = APRES_TRUTH_FALSE;

	for (guint i = 0; i < cond->children->len && truth != APRES_TRUTH_TRUE; i++)
		if (has_chance(e, cond->children->pdata[i], within))
			truth = either(truth, evaluate_inside(e, cond->children->pdata[i],
							      within));
	return truth;
}

static bool
is_list(const apres_cond *cond)
{
	return cond->kind == APRES_COND_PATTERN && !apres_cond_has_expression(cond);
}

/* What has no chance is asked first, lists and tables last: they take longer than
 * expressions. */
static apres_truth
evaluate_all(apres_evaluation *e, const apres_cond *cond, const apres_stretch *within)
{
	apres_truth truth = APRES_TRUTH_TRUE;

	for (guint i = 0; i < cond->children->len; i++)
		if (!has_chance(e, cond->children->pdata[i], within))
			return APRES_TRUTH_FALSE;
	for (int lists = 0; lists < 2; lists++)
		for (guint i = 0; i < cond->children->len && truth != APRES_TRUTH_FALSE;
		     i++) {
			const apres_cond *child = cond->children->pdata[i];
			if (is_list(child) == (lists == 1))
				truth = both(truth, evaluate_inside(e, child, within));
		}
	return truth;
}

static apres_truth
evaluate_sentences(apres_evaluation *e, const apres_cond *cond,
		   const apres_stretch *within)
{
	apres_truth truth = APRES_TRUTH_FALSE;
	guint count = apres_texts_sentences(e->texts);

	if (within != NULL)
		return evaluate_all(e, cond, within);
	for (guint i = 0; i < count && truth != APRES_TRUTH_TRUE; i++) {
		const apres_stretch *sentence = apres_texts_sentence(e->texts, i);
		if (has_chance(e, cond, sentence))
			truth = either(truth, evaluate_all(e, cond, sentence));
	}
	return truth;
}

/* Each class is looked at once in the mail, and once in a sentence. */
static apres_truth
remember_class(apres_evaluation *e, const apres_class *class, const apres_stretch *within)
{
	guint8 **truths = &e->truths[within != NULL ? within->number : 0];

	if (class == e->in_clause)
		return within != NULL && apres_texts_is_clause(e->texts, within)
			       ? APRES_TRUTH_TRUE
			       : APRES_TRUTH_FALSE;
	if (*truths == NULL)
		*truths = g_new0(guint8, e->classifier->classes->len);
	guint8 *truth = &(*truths)[class->number];
	if (*truth == 0)
		*truth = (guint8)(evaluate(e, class->cond, within) + 1);
	return (apres_truth)(*truth - 1);
}

/* A part is a condition with a name: in a sentence it speaks of that sentence. */
static apres_truth
evaluate_class(apres_evaluation *e, const apres_class *class, const apres_stretch *within)
{
	return remember_class(e, class, class->part ? within : NULL);
}

static apres_truth
evaluate(apres_evaluation *e, const apres_cond *cond, const apres_stretch *within)
{
	return has_chance(e, cond, within) ? evaluate_inside(e, cond, within)
					   : APRES_TRUTH_FALSE;
}

static apres_truth
evaluate_inside(apres_evaluation *e, const apres_cond *cond, const apres_stretch *within)
{
	switch (cond->kind) {
	case APRES_COND_PATTERN: return evaluate_pattern(e, cond, within);
	case APRES_COND_ANY: return evaluate_any(e, cond, within);
	case APRES_COND_ALL: return evaluate_all(e, cond, within);
	case APRES_COND_NOT:
		return (apres_truth)(APRES_TRUTH_TRUE - evaluate_any(e, cond, within));
	case APRES_COND_SENTENCE: return evaluate_sentences(e, cond, within);
	case APRES_COND_CLASS: return evaluate_class(e, cond->class, within);
	}
	g_assert_not_reached();
}

apres_truth
apres_evaluation_class(apres_evaluation *e, const apres_class *class)
{
	return remember_class(e, class, NULL);
}

/* What is being explained: the class, and where its evidence goes. */
typedef struct telling {
	const char *class_id;
	GPtrArray *evidence;
	GHashTable *told; /* places: once is enough */
	apres_extent extent;
} telling;

/* Where CLASS is asked about WITHIN, as a number. */
static gpointer
place_of(const apres_evaluation *e, const apres_class *class, const apres_stretch *within)
{
	gsize sentence = within != NULL ? within->number : 0;

	return GSIZE_TO_POINTER(sentence * e->classifier->classes->len + class->number);
}

static void
explain_pattern(apres_evaluation *e, const apres_cond *cond, const apres_stretch *within,
		const telling *to)
{
	for (guint field = 0; cond->fields >> field != 0; field++) {
		if ((cond->fields & 1u << field) == 0)
			continue;
		const GArray *matches =
			apres_texts_find_all(e->texts, cond, (apres_field)field, within);
		const apres_folded *folded =
			apres_texts_folded(e->texts, (apres_field)field);
		for (guint i = 0; i < matches->len; i++) {
			const apres_match *m = &g_array_index(matches, apres_match, i);
			apres_evidence *found = g_new0(apres_evidence, 1);
			found->class_id = to->class_id;
			found->pattern = cond;
			found->field = (apres_field)field;
			found->offset = folded->origin[m->start];
			found->length = folded->origin[m->end] - folded->origin[m->start];
			found->positive = true;
			found->extent = to->extent;
			g_ptr_array_add(to->evidence, found);
		}
	}
}

static void explain(apres_evaluation *e, const apres_cond *cond,
		    const apres_stretch *within, const telling *to);

static void
explain_children(apres_evaluation *e, const apres_cond *cond, const apres_stretch *within,
		 const telling *to)
{
	for (guint i = 0; i < cond->children->len; i++)
		explain(e, cond->children->pdata[i], within, to);
}

static void
explain_stretch(apres_evaluation *e, const apres_cond *cond, const apres_stretch *stretch,
		apres_extent extent, const telling *to)
{
	telling here = *to;

	if (!has_chance(e, cond, stretch) ||
	    evaluate_all(e, cond, stretch) != APRES_TRUTH_TRUE)
		return;
	here.extent = extent;
	explain_children(e, cond, stretch, &here);
}

static void
explain_sentences(apres_evaluation *e, const apres_cond *cond,
		  const apres_stretch *within, const telling *to)
{
	guint sentences = apres_texts_sentences(e->texts);

	if (within != NULL) {
		if (evaluate_all(e, cond, within) == APRES_TRUTH_TRUE)
			explain_children(e, cond, within, to);
		return;
	}
	for (guint i = 0; i < sentences; i++) {
		const apres_stretch *sentence = apres_texts_sentence(e->texts, i);
		explain_stretch(e, cond, sentence,
				sentence->cut ? APRES_EXTENT_SENTENCE : APRES_EXTENT_ANY,
				to);
	}
}

/* Of COND, an <all>: is true what stands beside its sentences? */
static bool
holds_beside(apres_evaluation *e, const apres_cond *cond)
{
	for (guint i = 0; i < cond->children->len; i++) {
		const apres_cond *child = cond->children->pdata[i];
		if (child->kind != APRES_COND_SENTENCE &&
		    evaluate(e, child, NULL) != APRES_TRUTH_TRUE)
			return false;
	}
	return true;
}

/* What of COND is true in a clause by itself, whatever it is in the sentence. */
static void
explain_clauses(apres_evaluation *e, const apres_cond *cond, const telling *to)
{
	guint clauses = apres_texts_clauses(e->texts);

	if (clauses == 0)
		return;
	if (cond->kind == APRES_COND_ANY ||
	    (cond->kind == APRES_COND_ALL && holds_beside(e, cond)))
		for (guint i = 0; i < cond->children->len; i++)
			explain_clauses(e, cond->children->pdata[i], to);
	for (guint i = 0; cond->kind == APRES_COND_SENTENCE && i < clauses; i++)
		explain_stretch(e, cond, apres_texts_clause(e->texts, i),
				APRES_EXTENT_CLAUSE, to);
}

static void
explain_class(apres_evaluation *e, const apres_class *class, const apres_stretch *within,
	      const telling *to)
{
	const apres_stretch *asked = class->part ? within : NULL;

	if (evaluate_class(e, class, within) == APRES_TRUTH_TRUE &&
	    g_hash_table_add(to->told, place_of(e, class, asked)))
		explain(e, class->cond, asked, to);
}

/* Only what is true shows; what stands under <not> never does. */
static void
explain(apres_evaluation *e, const apres_cond *cond, const apres_stretch *within,
	const telling *to)
{
	if (!has_chance(e, cond, within))
		return;
	if (cond->kind == APRES_COND_PATTERN)
		explain_pattern(e, cond, within, to);
	else if (cond->kind == APRES_COND_CLASS)
		explain_class(e, cond->class, within, to);
	else if (cond->kind == APRES_COND_SENTENCE)
		explain_sentences(e, cond, within, to);
	else if (cond->kind != APRES_COND_NOT &&
		 evaluate(e, cond, within) == APRES_TRUTH_TRUE)
		explain_children(e, cond, within, to);
}

void
apres_evaluation_explain(apres_evaluation *e, const apres_class *class,
			 GPtrArray *evidence)
{
	g_autoptr(GHashTable) told = g_hash_table_new(NULL, NULL);
	telling to = { class->id, evidence, told, APRES_EXTENT_ANY };

	if (remember_class(e, class, NULL) == APRES_TRUTH_TRUE)
		explain(e, class->cond, NULL, &to);
	explain_clauses(e, class->cond, &to);
}
