/* SPDX-License-Identifier: Apache-2.0 */
/* Standard output: JSON lines for programs, colours for people. */
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

/* One value, one line, as apres_output_json_text; takes ownership of VALUE. */
void apres_output_json(json_t *value);
/*
 * VALUE dumped with FLAGS (JSON_COMPACT, ...).  On a terminal in ASCII alone, the rest as
 * \uXXXX: a mail's letters neither move the cursor nor turn the writing round.  Caller
 * owns.
 */
char *apres_output_json_text(const json_t *value, gsize flags);
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
#endif
