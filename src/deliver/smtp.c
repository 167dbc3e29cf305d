/* SPDX-License-Identifier: Apache-2.0 */
/* Submission by SMTP: a session is set up, run, and every job of it accounted for. */
#include "config.h"
#include "deliver/smtp-session.h"
#include "deliver/smtp-settings.h"
#include "reply/out.h"

#include <string.h>

G_DEFINE_AUTO_CLEANUP_FREE_FUNC(smtp_session_t, smtp_destroy_session, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC(auth_context_t, auth_destroy_context, NULL)

/* RFC 5321 4.5.3.2: five minutes for everything but the reply to the dot. */
#define STEP_SECS 300

/* xtext (RFC 3461 4) without anything to encode, and short: the library's buffer is
 * small. */
static bool
is_envid(const char *envid)
{
	return envid != NULL && envid[0] != '\0' && strlen(envid) <= 100 &&
	       apres_out_is_plain(envid) && strpbrk(envid, " +=<>") == NULL;
}

bool
apres_smtp_add_message(apres_smtp_session *session, const apres_job *job)
{
	apres_smtp_job *one = g_new0(apres_smtp_job, 1);
	bool null_path = job->envelope_from[0] == '\0';

	one->session = session;
	one->job = job;
	g_ptr_array_add(session->jobs, one);
	g_autoptr(GError) error = NULL;
	if (!apres_job_check(job, &error)) {
		apres_smtp_settle(one, APRES_OUTCOME_PERM, error->message);
		return false;
	}
	one->message = smtp_add_message(session->esmtp);
	smtp_set_reverse_path(one->message, null_path ? NULL : job->envelope_from);
	smtp_set_messagecb(one->message, apres_smtp_on_message, one);
	smtp_message_set_application_data_release(one->message, one, NULL);
	smtp_size_set_estimate(one->message, job->len);
	one->recipient = smtp_add_recipient(one->message, job->recipient);
	smtp_recipient_set_application_data_release(one->recipient, one, NULL);
	if (is_envid(job->envid))
		smtp_dsn_set_envid(one->message, job->envid);
	smtp_dsn_set_ret(one->message, Ret_HDRS);
	/* RFC 5230 5.1: nobody reads reports about a mail from nobody. */
	smtp_dsn_set_notify(one->recipient,
			    null_path ? Notify_NEVER : Notify_FAILURE | Notify_DELAY);
	return true;
}

static void
set_timeouts(smtp_session_t esmtp, int timeout_secs)
{
	static const int steps[] = { Timeout_GREETING, Timeout_ENVELOPE, Timeout_DATA,
				     Timeout_TRANSFER };

	for (guint i = 0; i < G_N_ELEMENTS(steps); i++)
		smtp_set_timeout(esmtp, steps[i] | Timeout_OVERRIDE_RFC2822_MINIMUM,
				 1000L * MIN(timeout_secs, STEP_SECS));
	smtp_set_timeout(esmtp, Timeout_DATA2 | Timeout_OVERRIDE_RFC2822_MINIMUM,
			 1000L * timeout_secs);
}

static void
set_up(apres_smtp_session *session, smtp_session_t esmtp)
{
	const apres_transport_config *config = session->config;
	g_autofree char *server = g_strdup_printf("%s:%d", config->host, config->port);

	smtp_set_server(esmtp, server);
	if (config->helo != NULL)
		smtp_set_hostname(esmtp, config->helo);
	smtp_set_eventcb(esmtp, apres_smtp_on_event, session);
	smtp_set_monitorcb(esmtp, apres_smtp_on_wire, session, 0);
	set_timeouts(esmtp, config->timeout_secs);
	if (session->tls.ctx != NULL) {
		smtp_starttls_set_ctx(esmtp, session->tls.ctx);
		smtp_starttls_enable(esmtp, Starttls_REQUIRED);
	} else {
		smtp_starttls_enable(esmtp, Starttls_DISABLED);
	}
}

/* Why there was no session, or why it ended early; caller owns. */
static char *
session_words(const apres_smtp_session *session, int code)
{
	char buffer[128];

	if (session->tls.trouble != NULL)
		return g_strdup_printf("TLS: certificate of '%s': %s", session->tls.name,
				       session->tls.trouble);
	if (session->wire.guard != NULL)
		return g_strdup(session->wire.guard);
	if (code == SMTP_ERR_EXTENSION_NOT_AVAILABLE && session->tls.ctx != NULL)
		return g_strdup("the server does not offer STARTTLS");
	if (session->wire.starttls_sent && !session->wire.tls)
		return g_strdup_printf("TLS 1.2 with '%s' could not be agreed on",
				       session->tls.name);
	if (code == 0)
		return g_strdup("the connection ended");
	const char *text = smtp_strerror(code, buffer, sizeof buffer);
	return g_strdup(text != NULL ? text : "the connection failed");
}

static bool
is_untouched(const apres_smtp_job *job)
{
	return !job->settled && job->seen.mail.code == 0 && !job->seen.barrier;
}

/*
 * What nobody spoke of: by the table.  A session that came as far as a mail
 * has no fault of the untouched ones: they go back, uncounted.
 */
static void
settle_rest(apres_smtp_session *session, const char *words)
{
	bool served = session->attempted > 0 || session->stopped;

	for (guint i = 0; i < session->jobs->len; i++)
		served |= !is_untouched(session->jobs->pdata[i]);
	for (guint i = 0; i < session->jobs->len; i++) {
		apres_smtp_job *job = session->jobs->pdata[i];
		if (served && is_untouched(job))
			apres_smtp_settle(job, APRES_OUTCOME_RETURNED, NULL);
		else
			apres_smtp_settle_by_table(job, words);
	}
}

static void
run(apres_smtp_session *session, const GPtrArray *jobs)
{
	g_auto(smtp_session_t) esmtp = smtp_create_session();
	g_auto(auth_context_t) auth = NULL;

	session->esmtp = esmtp;
	set_up(session, esmtp);
	if (session->config->user != NULL) {
		auth = auth_create_context();
		/* Without this flag the library refuses PLAIN and LOGIN even under TLS.
		 */
		auth_set_mechanism_flags(auth, AUTH_PLUGIN_PLAIN, 0);
		auth_set_interact_cb(auth, apres_smtp_on_login, session);
		smtp_auth_set_context(esmtp, auth);
	}
	for (guint i = 0; i < jobs->len; i++)
		apres_smtp_add_message(session, jobs->pdata[i]);
	/* The return value is no success, and no failure either: only the events count.
	 */
	if (session->attempted < jobs->len)
		(void)smtp_start_session(esmtp);
	g_autofree char *words = session_words(session, smtp_errno());
	settle_rest(session, words);
}

static void
smtp_deliver(const apres_transport_config *config, const GPtrArray *jobs,
	     const apres_hand_over *to)
{
	g_auto(apres_smtp_session) session = { .config = config, .to = to, .socket = -1 };
	g_autoptr(GError) error = NULL;

	session.wire.line = g_string_new(NULL);
	session.jobs = g_ptr_array_new_with_free_func(apres_smtp_job_free);
	if (!apres_smtp_check_config(config, &error) ||
	    !apres_smtp_read_password(config, &session.password, &error) ||
	    (config->tls != APRES_TLS_NONE &&
	     !apres_smtp_tls_init(&session.tls, config, &error))) {
		g_autofree char *words = apres_words_clean(error->message);
		for (guint i = 0; i < jobs->len; i++)
			to->settled(jobs->pdata[i], APRES_OUTCOME_TEMP, words,
				    to->context);
		return;
	}
	auth_client_init();
	run(&session, jobs);
	auth_client_exit();
}

const apres_transport apres_transport_smtp = { .name = "smtp", .deliver = smtp_deliver };
