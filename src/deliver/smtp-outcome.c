/* SPDX-License-Identifier: Apache-2.0 */
/* The rule: in doubt unknown, and nobody sends twice. */
#include "config.h"
#include "deliver/smtp-outcome.h"

void
apres_smtp_seen_clear(apres_smtp_seen *seen)
{
	g_clear_pointer(&seen->mail.text, g_free);
	g_clear_pointer(&seen->rcpt.text, g_free);
	g_clear_pointer(&seen->final.text, g_free);
}

static bool
is_class(const apres_smtp_reply *reply, int class)
{
	return reply->code / 100 == class;
}

/* 4xx or 5xx of REPLY, in OUTCOME_OUT; false if it is no refusal. */
static bool
is_refusal(const apres_smtp_reply *reply, apres_outcome *outcome_out)
{
	if (!is_class(reply, 4) && !is_class(reply, 5))
		return false;
	/* 503 "bad sequence" is never about this mail: with BDAT it follows the reply
	 * that was. */
	*outcome_out = is_class(reply, 5) && reply->code != 503 ? APRES_OUTCOME_PERM
								: APRES_OUTCOME_TEMP;
	return true;
}

apres_outcome
apres_smtp_outcome(const apres_smtp_seen *seen, const apres_smtp_reply **why_out)
{
	const apres_smtp_reply *in_order[] = { &seen->mail, &seen->rcpt,
					       seen->final_seen ? &seen->final : NULL };
	apres_outcome outcome;

	if (why_out != NULL)
		*why_out = NULL;
	if (seen->refused)
		return APRES_OUTCOME_RETURNED;
	if (seen->barrier && seen->final_seen && is_class(&seen->final, 2) &&
	    is_class(&seen->rcpt, 2) && seen->complete)
		return APRES_OUTCOME_SENT;
	/* Without its login the relay's refusals speak of us, not of the recipient. */
	for (guint i = 0; seen->session_usable && i < G_N_ELEMENTS(in_order); i++) {
		if (in_order[i] == NULL || !is_refusal(in_order[i], &outcome))
			continue;
		if (why_out != NULL)
			*why_out = in_order[i];
		return outcome;
	}
	return seen->barrier ? APRES_OUTCOME_UNKNOWN : APRES_OUTCOME_TEMP;
}
