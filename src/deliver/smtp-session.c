/* SPDX-License-Identifier: Apache-2.0 */
/* libESMTP's callbacks: the barrier, the statuses, the guards. */
#include "config.h"
#include "deliver/smtp-session.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>

void
apres_smtp_job_free(gpointer data)
{
	apres_smtp_job *job = data;

	apres_smtp_seen_clear(&job->seen);
	g_free(job);
}

void
apres_smtp_session_clear(apres_smtp_session *session)
{
	apres_smtp_tls_clear(&session->tls);
	if (session->wire.line != NULL)
		g_string_free(g_steal_pointer(&session->wire.line), TRUE);
	if (session->password != NULL)
		explicit_bzero(session->password, strlen(session->password));
	g_clear_pointer(&session->password, g_free);
	g_clear_pointer(&session->jobs, g_ptr_array_unref);
}

/* ---- outcomes ---- */

void
apres_smtp_settle(apres_smtp_job *job, apres_outcome outcome, const char *words)
{
	apres_smtp_session *session = job->session;

	if (job->settled)
		return;
	job->settled = true;
	if (outcome != APRES_OUTCOME_RETURNED)
		session->attempted++;
	g_autofree char *clean = words != NULL ? apres_words_clean(words) : NULL;
	session->to->settled(job->job, outcome, clean, session->to->context);
}

void
apres_smtp_settle_by_table(apres_smtp_job *job, const char *words)
{
	const apres_smtp_reply *why;
	apres_outcome outcome = apres_smtp_outcome(&job->seen, &why);

	if (outcome == APRES_OUTCOME_SENT)
		why = &job->seen.final;
	g_autofree char *said = why != NULL ? g_strdup_printf("%d %s", why->code,
							      why->text ? why->text : "")
					    : g_strdup(words);
	apres_smtp_settle(job, outcome, said);
}

/*
 * Copy STATUS if a whole line was read.  The library gives a code, and even a
 * text, for a line that broke off; only the end of line tells.
 */
static void
copy_reply(apres_smtp_reply *reply, const smtp_status_t *status)
{
	if (status == NULL || status->text == NULL ||
	    !g_str_has_suffix(status->text, "\n"))
		return;
	reply->code = status->code;
	g_free(reply->text);
	reply->text = g_strdup(status->text);
}

static void
on_mail_status(apres_smtp_job *job)
{
	copy_reply(&job->seen.mail, smtp_reverse_path_status(job->message));
	if (job->seen.mail.code / 100 != 2)
		apres_smtp_settle_by_table(job, NULL);
}

/* Nothing is left, and there was no trouble, after which a fresh session is better. */
static bool
could_take_more(const apres_smtp_job *job)
{
	const apres_smtp_session *session = job->session;

	return session->to->more != NULL && !session->stopped && !session->wire.cut &&
	       session->socket >= 0 &&
	       job == session->jobs->pdata[session->jobs->len - 1] && job->seen.barrier &&
	       job->seen.complete && job->seen.final.code / 100 == 2;
}

/* The library goes on to what stands behind this message when its status was told. */
static void
take_more(apres_smtp_session *session)
{
	guint first = session->jobs->len, added = 0;
	const GPtrArray *jobs;

	while (added == 0 &&
	       (jobs = session->to->more(session->socket, session->to->context)) != NULL)
		for (guint i = 0; i < jobs->len; i++)
			added += apres_smtp_add_message(session, jobs->pdata[i]);
	/* As for the one that was sent. */
	for (guint i = first; i < session->jobs->len; i++)
		((apres_smtp_job *)session->jobs->pdata[i])->seen.session_usable = true;
}

static void
on_final_status(apres_smtp_job *job)
{
	job->seen.final_seen = true;
	copy_reply(&job->seen.final, smtp_message_transfer_status(job->message));
	job->seen.complete = smtp_recipient_check_complete(job->recipient) != 0;
	apres_smtp_settle_by_table(job, NULL);
	if (could_take_more(job))
		take_more(job->session);
}

/* ---- the connection ---- */

/* The library does not tell its socket.  In this process there is no other to the
 * network. */
static int
find_socket(void)
{
	for (int fd = 3; fd < 256; fd++) {
		struct sockaddr_storage peer;
		socklen_t len = sizeof peer;
		if (getpeername(fd, (struct sockaddr *)&peer, &len) == 0 &&
		    (peer.ss_family == AF_INET || peer.ss_family == AF_INET6))
			return fd;
	}
	return -1;
}

/* End the connection under the library: whatever it writes now goes nowhere. */
static void
cut(apres_smtp_session *session, const char *guard)
{
	session->wire.cut = true;
	if (session->wire.guard == NULL)
		session->wire.guard = guard;
	if (session->socket >= 0)
		shutdown(session->socket, SHUT_RDWR);
}

static void
on_connect(apres_smtp_session *session)
{
	const int yes = 1;

	session->socket = find_socket();
	g_string_truncate(session->wire.line, 0);
	session->wire.replies = 0;
	session->wire.starttls_sent = session->wire.tls = false;
	session->wire.auth_sent = session->wire.authed = false;
	for (guint i = 0; i < session->jobs->len; i++)
		((apres_smtp_job *)session->jobs->pdata[i])->seen.session_usable =
			session->config->user == NULL;
	/* The end of the data and the dot are two small writes: without this each mail
	 * waits 40 ms for the peer's delayed acknowledgement. */
	if (session->socket >= 0)
		setsockopt(session->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

/* The same the other way round: a server that writes each reply to pipelined commands
 * alone waits with the second until we have acknowledged the first.  The kernel forgets
 * this wish, so it is said at each read. */
static void
acknowledge(const apres_smtp_session *session)
{
	const int yes = 1;

	if (session->socket >= 0)
		setsockopt(session->socket, IPPROTO_TCP, TCP_QUICKACK, &yes, sizeof yes);
}

/* Greeting, EHLO, 220: a fourth reply, or a part of one, was put there by somebody else.
 */
static void
on_tls(apres_smtp_session *session, SSL *ssl)
{
	if (session->wire.replies != 3 || session->wire.line->len > 0) {
		session->socket = SSL_get_fd(ssl);
		cut(session, "STARTTLS: the server's reply had more behind it");
		return;
	}
	session->wire.tls = true;
}

void
apres_smtp_on_event(smtp_session_t esmtp G_GNUC_UNUSED, int event, void *arg, ...)
{
	apres_smtp_session *session = arg;
	va_list ap;

	va_start(ap, arg);
	if (event == SMTP_EV_CONNECT) {
		on_connect(session);
	} else if (event == SMTP_EV_DISCONNECT) {
		session->socket = -1;
	} else if (event == SMTP_EV_STARTTLS_OK) {
		on_tls(session, va_arg(ap, SSL *));
	} else if (event == SMTP_EV_WRONG_PEER_CERTIFICATE) {
		/* The library compared with the name that DNS gave; OpenSSL has verified
		 * the configured one, else there would be no handshake. */
		*va_arg(ap, int *) = 1;
	} else if (event == SMTP_EV_MAILSTATUS) {
		(void)va_arg(ap, char *);
		on_mail_status(
			smtp_message_get_application_data(va_arg(ap, smtp_message_t)));
	} else if (event == SMTP_EV_RCPTSTATUS) {
		(void)va_arg(ap, char *);
		smtp_recipient_t recipient = va_arg(ap, smtp_recipient_t);
		apres_smtp_job *job = smtp_recipient_get_application_data(recipient);
		copy_reply(&job->seen.rcpt, smtp_recipient_status(recipient));
	} else if (event == SMTP_EV_MESSAGESENT) {
		on_final_status(
			smtp_message_get_application_data(va_arg(ap, smtp_message_t)));
	}
	va_end(ap);
}

/* ---- the wire: contains credentials, nothing of it is kept or logged ---- */

static void
on_server_line(apres_smtp_session *session)
{
	apres_smtp_wire *wire = &session->wire;
	const char *line = wire->line->str;

	if (wire->line->len < 4 || line[3] == '-')
		return;
	wire->replies += !wire->tls;
	if (wire->auth_sent && strncmp(line, "235 ", 4) == 0) {
		wire->authed = true;
		for (guint i = 0; i < session->jobs->len; i++)
			((apres_smtp_job *)session->jobs->pdata[i])->seen.session_usable =
				true;
	}
}

static void
on_read(apres_smtp_session *session, const char *bytes, gsize len)
{
	acknowledge(session);
	for (gsize i = 0; i < len; i++) {
		if (session->wire.line->len < 1024)
			g_string_append_c(session->wire.line, bytes[i]);
		if (bytes[i] != '\n')
			continue;
		on_server_line(session);
		g_string_truncate(session->wire.line, 0);
	}
}

static bool
begins(const char *bytes, gsize len, const char *verb)
{
	return len >= strlen(verb) && memcmp(bytes, verb, strlen(verb)) == 0;
}

/* Called before the bytes are written. */
static void
on_write(apres_smtp_session *session, const char *bytes, gsize len)
{
	apres_smtp_wire *wire = &session->wire;
	bool wants_tls = session->config->tls != APRES_TLS_NONE;

	if (begins(bytes, len, "STARTTLS"))
		wire->starttls_sent = true;
	if (begins(bytes, len, "AUTH"))
		wire->auth_sent = true;
	if (wants_tls && !wire->tls &&
	    (begins(bytes, len, "AUTH") || begins(bytes, len, "MAIL")))
		cut(session, "no TLS");
	else if (session->config->user != NULL && !wire->authed &&
		 begins(bytes, len, "MAIL"))
		cut(session, "the server did not accept our login");
}

void
apres_smtp_on_wire(const char *bytes, int len, int writing, void *arg)
{
	if (len <= 0 || writing == SMTP_CB_HEADERS)
		return;
	if (writing == SMTP_CB_READING)
		on_read(arg, bytes, (gsize)len);
	else
		on_write(arg, bytes, (gsize)len);
}

int
apres_smtp_on_login(auth_client_request_t request, char **result, int fields, void *arg)
{
	apres_smtp_session *session = arg;

	for (int i = 0; i < fields; i++) {
		if ((request[i].flags & AUTH_USER) != 0)
			result[i] = session->config->user;
		else if ((request[i].flags & AUTH_PASS) != 0)
			result[i] = session->password;
		else
			result[i] = (char *)"";
	}
	return 1;
}

/* ---- the message ---- */

/* The library drops the connection if errno is set where data should come. */
static const char *
abort_message(apres_smtp_session *session, const char *guard, int *len)
{
	cut(session, guard);
	*len = 0;
	errno = ECANCELED;
	return NULL;
}

/*
 * All bytes at once, then the end.  The question for the end comes before the
 * final dot (or BDAT LAST) is written: there is the barrier.
 */
const char *
apres_smtp_on_message(void **unused G_GNUC_UNUSED, int *len, void *arg)
{
	apres_smtp_job *job = arg;
	apres_smtp_session *session = job->session;

	if (len == NULL) {
		job->handed = false;
		return NULL;
	}
	if (session->stopped || session->wire.cut || !job->seen.session_usable)
		return abort_message(session, "not authenticated", len);
	if (!job->handed) {
		job->handed = true;
		*len = (int)job->job->len;
		errno = 0;
		return (const char *)job->job->bytes;
	}
	if (!job->seen.barrier && !session->to->barrier(job->job, session->to->context)) {
		job->seen.refused = true;
		session->stopped = true;
		return abort_message(session, "stopped", len);
	}
	job->seen.barrier = true;
	*len = 0;
	errno = 0;
	return NULL;
}
