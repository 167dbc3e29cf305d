/* SPDX-License-Identifier: Apache-2.0 */
/* Scope of a recruiter's own mailbox. */
#include "config.h"
#include "intake/scope.h"
#include "intake/message-ids.h"
#include "intake/sent.h"
#include "message/address.h"
#include "reply/reply.h"
#include "store/message.h"

#include <string.h>

/* Does it answer an automatic reply of ours, or a mail that a person sent from this
 * mailbox? */
static bool
answers_us(apres_store *store, const apres_config *config,
	   const apres_mailbox_config *mailbox, const GPtrArray *ids, bool *yes_out,
	   GError **error)
{
	const apres_company_config *company =
		apres_config_company(config, mailbox->company);
	g_autofree char *sent = apres_sent_id_box(mailbox);
	g_autofree char *key = NULL;

	*yes_out = false;
	if (!apres_store_meta_get(store, "message-id-key", &key, error))
		return false;
	for (guint i = 0; i < ids->len && !*yes_out; i++) {
		const char *id = ids->pdata[i];
		*yes_out = key != NULL && company != NULL &&
			   apres_message_id_is_ours(key, company->domain, id);
		if (!*yes_out && !apres_name_known(store, sent, id, yes_out, error))
			return false;
	}
	return true;
}

/* To or Cc a careers mailbox of the same company. */
static bool
to_careers(const apres_config *config, const apres_mailbox_config *mailbox,
	   const apres_headers *headers)
{
	static const char *const fields[] = { "To", "Cc" };

	for (guint f = 0; f < G_N_ELEMENTS(fields); f++) {
		const char *value = apres_headers_get(headers, fields[f]);
		g_autoptr(GPtrArray) to = value != NULL ? apres_address_parse_list(value)
							: g_ptr_array_new();
		for (guint i = 0; i < to->len; i++) {
			const apres_address *address = to->pdata[i];
			g_autofree char *identity = apres_address_identity(address->addr);
			const apres_mailbox_config *box =
				identity != NULL
					? apres_config_mailbox_of(config, identity)
					: NULL;
			if (box != NULL && box->careers &&
			    strcmp(box->company, mailbox->company) == 0)
				return true;
		}
	}
	return false;
}

/* Does it continue a thread in which we hold a mail of the same sender? */
static bool
continues(apres_store *store, const apres_mailbox_config *mailbox,
	  const apres_headers *headers, const GPtrArray *ids, bool *yes_out,
	  GError **error)
{
	const char *value = apres_headers_get(headers, "From");
	g_autoptr(apres_address) from = value != NULL ? apres_address_parse(value) : NULL;
	g_autofree char *identity =
		from != NULL ? apres_address_identity(from->addr) : NULL;
	g_autoptr(GArray) known = NULL;

	*yes_out = false;
	if (identity == NULL || ids->len == 0)
		return true;
	if (!apres_message_find_answered(store, mailbox->company, ids, &known, error))
		return false;
	for (guint i = 0; i < known->len && !*yes_out; i++) {
		g_autoptr(apres_record) record = NULL;
		if (!apres_message_get(store, g_array_index(known, gint64, i), &record,
				       error))
			return false;
		*yes_out = g_strcmp0(record->candidate, identity) == 0;
	}
	return true;
}

bool
apres_scope_contains(apres_store *store, const apres_config *config,
		     const apres_mailbox_config *mailbox, const apres_headers *headers,
		     bool *in_scope_out, GError **error)
{
	*in_scope_out = mailbox->careers || mailbox->scope == APRES_SCOPE_ALL ||
			to_careers(config, mailbox, headers);
	if (*in_scope_out)
		return true;
	g_autoptr(GPtrArray) ids = apres_message_ids_answered(headers);
	if (!answers_us(store, config, mailbox, ids, in_scope_out, error))
		return false;
	return *in_scope_out ||
	       continues(store, mailbox, headers, ids, in_scope_out, error);
}
