/* SPDX-License-Identifier: Apache-2.0 */
/* How the outbox verbs show one reply. */
#ifndef APRES_APRES_OUTBOX_ITEM_H
#define APRES_APRES_OUTBOX_ITEM_H
#include "store/outbox.h"

#include <jansson.h>

/* So long it is shown that a notice came back; a reply until somebody is done with it. */
#define APRES_RETURNED_NOTICE_SECS (7 * 24 * 3600)

/* Without the bytes.  New reference. */
json_t *apres_outbox_item_to_json(const apres_outbox_item *item);
/* Its state, or "returned". */
const char *apres_outbox_item_state(const apres_outbox_item *item);
/* Why it is where it is, and what can be done about it; caller owns. */
char *apres_outbox_item_words(apres_store *store, const apres_outbox_item *item);
#endif
