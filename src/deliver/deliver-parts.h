/* SPDX-License-Identifier: Apache-2.0 */
/* Private to deliver/: the writer's side, between its files. */
#ifndef APRES_DELIVER_DELIVER_PARTS_H
#define APRES_DELIVER_DELIVER_PARTS_H
#include "deliver/deliver.h"
#include "deliver/transport.h"

#include <sys/types.h>

/* apres.conf says how many there are at a time, and no more than this. */
#define APRES_DELIVER_MAX_SESSIONS 8

/* One worker process and its mails. */
typedef struct apres_session {
	apres_deliver *deliver;
	GPtrArray *flights; /* apres_flight: those that are not recorded yet */
	pid_t pid;          /* 0 = no worker */
	int fd;
	guint in_source, watchdog;
	guint given;   /* mails of this process, until now */
	bool waits;    /* all are settled, and it could take more */
	bool leaving;  /* it gets no more */
	guint idle;    /* until it is dismissed */
	bool achieved; /* some were sent, or refused for good */
	bool trouble;  /* some were tried in vain */
} apres_session;

/* One mail of a session. */
typedef struct apres_flight {
	apres_session *session;
	apres_outbox_item *item;
	apres_job job;
	bool asks;     /* the worker waits for our answer */
	bool go;       /* what the store said */
	bool passed;   /* the barrier: it may have been sent */
	bool settled;  /* how it ended is known */
	bool recorded; /* and leaves memory */
	apres_outcome outcome;
	char *words;
} apres_flight;

struct apres_deliver {
	apres_store *store;
	const apres_transport_config *config;
	apres_deliver_done_func done;
	void *context;
	apres_session sessions[APRES_DELIVER_MAX_SESSIONS];
	guint commit; /* questions or results wait for the store */
	guint work;
	guint later; /* something falls due */
	guint pause; /* after a session in vain */
	bool draining;
	bool store_failed; /* the trouble is the store's: over with its next success */
	char *trouble;
};

/* deliver.c: the work. */
/* The process has ended: free for the next one as soon as all is in the store. */
void apres_deliver_finish(apres_session *session);
/* Words for "status"; NULL = none any more. */
void apres_deliver_set_trouble(apres_deliver *deliver, const char *words);
void apres_deliver_fail_store(apres_deliver *deliver, const GError *error);
void apres_deliver_mend_store(apres_deliver *deliver);

/*
 * deliver-commit.c: what all sessions ask and tell, in one transaction.  In doubt nothing
 * leaves: also if the store cannot be written.  What could not be recorded is tried again
 * at the next kick.
 */
void apres_deliver_commit(apres_deliver *deliver);
/* A worker waits: with the next turn of the loop. */
void apres_deliver_ask_soon(apres_deliver *deliver);
/* Nobody waits: as soon as there is nothing else to do, or with the next question. */
void apres_deliver_tell_soon(apres_deliver *deliver);

/* session.c: one worker process. */
/* Mails that one may still be given. */
guint apres_session_room(const apres_session *session);
/* Give it ITEMS, which are taken; if it has no process, start one. */
void apres_session_give(apres_session *session, GPtrArray *items);
/* One that waits need not any more: it takes its leave of the server and ends. */
void apres_session_dismiss(apres_session *session);
/* One that was dismissed: wait for its end, but only for a moment. */
void apres_session_see_off(const apres_session *session);
/* The worker has ended, or is ended now; WORDS: what became of the rest. */
void apres_session_end(apres_session *session, const char *words);
void apres_flight_settle(apres_flight *f, apres_outcome outcome, const char *words);
void apres_flight_free(gpointer flight);
#endif
