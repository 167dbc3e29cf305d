/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Was this written by a machine?  A list of named checks, each a pure function
 * of the header block; the list itself is data, so that "explain" can show it.
 * RFC 3834, RFC 5230 4.6, and what peers learned.
 */
#ifndef APRES_MESSAGE_MACHINE_H
#define APRES_MESSAGE_MACHINE_H
#include "message/headers.h"

#include <stdbool.h>

/* What a hit means. */
typedef enum {
	APRES_MACHINE_PROBABLE, /* a person decides (floor hold) */
	APRES_MACHINE_CERTAIN, /* silence, but a never-automatic class lifts it to hold */
	APRES_MACHINE_FINAL,   /* silence, never lifted: own loop, null path, report, list
				*/
} apres_machine_grade;

typedef struct apres_machine_hit {
	const char *id; /* "auto-submitted", "null-path" ...; static */
	apres_machine_grade grade;
	char *detail; /* header name only, no content; may be NULL */
} apres_machine_hit;

typedef struct apres_machine_options {
	const GPtrArray *own_addresses; /* char *, identities; answered never */
	const GPtrArray *own_lists;     /* char *, List-Id values that are ours (careers@
					   group); may be NULL */
	const char *instance;           /* our X-Apres-Loop value, or NULL */
} apres_machine_options;

/* Every hit, in the order of the list; array of apres_machine_hit. */
GPtrArray *apres_machine_check(const apres_headers *headers,
			       const apres_machine_options *options);
/* A hit found elsewhere (MIME tree); ID must be static. */
apres_machine_hit *apres_machine_hit_new(const char *id, apres_machine_grade grade,
					 const char *detail);
void apres_machine_hit_free(apres_machine_hit *hit);
/* The static id equal to NAME with its grade, or NULL if there is no such check. */
const char *apres_machine_find(const char *name, apres_machine_grade *grade_out);
/* The number of checks, for "14 of 14 machine checks passed". */
guint apres_machine_count(void);
#endif
