/* SPDX-License-Identifier: Apache-2.0 */
/* What comes next of what is owed, in words for a screen. */
#ifndef APRES_APRES_NEXT_WORDS_H
#define APRES_APRES_NEXT_WORDS_H
#include "store/debrief.h"

/* A step's name ("remind:1bd") as people call it: "reminder"; static. */
const char *apres_next_step_word(const char *step);
/*
 * "lea@contoso.example holds it, and says so, by 1 Dec 18:00 CET", with a word on a date
 * that comes after; OWED: what is open of DEBRIEF, or NULL.  Caller owns; NULL: nothing
 * comes next.
 */
char *apres_next_of_debrief(apres_store *store, const apres_debrief *debrief,
			    const apres_owed *owed);
#endif
