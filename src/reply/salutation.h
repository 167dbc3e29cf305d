/* SPDX-License-Identifier: Apache-2.0 */
/* What {name} becomes: the one thing of the candidate's that a reply repeats. */
#ifndef APRES_REPLY_SALUTATION_H
#define APRES_REPLY_SALUTATION_H
#include <glib.h>
#include <stdbool.h>

/*
 * NAME as a person's name: letters, marks, spaces, apostrophes, hyphens, dots;
 * "Meier, Anna" turned round; at most 5 words and 60 characters.  NULL if it is
 * anything else (an address, a link, digits, a sentence): a stranger's words
 * are not sent on under our name.  Caller owns.
 */
char *apres_salutation_name(const char *name);
/*
 * Append NAME, or, without one, make the greeting neutral in LANGUAGE:
 * "Hello {name}," loses the gap ("Hello,"); after words that need somebody
 * ("Dear") stands a noun.
 */
void apres_salutation_put(GString *text, const char *name, const char *language);
#endif
