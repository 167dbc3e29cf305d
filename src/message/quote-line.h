/* SPDX-License-Identifier: Apache-2.0 */
/* A text as lines, each of them new or cut. */
#ifndef APRES_MESSAGE_QUOTE_LINE_H
#define APRES_MESSAGE_QUOTE_LINE_H
#include <glib.h>
#include <stdbool.h>

typedef struct quote_line {
	const char *start; /* borrowed from the text */
	gsize len;
	char *folded; /* without white space around; at most 300 bytes of the line are
			 looked at */
	bool blank;
	bool rule;   /* nothing but "----", "____" ... */
	bool marked; /* "> " or the like in front */
	bool cut;
	bool assumed; /* cut only because it stands below an introduction */
} quote_line;

typedef struct quote_lines {
	quote_line *line;
	guint count;
} quote_lines;

quote_lines *quote_lines_new(const char *text);
void quote_lines_free(quote_lines *lines);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(quote_lines, quote_lines_free)

/* Cut [from, to). */
void quote_lines_cut(quote_lines *lines, guint from, guint to);
/* The first line from FROM on that is not blank, or the count. */
guint quote_lines_skip_blank(const quote_lines *lines, guint from);
/* Does FOLDED begin with, or contain, one of LIST (ends with NULL)? */
bool quote_starts_with(const char *folded, const char *const *list);
bool quote_contains(const char *folded, const char *const *list);

/* quote-attribution.c: how many lines of "On ... wrote:" stand at I; 0 = none.
 * *SURE_OUT: what follows is quoted even without marks. */
guint quote_attribution_at(const quote_lines *lines, guint i, bool *sure_out);
/* quote-header.c: how many lines of a separator or a header block stand at I; 0 = none.
 */
guint quote_header_at(const quote_lines *lines, guint i);
/* quote-signature.c, quote-disclaimer.c: cut what they know from the lines still new. */
void quote_cut_signatures(quote_lines *lines);
void quote_cut_disclaimers(quote_lines *lines);
#endif
