/* SPDX-License-Identifier: Apache-2.0 */
/* What a table of weights is inside; private to likeness*.c. */
#ifndef APRES_CLASSIFY_LIKENESS_TABLE_H
#define APRES_CLASSIFY_LIKENESS_TABLE_H
#include "classify/likeness-line.h"
#include "classify/likeness.h"

struct apres_likeness_table {
	GBytes *source;
	char **kinds;
	guint count;
	const char *lines, *end; /* behind the comments */
	/* Where lines begin, + 1, each in the first free slot from its word's hash on;
	 * NULL: looked up by halves. */
	guint32 *slots;
	guint32 mask;
	guint asked; /* for so many texts before there was an index */
};

/*
 * Add the weights of WORD to SUMS, one for each kind; is it in the table?  *FROM, at
 * first the table's lines: where to begin to look, and then where what comes after WORD
 * begins; not used where there is an index.
 */
bool apres_likeness_add(const apres_likeness_table *table, const char *word,
			const char **from, int *sums);
#endif
