/* SPDX-License-Identifier: Apache-2.0 */
/* Private to deliver/: the writer's side, between its two files. */
#ifndef APRES_DELIVER_DELIVER_PARTS_H
#define APRES_DELIVER_DELIVER_PARTS_H
#include "deliver/deliver.h"
#include "deliver/transport.h"

#include <sys/types.h>

/* One mail of the session. */
typedef struct apres_flight {
	apres_outbox_item *item;
	apres_job job;
	bool passed;  /* the barrier: it may have been sent */
	bool settled; /* how it ended is known */
	bool recorded;
	apres_outcome outcome;
	char *words;
} apres_flight;

struct apres_deliver {
	apres_store *store;
	const apres_transport_config *config;
	apres_deliver_done_func done;
	void *context;
	GPtrArray *flights; /* of this session, or of the last if not all is recorded */
	pid_t pid;          /* 0 = no worker */
	int fd;
	guint in_source, watchdog, work;
	guint later; /* something falls due */
	guint pause; /* after a session in vain */
	bool draining;
	bool store_failed; /* the trouble is the store's: over with its next success */
	char *trouble;
};

/* deliver.c: the store.  In doubt nothing leaves: also if the store cannot be written. */
bool apres_deliver_may_leave(apres_deliver *deliver, apres_flight *f);
/* What is known and not yet in the store; tried again at the next kick if it fails. */
bool apres_deliver_record(apres_deliver *deliver);
/* The session's mails leave memory as soon as all of it is in the store. */
void apres_deliver_finish(apres_deliver *deliver);
/* Words for "status"; NULL = none any more. */
void apres_deliver_set_trouble(apres_deliver *deliver, const char *words);

/* session.c: one worker process.  Takes ITEMS. */
void apres_session_start(apres_deliver *deliver, GPtrArray *items);
/* The worker has ended, or is ended now; WORDS: what became of the rest. */
void apres_session_end(apres_deliver *deliver, const char *words);
void apres_flight_settle(apres_flight *f, apres_outcome outcome, const char *words);
void apres_flight_free(gpointer flight);
#endif
