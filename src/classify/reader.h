/* SPDX-License-Identifier: Apache-2.0 */
/* A place in an expression that is read by needs.c, and what needs no more than that. */
#ifndef APRES_CLASSIFY_READER_H
#define APRES_CLASSIFY_READER_H
#include <glib.h>
#include <stdbool.h>

typedef struct apres_reader {
	const char *at, *end;
	bool lost; /* something that is not understood */
} apres_reader;

bool apres_reader_next_is(const apres_reader *reader, const char *text);

typedef enum {
	APRES_ONCE,
	APRES_OPTIONAL,
	APRES_AT_LEAST_ONCE,
	APRES_PERHAPS,
} apres_times;

/* Behind something: how often must it be there? */
apres_times apres_reader_times(apres_reader *reader);
/* Behind "\p". */
void apres_reader_property(apres_reader *reader);
#endif
