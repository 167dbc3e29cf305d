/* SPDX-License-Identifier: Apache-2.0 */
/* Notices on their way into the outbox. */
#include "config.h"
#include "pipeline/notice.h"
#include "pipeline/envelope.h"
#include "reply/reply.h"
#include "store/outbox.h"
#include "util/error.h"

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
render(apres_store *store, const apres_company_config *company,
       const apres_notice *notice, gint64 now, char **message_id_out, GError **error)
{
	*message_id_out = apres_notice_message_id(store, company, notice, error);
	const apres_notice_mail mail = { .from_addr = company->notify_from,
					 .to = notice->to,
					 .reply_to = notice->reply_to,
					 .subject = notice->subject,
					 .text = notice->text,
					 .calendar = notice->calendar,
					 .method = notice->method,
					 .message_id = *message_id_out,
					 .date = now };

	return *message_id_out != NULL ? apres_notice_render(&mail, error) : NULL;
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
	g_autofree char *message_id = NULL;
	g_autoptr(GError) cause = NULL;
	g_autoptr(GBytes) bytes =
		render(store, company, notice, now, &message_id, &cause);

	*id_out = 0;
	if (bytes == NULL && g_error_matches(cause, APRES_ERROR, APRES_ERROR_INPUT))
		return true;
	if (bytes == NULL) {
		g_propagate_error(error, g_steal_pointer(&cause));
		return false;
	}
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
