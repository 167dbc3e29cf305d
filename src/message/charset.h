/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes of a named charset to UTF-8, for the charsets that mail is written in. */
#ifndef APRES_MESSAGE_CHARSET_H
#define APRES_MESSAGE_CHARSET_H
#include <glib.h>
#include <stdbool.h>

/* Open every converter now, not when it is first needed: before a lock-down takes the
 * file system away.  Repeatable. */
void apres_charset_init(void);
/*
 * LEN bytes in CHARSET (any case or alias; NULL = not stated: UTF-8 if it is,
 * else windows-1252) as valid UTF-8 without NUL.  NULL if the charset is not
 * of our list.  *EXACT_OUT (may be NULL): false if some bytes meant nothing
 * and became U+FFFD.  Caller owns.
 */
char *apres_charset_to_utf8(const char *charset, const char *bytes, gsize len,
			    bool *exact_out);
#endif
