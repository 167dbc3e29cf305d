/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of a desk share; nobody else includes this. */
#ifndef APRES_APRESD_DESK_PARTS_H
#define APRES_APRESD_DESK_PARTS_H
#include "apresd/daemon.h"
#include "apresd/desk.h"
#include "intake/maildir.h"
#include "store/outbox.h"

typedef enum { DESK_TO_APPROVE, DESK_SEND, DESK_MINE, DESK_FOLDERS } desk_folder;

struct apres_desk {
	apres_daemon *daemon;
	const apres_mailbox_config *mailbox;
	char *box; /* in the store's list of names */
	char *path[DESK_FOLDERS];
	apres_watch *watch[DESK_FOLDERS]; /* of Send and Mine */
	bool lost[DESK_FOLDERS];          /* it must be watched anew */
	GHashTable *strangers; /* paths of messages that are not ours, said once */
	GHashTable *there;     /* during a turn: numbers of replies in To-approve */
	char *key, *domain;    /* what our Message-IDs are made with */
	char *trouble;
};

/* Whose message is it? */
typedef enum {
	DESK_STRANGER, /* not ours, or no reply from this mailbox */
	DESK_OUTDATED, /* it proposes other bytes than are in the outbox now */
	DESK_OURS
} desk_whose;

/* desk-moved.c */

/* The message ENTRY, and the reply that it proposes as the store has it now (NULL for a
 * stranger); caller owns *ITEM_OUT. */
bool apres_desk_identify(const apres_desk *desk, const apres_maildir_entry *entry,
			 desk_whose *whose_out, apres_outbox_item **item_out,
			 GError **error);
/* Does ITEM still wait for an approval? */
bool apres_desk_waits(const apres_outbox_item *item);
/* A person has decided, or nothing is to be decided any more: remove the message. */
bool apres_desk_take_away(const apres_maildir_entry *entry, GError **error);
/* Do what it means that ENTRY was moved to WHERE. */
bool apres_desk_obey(apres_desk *desk, const apres_maildir_entry *entry,
		     desk_folder where, GError **error);

/* desk-put.c */

/* Put what waits and is neither there nor was put before into To-approve. */
bool apres_desk_put_waiting(apres_desk *desk, GError **error);
#endif
