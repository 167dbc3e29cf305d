/* SPDX-License-Identifier: Apache-2.0 */
/* New words apart from old ones: quotes, forwarded mail, signature, disclaimer. */
#ifndef APRES_MESSAGE_QUOTE_H
#define APRES_MESSAGE_QUOTE_H
#include <glib.h>
#include <stdbool.h>

/*
 * Split plain TEXT (LF, valid UTF-8) into what the sender wrote now and the
 * rest, both in the order of the text.  "> " lines, attribution lines and
 * header blocks of the usual clients in en, de, fr, es, "Original Message"
 * separators, "-- " and mobile signatures, legal disclaimers.  In doubt text
 * stays new: a class word lost by cutting is worse than a hold.  False if
 * nothing shows where a quote without marks ends: *new_out then holds it too,
 * and a person has to look.
 */
bool apres_quote_split(const char *text, char **new_out, char **quoted_out);
#endif
