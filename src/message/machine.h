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

/* One check as people see it; static. */
typedef struct apres_machine_kind {
	const char *id; /* "auto-replied", "null-path" ... */
	apres_machine_grade grade;
	bool may_trust; /* a policy's <trust> may set it aside */
	const char *looks_at;
	const char *source; /* RFC and section, or who invented the mark */
} apres_machine_kind;

typedef struct apres_machine_hit {
	const char *id; /* static */
	apres_machine_grade grade;
	char *detail; /* header name only, no content; may be NULL */
} apres_machine_hit;

typedef struct apres_machine_options {
	const GPtrArray *own_addresses; /* char *, identities; answered never */
	const GPtrArray *own_lists;     /* char *, List-Id values that are ours (careers@
					   group); may be NULL */
	bool must_name_us; /* hold what names none of own_addresses as a recipient */
} apres_machine_options;

/* Every hit, in the order of the list; array of apres_machine_hit. */
GPtrArray *apres_machine_check(const apres_headers *headers,
			       const apres_machine_options *options);
/* A hit found elsewhere (MIME tree, our keys); ID must be static. */
apres_machine_hit *apres_machine_hit_new(const char *id, apres_machine_grade grade,
					 const char *detail);
void apres_machine_hit_free(apres_machine_hit *hit);
/*
 * Do the marks among HITS, each of which a person's mail may bear, come
 * together?  The name of the field that says so, or NULL.  HITS without those
 * that a policy set aside: "several-marks" then stands or falls again.
 */
const char *apres_machine_several(const GPtrArray *hits);

/* The checks, in their order; NULL behind the last. */
const apres_machine_kind *apres_machine_at(guint i);
/* The check called NAME, or NULL. */
const apres_machine_kind *apres_machine_find(const char *name);
/* The number of checks, for "14 of 14 machine checks passed". */
guint apres_machine_count(void);
#endif
