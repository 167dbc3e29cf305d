/* SPDX-License-Identifier: Apache-2.0 */
/* What a forger would send, and what became of it on the way. */
#include "config.h"
#include "apres/doctor-spoof.h"
#include "deliver/smtp-dialogue.h"
#include "intake/maildir.h"
#include "message/address.h"
#include "message/message.h"
#include "util/error.h"
#include "util/fsutil.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SMTP_SECS 60
#define LOOK_EVERY_USEC (G_USEC_PER_SEC / 4)

/* One attempt. */
typedef struct attempt {
	const apres_company *company;
	const apres_mailbox_config *mailbox;
	const apres_people *people;
	char *host;
	int port;
	char *from, *message_id;
	apres_name_set *known; /* names of the mails that were there before */
	char *arrived;         /* path, or NULL */
} attempt;

static void
attempt_clear(attempt *a)
{
	g_free(a->host);
	g_free(a->from);
	g_free(a->message_id);
	g_free(a->arrived);
	apres_name_set_free(a->known);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(attempt, attempt_clear)

void
apres_spoof_clear(apres_spoof *spoof)
{
	g_free(spoof->via);
	g_free(spoof->from);
	g_free(spoof->mailbox);
}

/* ---- what is asked for ---- */

static bool
choose_mailbox(attempt *a, const apres_doctor *doctor, const apres_spoof *spoof,
	       GError **error)
{
	const apres_config *config = doctor->config;

	a->mailbox = spoof->mailbox != NULL ? apres_config_mailbox(config, spoof->mailbox)
					    : config->mailboxes->pdata[0];
	if (a->mailbox == NULL)
		return apres_throw(error, APRES_ERROR_USAGE, "%s has no mailbox '%s'",
				   config->path, spoof->mailbox);
	a->company = apres_doctor_company(doctor, a->mailbox->company);
	return true;
}

static bool
choose_from(attempt *a, const apres_spoof *spoof, GError **error)
{
	const GPtrArray *all = a->company->policy->people;
	g_autoptr(apres_address) given =
		spoof->from != NULL ? apres_address_parse(spoof->from) : NULL;

	if (all->len == 0)
		return apres_throw(
			error, APRES_ERROR_USAGE,
			"company '%s' has no <people>: there is nobody to forge",
			a->company->config->id);
	for (guint i = 0; i < all->len && a->people == NULL; i++) {
		const apres_people *people = all->pdata[i];
		if (spoof->from == NULL ||
		    (given != NULL && g_str_equal(given->domain, people->domain)))
			a->people = people;
	}
	if (a->people == NULL ||
	    (given != NULL && !apres_address_is_sendable(given->addr)))
		return apres_throw(
			error, APRES_ERROR_USAGE,
			"--from '%s' is no employee's address: the domains are "
			"those of <people>",
			spoof->from);
	a->from = given != NULL ? g_strdup(given->addr)
				: g_strdup_printf("spoof-test@%s", a->people->domain);
	return true;
}

static bool
choose_door(attempt *a, const apres_spoof *spoof, GError **error)
{
	const char *colon = spoof->via != NULL ? strrchr(spoof->via, ':') : NULL;
	guint64 port = 25;

	if (spoof->via == NULL)
		return apres_throw(error, APRES_ERROR_USAGE,
				   "--via HOST is missing: the mail server that takes "
				   "strangers' mail for %s (its MX)",
				   a->mailbox->address);
	if (colon != NULL &&
	    !g_ascii_string_to_unsigned(colon + 1, 10, 1, 65535, &port, NULL))
		return apres_throw(error, APRES_ERROR_USAGE,
				   "--via '%s' is neither HOST nor HOST:PORT",
				   spoof->via);
	a->host = colon != NULL ? g_strndup(spoof->via, (gsize)(colon - spoof->via))
				: g_strdup(spoof->via);
	a->port = (int)port;
	return true;
}

static bool
ask(const attempt *a, const apres_spoof *spoof, GError **error)
{
	char answer[16];

	if (spoof->yes)
		return true;
	if (isatty(STDIN_FILENO)) {
		fprintf(stderr,
			"Send one mail with the forged sender %s to %s, through "
			"%s:%d? [y/N] ",
			a->from, a->mailbox->address, a->host, a->port);
		if (fgets(answer, sizeof answer, stdin) != NULL &&
		    g_ascii_tolower(*answer) == 'y')
			return true;
	}
	return apres_throw(error, APRES_ERROR_USAGE,
			   "nothing was sent: a forged mail needs your yes, or --yes");
}

/* ---- the mail ---- */

/* All that a forger can write: a sender, and our own server's word for it. */
static char *
compose(const attempt *a, const apres_doctor *doctor)
{
	g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(doctor->now);
	g_autofree char *when = g_date_time_format(date, "%a, %d %b %Y %H:%M:%S +0000");
	g_autoptr(GString) mail = g_string_new(NULL);

	if (doctor->config->authserv_id != NULL)
		g_string_append_printf(mail,
				       "Authentication-Results: %s; dmarc=pass "
				       "header.from=%s;\r\n auth=pass smtp.auth=%s\r\n",
				       doctor->config->authserv_id, a->people->domain,
				       a->from);
	if (a->people->proof_header != NULL)
		g_string_append_printf(mail, "%s\r\n", a->people->proof_header);
	g_string_append_printf(
		mail,
		"From: %s\r\nTo: %s\r\nSubject: Test: a forged sender\r\nDate: %s\r\n"
		"Message-ID: <%s>\r\nAuto-Submitted: auto-generated\r\n"
		"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n"
		"\r\n"
		"Sent by apres doctor --spoof-test, not by the person named above.\r\n"
		"If you read this, the mail server has let a forged sender in;\r\n"
		"apres must leave such mail to people.  Delete it.\r\n",
		a->from, a->mailbox->address, when, a->message_id);
	return g_string_free(g_steal_pointer(&mail), FALSE);
}

/* What the door says to LINE: true = go on; else it was told what that means. */
static bool
passes(apres_doctor *doctor, const attempt *a, apres_smtp_dialogue *dialogue,
       const char *line)
{
	g_autoptr(GError) error = NULL;
	int code = apres_smtp_dialogue_say(dialogue, line, &error);
	const char *words =
		error != NULL ? error->message : apres_smtp_dialogue_words(dialogue);

	if (code / 100 == 2 || code == 354)
		return true;
	/* 530: it wants TLS or a login first, and has not looked at the sender. */
	if (code / 100 == 5 && code != 530)
		apres_doctor_good(doctor, "%s:%d does not let a forged %s in: %s",
				  a->host, a->port, a->from, words);
	else
		apres_doctor_warn(
			doctor,
			g_strdup("ask again later, or name the server that takes "
				 "strangers' mail: --via HOST"),
			"%s:%d has not taken the mail, which says nothing: %s", a->host,
			a->port, words);
	return false;
}

static bool
send_it(apres_doctor *doctor, const attempt *a)
{
	g_autofree char *mail = compose(a, doctor);
	g_autofree char *sender = g_strdup_printf("MAIL FROM:<%s>", a->from);
	g_autofree char *recipient = g_strdup_printf("RCPT TO:<%s>", a->mailbox->address);
	g_autofree char *data = g_strconcat(mail, ".", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_smtp_dialogue) dialogue =
		apres_smtp_dialogue_open(a->host, a->port, SMTP_SECS, &error);

	if (dialogue == NULL || !apres_smtp_dialogue_greet(dialogue, NULL, &error)) {
		apres_doctor_warn(doctor,
				  g_strdup("apres doctor --spoof-test --via HOST"),
				  "%s:%d: %s", a->host, a->port, error->message);
		return false;
	}
	return passes(doctor, a, dialogue, sender) &&
	       passes(doctor, a, dialogue, recipient) &&
	       passes(doctor, a, dialogue, "DATA") && passes(doctor, a, dialogue, data);
}

/* ---- its arrival ---- */

static bool
know(const apres_maildir_entry *entry, void *context)
{
	apres_name_set_add(context, entry->base_name);
	return true;
}

static bool
seek(const apres_maildir_entry *entry, void *context)
{
	attempt *a = context;
	g_autoptr(GBytes) bytes =
		apres_file_read(entry->path, APRES_MESSAGE_MAX_BYTES, NULL);
	gsize len;

	if (bytes == NULL)
		return true; /* not whole yet: another look */
	const char *data = g_bytes_get_data(bytes, &len);
	g_autoptr(apres_headers) headers =
		apres_headers_parse(data != NULL ? data : "", len);
	const char *id = apres_headers_get(headers, "Message-ID");
	if (id != NULL && strstr(id, a->message_id) != NULL)
		a->arrived = g_strdup(entry->path);
	else
		know(entry, a->known);
	return a->arrived == NULL;
}

static bool
wait_for(apres_doctor *doctor, attempt *a, int secs)
{
	gint64 deadline = g_get_monotonic_time() + (gint64)secs * G_USEC_PER_SEC;

	while (a->arrived == NULL) {
		apres_maildir_scan(a->mailbox->maildir, a->known, seek, a, NULL);
		if (a->arrived != NULL || g_get_monotonic_time() >= deadline)
			break;
		g_usleep(LOOK_EVERY_USEC);
	}
	if (a->arrived == NULL)
		apres_doctor_warn(
			doctor,
			g_strdup("look into the spam folder and the mail "
				 "server's log, or wait longer: --wait SECONDS"),
			"%s:%d has taken the mail from a forged %s, and it has "
			"not arrived in %d s",
			a->host, a->port, a->from, secs);
	return a->arrived != NULL;
}

/* The daemon's own code says who wrote it. */
static void
judge(apres_doctor *doctor, const attempt *a)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) bytes =
		apres_file_read(a->arrived, APRES_MESSAGE_MAX_BYTES, &error);
	const apres_us us = { .authserv_id = doctor->config->authserv_id,
			      .own_addresses = a->company->own_addresses,
			      .own_lists = a->company->own_lists };
	gsize len;

	if (bytes == NULL) {
		apres_doctor_warn(doctor, g_strdup("apres doctor --spoof-test"), "%s",
				  error->message);
		return;
	}
	const char *data = g_bytes_get_data(bytes, &len);
	apres_message_init();
	g_autoptr(apres_assessment) read =
		apres_assess(a->company->policy, a->company->roster, &us, data, len, NULL,
			     doctor->now);
	/* An invented address is in no roster: that alone must not be what saves us. */
	if (read->facts->audience == APRES_AUDIENCE_INTERNAL ||
	    apres_people_proven(a->people, read->headers, read->facts->candidate,
				doctor->config->authserv_id))
		apres_doctor_fault(
			doctor,
			g_strdup("have the mail server check DMARC, and remove "
				 "Authentication-Results and the header of <people> from "
				 "what strangers send; authserv-id must be its own name"),
			"a forged %s counts as proven; the mail is %s: delete it",
			a->from, a->arrived);
	else
		apres_doctor_good(
			doctor, "a forged %s is %s, %s; the mail is %s: delete it",
			a->from, apres_audience_to_string(read->facts->audience),
			read->facts->audience_why, a->arrived);
}

bool
apres_doctor_spoof(apres_doctor *doctor, const apres_spoof *spoof, GError **error)
{
	g_auto(attempt) a = { 0 };

	doctor->check = "policy";
	apres_doctor_look_at_policy(doctor);
	doctor->check = "spoof test";
	if (!choose_mailbox(&a, doctor, spoof, error))
		return false;
	if (a.company == NULL)
		return true; /* its policy does not load, and that was said */
	if (!choose_from(&a, spoof, error) || !choose_door(&a, spoof, error) ||
	    !ask(&a, spoof, error))
		return false;
	g_autofree char *unique = g_uuid_string_random();
	a.message_id = g_strdup_printf("spoof-test.%s@%s", unique, a.people->domain);
	a.known = apres_name_set_new();
	if (!apres_maildir_scan(a.mailbox->maildir, NULL, know, a.known, error))
		return false;
	if (send_it(doctor, &a) && wait_for(doctor, &a, spoof->wait_secs))
		judge(doctor, &a);
	return true;
}
