/* SPDX-License-Identifier: Apache-2.0 */
/* Notices on their way into the outbox. */
#include "config.h"
#include "pipeline/notice.h"
#include "pipeline/envelope.h"
#include "pipeline/untold.h"
#include "reply/reply.h"
#include "store/outbox.h"

char *
apres_notice_message_id(apres_store *store, const apres_company_config *company,
			const apres_notice *notice, GError **error)
{
	g_autofree char *key = NULL;

	return apres_store_secret(store, "message-id-key", &key, error)
		       ? apres_message_id_new(key, company->domain, notice->seed)
		       : NULL;
}

static GBytes *
render(const apres_company_config *company, const apres_notice *notice,
       const char *message_id, gint64 now, GError **error)
{
	const apres_notice_mail mail = { .from_addr = company->notify_from,
					 .to = notice->to,
					 .reply_to = notice->reply_to,
					 .subject = notice->subject,
					 .text = notice->text,
					 .calendar = notice->calendar,
					 .method = notice->method,
					 .message_id = message_id,
					 .date = now };

	return apres_notice_render(&mail, error);
}

bool
apres_notice_post(apres_store *store, const apres_config *config,
		  const apres_company_config *company, const apres_notice *notice,
		  gint64 now, GError **error)
{
	gint64 id;

	return apres_notice_post_numbered(store, config, company, notice, now, &id,
					  error);
}

bool
apres_notice_post_numbered(apres_store *store, const apres_config *config,
			   const apres_company_config *company,
			   const apres_notice *notice, gint64 now, gint64 *id_out,
			   GError **error)
{
	g_autofree char *message_id =
		apres_notice_message_id(store, company, notice, error);
	g_autoptr(GError) cause = NULL;

	*id_out = 0;
	if (message_id == NULL)
		return false;
	g_autoptr(GBytes) bytes = render(company, notice, message_id, now, &cause);
	if (bytes == NULL)
		return apres_untold_note(store, company->id, notice->to, cause->message,
					 now, error);
	g_autoptr(apres_outbox_item) item = g_new0(apres_outbox_item, 1);
	item->company = g_strdup(company->id);
	item->kind = g_strdup("notice");
	item->recipient = g_strdup(notice->to);
	item->smtp_message_id = g_strdup(message_id);
	item->thread = g_strdup("");
	item->subject = g_strdup(notice->subject);
	item->bytes = g_bytes_ref(bytes);
	item->state = APRES_OUTBOX_WAITING;
	item->created = now;
	item->send_after = now;
	if (!apres_envelope_fill(store, config,
				 apres_envelope_mailbox(config, company->id), now, item,
				 error) ||
	    !apres_outbox_add(store, item, now, error))
		return false;
	*id_out = item->id;
	return true;
}
