/* SPDX-License-Identifier: Apache-2.0 */
/* With which envelope sender a mail of ours leaves. */
#ifndef APRES_PIPELINE_ENVELOPE_H
#define APRES_PIPELINE_ENVELOPE_H
#include "config/config.h"
#include "store/outbox.h"

/*
 * Fill in envelope_from and bounce_tag of ITEM, whose smtp_message_id is set, as
 * [transport] of CONFIG wants them and the mail server takes them.  MAILBOX_ADDRESS: to
 * whose sub-address it would come back.  In a transaction.
 */
bool apres_envelope_fill(apres_store *store, const apres_config *config,
			 const char *mailbox_address, gint64 now, apres_outbox_item *item,
			 GError **error);
/* The address of COMPANY's first mailbox: for what concerns no other.  Borrowed. */
const char *apres_envelope_mailbox(const apres_config *config, const char *company);
#endif
