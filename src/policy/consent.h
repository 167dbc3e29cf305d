/* SPDX-License-Identifier: Apache-2.0 */
/* "We will keep you in mind" is a promise to keep somebody's data: only with consent. */
#ifndef APRES_POLICY_CONSENT_H
#define APRES_POLICY_CONSENT_H
#include "policy/text.h"

/* The first such words in FOLDED text (apres_fold) of LANGUAGE, or NULL. */
const char *apres_consent_find(const char *folded, const char *language);
/* Does a paragraph of TEXT say so? */
bool apres_consent_wanted(const apres_text *text);
#endif
