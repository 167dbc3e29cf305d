/* SPDX-License-Identifier: Apache-2.0 */
/* Rows for spreadsheets: RFC 4180, and no cell that a spreadsheet would run. */
#ifndef APRES_APRES_CSV_OUT_H
#define APRES_APRES_CSV_OUT_H
#include <glib.h>

/* Append CELL (NULL = empty), behind a comma unless it is a row's first.  A cell that
 * begins like a formula (= + - @, tab, CR) gets an apostrophe before it. */
void apres_csv_add(GString *out, const char *cell);
void apres_csv_add_int(GString *out, gint64 number);
/* End the row. */
void apres_csv_end(GString *out);
#endif
