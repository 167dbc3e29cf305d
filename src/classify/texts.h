/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The texts of one mail that patterns look at: its fields, folded, and the
 * sentences of its new text; and what was found in them, looked for once.
 * Private to classify/.
 */
#ifndef APRES_CLASSIFY_TEXTS_H
#define APRES_CLASSIFY_TEXTS_H
#include "classify/evaluate.h"
#include "classify/prefilter.h"

/* A stretch of a field in which a pattern is looked for: all of it, or one sentence. */
typedef struct apres_stretch {
	apres_field field;
	gsize start, end; /* bytes of the folded field */
	guint number;     /* its place among the stretches */
	bool cut;         /* a sentence of several clauses */
	/* What may match in it; NULL: anything. */
	apres_possible *possible;
} apres_stretch;

typedef struct apres_texts apres_texts;

/* Fold the fields of MESSAGE, split its text into READING's sentences.  All borrowed, for
 * life. */
apres_texts *apres_texts_new(const apres_classifier *classifier,
			     const apres_message *message, apres_reading *reading);
void apres_texts_free(apres_texts *texts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_texts, apres_texts_free)

/* The sentences of the new text in order, then the subject as one. */
guint apres_texts_sentences(const apres_texts *texts);
/* Fields and sentences have a number each: all of them; a sentence's is never 0. */
guint apres_texts_stretches(const apres_texts *texts);
const apres_stretch *apres_texts_sentence(const apres_texts *texts, guint i);
/* The clauses of the sentences that have several, in order. */
bool apres_texts_is_clause(const apres_texts *texts, const apres_stretch *stretch);
guint apres_texts_clauses(const apres_texts *texts);
const apres_stretch *apres_texts_clause(const apres_texts *texts, guint i);

/* The expressions that may match WITHIN a sentence, or in any field but a named header
 * (NULL), as bits (prefilter.h); NULL: what does not match is not certain.  Borrowed. */
const guint64 *apres_texts_possible(const apres_texts *texts,
				    const apres_stretch *within);
/* Is COND, a pattern, in FIELD?  WITHIN: a sentence, or NULL for all of the field. */
apres_truth apres_texts_find(apres_texts *texts, const apres_cond *cond,
			     apres_field field, const apres_stretch *within);
/* The same, each place of it (apres_match, at most 64); borrowed until the next call. */
const GArray *apres_texts_find_all(apres_texts *texts, const apres_cond *cond,
				   apres_field field, const apres_stretch *within);
/* The folded text of FIELD; borrowed. */
const apres_folded *apres_texts_folded(const apres_texts *texts, apres_field field);
#endif
