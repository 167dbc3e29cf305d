/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For those who approve in their mail program: what is proposed lies in To-approve as a
 * readable message; moved to Send it is approved, moved to Mine a person answers.  The
 * store is the truth, the folders are a view of it.
 */
#ifndef APRES_APRESD_DESK_H
#define APRES_APRESD_DESK_H
#include "config/config.h"

#include <stdbool.h>

typedef struct apres_daemon apres_daemon;
typedef struct apres_desk apres_desk;

/* The desk of MAILBOX (borrowed), which names one. */
apres_desk *apres_desk_new(apres_daemon *daemon, const apres_mailbox_config *mailbox);
void apres_desk_free(apres_desk *desk);
/*
 * Do what moved messages say, take away what waits no longer, put there what waits now.
 * What fails is logged once and tried again at the next turn.
 */
void apres_desk_turn(apres_desk *desk);
/* Why it cannot be used, or NULL. */
const char *apres_desk_trouble(const apres_desk *desk);
#endif
