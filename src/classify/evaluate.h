/* SPDX-License-Identifier: Apache-2.0 */
/* Three-valued evaluation of class conditions over one mail; private to classify/. */
#ifndef APRES_CLASSIFY_EVALUATE_H
#define APRES_CLASSIFY_EVALUATE_H
#include "classify/classify.h"
#include "classify/prefilter.h"

#include <stdatomic.h>

struct apres_classifier {
	const GPtrArray *classes;   /* apres_class, borrowed */
	const GPtrArray *questions; /* apres_cond, borrowed */
	GPtrArray *patterns;        /* apres_pattern, by number */
	GPtrArray *owners; /* const char *: class id of each pattern, NULL = question */
	GArray *twins;     /* guint: number of the first pattern that says the same */
	GHashTable *by_phrase; /* what a <phrase> says -> the number of the first such */
	GHashTable *by_re;     /* the same of <re> */
	GHashTable *by_id;     /* id -> apres_class */
	/* By the number of the first that says the same; NULL: all are tried (tests). */
	apres_prefilter *prefilter;
	GArray *chances;   /* see chance.h */
	atomic_uint *lent; /* see lend.h; NULL: not lent */
	bool all_code;     /* it was, and there is all machine code now */
	bool is_borrowed;  /* we are a child that may not make any */
};

typedef enum { APRES_TRUTH_FALSE, APRES_TRUTH_UNKNOWN, APRES_TRUTH_TRUE } apres_truth;

typedef struct apres_evaluation apres_evaluation;

/* Fold the fields of MESSAGE, split its text into READING's sentences.  All borrowed, for
 * life. */
apres_evaluation *apres_evaluation_new(const apres_classifier *classifier,
				       const apres_message *message,
				       apres_reading *reading);
void apres_evaluation_free(apres_evaluation *evaluation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_evaluation, apres_evaluation_free)

apres_truth apres_evaluation_class(apres_evaluation *evaluation,
				   const apres_class *class);
/* What made CLASS true, if it is, and what is true of it in a clause: apres_evidence
 * appended to EVIDENCE. */
void apres_evaluation_explain(apres_evaluation *evaluation, const apres_class *class,
			      GPtrArray *evidence);
#endif
