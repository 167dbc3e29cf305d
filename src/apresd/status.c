/* SPDX-License-Identifier: Apache-2.0 */
/* The running daemon about itself; figures come from the store, troubles from here. */
#include "config.h"
#include "apresd/daemon.h"

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
		json_array_append_new(array,
				      json_pack("{s:s,s:s?,s:s?}", "company", config->id,
						"policy", company->policy->file, "digest",
						company->policy->digest));
	}
	return array;
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
	json_object_set_new(status, "mailboxes", boxes_to_json(daemon));
	json_object_set_new(status, "companies", companies_to_json(daemon));
	return status;
}
