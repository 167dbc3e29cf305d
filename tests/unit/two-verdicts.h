/* SPDX-License-Identifier: Apache-2.0 */
/* Two verdicts on one mail, with the prefilter and without, compared. */
#ifndef APRES_TESTS_TWO_VERDICTS_H
#define APRES_TESTS_TWO_VERDICTS_H
#include "classify/classify.h"

#include <string.h>

#include "unit.h"

typedef struct tally {
	guint mails, classes, evidence, unknown;
	guint settled; /* unknown without, known with the prefilter */
} tally;

static bool
has(const GPtrArray *ids, const char *id)
{
	for (guint i = 0; i < ids->len; i++)
		if (g_str_equal(ids->pdata[i], id))
			return true;
	return false;
}

static bool
is_same_evidence(const apres_evidence *a, const apres_evidence *b)
{
	return g_str_equal(a->class_id, b->class_id) && a->pattern == b->pattern &&
	       a->field == b->field && a->offset == b->offset && a->length == b->length &&
	       a->positive == b->positive && a->extent == b->extent;
}

/* Is there a <not> in COND, or below what it names? */
static bool
has_not(const apres_cond *cond)
{
	bool has = cond->kind == APRES_COND_NOT ||
		   (cond->class != NULL && has_not(cond->class->cond));

	for (guint i = 0; cond->children != NULL && !has && i < cond->children->len; i++)
		has = has_not(cond->children->pdata[i]);
	return has;
}

/* No trip may be new; one that is gone is a "no". */
static void
compare_class(const apres_class *class, const apres_reading *with,
	      const apres_reading *without, tally *sum)
{
	bool was_unknown = has(without->unknown, class->id);
	bool is_unknown = has(with->unknown, class->id);
	bool was = apres_reading_has(without, class->id);
	bool is = apres_reading_has(with, class->id);

	sum->classes += was;
	sum->unknown += was_unknown;
	sum->settled += was_unknown && !is_unknown;
	if (!was_unknown || is_unknown)
		ck_assert_msg(is == was && is_unknown == was_unknown,
			      "%s: %d %d, without %d %d", class->id, is, is_unknown, was,
			      was_unknown);
	else
		ck_assert_msg(!is || has_not(class->cond), "%s: a limit became a match",
			      class->id);
}

/* What WITHOUT has of evidence, and in the same order; but of what is settled. */
static void
compare_evidence(const apres_reading *with, const apres_reading *without, tally *sum)
{
	guint at = 0;

	for (guint i = 0; i < with->evidence->len; i++) {
		const apres_evidence *one = with->evidence->pdata[i];
		if (has(without->unknown, one->class_id))
			continue;
		ck_assert_uint_lt(at, without->evidence->len);
		ck_assert(is_same_evidence(one, without->evidence->pdata[at++]));
	}
	ck_assert_uint_eq(at, without->evidence->len);
	sum->evidence += at;
}

/* Read MESSAGE by both; WITHOUT is one that has no prefilter. */
static void
compare(const apres_classifier *with, const apres_classifier *without,
	const apres_message *message, tally *sum)
{
	g_autoptr(apres_reading) is = apres_classify(with, message);
	g_autoptr(apres_reading) was = apres_classify(without, message);

	sum->mails++;
	for (guint i = 0; i < with->classes->len; i++)
		compare_class(with->classes->pdata[i], is, was, sum);
	compare_evidence(is, was, sum);
	ck_assert_uint_eq(is->sentences->len, was->sentences->len);
	for (guint i = 0; i < is->sentences->len; i++)
		ck_assert(g_array_index(is->sentences, apres_read_sentence, i).question ==
			  g_array_index(was->sentences, apres_read_sentence, i).question);
}

static apres_classifier *
without_prefilter(const apres_classifier *like)
{
	g_autoptr(GError) error = NULL;
	apres_classifier *c =
		apres_classifier_new_like(like->classes, like->questions, like, &error);

	ck_assert_msg(c != NULL, "%s", error != NULL ? error->message : "");
	g_clear_pointer(&c->prefilter, apres_prefilter_free);
	return c;
}

static void
print_tally(const tally *sum)
{
	printf("# %u mails, %u classes, %u pieces of evidence, %u unknown, %u settled\n",
	       sum->mails, sum->classes, sum->evidence, sum->unknown, sum->settled);
}
#endif
