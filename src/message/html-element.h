/* SPDX-License-Identifier: Apache-2.0 */
/* What an HTML element means for a reader. */
#ifndef APRES_MESSAGE_HTML_ELEMENT_H
#define APRES_MESSAGE_HTML_ELEMENT_H
#include <glib.h>

enum {
	HTML_SKIP = 1,      /* nobody sees it */
	HTML_BLOCK = 2,     /* stands on lines of its own */
	HTML_PARAGRAPH = 4, /* with an empty line around */
	HTML_QUOTE = 8,     /* somebody else's words */
	HTML_PRE = 16,      /* line ends count */
	HTML_SIGNATURE = 32,
};

/* NAME: any case.  ATTRIBUTES: name, value (or NULL), ..., NULL; may be NULL. */
guint apres_html_element_flags(const char *name, const char *const *attributes);
#endif
