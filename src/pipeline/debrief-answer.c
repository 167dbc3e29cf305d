/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/debrief-answer.h"
#include "intake/message-ids.h"
#include "pipeline/debrief-mail.h"
#include "pipeline/notice.h"
#include "pipeline/owed-words.h"
#include "policy/wording.h"
#include "reply/reply.h"

#include <string.h>

void
apres_debrief_answer_clear(apres_debrief_answer *answer)
{
	apres_debrief_mail_free(answer->mail);
	apres_debrief_free(answer->debrief);
	apres_debrief_said_clear(&answer->said);
}

/* ---- which mail it answers ---- */

/* *FORGED_OUT: it names what only looks like one of our Message-IDs. */
static bool
find_mail(apres_store *store, const apres_company_config *company,
	  const apres_headers *headers, apres_debrief_mail **mail_out, bool *forged_out,
	  GError **error)
{
	g_autoptr(GPtrArray) ids = apres_message_ids_answered(headers);
	g_autofree char *key = NULL;

	*mail_out = NULL;
	*forged_out = false;
	if (!apres_store_meta_get(store, "message-id-key", &key, error))
		return false;
	for (guint i = 0; key != NULL && i < ids->len && *mail_out == NULL; i++) {
		const char *id = ids->pdata[i];
		if (!apres_message_id_looks_ours(company->domain, id))
			continue;
		if (!apres_message_id_is_ours(key, company->domain, id))
			*forged_out = true;
		else if (!apres_debrief_mail_find(store, company->id, id, mail_out,
						  error))
			return false;
	}
	return true;
}

bool
apres_debrief_is_answer(apres_store *store, const apres_company_config *company,
			const apres_headers *headers, bool *answer_out, GError **error)
{
	g_autoptr(apres_debrief_mail) mail = NULL;
	bool forged;

	if (!find_mail(store, company, headers, &mail, &forged, error))
		return false;
	*answer_out = mail != NULL;
	return true;
}

/* ---- whether it counts ---- */

static apres_debrief_event
event_of(apres_debrief_says what)
{
	switch (what) {
	case APRES_SAYS_SCHEDULED: return APRES_DEBRIEF_SCHEDULE;
	case APRES_SAYS_HELD: return APRES_DEBRIEF_HOLD;
	case APRES_SAYS_NOTE: return APRES_DEBRIEF_NOTE;
	case APRES_SAYS_YES: return APRES_DEBRIEF_YES;
	case APRES_SAYS_NO: return APRES_DEBRIEF_NO;
	case APRES_SAYS_NOT_ENOUGH: return APRES_DEBRIEF_NOT_ENOUGH;
	case APRES_SAYS_DECLINED: return APRES_DEBRIEF_DECLINE;
	case APRES_SAYS_NOTHING: break;
	}
	g_assert_not_reached();
}

/* Of the mail alone; NULL: nothing is against it. */
static const char *
refuse_mail(const apres_proposal *p, const apres_debrief_mail *mail)
{
	const apres_facts *facts = p->facts;

	if (mail == NULL)
		return "debrief-forged";
	if (facts->candidate_addr == NULL ||
	    g_ascii_strcasecmp(facts->candidate_addr, mail->address) != 0)
		return "debrief-other-sender";
	/* In no roster, perhaps; but whoever says to be one of us proves it. */
	if (facts->audience == APRES_AUDIENCE_UNVERIFIED && !facts->proven)
		return "unverified";
	if (facts->machine->len > 0)
		return "debrief-machine";
	if (p->arrival->received > mail->expires)
		return "debrief-expired";
	return p->arrival->reading == NULL || p->arrival->reading->text_unknown
		       ? "debrief-unclear"
		       : NULL;
}

/* The employee was asked again about another conversation since. */
static bool
is_outdated(apres_store *store, const apres_debrief_mail *mail, bool *outdated_out,
	    GError **error)
{
	g_autoptr(GPtrArray) mails = NULL;

	*outdated_out = false;
	if (!apres_debrief_mail_list(store, mail->debrief, &mails, error))
		return false;
	for (guint i = 0; i < mails->len; i++) {
		const apres_debrief_mail *other = mails->pdata[i];
		if (mail->purpose == APRES_DEBRIEF_MAIL_ASKED &&
		    other->purpose == mail->purpose)
			*outdated_out = strcmp(strchr(other->occasion, '/'),
					       strchr(mail->occasion, '/')) != 0;
	}
	return true;
}

/* A yes to a question that is settled, or asked anew, ends nothing. */
static bool
was_said_to_be_held(const apres_debrief *d)
{
	return d->state == APRES_DEBRIEF_HELD || d->state == APRES_DEBRIEF_UNCONFIRMED;
}

/* Of what it says; sets REFUSAL. */
static bool
weigh_words(const apres_proposal *p, apres_debrief_answer *a, GError **error)
{
	const apres_policy *policy = p->arrival->company->policy;
	bool owner = a->mail->purpose != APRES_DEBRIEF_MAIL_ASKED;
	bool used, outdated;

	apres_debrief_words_read(p->arrival->reading->text, owner, policy,
				 p->arrival->received, &a->said);
	if (a->said.what == APRES_SAYS_NOTHING) {
		a->refusal = a->said.why;
		return true;
	}
	a->event = event_of(a->said.what);
	if (!apres_debrief_mail_used(p->store, a->mail,
				     apres_debrief_event_to_string(a->event), &used,
				     error) ||
	    !is_outdated(p->store, a->mail, &outdated, error))
		return false;
	if (used || outdated)
		a->refusal = "debrief-replayed";
	else if (owner && g_ascii_strcasecmp(a->mail->address, a->debrief->owner != NULL
								       ? a->debrief->owner
								       : "") != 0)
		a->refusal = "debrief-other-sender"; /* it was given to somebody else */
	else if (owner && a->event == APRES_DEBRIEF_DECLINE)
		a->refusal = "debrief-declined";
	else if ((a->event == APRES_DEBRIEF_YES && !was_said_to_be_held(a->debrief)) ||
		 !apres_debrief_may(a->debrief, policy, a->event, a->mail->address, NULL))
		a->refusal = "debrief-state";
	return true;
}

/* Whoever answers what another apres of the house has sent uses other words. */
static bool
speaks_of_debrief(const apres_proposal *p)
{
	const apres_policy *policy = p->arrival->company->policy;
	bool speaks = false;

	for (int owner = 0; p->arrival->reading != NULL && owner < 2; owner++) {
		apres_debrief_said said;
		apres_debrief_words_read(p->arrival->reading->text, owner, policy,
					 p->arrival->received, &said);
		speaks |= said.what != APRES_SAYS_NOTHING ||
			  !g_str_equal(said.why, "debrief-unclear");
		apres_debrief_said_clear(&said);
	}
	return speaks;
}

bool
apres_debrief_answer_read(const apres_proposal *p, apres_facts *facts,
			  apres_debrief_answer *a, GError **error)
{
	bool forged;

	if (!find_mail(p->store, p->arrival->company->config, p->arrival->headers,
		       &a->mail, &forged, error))
		return false;
	a->is_one = a->mail != NULL || (forged && speaks_of_debrief(p));
	if (!a->is_one)
		return true;
	a->refusal = refuse_mail(p, a->mail);
	if (a->mail != NULL &&
	    !apres_debrief_get(p->store, a->mail->debrief, &a->debrief, error))
		return false;
	if (a->refusal == NULL && !weigh_words(p, a, error))
		return false;
	if (a->mail != NULL && a->mail->purpose == APRES_DEBRIEF_MAIL_ASKED)
		facts->answer_reader = g_strdup(
			apres_debrief_hr(p->arrival->company->policy, a->debrief));
	facts->answer = a->refusal == NULL ? APRES_ANSWER_TAKEN : APRES_ANSWER_REFUSED;
	if (a->refusal != NULL)
		g_ptr_array_add(facts->floors, g_strdup(a->refusal));
	return true;
}

/* ---- what follows ---- */

static void
write_reopened(const apres_proposal *p, const apres_debrief_answer *a, gint64 due,
	       char **subject_out, char **text_out)
{
	const apres_policy *policy = p->arrival->company->policy;
	const apres_debrief *d = a->debrief;
	g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, d->id);
	g_autofree char *until = apres_owed_words_time(policy, due, p->now);
	g_autofree char *nobody = apres_wording_say(policy, NULL, "nobody", NULL);
	g_autofree char *said = apres_wording_say(policy, NULL,
						  a->event == APRES_DEBRIEF_NO
							  ? "debrief-said-no"
							  : "debrief-said-not-enough",
						  NULL);

	apres_wording_mail(policy, NULL, "debrief-reopened", subject_out, text_out,
			   "debrief", id, "person", d->person, "company",
			   policy->company_name, "due", until, "said", said, "owner",
			   d->owner != NULL ? d->owner : nobody, NULL);
}

/* HR asked, so HR hears of a no at once, and not when it is late. */
static bool
tell_hr(const apres_proposal *p, const apres_debrief_answer *a, GError **error)
{
	const apres_company *company = p->arrival->company;
	const apres_debrief *d = a->debrief;
	g_autoptr(apres_owed) owed = NULL;

	if (a->event != APRES_DEBRIEF_NO && a->event != APRES_DEBRIEF_NOT_ENOUGH)
		return true;
	if (!apres_obligation_get(p->store, d->owed_id, &owed, error))
		return false;
	g_autofree char *seed =
		g_strdup_printf("debrief-reopened/%" G_GINT64_FORMAT, a->mail->id);
	g_autofree char *subject = NULL, *text = NULL;
	write_reopened(p, a, owed->due, &subject, &text);
	const apres_notice notice = { .to = apres_debrief_hr(company->policy, d),
				      .seed = seed,
				      .subject = subject,
				      .text = text };
	return notice.to == NULL ||
	       apres_notice_post(p->store, p->config, company->config, &notice, p->now,
				 error);
}

/* Is anything in it that no machine may answer, or may be? */
static bool
is_for_a_person(const apres_policy *policy, const apres_decision *d)
{
	for (guint i = 0; i < d->classes->len; i++) {
		const char *id = d->classes->pdata[i];
		if (apres_policy_class(policy, id)->never_automatic ||
		    g_str_equal(id, "suspicion"))
			return true;
	}
	return d->unknown->len > 0;
}

/* Who wrote it is asked once more, besides.  What a person must read gets no answer of
 * ours, and in shadow nothing does. */
static bool
ask_again(const apres_proposal *p, const apres_debrief_answer *a,
	  const apres_decision *decision, GError **error)
{
	const apres_company *company = p->arrival->company;
	apres_mode mode;

	if (a->said.why == NULL || is_for_a_person(company->policy, decision))
		return true;
	if (!apres_mode_get(p->store, company->config->id, NULL,
			    apres_mode_default(company->config), &mode, error))
		return false;
	return mode == APRES_MODE_SHADOW ||
	       apres_debrief_mail_again(p->store, p->config, company, a->debrief, a->mail,
					&a->said, p->now, error);
}

bool
apres_debrief_answer_act(const apres_proposal *p, const apres_debrief_answer *a,
			 const apres_decision *decision, gint64 message_id,
			 GError **error)
{
	const apres_company *company = p->arrival->company;
	bool taken = a->refusal == NULL && decision->effect == APRES_EFFECT_SILENCE;
	const char *outcome = a->refusal != NULL ? a->refusal
			      : taken            ? apres_debrief_event_to_string(a->event)
						 : "left-to-a-person";

	if (!a->is_one)
		return true;
	if (!apres_debrief_mail_note(p->store, company->config->id, a->mail, outcome,
				     message_id, p->now, error))
		return false;
	if (!taken)
		return ask_again(p, a, decision, error);
	/* Notes may be many: they end nothing. */
	return (a->event == APRES_DEBRIEF_NOTE ||
		apres_debrief_mail_use(p->store, a->mail, outcome, p->now, error)) &&
	       apres_debrief_happen(p->store, company->policy, a->debrief, a->event,
				    a->said.at, a->mail->address, a->said.note, p->now,
				    error) &&
	       tell_hr(p, a, error);
}
