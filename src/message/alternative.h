/* SPDX-License-Identifier: Apache-2.0 */
#ifndef APRES_MESSAGE_ALTERNATIVE_H
#define APRES_MESSAGE_ALTERNATIVE_H
#include <glib.h>
#include <stdbool.h>

/*
 * Do the plain and the HTML text of one mail say the same?  We read the plain
 * one, most people see the other: what stands only there must not be missed.
 * At most 3 words of HTML may be missing in PLAIN (a hyphen, an emoji's name).
 */
bool apres_alternatives_agree(const char *plain, const char *html);
#endif
