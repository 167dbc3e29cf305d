/* SPDX-License-Identifier: Apache-2.0 */
/* The newest checkpoint, mailed to somebody who keeps it. */
#ifndef APRES_APRESD_CHECKPOINT_MAIL_H
#define APRES_APRESD_CHECKPOINT_MAIL_H
#include "config/config.h"
#include "store/store.h"

/*
 * SIZE (at least 1) entries are signed, and CONFIG names an address: if it is time, the
 * checkpoint is put into the outbox, and *POSTED_OUT.  At most once in
 * checkpoint-mail-every, as the mail itself is news to the record; an hour after one that
 * did not arrive.  *TROUBLE_OUT: that one did not, and what to do; caller owns; or NULL.
 */
bool apres_checkpoint_mail_turn(apres_store *store, const apres_config *config,
				guint64 size, gint64 now, bool *posted_out,
				char **trouble_out, GError **error);
#endif
