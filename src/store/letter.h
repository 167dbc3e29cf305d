/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Letters: what people sent to candidates, by Message-ID, and whose they are.  Of
 * any other mail that people send nothing is kept here.
 */
#ifndef APRES_STORE_LETTER_H
#define APRES_STORE_LETTER_H
#include "store/store.h"

/* What somebody has to do with a letter; the stored ones in their stored order. */
typedef enum {
	APRES_PART_ADDRESSEE, /* it was written to him, and to nobody else */
	APRES_PART_BYSTANDER, /* he had a copy of what was written to another */
	APRES_PART_HIDDEN,    /* stored only: it does not tell to whom it went */
	APRES_PART_ASIDE,     /* it was written about a candidate, to others */
	APRES_PART_ONE_OF,    /* it was written to several, he is one of them */
	APRES_PART_STRANGER,  /* he is not on it */
	APRES_PART_NONE,      /* there is no such letter */
} apres_part;

/*
 * Person IDENTITY has PART (ADDRESSEE, BYSTANDER) in the letter MESSAGE_ID of COMPANY,
 * or the letter is HIDDEN or an ASIDE, with IDENTITY "".  TOPIC: the folded subject
 * without "Re:".  Once; in the open transaction.
 */
bool apres_letter_add(apres_store *store, const char *company, const char *message_id,
		      const char *identity, apres_part part, const char *topic,
		      gint64 now, GError **error);
/*
 * The part of IDENTITY ("" = nobody we know) in what bears MESSAGE_ID: a letter, a
 * reply of ours (its recipient is the addressee, a notice is an aside), or
 * IDENTITY's own recorded mail (addressee: he goes on).
 */
bool apres_letter_part(apres_store *store, const char *company, const char *message_id,
		       const char *identity, apres_part *part_out, GError **error);
/* The same in the youngest letter about TOPIC to IDENTITY; TOPIC NULL: about anything. */
bool apres_letter_part_by_topic(apres_store *store, const char *company,
				const char *identity, const char *topic,
				apres_part *part_out, GError **error);
/* Add to the set CANDIDATES (char *, owned) whose thread MESSAGE_ID belongs to:
 * addressees of a letter or a reply of ours, or who wrote the recorded mail. */
bool apres_letter_candidates(apres_store *store, const char *company,
			     const char *message_id, GHashTable *candidates,
			     GError **error);
/* How many letters to candidates of COMPANY are known. */
bool apres_letter_count(apres_store *store, const char *company, gint64 *count_out,
			GError **error);
#endif
