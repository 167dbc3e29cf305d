/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of cells, printed in aligned columns. */
#ifndef APRES_APRES_TABLE_H
#define APRES_APRES_TABLE_H
#include <glib.h>

typedef struct apres_table apres_table;
/* HEADINGS: divided by '|'; printed unless there are no rows. */
apres_table *apres_table_new(const char *headings);
/* CELL is cleaned; call once per column and row, left to right. */
void apres_table_add(apres_table *table, const char *cell);
void apres_table_addf(apres_table *table, const char *fmt, ...) G_GNUC_PRINTF(2, 3);
/*
 * TABLE in lines of at most COLUMNS (0: as wide as it is).  What does not fit goes on
 * below, within its own column, between words; only a long one is broken, best behind its
 * @, / or comma.  Where not even that fits, each row is shown by itself, a line for each
 * cell.  Caller owns.
 */
char *apres_table_text(const apres_table *table, guint columns);
/* Print that for the terminal, or NOTHING on a line if there are no rows. */
void apres_table_print(const apres_table *table, const char *nothing);
void apres_table_free(apres_table *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_table, apres_table_free)
#endif
