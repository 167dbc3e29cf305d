/* SPDX-License-Identifier: Apache-2.0 */
/* What a pattern is inside: made by pattern.c, matched by match.c, lent by lend.c. */
#ifndef APRES_CLASSIFY_PATTERN_PARTS_H
#define APRES_CLASSIFY_PATTERN_PARTS_H
#include "classify/pattern.h"

#include <stdatomic.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* An expression, as PCRE2 has it. */
typedef struct apres_engine {
	pcre2_code *code;  /* NULL: not yet */
	atomic_uint *lent; /* see lend.h: where is counted instead; NULL: not lent */
	guint matches;     /* tried by the interpreter */
	bool jit;          /* there is machine code, or there will be none */
} apres_engine;

/* What patterns that say the same share. */
typedef struct apres_expression {
	apres_engine anywhere; /* looks for it */
	apres_engine here;     /* tries one place */
	char *folded;          /* until somebody asks what it needs; or NULL */
	GArray *needs;         /* see needs.h; NULL: nobody asked yet */
	GArray *starts;        /* the same; NULL: anything */
} apres_expression;

struct apres_pattern {
	const apres_cond *cond;
	apres_expression *says; /* counted; NULL for lists and tables */
};

/* What matches PATTERN, at given PLACES or not; NULL: it does not compile. */
apres_engine *apres_pattern_engine_for(apres_pattern *pattern, bool places);
void apres_engine_make_code(apres_engine *engine);
/* Read the list or index the table of PATTERN now, if it has one: before a fork, or each
 * child would do it for itself. */
void apres_pattern_ready(apres_pattern *pattern);
#endif
