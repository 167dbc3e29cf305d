/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/envelope.h"
#include "config/bounce-address.h"
#include "deliver/null-path.h"
#include "reply/reply.h"

/* The null path is the first choice (RFC 3834 3.3) also while nobody knows whether the
 * server takes it: what it refuses has not left, and a person is told. */
static bool
is_tagged(apres_store *store, const apres_transport_config *transport, gint64 now,
	  bool *tagged_out, GError **error)
{
	apres_null_path answer = APRES_NULL_PATH_UNKNOWN;

	if (transport->envelope == APRES_ENVELOPE_AUTO &&
	    transport->kind == APRES_TRANSPORT_SMTP &&
	    !apres_null_path_load(store, transport, now, &answer, error))
		return false;
	*tagged_out = transport->envelope == APRES_ENVELOPE_TAGGED ||
		      answer == APRES_NULL_PATH_REFUSED;
	return true;
}

bool
apres_envelope_fill(apres_store *store, const apres_config *config,
		    const char *mailbox_address, gint64 now, apres_outbox_item *item,
		    GError **error)
{
	const apres_transport_config *transport = config->transport;
	g_autofree char *key = NULL;
	bool tagged;

	if (!is_tagged(store, transport, now, &tagged, error))
		return false;
	if (!tagged) {
		item->envelope_from = g_strdup(transport->envelope_from);
		return true;
	}
	if (!apres_store_secret(store, "message-id-key", &key, error))
		return false;
	item->bounce_tag = apres_bounce_tag_new(key, item->smtp_message_id);
	item->envelope_from = apres_bounce_address(
		mailbox_address, transport->recipient_delimiter, item->bounce_tag);
	return true;
}

const char *
apres_envelope_mailbox(const apres_config *config, const char *company)
{
	for (guint i = 0; i < config->mailboxes->len; i++) {
		const apres_mailbox_config *mailbox = config->mailboxes->pdata[i];
		if (g_strcmp0(mailbox->company, company) == 0)
			return mailbox->address;
	}
	/* apres_config_finish: a company has a mailbox. */
	g_assert_not_reached();
}
