/* SPDX-License-Identifier: Apache-2.0 */
#ifndef APRES_MESSAGE_SUBJECT_H
#define APRES_MESSAGE_SUBJECT_H

/* SUBJECT (decoded, one line) without "Re:", "AW:", "Fwd:", "Re[2]:" ... before it.
 * Caller owns. */
char *apres_subject_core(const char *subject);
#endif
