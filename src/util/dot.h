/* SPDX-License-Identifier: Apache-2.0 */
/* Dots that end no sentence. */
#ifndef APRES_UTIL_DOT_H
#define APRES_UTIL_DOT_H
#include <glib.h>
#include <stdbool.h>

/* "Mr", "z.B", "J": WORD, without its dot, is short for something; NEXT follows it. */
bool apres_dot_abbreviates(const char *word, gsize len, gunichar next);
/* Is the token that goes on at S, up to END, a host or a file: "contoso.example",
 * "cv.pdf"? */
bool apres_dot_in_name(const char *s, const char *end);
#endif
