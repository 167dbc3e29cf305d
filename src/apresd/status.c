/* SPDX-License-Identifier: Apache-2.0 */
/* The running daemon about itself; figures come from the store, troubles from here. */
#include "config.h"
#include "apresd/daemon.h"
#include "util/text.h"

#include <unistd.h>

static json_t *
boxes_to_json(const apres_daemon *daemon)
{
	json_t *array = json_array();

	for (guint i = 0; i < daemon->boxes->len; i++) {
		const apres_box *box = daemon->boxes->pdata[i];
		json_array_append_new(
			array,
			json_pack("{s:s,s:s,s:b,s:s?,s:b,s:i,s:s?,s:i}", "mailbox",
				  box->config->id, "maildir", box->path, "sent",
				  box->sent, "trouble", box->trouble, "watched",
				  box->watch != NULL, "unreadable", (int)box->unreadable,
				  "unreadable_why", box->unreadable_why, "strange",
				  (int)box->strange));
	}
	return array;
}

static json_t *
companies_to_json(const apres_daemon *daemon)
{
	json_t *array = json_array();

	for (guint i = 0; i < daemon->config->companies->len; i++) {
		const apres_company_config *config = daemon->config->companies->pdata[i];
		const apres_company *company =
			apres_generation_company(daemon->generation, config->id);
		json_array_append_new(
			array, json_pack("{s:s,s:s?,s:s?,s:s?}", "company", config->id,
					 "policy", company->policy->file, "digest",
					 company->policy->digest, "signed_by",
					 company->policy->signed_by));
	}
	return array;
}

static void add_trouble(json_t *troubles, const char *fmt, ...) G_GNUC_PRINTF(2, 3);

static void
add_trouble(json_t *troubles, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	g_autofree char *text = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	json_array_append_new(troubles, json_string(valid));
}

static void
add_policy_troubles(const apres_daemon *daemon, json_t *troubles)
{
	for (guint i = 0; i < daemon->config->companies->len; i++) {
		const apres_company_config *config = daemon->config->companies->pdata[i];
		const apres_company *company =
			apres_generation_company(daemon->generation, config->id);
		if (company->trouble != NULL)
			add_trouble(troubles, "%s", company->trouble);
	}
}

/* Everything that stops or delays something now, a line each, for people. */
static json_t *
troubles_to_json(const apres_daemon *daemon)
{
	const apres_transport_config *transport = daemon->config->transport;
	const char *server = apres_deliver_trouble(daemon->deliver);
	json_t *troubles = json_array();

	if (daemon->store_trouble != NULL)
		add_trouble(troubles,
			    "the store cannot be written, mail stays where it is: %s",
			    daemon->store_trouble);
	if (server != NULL && transport->kind == APRES_TRANSPORT_SMTP)
		add_trouble(troubles, "sending by %s, port %d: %s", transport->host,
			    transport->port, server);
	else if (server != NULL)
		add_trouble(troubles, "sending: %s", server);
	if (daemon->log_trouble != NULL)
		add_trouble(troubles, "the record gets no checkpoints: %s",
			    daemon->log_trouble);
	if (apres_checkpoint_out_trouble(daemon->checkpoint_out) != NULL)
		add_trouble(troubles, "checkpoints of the record do not get out: %s",
			    apres_checkpoint_out_trouble(daemon->checkpoint_out));
	if (daemon->reload_trouble != NULL)
		add_trouble(
			troubles,
			"the last reload failed, what it concerns stays as it was: %s",
			daemon->reload_trouble);
	add_policy_troubles(daemon, troubles);
	for (guint i = 0; i < daemon->desks->len; i++)
		if (apres_desk_trouble(daemon->desks->pdata[i]) != NULL)
			add_trouble(troubles, "what is to be approved: %s",
				    apres_desk_trouble(daemon->desks->pdata[i]));
	for (guint i = 0; i < daemon->boxes->len; i++) {
		const apres_box *box = daemon->boxes->pdata[i];
		if (box->trouble != NULL)
			add_trouble(troubles, "mailbox %s cannot be read: %s", box->name,
				    box->trouble);
		if (box->unreadable > 0)
			add_trouble(troubles,
				    "mailbox %s: %u %s cannot be read, the first: %s",
				    box->name, box->unreadable,
				    apres_noun(box->unreadable, "file", "files"),
				    box->unreadable_why != NULL ? box->unreadable_why
								: "?");
		if (box->strange > 0)
			add_trouble(troubles,
				    "mailbox %s: %u %s no mail (folders, links, "
				    "pipes)",
				    box->name, box->strange,
				    apres_noun(box->strange, "entry is", "entries are"));
	}
	return troubles;
}

json_t *
apres_daemon_status(const apres_daemon *daemon)
{
	json_t *status = json_pack(
		"{s:i,s:s,s:I,s:I,s:s?,s:s?,s:s?,s:b,s:I,s:I,s:I}", "pid", (int)getpid(),
		"version", PACKAGE_VERSION, "started", (json_int_t)daemon->started,
		"reloaded", (json_int_t)daemon->reloaded, "reload_trouble",
		daemon->reload_trouble, "store_trouble", daemon->store_trouble,
		"deliver_trouble", apres_deliver_trouble(daemon->deliver), "deliver_idle",
		apres_deliver_is_idle(daemon->deliver), "in_flight",
		(json_int_t)daemon->in_flight, "recorded", (json_int_t)daemon->recorded,
		"commits", (json_int_t)daemon->commits);

	/* A path or a server's words that are no UTF-8 must not hide everything else. */
	if (status == NULL)
		status = json_object();
	json_object_set_new(
		status, "workers",
		json_pack("{s:i,s:i,s:i}", "count", daemon->config->workers, "pending",
			  (int)apres_pool_pending(daemon->generation->pool), "lost",
			  (int)apres_pool_losses(daemon->generation->pool)));
	json_object_set_new(status, "troubles", troubles_to_json(daemon));
	json_object_set_new(status, "mailboxes", boxes_to_json(daemon));
	json_object_set_new(status, "companies", companies_to_json(daemon));
	return status;
}
