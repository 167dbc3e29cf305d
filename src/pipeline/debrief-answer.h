/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An answer to a mail about a debrief.  It is known by our Message-ID that it names, and
 * by nothing else; what it says counts only from the address that was written to, proven
 * as for any destination, in time, once, and in words that leave no doubt.  Anything else
 * is held for a person, and says why.
 */
#ifndef APRES_PIPELINE_DEBRIEF_ANSWER_H
#define APRES_PIPELINE_DEBRIEF_ANSWER_H
#include "pipeline/debrief.h"
#include "pipeline/proposal.h"
#include "policy/debrief-words.h"
#include "store/debrief-mail.h"

typedef struct apres_debrief_answer {
	bool is_one; /* it names such a mail, or pretends to, in words for it */
	apres_debrief_mail *mail; /* which; NULL: forged */
	apres_debrief *debrief;
	apres_debrief_event event; /* what it says */
	apres_debrief_said said;
	const char *refusal; /* a floor; NULL: it counts, if nothing else is in it */
} apres_debrief_answer;
void apres_debrief_answer_clear(apres_debrief_answer *answer);

/* Does a mail with HEADERS name one about a debrief of COMPANY? */
bool apres_debrief_is_answer(apres_store *store, const apres_company_config *company,
			     const apres_headers *headers, bool *answer_out,
			     GError **error);
/*
 * Read the mail of PROPOSAL as an answer, before it is decided, and say so in FACTS:
 * refused with the reason as a floor, or to be taken.
 */
bool apres_debrief_answer_read(const apres_proposal *proposal, apres_facts *facts,
			       apres_debrief_answer *answer_out, GError **error);
/*
 * In the open transaction, for the mail that is recorded as MESSAGE_ID: do what ANSWER
 * says if DECISION leaves it to no person, tell HR if it is owed again, and write down
 * what became of it.
 */
bool apres_debrief_answer_act(const apres_proposal *proposal,
			      const apres_debrief_answer *answer,
			      const apres_decision *decision, gint64 message_id,
			      GError **error);
#endif
