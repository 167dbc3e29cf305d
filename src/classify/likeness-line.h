/* SPDX-License-Identifier: Apache-2.0 */
/* A line of a table of weights: a word or pair, and behind it the weights.  Private to
 * likeness*.c. */
#ifndef APRES_CLASSIFY_LIKENESS_LINE_H
#define APRES_CLASSIFY_LIKENESS_LINE_H
#include <glib.h>
#include <stdbool.h>

typedef struct apres_likeness_line {
	const char *word; /* not terminated */
	gsize len;
	const char *end; /* where its line ends */
} apres_likeness_line;

/* The line that begins at P, before END. */
apres_likeness_line apres_likeness_line_at(const char *p, const char *end);
/* Where the next one begins; END: there is none. */
const char *apres_likeness_line_next(const apres_likeness_line *line, const char *end);

/* The order of its word and the LEN bytes at WORD: by bytes, the shorter first. */
int apres_likeness_line_compare(const apres_likeness_line *line, const char *word,
				gsize len);

/* Its COUNT weights, in hundredths; false: there are others. */
bool apres_likeness_line_weights(const apres_likeness_line *line, guint count,
				 int *weights_out);
#endif
