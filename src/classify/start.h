/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a match of a part of an expression may begin: "\b(?:phone|video)\s+\w+" with
 * "phone " or "video ", where a word does.  It is tried where that stands in a text, and
 * nowhere else.  Strings are as in literal.h; one that ends in APRES_START_MORE is
 * followed by anything.  NULL instead of strings: it may begin anyhow.  Private to
 * classify/.
 */
#ifndef APRES_CLASSIFY_START_H
#define APRES_CLASSIFY_START_H
#include <glib.h>
#include <stdbool.h>

#define APRES_START_MORE '\x02'
/* Instead of what is not ASCII. */
#define APRES_START_BEYOND '\x03'

/* A copy of STRINGS (char *, or NULL); caller owns. */
GPtrArray *apres_start_copy(const GPtrArray *strings);
/* START, and then anything. */
void apres_start_open(GPtrArray *start);
/* START or OTHER: takes START, which may be NULL as OTHER may; caller owns what is
 * returned. */
GPtrArray *apres_start_or(GPtrArray *start, const GPtrArray *other);
/* START, and OTHER behind it; the same. */
GPtrArray *apres_start_then(GPtrArray *start, const GPtrArray *other);
/* The literals that are where START is, each once: guint32; NULL if it may be anywhere.
 * Caller owns. */
GArray *apres_start_literals(const GPtrArray *start);

/* A and B side by side; a \b between two characters says nothing that they do not.
 * Caller owns. */
char *apres_literal_join(const char *a, const char *b);
#endif
