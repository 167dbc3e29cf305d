/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/bounce.h"
#include "intake/bounce.h"
#include "message/machine.h"

#include <string.h>

static bool
is_marked(const apres_facts *facts, const char *const *checks)
{
	for (guint i = 0; i < facts->machine->len; i++) {
		const apres_machine_hit *hit = facts->machine->pdata[i];
		if (g_strv_contains(checks, hit->id))
			return true;
	}
	return false;
}

/* "Warning: message 1x delayed 24 hours", "Delayed Mail": before there were reports. */
static bool
warns_of_delay(const apres_headers *headers)
{
	const char *subject = apres_headers_get(headers, "Subject");
	g_autofree char *lower = g_ascii_strdown(subject != NULL ? subject : "", -1);

	return g_str_has_prefix(lower, "warning") || strstr(lower, "delay") != NULL;
}

/*
 * Does the mail say that another did not arrive?  Where no report says so plainly, what
 * comes from a mail system, or from nobody and is no responder's, is taken for one.
 */
static bool
is_failure(const apres_proposal *p, const apres_delivery_report *report)
{
	static const char *const systems[] = { "daemon-sender", NULL };
	static const char *const nobody[] = { "null-path", NULL };
	static const char *const receipts[] = { "mdn", NULL };
	static const char *const responders[] = { "auto-replied",
						  "auto-reply-mark",
						  "out-of-office",
						  "stacked-subject",
						  "ticket",
						  "challenge",
						  "calendar",
						  "calendar-part",
						  "own-loop",
						  "list",
						  NULL };
	bool from_system = is_marked(p->facts, systems);

	if (report->kind == APRES_REPORT_FAILED)
		return true;
	if (report->kind == APRES_REPORT_DELAYED ||
	    report->kind == APRES_REPORT_DELIVERED || is_marked(p->facts, receipts) ||
	    warns_of_delay(p->arrival->headers))
		return false;
	return from_system ||
	       (is_marked(p->facts, nobody) && (report->kind == APRES_REPORT_UNCLEAR ||
						!is_marked(p->facts, responders)));
}

/* ---- of which mail ---- */

/* Whoever knows the tag of a mail has seen it, or carried it. */
static bool
find_by_tag(const apres_proposal *p, const char *key, apres_outbox_item **item_out,
	    GError **error)
{
	g_autoptr(GPtrArray) tags = apres_bounce_tags(p->arrival->headers);
	const char *company = p->arrival->company->config->id;

	for (guint i = 0; i < tags->len && *item_out == NULL; i++) {
		g_autoptr(apres_outbox_item) item = NULL;
		if (!apres_outbox_find_sent(p->store, company, tags->pdata[i], NULL,
					    &item, error))
			return false;
		g_autofree char *ours =
			item != NULL ? apres_bounce_tag_new(key, item->smtp_message_id)
				     : NULL;
		if (g_strcmp0(ours, tags->pdata[i]) == 0)
			*item_out = g_steal_pointer(&item);
	}
	return true;
}

/* The Message-ID of the mail that was returned, if we made it. */
static char *
returned_id(const apres_proposal *p, const char *key, const apres_delivery_report *report)
{
	const char *domain = p->arrival->company->config->domain;
	gsize len;
	const char *data = g_bytes_get_data(p->arrival->bytes, &len);

	if (report->message_id != NULL)
		return apres_message_id_is_ours(key, domain, report->message_id)
			       ? g_strdup(report->message_id)
			       : NULL;
	return data != NULL && apres_bounce_may_report(p->arrival->headers)
		       ? apres_bounce_own_id(key, domain, data, len)
		       : NULL;
}

/* Both witnesses, if there are two, must speak of the same mail. */
static bool
find_item(const apres_proposal *p, const apres_delivery_report *report,
	  apres_outbox_item **item_out, GError **error)
{
	g_autoptr(apres_outbox_item) tagged = NULL;
	g_autofree char *key = NULL;

	*item_out = NULL;
	if (!apres_store_meta_get(p->store, "message-id-key", &key, error))
		return false;
	if (key == NULL)
		return true;
	if (!find_by_tag(p, key, &tagged, error))
		return false;
	g_autofree char *id = returned_id(p, key, report);
	if (tagged != NULL && id != NULL && strcmp(tagged->smtp_message_id, id) != 0)
		return true;
	if (tagged != NULL) {
		*item_out = g_steal_pointer(&tagged);
		return true;
	}
	return id == NULL ||
	       apres_outbox_find_sent(p->store, p->arrival->company->config->id, NULL, id,
				      item_out, error);
}

bool
apres_bounce_record(const apres_proposal *p, apres_outcome_of_mail *outcome,
		    GError **error)
{
	static const apres_delivery_report unread = { .kind = APRES_REPORT_UNCLEAR };
	const apres_delivery_report *report =
		p->arrival->reading != NULL ? &p->arrival->reading->report : &unread;
	g_autoptr(apres_outbox_item) item = NULL;
	bool fresh;

	if (!is_failure(p, report))
		return true;
	if (!find_item(p, report, &item, error))
		return false;
	if (item == NULL)
		return true;
	if (!apres_outbox_return(p->store, item, report->status, outcome->message_id,
				 p->now, &fresh, error))
		return false;
	if (fresh) {
		outcome->returned_id = item->id;
		g_strlcpy(outcome->returned_status,
			  report->status != NULL ? report->status : "",
			  sizeof outcome->returned_status);
	}
	return true;
}
