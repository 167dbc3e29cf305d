/* SPDX-License-Identifier: Apache-2.0 */
/* Reasons of decisions as people say them. */
#ifndef APRES_PIPELINE_REASON_H
#define APRES_PIPELINE_REASON_H

/* "a sentence is understood by no rule" for "unexplained"; REASON itself if it has none.
 */
const char *apres_reason_sentence(const char *reason);
/* "there is no such mailbox" for "5.1.1" (RFC 3463), why a mail came back; STATUS may be
 * NULL. */
const char *apres_status_sentence(const char *status);
#endif
