/* SPDX-License-Identifier: Apache-2.0 */
/* Rows for programs: the same objects as JSON, one a line, or as CSV (RFC 4180). */
#ifndef APRES_APRES_ROWS_H
#define APRES_APRES_ROWS_H
#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

typedef struct apres_rows {
	const char *columns; /* of CSV: members' names, separated by "|" */
	gboolean csv;        /* --csv */
	bool json;           /* --json */
} apres_rows;

/* Are there to be rows, and no screen for people? */
bool apres_rows_wanted(const apres_rows *rows);
/* The heading, if there is one.  USAGE error if both forms are asked for. */
bool apres_rows_begin(const apres_rows *rows, GError **error);
/* One object; its reference is taken. */
void apres_rows_add(const apres_rows *rows, json_t *row);
#endif
