/* SPDX-License-Identifier: Apache-2.0 */
/* Decision -> outbox rows. */
#include "config.h"
#include "pipeline/proposal.h"
#include "message/address.h"
#include "pipeline/envelope.h"
#include "pipeline/notice.h"
#include "policy/wording.h"
#include "reply/reply.h"

static bool
new_message_id(const apres_proposal *p, const char *seed, char **id_out, GError **error)
{
	g_autofree char *key = NULL;

	if (!apres_store_secret(p->store, "message-id-key", &key, error))
		return false;
	*id_out = apres_message_id_new(key, p->arrival->company->config->domain, seed);
	return true;
}

static bool
new_loop_mark(const apres_proposal *p, const char *message_id, char **mark_out,
	      GError **error)
{
	g_autofree char *key = NULL;
	g_autofree char *instance = NULL;

	if (!apres_store_secret(p->store, "message-id-key", &key, error) ||
	    !apres_store_instance(p->store, &instance, error))
		return false;
	*mark_out = apres_loop_mark_new(key, instance, message_id);
	return true;
}

/* Where a human reads the candidate's answer: for employees their HR contact, never the
 * mailbox's readers. */
static const char *
reply_to_of(const apres_proposal *p)
{
	const apres_policy *policy = p->arrival->company->policy;

	if (p->facts->audience == APRES_AUDIENCE_INTERNAL && policy->hr != NULL &&
	    apres_address_is_sendable(policy->hr))
		return policy->hr;
	return p->arrival->mailbox->reply_to;
}

apres_reply *
apres_proposal_render(const apres_proposal *p, const apres_decision *decision,
		      const char *template_id, GError **error)
{
	const apres_policy *policy = p->arrival->company->policy;
	g_autofree char *seed =
		g_strconcat(p->facts->thread, "/", p->ref, "/", template_id, NULL);
	g_autofree char *message_id = NULL;
	g_autofree char *loop_mark = NULL;
	apres_decision wanted = *decision;

	if (!new_message_id(p, seed, &message_id, error) ||
	    !new_loop_mark(p, message_id, &loop_mark, error))
		return NULL;
	wanted.template_id = template_id;
	apres_reply_context context = {
		.from_addr = p->arrival->mailbox->address,
		.from_name = policy->company_name,
		.reply_to = reply_to_of(p),
		.message_id = message_id,
		.in_reply_to = p->facts->message_id,
		.references = p->arrival->reading != NULL
				      ? p->arrival->reading->references
				      : NULL,
		.loop_mark = loop_mark,
		.ref = p->ref,
		.date = p->now,
	};
	return apres_reply_render(policy, p->facts, &wanted, p->application, &context,
				  error);
}

void
apres_proposal_fallback(const apres_proposal *p, const char **owner_out, gint64 *due_out)
{
	const apres_policy *policy = p->arrival->company->policy;
	const apres_queue *queue = apres_policy_queue(policy, "default");

	*owner_out = apres_policy_owner(policy, NULL);
	*due_out = queue != NULL
			   ? apres_policy_due(policy, queue, p->arrival->received, NULL)
			   : 0;
}

/* The earliest date by which a person is to do something, as the reply says; 0 = none. */
static gint64
promised_date(const apres_decision *decision)
{
	gint64 first = 0;

	for (guint i = 0; i < decision->obligations->len; i++) {
		const apres_obligation *o = decision->obligations->pdata[i];
		if (o->kind != APRES_OBLIGATION_NOTIFY && o->due != 0)
			first = first == 0 ? o->due : MIN(first, o->due);
	}
	return first;
}

bool
apres_proposal_post(const apres_proposal *p, const apres_record *record,
		    const apres_decision *decision, const apres_reply *reply,
		    const char *kind, gint64 send_after, apres_mode mode,
		    gint64 *outbox_id_out, GError **error)
{
	g_autoptr(apres_outbox_item) item = g_new0(apres_outbox_item, 1);
	const char *owner;

	item->message_id = record->id;
	item->company = g_strdup(record->company);
	item->mailbox = g_strdup(record->mailbox);
	item->kind = g_strdup(kind);
	item->recipient = g_strdup(reply->recipient);
	item->smtp_message_id = g_strdup(reply->message_id);
	item->thread = g_strdup(record->thread);
	item->template_id = g_strdup(reply->template_id);
	item->language = g_strdup(reply->language);
	item->subject = g_strdup(reply->subject);
	item->bytes = g_bytes_ref(reply->bytes);
	item->state = APRES_OUTBOX_WAITING;
	item->needs_approval = mode == APRES_MODE_APPROVE;
	item->created = p->now;
	item->send_after = send_after;
	item->good_until = promised_date(decision);
	apres_proposal_fallback(p, &owner, &item->due);
	item->owner = g_strdup(owner);
	if (!apres_envelope_fill(p->store, p->config, p->arrival->mailbox->address,
				 p->now, item, error) ||
	    !apres_outbox_add(p->store, item, p->now, error))
		return false;
	*outbox_id_out = item->id;
	return true;
}

/* ---- notices ---- */

static bool
post_notice(const apres_proposal *p, const char *to, const char *seed,
	    const char *subject, const char *text, GError **error)
{
	const apres_notice notice = {
		.to = to, .seed = seed, .subject = subject, .text = text
	};

	return apres_notice_post(p->store, p->config, p->arrival->company->config,
				 &notice, p->now, error);
}

static bool
notify_one(const apres_proposal *p, const apres_record *record, const char *to,
	   const char *queue, GHashTable *told, GError **error)
{
	const apres_policy *policy = p->arrival->company->policy;

	if (to == NULL || !g_hash_table_add(told, (gpointer)to))
		return true;
	g_autofree char *seed = g_strdup_printf("notice/%s/%s", p->ref, to);
	g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, record->id);
	g_autofree char *subject = NULL, *text = NULL;
	apres_wording_mail(policy, NULL, "urgent", &subject, &text, "number", number,
			   "mailbox", p->arrival->mailbox->address, "queue", queue,
			   "company", policy->company_name, NULL);
	return post_notice(p, to, seed, subject, text, error);
}

/* Whoever owns QUEUE, or the default queue if it has no owner of its own. */
bool
apres_proposal_notify(const apres_proposal *p, const apres_record *record,
		      const apres_decision *decision, GError **error)
{
	const apres_policy *policy = p->arrival->company->policy;
	g_autoptr(GHashTable) told = g_hash_table_new(g_str_hash, g_str_equal);
	const apres_queue *queue = apres_policy_queue(policy, record->queue);
	g_autofree char *other = apres_wording_say(policy, NULL, "urgent-no-queue", NULL);

	if (queue != NULL && queue->urgent &&
	    !notify_one(p, record, apres_policy_owner(policy, queue), queue->id, told,
			error))
		return false;
	for (guint i = 0; i < decision->notify_queues->len; i++) {
		const char *id = decision->notify_queues->pdata[i];
		const char *owner =
			apres_policy_owner(policy, apres_policy_queue(policy, id));
		if (!notify_one(p, record, owner, id, told, error))
			return false;
	}
	for (guint i = 0; i < decision->obligations->len; i++) {
		const apres_obligation *o = decision->obligations->pdata[i];
		const char *name = o->queue != NULL ? o->queue : other;
		if (o->kind == APRES_OBLIGATION_NOTIFY &&
		    !notify_one(p, record, o->owner, name, told, error))
			return false;
	}
	return true;
}

/* Tell the owner of the default queue that it is so from now on. */
static bool
tell_slowed_down(const apres_proposal *p, GError **error)
{
	const apres_policy *policy = p->arrival->company->policy;
	const char *to = apres_policy_owner(policy, NULL);
	g_autofree char *seed = g_strdup_printf("alert/%s/slowed-down", p->ref);
	g_autofree char *subject = NULL, *text = NULL;

	apres_wording_mail(policy, NULL, "slowed-down", &subject, &text, "company",
			   policy->company_name, NULL);
	return to == NULL || post_notice(p, to, seed, subject, text, error);
}

bool
apres_proposal_slow_down(const apres_proposal *p, const apres_decision *decision,
			 GError **error)
{
	const apres_company_config *company = p->arrival->company->config;
	apres_mode mode;

	if (!decision->company_limit)
		return true;
	if (!apres_mode_get(p->store, company->id, NULL, apres_mode_default(company),
			    &mode, error))
		return false;
	if (mode != APRES_MODE_AUTO)
		return true;
	return apres_mode_set(p->store, company->id, NULL, APRES_MODE_APPROVE, "apresd",
			      p->now, error) &&
	       tell_slowed_down(p, error);
}
