/* SPDX-License-Identifier: Apache-2.0 */
/* The outcome table of SMTP delivery: what was seen -> how the attempt ended.  Pure. */
#ifndef APRES_DELIVER_SMTP_OUTCOME_H
#define APRES_DELIVER_SMTP_OUTCOME_H
#include "deliver/transport.h"

/* A reply of which the whole line was read; code 0 = none was. */
typedef struct apres_smtp_reply {
	int code;
	char *text; /* without the code, or NULL */
} apres_smtp_reply;

/* Everything known about one message of one session. */
typedef struct apres_smtp_seen {
	bool session_usable; /* not: authentication was wanted and its 235 not seen */
	bool refused;        /* the barrier said no to this message */
	bool barrier;        /* ... yes: the final dot may have left */
	bool final_seen;     /* the library spoke of a final reply */
	bool complete;       /* ... and counts the recipient as done */
	apres_smtp_reply mail, rcpt, final;
} apres_smtp_seen;

void apres_smtp_seen_clear(apres_smtp_seen *seen);
/*
 * Exactly: sent only if barrier, final reply and recipient are 2xx in whole
 * lines; perm and temp only by a whole 5xx or 4xx line; past the barrier
 * without either, unknown; else temp.  *WHY_OUT (may be NULL): the reply that
 * decided, borrowed from SEEN, or NULL.
 */
apres_outcome apres_smtp_outcome(const apres_smtp_seen *seen,
				 const apres_smtp_reply **why_out);
#endif
