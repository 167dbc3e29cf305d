/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way of one mail through the writer: is it new, what do we know, what is
 * decided, what is written down.  Everything happens in the caller's one
 * transaction; nothing leaves before it is committed.
 */
#include "config.h"
#include "pipeline/pipeline.h"
#include "intake/scope.h"
#include "intake/sent.h"
#include "message/machine.h"
#include "pipeline/basis.h"
#include "pipeline/bounce.h"
#include "pipeline/case-mail.h"
#include "pipeline/debrief-answer.h"
#include "pipeline/proposal.h"
#include "pipeline/record.h"
#include "pipeline/unexplained.h"
#include "reply/reply.h"
#include "store/audit.h"
#include "store/history.h"
#include "store/message.h"
#include "store/policy-source.h"
#include "store/seen.h"
#include "store/obligation.h"
#include "util/error.h"
#include "util/fsutil.h"

#include <string.h>

/* One mail on its way; borrowed but for what is computed here. */
typedef struct passage {
	apres_store *store;
	const apres_config *config;
	const apres_arrival *arrival;
	gint64 now;
	char *sha256;
	char *instance;
	char *reply_key;
	char *ref;
	gint64 duplicate_of;
	apres_facts *facts;
	apres_history history;
	apres_case_mail case_mail;
	apres_debrief_answer answer;
	apres_decision *decision;
	const char *unwritten; /* a text that was chosen and could not be written */
	apres_reply *reply;    /* NULL = none will leave */
	apres_reply *receipt;  /* NULL = none */
	apres_mode mode;
	apres_record *record;
} passage;

static void
passage_clear(passage *p)
{
	g_free(p->sha256);
	g_free(p->instance);
	g_free(p->reply_key);
	g_free(p->ref);
	apres_case_mail_clear(&p->case_mail);
	apres_debrief_answer_clear(&p->answer);
	apres_reply_free(p->reply);
	apres_reply_free(p->receipt);
	apres_record_free(p->record);
	apres_decision_free(p->decision);
	apres_facts_free(p->facts);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(passage, passage_clear)

static bool
name_seen(const passage *p, const char *state, gint64 message_id, GError **error)
{
	return p->arrival->base_name == NULL ||
	       apres_name_add(p->store, p->arrival->mailbox->id, p->arrival->base_name,
			      state, message_id, p->now, error);
}

static void
add_floor(apres_facts *facts, const char *reason)
{
	g_ptr_array_add(facts->floors, g_strdup(reason));
}

/* ---- what we know ---- */

static bool
gather(passage *p, GError **error)
{
	const apres_arrival *a = p->arrival;
	apres_us us = {
		.authserv_id = p->config->authserv_id,
		.own_addresses = a->company->own_addresses,
		.own_lists = a->company->own_lists,
		.must_name_us = a->mailbox->recipients == APRES_RECIPIENTS_OURS,
		.message_id_domain = a->company->config->domain,
		.careers_mailbox = a->mailbox->careers,
	};
	const GPtrArray *references = a->reading != NULL ? a->reading->references : NULL;

	g_autofree char *key = NULL;

	if (!apres_store_meta_get(p->store, "instance", &p->instance, error) ||
	    !apres_store_meta_get(p->store, "message-id-key", &key, error))
		return false;
	us.instance = p->instance;
	us.message_id_key = key;
	p->facts = apres_facts_gather(a->company->policy, a->company->roster, &us,
				      a->headers, a->received);
	for (guint i = 0; a->reading != NULL && i < a->reading->machine->len; i++) {
		const apres_machine_hit *hit = a->reading->machine->pdata[i];
		g_ptr_array_add(p->facts->machine,
				apres_machine_hit_new(hit->id, hit->grade, hit->detail));
	}
	p->facts->unparsable = a->reading == NULL;
	if (p->now - a->received > (gint64)p->config->max_age_hours * 3600)
		add_floor(p->facts, "too-old");
	if (a->doubtful)
		add_floor(p->facts, APRES_SCOPE_DOUBT_REASON);
	return apres_thread_root(p->store, a->company->config->id,
				 p->facts->candidate != NULL ? p->facts->candidate : "",
				 references, p->facts->message_id, p->sha256,
				 &p->facts->thread, error);
}

/* Somebody was faster, and their mail in Sent was read before this one. */
static bool
check_answered(passage *p, GError **error)
{
	g_autofree char *box = apres_sent_answered_box(p->arrival->company->config->id);
	bool answered = false;

	if (p->facts->message_id == NULL)
		return true;
	if (!apres_name_known(p->store, box, p->facts->message_id, &answered, error))
		return false;
	if (answered)
		add_floor(p->facts, "already-answered");
	return true;
}

/*
 * The same words under the same Message-ID are the same mail, however it came.
 * Other words under a Message-ID that was used before are another mail, from a
 * broken or a dishonest program: a person reads it.
 */
static bool
find_duplicate(passage *p, GError **error)
{
	const apres_reading *reading = p->arrival->reading;
	g_autoptr(apres_record) first = NULL;
	gint64 id;

	p->reply_key = apres_reply_key(p->arrival, p->facts, false);
	if (!apres_message_find_reply_key(p->store, p->reply_key, &id, error))
		return false;
	if (id == 0)
		return true;
	if (!apres_message_get(p->store, id, &first, error))
		return false;
	if (g_strcmp0(first->text, reading != NULL ? reading->text : "") == 0) {
		p->duplicate_of = id;
		return true;
	}
	g_free(p->reply_key);
	p->reply_key = apres_reply_key(p->arrival, p->facts, true);
	add_floor(p->facts, "message-id-reused");
	return apres_message_find_reply_key(p->store, p->reply_key, &p->duplicate_of,
					    error);
}

/* ---- what is decided ---- */

/* A text that cannot be written turns the reply into a hold; any other failure is ours.
 */
static bool
render(passage *p, const apres_proposal *proposal, GError **error)
{
	const apres_policy *policy = p->arrival->company->policy;
	g_autoptr(GError) cause = NULL;

	if (p->decision->effect == APRES_EFFECT_REPLY) {
		p->reply = apres_proposal_render(proposal, p->decision,
						 p->decision->template_id, &cause);
		if (p->reply == NULL &&
		    g_error_matches(cause, APRES_ERROR, APRES_ERROR_INPUT)) {
			p->unwritten = p->decision->template_id;
			apres_decision_hold(p->decision, policy, cause->message,
					    p->arrival->received);
		}
	} else if (p->decision->effect == APRES_EFFECT_HOLD &&
		   p->decision->receipt != NULL) {
		p->receipt = apres_proposal_render(proposal, p->decision,
						   p->decision->receipt, &cause);
	}
	if (cause == NULL || g_error_matches(cause, APRES_ERROR, APRES_ERROR_INPUT))
		return true;
	g_propagate_error(error, g_steal_pointer(&cause));
	return false;
}

static bool
decide(passage *p, apres_proposal *proposal, GError **error)
{
	const apres_company *company = p->arrival->company;
	const apres_reading *reading = p->arrival->reading;

	if (!apres_history_load(p->store, company->policy, company->config->id,
				p->facts->candidate != NULL ? p->facts->candidate : "",
				p->facts->thread, reading != NULL ? reading->text : "",
				reading != NULL ? reading->references : NULL, p->now,
				&p->history, error) ||
	    !apres_case_mail_find(p->store, company->config->id,
				  company->policy->calendar, p->facts, reading,
				  &p->case_mail, error) ||
	    !apres_debrief_answer_read(proposal, p->facts, &p->answer, error))
		return false;
	proposal->application = p->case_mail.application;
	p->decision = apres_decide(company->policy, p->facts, reading, &p->history,
				   p->case_mail.application, p->now);
	if (!render(p, proposal, error))
		return false;
	const apres_reply *reply = p->reply != NULL ? p->reply : p->receipt;
	return apres_mode_get(p->store, company->config->id,
			      reply != NULL ? reply->template_id : NULL,
			      apres_mode_default(company->config), &p->mode, error);
}

/* ---- what is written down ---- */

/* A reply that waits for approval may wait for ever; so somebody owes the answer until it
 * leaves. */
static bool
owe_proposal(const passage *p, const apres_proposal *proposal, GError **error)
{
	const char *owner;
	gint64 id;

	for (guint i = 0; i < p->decision->obligations->len; i++) {
		const apres_obligation *o = p->decision->obligations->pdata[i];
		if (o->kind == APRES_OBLIGATION_ANSWER)
			return true;
	}
	apres_obligation owed = {
		.kind = APRES_OBLIGATION_ANSWER,
		.queue = (char *)"default",
		.rule = (char *)"proposal",
	};
	apres_proposal_fallback(proposal, &owner, &owed.due);
	owed.owner = (char *)owner;
	return apres_obligation_open(p->store, p->record, &owed, p->now, &id, error);
}

static bool
write_obligations(const passage *p, const apres_proposal *proposal, GError **error)
{
	gint64 id;

	for (guint i = 0; i < p->decision->obligations->len; i++)
		if (!apres_obligation_open(p->store, p->record,
					   p->decision->obligations->pdata[i], p->now,
					   &id, error))
			return false;
	return p->reply == NULL || p->mode != APRES_MODE_APPROVE ||
	       owe_proposal(p, proposal, error);
}

static bool
write_outbox(const passage *p, const apres_proposal *proposal, gint64 *outbox_id_out,
	     GError **error)
{
	const apres_mailbox_config *mailbox = p->arrival->mailbox;

	if (p->mode == APRES_MODE_SHADOW)
		return true;
	if (p->receipt != NULL &&
	    !apres_proposal_post(proposal, p->record, p->decision, p->receipt, "receipt",
				 p->now, p->mode, outbox_id_out, error))
		return false;
	if (p->reply == NULL)
		return true;
	if (!apres_proposal_post(proposal, p->record, p->decision, p->reply, "reply",
				 p->decision->send_after, p->mode, outbox_id_out, error))
		return false;
	return p->arrival->base_name == NULL ||
	       apres_filing_add(p->store, p->record->id, mailbox->id,
				p->arrival->base_name, "answered", error);
}

static bool
write_down(passage *p, const apres_proposal *proposal, apres_outcome_of_mail *outcome,
	   GError **error)
{
	guint cancelled = 0;

	p->record = apres_record_of(p->arrival, p->sha256, p->reply_key, p->facts,
				    p->decision, p->now);
	const apres_grounds grounds = {
		.policy = p->arrival->company->policy,
		.facts = p->facts,
		.reading = p->arrival->reading,
		.history = &p->history,
		.application = p->case_mail.application,
		.decision = p->decision,
		.unwritten = p->unwritten,
	};
	p->record->basis = apres_basis_write(&grounds);
	p->record->quoted = apres_basis_quoted(p->arrival->reading);
	if (p->case_mail.record != NULL)
		p->record->case_id = p->case_mail.record->id;
	if (!apres_message_add(p->store, p->record, error) ||
	    !name_seen(p, "seen", p->record->id, error) ||
	    !apres_policy_record(p->store, p->arrival->company->policy, p->now, error) ||
	    !apres_record_audit(p->store, p->record, p->decision, p->mode, p->now, error))
		return false;
	/* What the candidate wrote now may change what we were about to say. */
	if (p->decision->effect == APRES_EFFECT_HOLD &&
	    !apres_outbox_cancel_thread(p->store, p->record,
					"a newer mail of the thread is held", p->now,
					&cancelled, error))
		return false;
	/* In shadow nothing is touched, and nobody is told that it was noted. */
	if (p->mode != APRES_MODE_SHADOW &&
	    !apres_case_mail_decided(p->store, &p->case_mail,
				     p->arrival->company->policy->calendar, p->decision,
				     p->now, error))
		return false;
	outcome->message_id = p->record->id;
	outcome->effect = p->decision->effect;
	outcome->queue = g_intern_string(p->record->queue);
	return apres_unexplained_note(p->store, p->arrival->company, p->decision, p->now,
				      error) &&
	       apres_debrief_answer_act(proposal, &p->answer, p->decision, p->record->id,
					error) &&
	       write_obligations(p, proposal, error) &&
	       write_outbox(p, proposal, &outcome->outbox_id, error) &&
	       apres_proposal_notify(proposal, p->record, p->decision, error) &&
	       apres_proposal_slow_down(proposal, p->decision, error);
}

/* The mail was here before: say so, open nothing. */
static bool
write_duplicate(passage *p, apres_outcome_of_mail *outcome, GError **error)
{
	json_auto_t *pub = json_pack("{sssI}", "mailbox", p->arrival->mailbox->id,
				     "duplicate_of", (json_int_t)p->duplicate_of);

	outcome->message_id = p->duplicate_of;
	outcome->duplicate_of = p->duplicate_of;
	return apres_audit_append(p->store, "duplicate", p->arrival->company->config->id,
				  p->duplicate_of, pub, NULL, p->now, NULL, error) &&
	       name_seen(p, "duplicate", p->duplicate_of, error);
}

bool
apres_pipeline_record(apres_store *store, const apres_config *config,
		      const apres_arrival *arrival, gint64 now,
		      apres_outcome_of_mail *outcome_out, GError **error)
{
	g_auto(passage)
		p = { .store = store, .config = config, .arrival = arrival, .now = now };
	gsize len;
	gconstpointer data = g_bytes_get_data(arrival->bytes, &len);

	*outcome_out = (apres_outcome_of_mail){ 0 };
	p.sha256 = apres_sha256_hex(data, len);
	p.ref = apres_record_reference(p.sha256);
	if (!apres_message_find_intake(store, arrival->company->config->id, p.sha256,
				       &p.duplicate_of, error))
		return false;
	if (p.duplicate_of == 0 && (!gather(&p, error) || !check_answered(&p, error) ||
				    !find_duplicate(&p, error)))
		return false;
	apres_proposal proposal = {
		.store = store,
		.config = config,
		.arrival = arrival,
		.facts = p.facts,
		.ref = p.ref,
		.now = now,
	};
	/* Two reports may bear one Message-ID, or none and the same words. */
	if (p.duplicate_of != 0)
		return write_duplicate(&p, outcome_out, error) &&
		       (p.facts == NULL ||
			apres_bounce_record(&proposal, outcome_out, error));
	return decide(&p, &proposal, error) &&
	       write_down(&p, &proposal, outcome_out, error) &&
	       apres_bounce_record(&proposal, outcome_out, error);
}
