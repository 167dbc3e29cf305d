/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The process that talks to the mail server.  It has no store: it asks the
 * writer before each point of no return, and tells it how each mail ended.
 */
#ifndef APRES_DELIVER_DELIVERY_WORKER_H
#define APRES_DELIVER_DELIVERY_WORKER_H
#include "deliver/transport.h"

#define APRES_DELIVERY_ANSWER_SECS 10 /* no answer from the writer by then = no */

typedef enum {
	APRES_DELIVERY_ASKS,
	APRES_DELIVERY_SETTLED,
	APRES_DELIVERY_WAITS, /* all are settled, and the session could take more */
} apres_delivery_kind;

/* One packet from the worker (SOCK_SEQPACKET between forks of one program). */
typedef struct apres_delivery_note {
	apres_delivery_kind kind;
	apres_outcome outcome;           /* settled */
	gint64 id;                       /* not of WAITS */
	char words[APRES_WORDS_MAX + 1]; /* settled; "" = none */
} apres_delivery_note;

/* One packet to it: may the mail it asked about leave? */
typedef struct apres_delivery_answer {
	gint64 id;
	bool go;
} apres_delivery_answer;

/*
 * Hand over the batch (deliver/batch.h) that comes by FD, in one session; with each WAITS
 * there may come another one, until the writer ends its side.  What comes too late is
 * told as returned.  Never returns.  PARENT: the process to die with.
 */
void apres_delivery_run(const apres_transport_config *config, int fd,
			int parent) G_GNUC_NORETURN;
#endif
