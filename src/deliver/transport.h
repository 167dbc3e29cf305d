/* SPDX-License-Identifier: Apache-2.0 */
/* A way out: the variation point of delivery. */
#ifndef APRES_DELIVER_TRANSPORT_H
#define APRES_DELIVER_TRANSPORT_H
#include "config/config.h"
#include "store/outbox.h"

/* One message to hand over; borrowed. */
typedef struct apres_job {
	gint64 id;
	gint64 fence;
	const char *recipient;
	const char *envelope_from; /* "" = null path */
	const char *envid;         /* the reply's Message-ID, for DSN ENVID */
	const guint8 *bytes;
	gsize len;
} apres_job;

/*
 * Called exactly before the point of no return (libESMTP: before the final
 * dot).  True = go; false = drop everything, nothing of this message may leave.
 */
typedef bool (*apres_barrier_func)(const apres_job *job, void *context);

typedef struct apres_job_result {
	apres_outcome outcome;
	char *words; /* server's words, trimmed, printable, at most 200 bytes; or NULL */
} apres_job_result;

typedef struct apres_transport {
	const char *name;
	/*
	 * Hand over JOBS (array of const apres_job *) in one session, calling
	 * BARRIER for each; fills RESULTS[i] for every job.  Blocking; runs in
	 * the delivery worker only.
	 */
	void (*deliver)(const apres_transport_config *config, const GPtrArray *jobs,
			apres_barrier_func barrier, void *context, apres_job_result *results);
} apres_transport;

extern const apres_transport apres_transport_smtp;
extern const apres_transport apres_transport_sendmail;
extern const apres_transport apres_transport_maildir;
const apres_transport *apres_transport_for(apres_transport_kind kind);
#endif
