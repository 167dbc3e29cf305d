/* SPDX-License-Identifier: Apache-2.0 */
/* A proposed reply that waited too long: written for another day, so it is written anew.
 */
#ifndef APRES_PIPELINE_RENEWAL_H
#define APRES_PIPELINE_RENEWAL_H
#include "pipeline/action.h"
#include "store/outbox.h"

/*
 * In the open transaction: cancel ITEM and propose the same text again, with
 * today's policy, dates and addresses; it waits for approval again.
 * *RENEWED_OUT false, and nothing is done, if that cannot be: the mail is gone
 * from its Maildir or has changed, the text or the mailbox is no more, or who
 * wrote it counts as somebody else now.
 */
bool apres_renewal_propose(const apres_action_context *context,
			   const apres_outbox_item *item, bool *renewed_out,
			   GError **error);
#endif
