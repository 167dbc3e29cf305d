/* SPDX-License-Identifier: Apache-2.0 */
/* What a header block says about who wrote, where an answer may go, and what forbids one.
 */
#include "config.h"
#include "pipeline/assess.h"

#include "intake/bounce.h"
#include "intake/message-ids.h"
#include "message/address.h"
#include "message/auth-results.h"
#include "reply/reply.h"
#include "util/text.h"

static void
add_floor(apres_facts *facts, const char *reason)
{
	g_ptr_array_add(facts->floors, g_strdup(reason));
}

static bool
dmarc_passes(const apres_us *us, const apres_headers *headers, const char *domain)
{
	if (us->authserv_id == NULL)
		return false;
	g_autoptr(GPtrArray) results = apres_auth_results_parse(headers, us->authserv_id);
	return apres_auth_results_dmarc_pass(results, domain);
}

/*
 * May an answer go to FROM?  Only if somebody vouches that FROM sent this: the
 * envelope, or our own mail server's DMARC verdict.  Reply-To is never followed.
 */
static bool
is_aligned(const apres_us *us, const apres_headers *headers, const apres_address *from,
	   const char *identity)
{
	const char *path = apres_headers_get(headers, "Return-Path");
	const char *reply_to = apres_headers_get(headers, "Reply-To");

	if (reply_to != NULL && *reply_to != '\0') {
		g_autoptr(apres_address) other = apres_address_parse(reply_to);
		g_autofree char *wanted =
			other != NULL ? apres_address_identity(other->addr) : NULL;
		if (g_strcmp0(wanted, identity) != 0)
			return false;
	}
	g_autofree char *sender = path != NULL ? apres_address_unwrap(path) : NULL;
	if (sender != NULL && *sender == '\0')
		return false;
	g_autofree char *envelope =
		sender != NULL ? apres_address_identity(sender) : NULL;
	return g_strcmp0(envelope, identity) == 0 ||
	       dmarc_passes(us, headers, from->domain);
}

static void
take_candidate(apres_facts *facts, const apres_us *us, const apres_headers *headers)
{
	const char *value = apres_headers_get(headers, "From");
	g_autoptr(apres_address) from = value != NULL ? apres_address_parse(value) : NULL;
	g_autoptr(GPtrArray) results =
		us->authserv_id != NULL
			? apres_auth_results_parse(headers, us->authserv_id)
			: NULL;

	if (from == NULL) {
		if (value != NULL && *value != '\0')
			add_floor(facts, "from-unusable");
		return;
	}
	facts->candidate = apres_address_identity(from->addr);
	facts->candidate_addr = g_strdup(from->addr);
	if (from->name != NULL)
		facts->candidate_name = apres_text_clean_line(from->name, 80);
	if (facts->candidate == NULL || !apres_address_is_sendable(from->addr)) {
		add_floor(facts, "from-unusable");
		return;
	}
	if (!is_aligned(us, headers, from, facts->candidate))
		add_floor(facts, "unaligned");
	if (results != NULL && apres_auth_results_dmarc_fail(results))
		add_floor(facts, "dmarc-fail");
	facts->proven = results != NULL &&
			(apres_auth_results_dmarc_pass(results, from->domain) ||
			 apres_auth_results_auth_pass(results, from->addr));
}

/* The domain alone says nothing: colleagues' mail has it too.  The keys do. */
static void
add_own_loop(apres_facts *facts, const apres_us *us, const apres_headers *headers)
{
	const char *mark = apres_headers_get(headers, "X-Apres-Loop");
	const char *field = NULL;

	if (us->message_id_key == NULL)
		return;
	if (apres_message_id_is_ours(us->message_id_key, us->message_id_domain,
				     facts->message_id))
		field = "Message-ID";
	else if (us->instance != NULL &&
		 apres_loop_mark_is_ours(us->message_id_key, us->instance,
					 facts->message_id, mark))
		field = "X-Apres-Loop";
	if (field == NULL)
		return;
	const apres_machine_kind *kind = apres_machine_find("own-loop");
	g_ptr_array_add(facts->machine,
			apres_machine_hit_new(kind->id, kind->grade, field));
}

apres_facts *
apres_facts_gather(const apres_policy *policy, const apres_roster *roster,
		   const apres_us *us, const apres_headers *headers, gint64 received)
{
	apres_facts *facts = apres_facts_new();
	const GPtrArray *problems = apres_headers_problems(headers);
	apres_machine_options options = { .own_addresses = us->own_addresses,
					  .own_lists = us->own_lists,
					  .must_name_us = us->must_name_us };

	facts->received = received;
	facts->careers_mailbox = us->careers_mailbox;
	for (guint i = 0; i < problems->len; i++)
		add_floor(facts, problems->pdata[i]);
	/* Nobody writes there but machines, and whoever copied it from their mail. */
	if (apres_bounce_is_addressed(headers))
		add_floor(facts, "bounce-address");
	take_candidate(facts, us, headers);
	facts->message_id = apres_message_id_of(headers);
	facts->audience = apres_audience_of(policy, roster, headers, facts->candidate,
					    us->authserv_id, &facts->audience_why);
	g_ptr_array_unref(facts->machine);
	facts->machine = apres_machine_check(headers, &options);
	add_own_loop(facts, us, headers);
	return facts;
}
