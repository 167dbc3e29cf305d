/* SPDX-License-Identifier: Apache-2.0 */
/* What waits for an approval, as messages. */
#include "config.h"
#include "apresd/desk-parts.h"
#include "reply/desk-mail.h"
#include "reply/out.h"
#include "store/message.h"
#include "store/seen.h"
#include "util/clock.h"

#include <string.h>

static const char *
because_of(const apres_policy *policy, const char *rule_id)
{
	for (guint i = 0; i < policy->rules->len; i++) {
		const apres_rule *rule = policy->rules->pdata[i];
		if (g_strcmp0(rule->id, rule_id) == 0)
			return rule->because;
	}
	return NULL;
}

static GBytes *
render(const apres_desk *desk, const apres_outbox_item *item, const apres_record *record,
       const char *message_id, GError **error)
{
	const apres_company *company = apres_generation_company(desk->daemon->generation,
								desk->mailbox->company);
	const apres_calendar *calendar = company->policy->calendar;
	gint64 now = apres_clock_now();
	gsize len;
	const char *bytes = g_bytes_get_data(item->bytes, &len);
	g_autofree char *text = apres_out_read_body(bytes, len);
	g_autofree char *classes = g_strjoinv(", ", record->classes);
	g_autofree char *earliest =
		apres_calendar_format(calendar, item->send_after, now);
	g_autofree char *received =
		apres_calendar_format(calendar, record->received, now);
	g_autofree char *due = apres_calendar_format(calendar, item->due, now);
	g_autofree char *owed =
		item->owner != NULL && item->due != 0
			? g_strdup_printf("%s owes an answer by %s", item->owner, due)
			: NULL;
	const apres_desk_mail mail = {
		.outbox_id = item->id,
		.date = item->created,
		.message_id = message_id,
		.from_addr = company->config->notify_from,
		.to_addr = desk->mailbox->address,
		.recipient = item->recipient,
		.subject = item->subject,
		.text = text,
		.classes = classes,
		.rule = record->rule != NULL ? record->rule : "-",
		.because = because_of(company->policy, record->rule),
		.earliest = earliest,
		.owed = owed,
		.received = received,
		.their_subject = record->subject != NULL ? record->subject : "",
		.said = record->text != NULL ? record->text : "",
	};

	return apres_desk_mail_render(&mail, error);
}

static bool
note_name(const apres_desk *desk, const char *name, gint64 message_id, GError **error)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(desk->daemon->store, error);

	return txn != NULL &&
	       apres_name_add(desk->daemon->store, desk->box, name, "proposed",
			      message_id, apres_clock_now(), error) &&
	       apres_txn_commit(txn, error);
}

static bool
make_folders(const apres_desk *desk, GError **error)
{
	for (guint i = 0; i < DESK_FOLDERS; i++)
		if (!apres_maildir_make(desk->path[i], desk->mailbox->maildir, error))
			return false;
	return true;
}

/* Once: who deletes it decides nothing, and finds it in "apres review list". */
static bool
put(apres_desk *desk, const apres_outbox_item *item, GError **error)
{
	g_autofree char *message_id =
		apres_desk_message_id(desk->key, desk->domain, item->id, item->bytes);
	g_autofree char *name =
		g_strdup_printf("%" G_GINT64_FORMAT ".A%" G_GINT64_FORMAT ".%.16s",
				item->created, item->id, message_id + strlen("apres."));
	g_autoptr(apres_record) record = NULL;
	bool known;

	if (!apres_name_known(desk->daemon->store, desk->box, name, &known, error))
		return false;
	if (known)
		return true;
	if (!apres_message_get(desk->daemon->store, item->message_id, &record, error))
		return false;
	if (record == NULL)
		return true;
	g_autoptr(GBytes) bytes = render(desk, item, record, message_id, error);
	return bytes != NULL && make_folders(desk, error) &&
	       apres_maildir_put(desk->path[DESK_TO_APPROVE], name, bytes, error) &&
	       note_name(desk, name, item->message_id, error);
}

bool
apres_desk_put_waiting(apres_desk *desk, GError **error)
{
	g_autoptr(GPtrArray) items = NULL;

	if (!apres_outbox_list(desk->daemon->store, desk->mailbox->company,
			       APRES_OUTBOX_WAITING, &items, error))
		return false;
	for (guint i = 0; i < items->len; i++) {
		const apres_outbox_item *item = items->pdata[i];
		if (apres_desk_waits(item) &&
		    g_strcmp0(item->mailbox, desk->mailbox->id) == 0 &&
		    !g_hash_table_contains(desk->there, &item->id) &&
		    !put(desk, item, error))
			return false;
	}
	return true;
}
