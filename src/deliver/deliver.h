/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Delivery: a worker process talks to the mail server and has no store; the
 * writer (this side) claims, answers the worker's barrier question from the
 * store, and records results.  Runs on the GMainLoop of the caller.
 */
#ifndef APRES_DELIVER_DELIVER_H
#define APRES_DELIVER_DELIVER_H
#include "config/config.h"
#include "store/outbox.h"

typedef struct apres_deliver apres_deliver;

/* Called after results were committed; MESSAGE_ID 0 for notices. */
typedef void (*apres_deliver_done_func)(gint64 message_id, apres_outcome outcome,
					void *context);

/* STORE and CONFIG are borrowed and must outlive it.  Starts no process until there is
 * work. */
apres_deliver *apres_deliver_new(apres_store *store, const apres_transport_config *config,
				 apres_deliver_done_func done, void *context);
/* Kills a running worker (what passed the barrier becomes unknown, the rest ready) and
 * frees. */
void apres_deliver_free(apres_deliver *deliver);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_deliver, apres_deliver_free)
/* There may be work: promote, claim, send.  Cheap when there is none; sets its own timer.
 */
void apres_deliver_kick(apres_deliver *deliver);
/* Nothing claimed, nothing in flight. */
bool apres_deliver_is_idle(const apres_deliver *deliver);
/* Last trouble with the server, for "status"; NULL if none. */
const char *apres_deliver_trouble(const apres_deliver *deliver);
/* Stop claiming (SIGTERM); in-flight work finishes. */
void apres_deliver_drain(apres_deliver *deliver);
#endif
