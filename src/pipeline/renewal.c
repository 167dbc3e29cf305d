/* SPDX-License-Identifier: Apache-2.0 */
/* The mail's header block is read again; what was decided stays decided. */
#include "config.h"
#include "pipeline/renewal.h"
#include "intake/maildir.h"
#include "pipeline/proposal.h"
#include "pipeline/record.h"
#include "store/obligation.h"
#include "util/error.h"
#include "util/fsutil.h"

/* The mail of RECORD as it lies in its Maildir; NULL if it is not there, or another. */
static GBytes *
find_mail(const apres_mailbox_config *mailbox, const apres_record *record)
{
	g_autofree char *path =
		record->base_name != NULL
			? apres_maildir_find(mailbox->maildir, record->base_name)
			: NULL;
	g_autoptr(GBytes) bytes =
		path != NULL ? apres_file_read(path, APRES_MESSAGE_MAX_BYTES, NULL)
			     : NULL;
	gsize len;

	if (bytes == NULL)
		return NULL;
	gconstpointer data = g_bytes_get_data(bytes, &len);
	g_autofree char *sha256 = apres_sha256_hex(data, len);
	return g_strcmp0(sha256, record->sha256) == 0 ? g_steal_pointer(&bytes) : NULL;
}

/* What the first text promised is still owed, and so are its dates. */
static bool
load_promises(apres_store *store, const apres_outbox_item *item, GPtrArray *promises,
	      GError **error)
{
	g_autoptr(GPtrArray) owed = NULL;

	if (item->good_until == 0)
		return true;
	if (!apres_obligation_of(store, item->message_id, &owed, error))
		return false;
	for (guint i = 0; i < owed->len; i++) {
		const apres_owed *one = owed->pdata[i];
		apres_obligation *o = g_new0(apres_obligation, 1);
		o->kind = one->kind;
		o->due = one->due;
		g_ptr_array_add(promises, o);
	}
	return true;
}

/* The facts that the text needs; NULL if they are not what was decided about. */
static apres_facts *
facts_of(const apres_action_context *c, const apres_arrival *arrival,
	 const apres_record *record)
{
	const apres_us us = {
		.authserv_id = c->config->authserv_id,
		.own_addresses = arrival->company->own_addresses,
		.careers_mailbox = arrival->mailbox->careers,
	};
	g_autoptr(apres_facts) facts =
		apres_facts_gather(arrival->company->policy, arrival->company->roster,
				   &us, arrival->headers, arrival->received);

	if (facts->floors->len > 0 || facts->audience != record->audience ||
	    g_strcmp0(facts->candidate, record->candidate) != 0)
		return NULL;
	facts->thread = g_strdup(record->thread);
	return g_steal_pointer(&facts);
}

/* Cancelled without a debt: the new proposal takes over the old one's. */
static bool
replace(const apres_action_context *c, const apres_proposal *proposal,
	const apres_outbox_item *item, const apres_record *record, bool *renewed_out,
	GError **error)
{
	g_autoptr(GPtrArray) promises = g_ptr_array_new_with_free_func(g_free);
	const apres_decision decision = { .effect = APRES_EFFECT_REPLY,
					  .template_id = item->template_id,
					  .language = item->language,
					  .obligations = promises };
	g_autoptr(GError) cause = NULL;
	gint64 id;

	/* Where a case stood two days ago is not where it stands. */
	const apres_template *template = apres_policy_template(
		proposal->arrival->company->policy, item->template_id);
	if (template != NULL && template->discloses == APRES_DISCLOSES_STATUS)
		return true;
	if (!load_promises(c->store, item, promises, error))
		return false;
	g_autoptr(apres_reply) reply =
		apres_proposal_render(proposal, &decision, item->template_id, &cause);
	if (reply == NULL && g_error_matches(cause, APRES_ERROR, APRES_ERROR_INPUT))
		return true;
	if (reply == NULL) {
		g_propagate_error(error, g_steal_pointer(&cause));
		return false;
	}
	*renewed_out = true;
	return apres_outbox_cancel_message(c->store, item->message_id, c->by,
					   "proposed more than 48 h ago", c->now,
					   error) &&
	       apres_proposal_post(proposal, record, &decision, reply, item->kind, c->now,
				   APRES_MODE_APPROVE, &id, error);
}

static bool
propose(const apres_action_context *c, const apres_company *company,
	const apres_outbox_item *item, bool *renewed_out, GError **error)
{
	g_autoptr(apres_record) record = NULL;
	const apres_mailbox_config *mailbox =
		item->mailbox != NULL ? apres_config_mailbox(c->config, item->mailbox)
				      : NULL;

	if (!apres_message_get(c->store, item->message_id, &record, error))
		return false;
	g_autoptr(GBytes) bytes =
		mailbox != NULL && record != NULL ? find_mail(mailbox, record) : NULL;
	if (bytes == NULL)
		return true;
	g_autoptr(apres_arrival) arrival = apres_arrival_new(
		company, mailbox, record->base_name, bytes, record->received, c->config);
	arrival->received = record->received;
	g_autoptr(apres_facts) facts = facts_of(c, arrival, record);
	if (facts == NULL)
		return true;
	g_autofree char *ref = apres_record_reference(record->sha256);
	const apres_proposal proposal = {
		.store = c->store,
		.config = c->config,
		.arrival = arrival,
		.facts = facts,
		.ref = ref,
		.now = c->now,
	};
	return replace(c, &proposal, item, record, renewed_out, error);
}

bool
apres_renewal_propose(const apres_action_context *c, const apres_outbox_item *item,
		      bool *renewed_out, GError **error)
{
	const apres_company_config *config =
		apres_config_company(c->config, item->company);
	const apres_company *company =
		c->companies != NULL ? g_hash_table_lookup(c->companies, item->company)
				     : NULL;
	g_autoptr(apres_company) loaded = NULL;

	*renewed_out = false;
	if (config == NULL)
		return true;
	if (company == NULL) {
		g_autoptr(GHashTable) in_force =
			apres_in_force_load(c->config, c->store, error);
		if (in_force != NULL)
			loaded = apres_company_load(c->config, config, in_force, NULL,
						    c->now, error);
		if (loaded == NULL)
			return false;
		company = loaded;
	}
	return propose(c, company, item, renewed_out, error);
}
