/* SPDX-License-Identifier: Apache-2.0 */
/* Standard output: JSON lines for programs, tables and colours for people. */
#ifndef APRES_APRES_OUTPUT_H
#define APRES_APRES_OUTPUT_H
#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

typedef enum {
	APRES_STYLE_PLAIN,
	APRES_STYLE_STRONG,
	APRES_STYLE_GOOD,
	APRES_STYLE_WARN,
	APRES_STYLE_FAINT
} apres_style;

/* Escape sequence that begins STYLE, and the one that ends it; "" unless stdout is a
 * terminal. */
const char *apres_output_begin(apres_style style);
const char *apres_output_end(apres_style style);
/* WORDS, strong, on a line of their own below an empty one. */
void apres_output_heading(const char *words);

/* One value, one line; takes ownership of VALUE. */
void apres_output_json(json_t *value);
/*
 * TEXT as JSON whatever its bytes (they may be a file's name or a mail's
 * header): made valid UTF-8; NULL becomes null.  New reference.
 */
json_t *apres_output_string(const char *text);
/* TIME as "2026-11-24T13:50:00Z", 0 as null.  New reference. */
json_t *apres_output_time(gint64 when);
/* Array of the strings in LIST (GPtrArray of char *, or NULL).  New reference. */
json_t *apres_output_strings(const GPtrArray *list);
json_t *apres_output_strv(char **list);

/*
 * TEXT fit for a terminal: valid UTF-8, one line, nothing that moves the
 * cursor or turns the writing round, at most MAX characters ("..." then).
 */
char *apres_output_clean(const char *text, glong max);

/* Rows of cells, printed in aligned columns. */
typedef struct apres_table apres_table;
/* HEADINGS: divided by '|'; printed unless there are no rows. */
apres_table *apres_table_new(const char *headings);
/* CELL is cleaned; call once per column and row, left to right. */
void apres_table_add(apres_table *table, const char *cell);
void apres_table_addf(apres_table *table, const char *fmt, ...) G_GNUC_PRINTF(2, 3);
/* Print, wrapped to the terminal, or print NOTHING on a line if there are no rows. */
void apres_table_print(const apres_table *table, const char *nothing);
void apres_table_free(apres_table *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_table, apres_table_free)
#endif
