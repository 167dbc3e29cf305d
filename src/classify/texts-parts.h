/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of texts.c and texts-sentences.c. */
#ifndef APRES_CLASSIFY_TEXTS_PARTS_H
#define APRES_CLASSIFY_TEXTS_PARTS_H
#include "classify/pattern.h"
#include "classify/texts.h"

#define FIELD_COUNT (APRES_FIELD_ATTACHMENT + 1)

struct apres_texts {
	const apres_classifier *classifier;
	const apres_message *message;
	apres_folded *folded[FIELD_COUNT];
	bool unknown[FIELD_COUNT]; /* what is not found may still be there */
	apres_stretch whole[FIELD_COUNT];
	apres_possible *anywhere; /* what may match in any of them; NULL: anything */
	GArray *sentences;        /* apres_stretch */
	GArray *clauses;          /* apres_stretch: of sentences of several, in order */
	GPtrArray *remembered;    /* by stretch: truth + 1 of each pattern, or NULL */
	guint stretches;
	apres_matcher *matcher;
	GArray *matches;            /* apres_match, reused */
	GArray *places;             /* guint32, reused */
	apres_sightings *sightings; /* NULL: every pattern is tried everywhere */
	guint32 bases[FIELD_COUNT]; /* of each field in there */
};

/* Bytes [START, END) of folded FIELD: stretch NUMBER. */
void apres_texts_set_stretch(const apres_texts *texts, apres_stretch *stretch,
			     apres_field field, gsize start, gsize end, guint number);
/* The sentences and clauses of READING's text, into both. */
void apres_texts_take_sentences(apres_texts *texts, apres_reading *reading);
#endif
