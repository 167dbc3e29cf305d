/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 2047: "=?utf-8?q?J=C3=BCrgen?=" */
#ifndef APRES_MESSAGE_ENCODED_WORD_H
#define APRES_MESSAGE_ENCODED_WORD_H
#include <glib.h>
#include <stdbool.h>

/*
 * Decode the encoded words of a header value; a character split over two
 * words is joined.  What cannot be decoded stays as written.  Valid UTF-8, not
 * yet sanitised.  *EXACT_OUT (may be NULL): false if something was not
 * understood.  Caller owns.
 */
char *apres_encoded_words_decode(const char *value, bool *exact_out);
#endif
