/* SPDX-License-Identifier: Apache-2.0 */
/* What leaves because of a decision: the reply or receipt, and notices to our own people.
 */
#ifndef APRES_PIPELINE_PROPOSAL_H
#define APRES_PIPELINE_PROPOSAL_H
#include "pipeline/pipeline.h"
#include "reply/reply.h"
#include "store/message.h"

/* Everything a decision is about; all borrowed. */
typedef struct apres_proposal {
	apres_store *store;
	const apres_config *config;
	const apres_arrival *arrival;
	const apres_facts *facts;
	const apres_case *application; /* or NULL */
	const char *ref;               /* how the candidate may refer to it; {ref} */
	gint64 now;
} apres_proposal;

/*
 * Render the text TEMPLATE_ID (the decision's own, or its receipt).  INPUT error
 * if it cannot be written, naming what is missing; the caller holds then.
 */
apres_reply *apres_proposal_render(const apres_proposal *proposal,
				   const apres_decision *decision,
				   const char *template_id, GError **error);
/* Put REPLY into the outbox for RECORD, KIND "reply" or "receipt", which DECISION wants
 * sent at SEND_AFTER; it waits for a person in MODE approve. */
bool apres_proposal_post(const apres_proposal *proposal, const apres_record *record,
			 const apres_decision *decision, const apres_reply *reply,
			 const char *kind, gint64 send_after, apres_mode mode,
			 gint64 *outbox_id_out, GError **error);
/* Who owes the answer, and until when, if a reply is not sent: the default queue's.
 * Borrowed. */
void apres_proposal_fallback(const apres_proposal *proposal, const char **owner_out,
			     gint64 *due_out);
/*
 * Tell the owners of urgent queues and whoever a rule names that RECORD waits,
 * by its number only; in every mode.
 */
bool apres_proposal_notify(const apres_proposal *proposal, const apres_record *record,
			   const apres_decision *decision, GError **error);
/*
 * The company sent more than it allows itself (if DECISION says so): from now on a person
 * looks at each reply.
 */
bool apres_proposal_slow_down(const apres_proposal *proposal,
			      const apres_decision *decision, GError **error);
#endif
