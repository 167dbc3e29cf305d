/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CSV files (RFC 4180) of any size, row by row: with or without a BOM, divided by
 * comma, semicolon or tab, lines ending in LF or CRLF, quoted cells of several lines.
 */
#ifndef APRES_UTIL_CSV_H
#define APRES_UTIL_CSV_H
#include <glib.h>
#include <stdbool.h>

/* The row that begins on LINE (from 1); CELLS: char *, borrowed, perhaps no UTF-8. */
typedef bool (*apres_csv_func)(void *context, guint line, const GPtrArray *cells,
			       GError **error);

/*
 * Call FUNC for each row that is not empty, the header first, until one call fails.
 * Needs memory for one row.  TEMP error if PATH cannot be read; INPUT "PATH:LINE: ..."
 * for what is no CSV, for UTF-16, and for a row above 64 KiB.
 */
bool apres_csv_read(const char *path, apres_csv_func func, void *context, GError **error);
#endif
