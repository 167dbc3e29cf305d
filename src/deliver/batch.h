/* SPDX-License-Identifier: Apache-2.0 */
/* Mails on their way to the delivery process: a packet that stays small, however large
 * they are. */
#ifndef APRES_DELIVER_BATCH_H
#define APRES_DELIVER_BATCH_H
#include "deliver/transport.h"

typedef struct apres_batch {
	GBytes *content;
	GPtrArray *jobs; /* apres_job *, whose members lie in CONTENT */
} apres_batch;
void apres_batch_free(apres_batch *batch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_batch, apres_batch_free)

/* Send JOBS (const apres_job *) by the socket FD (SOCK_SEQPACKET), without waiting.  TEMP
 * error: nobody takes them any more. */
bool apres_batch_send(int fd, const GPtrArray *jobs, GError **error);
/* The batch that lies in FD; NULL: none does, or the other side has ended.  Caller owns.
 */
apres_batch *apres_batch_receive(int fd);
#endif
