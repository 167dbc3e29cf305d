/* SPDX-License-Identifier: Apache-2.0 */
/* A sentence of a stranger, so that it may be shown to who writes the policy. */
#ifndef APRES_POLICY_MASK_H
#define APRES_POLICY_MASK_H
#include <glib.h>

/* Masks in one language. */
typedef struct apres_mask apres_mask;
/* LANGUAGE: "en" ... (NULL or another: English).  Caller owns. */
apres_mask *apres_mask_new(const char *language);
void apres_mask_free(apres_mask *mask);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_mask, apres_mask_free)

/*
 * SENTENCE (valid UTF-8) with "..." for whatever is not an everyday word of the language:
 * names, numbers, addresses; in languages that write nouns small also what is written
 * large inside a sentence.  Folded, so that the same is the same; at most 120 characters.
 * NULL if most of it is masked.  Caller owns.
 */
char *apres_mask_sentence(const apres_mask *mask, const char *sentence);
#endif
