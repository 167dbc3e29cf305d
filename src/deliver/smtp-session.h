/* SPDX-License-Identifier: Apache-2.0 */
/* One SMTP session: what libESMTP tells us on the way, and the guards around it. */
#ifndef APRES_DELIVER_SMTP_SESSION_H
#define APRES_DELIVER_SMTP_SESSION_H
#include "deliver/smtp-outcome.h"
#include "deliver/smtp-tls.h"

#include <auth-client.h>
#include <libesmtp.h>

/* What was said on the wire before the first message; tells injected replies from true
 * ones. */
typedef struct apres_smtp_wire {
	GString *line; /* of the server, so far */
	guint replies; /* whole ones in plain text */
	bool starttls_sent;
	bool tls; /* the handshake is done, the name verified */
	bool auth_sent;
	bool authed;       /* 235 was read after AUTH was sent */
	bool cut;          /* we closed the connection: a guard */
	const char *guard; /* which, static; or NULL */
} apres_smtp_wire;

struct apres_smtp_job;

typedef struct apres_smtp_session {
	const apres_transport_config *config;
	const apres_hand_over *to;
	smtp_session_t esmtp;
	apres_smtp_tls tls;
	apres_smtp_wire wire;
	char *password;
	int socket;      /* borrowed from libESMTP; -1 before it is connected */
	bool stopped;    /* the barrier said no: nothing more leaves */
	guint attempted; /* jobs settled with anything but returned */
	GPtrArray *jobs; /* struct apres_smtp_job */
} apres_smtp_session;

/* One message of it. */
typedef struct apres_smtp_job {
	apres_smtp_session *session;
	const apres_job *job;
	smtp_message_t message;
	smtp_recipient_t recipient;
	apres_smtp_seen seen;
	bool handed; /* the bytes were given to the library */
	bool settled;
} apres_smtp_job;

/* Callbacks for libESMTP; ARG is the session (event, monitor) or the job (message). */
void apres_smtp_on_event(smtp_session_t esmtp, int event, void *arg, ...);
void apres_smtp_on_wire(const char *bytes, int len, int writing, void *arg);
const char *apres_smtp_on_message(void **unused, int *len, void *arg);
int apres_smtp_on_login(auth_client_request_t request, char **result, int fields,
			void *arg);

/* smtp.c: put JOB into SESSION, also while it runs; false: it cannot be sent, and that
 * was told. */
bool apres_smtp_add_message(apres_smtp_session *session, const apres_job *job);
/* Tell how JOB ended, unless it was told; WORDS NULL = the server's own. */
void apres_smtp_settle(apres_smtp_job *job, apres_outcome outcome, const char *words);
/* The same, by the outcome table. */
void apres_smtp_settle_by_table(apres_smtp_job *job, const char *words);
void apres_smtp_job_free(gpointer job);
void apres_smtp_session_clear(apres_smtp_session *session);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(apres_smtp_session, apres_smtp_session_clear)
#endif
