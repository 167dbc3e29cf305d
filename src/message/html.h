/* SPDX-License-Identifier: Apache-2.0 */
#ifndef APRES_MESSAGE_HTML_H
#define APRES_MESSAGE_HTML_H
#include <glib.h>
#include <stdbool.h>

/* Ready the parser's tables; once, before a lock-down.  Repeatable. */
void apres_html_init(void);
/*
 * HTML (valid UTF-8) to text: blocks and list items as lines, hidden text,
 * script and style dropped, quoted blocks of the usual clients prefixed "> ".
 * At most MAX_BYTES of text; *CUT_OUT says whether more was there.  Caller owns.
 */
char *apres_html_to_text(const char *html, gsize len, gsize max_bytes, bool *cut_out);
#endif
