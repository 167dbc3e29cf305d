/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a part of an expression can match, as far as that is known: "colou?r" is "color"
 * or "colour", and "\bre-?sched\w*" something that needs "re-sched" or "resched".  Parts
 * are put together as the expression is read (needs.c).  Private to classify/.
 */
#ifndef APRES_CLASSIFY_PART_H
#define APRES_CLASSIFY_PART_H
#include <glib.h>
#include <stdbool.h>

typedef struct apres_part {
	GPtrArray
		*exact; /* char *: it is one of these, as in literal.h; NULL: anything */
	GPtrArray *start; /* if exact is NULL: how it may begin (start.h) */
	GArray *needs;    /* what is needed beside, see needs.h */
	bool looks;       /* it looks ahead, which may take long where nothing begins */
	bool empty;       /* it may be nothing at all */
	bool apart;       /* if it is anything, its last character is in no word */
} apres_part;

/* Nothing at all, for sure.  Caller clears each of these. */
void apres_part_init(apres_part *part);
void apres_part_clear(apres_part *part);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(apres_part, apres_part_clear)

/* It is STRING, or what it is already. */
void apres_part_or_string(apres_part *part, const char *string, gsize len);
/* It is one of the characters of "[...]", of which START to END is inside. */
void apres_part_set(apres_part *part, const char *start, const char *end);
/* It may be anything; what it needs is kept. */
void apres_part_forget(apres_part *part);
/* It may be more of the same; what it needs and how it begins is kept. */
void apres_part_repeat(apres_part *part);
/* It need not be there. */
void apres_part_perhaps(apres_part *part);
/* How it may begin; caller owns. */
GPtrArray *apres_part_start(const apres_part *part);
/* All that it needs, what it is included. */
void apres_part_flush(apres_part *part);
/* It is looked for where it has no width, AHEAD or behind; MUST: it is found. */
void apres_part_look(apres_part *part, bool ahead, bool must);
/* One of ALTERNATIVES (apres_part). */
void apres_part_choice(apres_part *part, const GPtrArray *alternatives);

/* Parts that stand one behind the other. */
typedef struct apres_sequence {
	apres_part so_far; /* exact: what stands side by side up to here */
	bool whole;        /* exact is all there was */
	GPtrArray *start;  /* else: how it began */
} apres_sequence;

/* AT_EDGE: where it begins a word does, if a letter or digit is next. */
void apres_sequence_init(apres_sequence *sequence, bool at_edge);
bool apres_sequence_at_edge(const apres_sequence *sequence);
void apres_sequence_add(apres_sequence *sequence, const apres_part *part);
/* What it comes to; clears it. */
void apres_sequence_end(apres_sequence *sequence, apres_part *part);
#endif
