/* SPDX-License-Identifier: Apache-2.0 */
/* What clients ask over the control socket. */
#include "config.h"
#include "apresd/daemon.h"
#include "config/bounce-address.h"
#include "message/address.h"
#include "pipeline/action.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/log.h"

#include <string.h>

/* The sender as it goes into a Return-Path line; NULL if it cannot stand in one. */
static bool
check_sender(const char *sender, GError **error)
{
	if (sender == NULL)
		return apres_throw(error, APRES_ERROR_USAGE,
				   "\"sender\" is missing; \"\" is the null path");
	if (sender[0] != '\0' && !apres_address_is_sendable(sender))
		return apres_throw(error, APRES_ERROR_INPUT,
				   "the envelope sender is not a mail address");
	return true;
}

/*
 * The mail as a Maildir would hold it: the envelope sender on top, as the
 * delivering MTA writes it, and no mbox line.  The topmost Return-Path counts,
 * so whatever the sender put into the mail lies below.  RECIPIENT, if it says
 * more than the mailbox does, as Postfix writes it.
 */
static GBytes *
with_envelope(GBytes *mail, const char *sender, const char *recipient)
{
	g_autofree char *line = recipient != NULL
					? g_strdup_printf("Return-Path: <%s>\n"
							  "X-Original-To: %s\n",
							  sender, recipient)
					: g_strdup_printf("Return-Path: <%s>\n", sender);
	gsize len;
	const char *data = g_bytes_get_data(mail, &len);
	GByteArray *out = g_byte_array_sized_new((guint)(strlen(line) + len));

	if (len >= 5 && memcmp(data, "From ", 5) == 0) {
		const char *end = memchr(data, '\n', len);
		gsize skip = end != NULL ? (gsize)(end - data) + 1 : len;
		data += skip;
		len -= skip;
	}
	g_byte_array_append(out, (const guint8 *)line, (guint)strlen(line));
	if (len > 0)
		g_byte_array_append(out, (const guint8 *)data, (guint)len);
	return g_byte_array_free_to_bytes(out);
}

static bool
filter(apres_daemon *daemon, apres_socket_peer *peer, const json_t *args, GBytes *mail,
       GError **error)
{
	const char *sender = json_string_value(json_object_get(args, "sender"));
	const char *recipient = json_string_value(json_object_get(args, "recipient"));
	g_autofree char *identity =
		recipient != NULL ? apres_address_identity(recipient) : NULL;
	const apres_mailbox_config *mailbox =
		identity != NULL ? apres_config_mailbox_of(daemon->config, identity)
				 : NULL;
	bool bounce = recipient != NULL && apres_address_is_sendable(recipient) &&
		      apres_bounce_address_is(recipient);

	if (!check_sender(sender, error))
		return false;
	/* Its delimiter need not be the one that identities know. */
	if (mailbox == NULL && bounce)
		mailbox = apres_bounce_mailbox(daemon->config, recipient);
	if (mailbox == NULL)
		return apres_throw(
			error, APRES_ERROR_CONFIG,
			"no [mailbox] has the address '%s'; add it to address or aliases",
			recipient != NULL ? recipient : "");
	if (mail == NULL || daemon->draining ||
	    daemon->in_flight >= APRES_DAEMON_MAX_IN_FLIGHT)
		return apres_throw(error, APRES_ERROR_TEMP, "apresd is busy or ending");
	g_autoptr(GBytes) whole = with_envelope(mail, sender, bounce ? recipient : NULL);
	const char *why =
		g_bytes_get_size(whole) > APRES_MESSAGE_MAX_BYTES ? "too-large" : NULL;
	apres_transit_start(daemon, NULL, mailbox, NULL, whole, apres_clock_now(), why,
			    peer);
	return true;
}

/* What is in force has changed; who did it hears if it could not be taken. */
static void
take_policy(apres_daemon *daemon, json_t *answer)
{
	apres_daemon_reload(daemon);
	if (daemon->reload_trouble == NULL)
		return;
	g_autofree char *words = g_utf8_make_valid(daemon->reload_trouble, -1);
	json_object_set_new(answer, "trouble", json_string(words));
}

bool
apres_daemon_act(apres_daemon *daemon, const char *name, json_t *args, const char *by,
		 json_t **answer_out, GError **error)
{
	g_autoptr(GHashTable) companies = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < daemon->config->companies->len; i++) {
		const apres_company_config *company = daemon->config->companies->pdata[i];
		g_hash_table_insert(companies, company->id,
				    (gpointer)apres_generation_company(daemon->generation,
								       company->id));
	}
	apres_action_context context = {
		.store = daemon->store,
		.config = daemon->config,
		.companies = companies,
		.by = by,
		.now = apres_clock_now(),
	};
	if (!apres_action_run(&context, name, args, answer_out, error))
		return false;
	apres_log_info("%s by %s", name, by);
	if (g_str_has_prefix(name, "policy-"))
		take_policy(daemon, *answer_out);
	/* Whoever has a case now may have written already. */
	if (g_str_has_prefix(name, "case-"))
		apres_daemon_reconsider_soon(daemon);
	/* An approval, a resume, a confirmation: there may be something to send or to
	 * file. */
	apres_daemon_file(daemon);
	apres_daemon_desk_soon(daemon);
	apres_daemon_clock_soon(daemon);
	apres_deliver_kick(daemon->deliver);
	return true;
}

void
apres_daemon_request(apres_socket_peer *peer, json_t *request, GBytes *mail,
		     void *context)
{
	apres_daemon *daemon = context;
	const char *name = json_string_value(json_object_get(request, "action"));
	json_t *args = json_object_get(request, "args");
	g_autoptr(GError) error = NULL;
	json_auto_t *answer = NULL;

	if (name == NULL || (args != NULL && !json_is_object(args)))
		apres_throw(&error, APRES_ERROR_USAGE,
			    "a request is {\"action\": NAME, \"args\": {...}}");
	else if (strcmp(name, "filter") == 0) {
		/* Answered by the writer, after the commit. */
		if (filter(daemon, peer, args, mail, &error))
			return;
	} else if (strcmp(name, "status") == 0)
		answer = apres_daemon_status(daemon);
	else if (strcmp(name, "kick") == 0) {
		apres_daemon_scan_soon(daemon);
		apres_deliver_kick(daemon->deliver);
		answer = json_object();
	} else {
		json_auto_t *none = json_object();
		apres_daemon_act(daemon, name, args != NULL ? args : none,
				 apres_socket_peer_user(peer), &answer, &error);
	}
	apres_socket_answer(peer, answer, error);
}
