/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A mail of ours came back.  Nothing is ever sent because of that: a report is easily
 * forged by whoever got the mail, and the worst it can do is to make a person look.
 */
#ifndef APRES_PIPELINE_BOUNCE_H
#define APRES_PIPELINE_BOUNCE_H
#include "pipeline/proposal.h"

/*
 * If the mail of PROPOSAL, recorded as OUTCOME says, reports that a mail of ours did not
 * arrive, write that down and let a person owe the answer.  Known by a tag of ours in the
 * address it went to, or by our Message-ID in what it returns; of both, they must agree.
 */
bool apres_bounce_record(const apres_proposal *proposal, apres_outcome_of_mail *outcome,
			 GError **error);
#endif
