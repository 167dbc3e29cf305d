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

/* What a transport asks and tells while it hands jobs over. */
typedef struct apres_hand_over {
	/*
	 * Called exactly before the point of no return (libESMTP: before the final
	 * dot).  True = go; false = drop everything: nothing of this message nor
	 * of the rest of the session may leave.
	 */
	bool (*barrier)(const apres_job *job, void *context);
	/*
	 * How JOB ended; called exactly once for each, as soon as it is known, so
	 * that a process killed later loses nothing.  WORDS: see apres_words_clean; may
	 * be NULL.
	 */
	void (*settled)(const apres_job *job, apres_outcome outcome, const char *words,
			void *context);
	/*
	 * The last job was sent, and the session could take more: the next ones
	 * (const apres_job *, borrowed), or NULL: end it.  Waits; CONNECTION, or
	 * -1, should say nothing meanwhile, else it is at its end.  NULL: never more.
	 */
	const GPtrArray *(*more)(int connection, void *context);
	void *context;
} apres_hand_over;

typedef struct apres_transport {
	const char *name;
	/*
	 * Hand over JOBS (array of const apres_job *) in one session, and what there is
	 * more of them.  Blocking; runs in the delivery worker only.  The process must
	 * ignore SIGPIPE.
	 */
	void (*deliver)(const apres_transport_config *config, const GPtrArray *jobs,
			const apres_hand_over *to);
} apres_transport;

extern const apres_transport apres_transport_smtp;
extern const apres_transport apres_transport_sendmail;
extern const apres_transport apres_transport_maildir;
const apres_transport *apres_transport_for(apres_transport_kind kind);

/*
 * Whatever made JOB: may it be handed to a server?  Addresses without a way
 * into the dialogue, bytes that apres_out_check lets pass.  INPUT or INTERNAL.
 */
bool apres_job_check(const apres_job *job, GError **error);

/* One by one, for a way out without a dialogue: DELIVER tells how its job ended, and
 * returns false if the barrier said no: then the rest is returned. */
typedef bool (*apres_deliver_one_func)(const apres_transport_config *config,
				       const apres_job *job, const apres_hand_over *to);
void apres_transport_each(const apres_transport_config *config, const GPtrArray *jobs,
			  const apres_hand_over *to, apres_deliver_one_func deliver);

/* Its bytes with line ends as in files, for programs and folders of this machine.  Caller
 * owns. */
GBytes *apres_job_with_newlines(const apres_job *job);

#define APRES_WORDS_MAX 200
/*
 * A server's words for a screen: one line, printable ASCII, at most
 * APRES_WORDS_MAX bytes, mail addresses masked.  Caller owns.
 */
char *apres_words_clean(const char *words);
#endif
