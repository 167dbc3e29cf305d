/* SPDX-License-Identifier: Apache-2.0 */
/* Mails for an mbox file (RFC 4155), "mboxrd": a line that would look like the beginning
 * of a mail, however often it was quoted before, gets one more '>'. */
#ifndef APRES_APRES_MBOX_OUT_H
#define APRES_APRES_MBOX_OUT_H
#include <glib.h>

/* Append the mail DATA, from SENDER (NULL = not known), which came or left at WHEN.  Its
 * lines end in LF here, whatever they ended in. */
void apres_mbox_add(GString *out, const char *sender, gint64 when, const char *data,
		    gsize len);
#endif
