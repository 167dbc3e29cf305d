/* SPDX-License-Identifier: Apache-2.0 */
/* Labelled mail (tests/candidates/samples.py) to learn from, and more made of it. */
#ifndef APRES_TESTS_SAMPLES_H
#define APRES_TESTS_SAMPLES_H
#include <glib.h>
#include <stdbool.h>

/* What a table tells apart.  A colleague's request is for a person as well, but for one
 * who is proven to be a colleague it is the right one. */
enum {
	SAMPLE_PERSON,
	SAMPLE_FEEDBACK,
	SAMPLE_STATUS,
	SAMPLE_OTHER_ROLE,
	SAMPLE_WITHDRAW,
	SAMPLE_THANKS,
	SAMPLE_PRIVACY,
	SAMPLE_COLLEAGUE,
	SAMPLE_KINDS
};

typedef struct sample {
	char *text;
	guint kind;
} sample;

const char *sample_kind_name(guint kind);
/* No text of ours answers it. */
bool sample_is_grave(guint kind);
/* Where the name on the last line of TEXT begins, of up to three words and without a
 * number; its end: there is none. */
const char *sample_name(const char *text);

/* A number below BELOW, drawn by a generator of state *RANDOM: from a fixed one, the
 * same. */
guint sample_draw(guint64 *random, guint below);

/* An empty list of samples; caller owns. */
GPtrArray *samples_new(void);
/* Those of LANGUAGE in the file at PATH are added.  Without it the process ends. */
void samples_read(GPtrArray *samples, const char *path, const char *language);
/* Mail made of what SAMPLES holds is added behind it, eight times as much; every run
 * makes the same.  False: nothing in them is harmless. */
bool samples_vary(GPtrArray *samples);
#endif
