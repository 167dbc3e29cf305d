/* SPDX-License-Identifier: Apache-2.0 */
/* Comments and folding white space, RFC 5322 3.2.2. */
#ifndef APRES_MESSAGE_CFWS_H
#define APRES_MESSAGE_CFWS_H

/*
 * The first byte of S (unfolded) behind white space and comments, nested ones
 * too.  NULL if a comment never ends: it hides what follows.
 */
const char *apres_cfws_skip(const char *s);
#endif
