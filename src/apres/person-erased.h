/* SPDX-License-Identifier: Apache-2.0 */
/* What became of an erasure, on the screen. */
#ifndef APRES_APRES_PERSON_ERASED_H
#define APRES_APRES_PERSON_ERASED_H
#include "config/config.h"

#include <jansson.h>

/* The ANSWER to person-erase or erase-approve: what is gone, or who is missing. */
void apres_person_print_erased(const apres_config *config, const json_t *answer);
/* Which requests ANSWER is about, as the command line takes them: "3" or "3-14".  Caller
 * owns. */
char *apres_person_requests_of(const json_t *answer);
#endif
