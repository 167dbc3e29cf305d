/* SPDX-License-Identifier: Apache-2.0 */
/* "explain --reply": the text as the candidate would read it. */
#include "config.h"
#include "apres/explain.h"
#include "reply/reply.h"

char *
apres_explain_reply(const apres_explain *explain, const apres_assessment *assessment)
{
	const apres_decision *decision = assessment->decision;
	g_autoptr(GError) error = NULL;
	const apres_reply_context context = {
		.from_addr = explain->from_addr != NULL ? explain->from_addr
							: "careers@company.example",
		.from_name = explain->policy->company_name,
		.reply_to = explain->reply_to,
		.message_id = "apres-explain@company.example",
		.in_reply_to = assessment->facts->message_id,
		.loop_mark = "explain",
		.ref = "EXAMPLE",
		.date = explain->now,
	};

	if (decision->effect != APRES_EFFECT_REPLY)
		return g_strdup_printf(
			"no reply is sent: %s%s%s",
			apres_effect_to_string(decision->effect),
			decision->reasons->len > 0 ? ", " : "",
			decision->reasons->len > 0
				? (char *)g_ptr_array_index(decision->reasons, 0)
				: "");
	g_autoptr(apres_reply) reply = apres_reply_render(
		explain->policy, assessment->facts, decision, NULL, &context, &error);
	if (reply == NULL)
		return g_strdup_printf("no reply is sent: %s", error->message);
	return g_strdup_printf("From: %s <%s>\nTo: %s\nSubject: %s\n\n%s",
			       context.from_name, context.from_addr, reply->recipient,
			       reply->subject, reply->text);
}
