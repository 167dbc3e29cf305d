/* SPDX-License-Identifier: Apache-2.0 */
/* Decision -> message.  Every header is ours; from the candidate come the address and
 * ids. */
#include "config.h"
#include "reply/reply.h"
#include "message/address.h"
#include "reply/expand.h"
#include "reply/out.h"
#include "util/error.h"

#include <string.h>

void
apres_reply_free(apres_reply *reply)
{
	if (reply == NULL)
		return;
	g_free(reply->recipient);
	g_free(reply->subject);
	g_free(reply->text);
	g_clear_pointer(&reply->bytes, g_bytes_unref);
	g_free(reply->message_id);
	g_free(reply);
}

/* Never poses as a person: the name says that a machine writes. */
static char *
sender_name(const char *company, const char *language)
{
	static const struct {
		const char *language;
		const char *words;
	} automatic[] = {
		{ "en", "Recruiting (automatic)" },
		{ "de", "Recruiting (automatisch)" },
		{ "fr", "Recrutement (automatique)" },
		{ "es", "Selección (automático)" },
	};
	const char *words = automatic[0].words;

	for (guint i = 0; language != NULL && i < G_N_ELEMENTS(automatic); i++)
		if (g_ascii_strncasecmp(language, automatic[i].language, 2) == 0)
			words = automatic[i].words;
	return g_strjoin(" ", company != NULL ? company : words,
			 company != NULL ? words : NULL, NULL);
}

/* Theirs in order, the mail we answer last (RFC 5322 3.6.4). */
static void
put_thread(GString *out, const apres_reply_context *context)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new();
	const char *answered = context->in_reply_to;

	for (guint i = 0; context->references != NULL && i < context->references->len;
	     i++) {
		const char *id = context->references->pdata[i];
		if (g_strcmp0(id, answered) != 0)
			g_ptr_array_add(ids, (gpointer)id);
	}
	if (apres_out_id_is_usable(answered)) {
		g_autoptr(GPtrArray) one = g_ptr_array_new();
		g_ptr_array_add(one, (gpointer)answered);
		apres_out_ids(out, "In-Reply-To", one);
		g_ptr_array_add(ids, (gpointer)answered);
	}
	apres_out_ids(out, "References", ids);
}

static GBytes *
compose(const apres_reply *reply, const apres_reply_context *context, GError **error)
{
	g_autoptr(GString) out = g_string_sized_new(4096);
	g_autofree char *name = sender_name(context->from_name, reply->language);
	g_autofree char *id = g_strdup_printf("<%s>", context->message_id);

	apres_out_mailbox(out, "From", name, context->from_addr);
	if (context->reply_to != NULL)
		apres_out_mailbox(out, "Reply-To", NULL, context->reply_to);
	apres_out_mailbox(out, "To", NULL, reply->recipient);
	apres_out_text(out, "Subject", reply->subject);
	apres_out_date(out, context->date);
	apres_out_plain(out, "Message-ID", id);
	put_thread(out, context);
	/* RFC 3834 5, and the two marks that other responders look for. */
	apres_out_plain(out, "Auto-Submitted", "auto-replied");
	apres_out_plain(out, "X-Auto-Response-Suppress", "DR, RN, NRN, OOF, AutoReply");
	apres_out_plain(out, "X-Apres-Loop", context->loop_mark);
	apres_out_body(out, reply->text);
	if (!apres_out_check(out->str, out->len, error))
		return NULL;
	return g_string_free_to_bytes(g_steal_pointer(&out));
}

/* What the configuration brings must be right before any candidate is answered. */
static bool
check_context(const apres_reply_context *context, GError **error)
{
	if (!apres_address_is_sendable(context->from_addr))
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "mailbox address '%s': mail cannot be sent from it",
				   context->from_addr);
	if (context->reply_to != NULL && !apres_address_is_sendable(context->reply_to))
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "reply-to '%s': mail cannot be sent there",
				   context->reply_to);
	if (!apres_out_id_is_usable(context->message_id))
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "Message-ID '%s': not usable; look at 'domain'",
				   context->message_id);
	if (context->loop_mark == NULL || !apres_out_is_plain(context->loop_mark))
		return apres_throw(error, APRES_ERROR_INTERNAL,
				   "X-Apres-Loop: not plain text");
	return true;
}

apres_reply *
apres_reply_render(const apres_policy *policy, const apres_facts *facts,
		   const apres_decision *decision, const apres_case *application,
		   const apres_reply_context *context, GError **error)
{
	const apres_template *template =
		apres_policy_template(policy, decision->template_id);
	const apres_text *text =
		apres_policy_text(policy, decision->template_id, decision->language);
	g_auto(apres_values) values = { 0 };
	gint64 sent = MAX(context->date, decision->send_after);

	if (template == NULL || text == NULL) {
		apres_throw(error, APRES_ERROR_INPUT, "no-text");
		return NULL;
	}
	if (facts->candidate_addr == NULL ||
	    !apres_address_is_sendable(facts->candidate_addr)) {
		apres_throw(error, APRES_ERROR_INPUT, "unsendable");
		return NULL;
	}
	if (!check_context(context, error))
		return NULL;
	apres_values_fill(&values, policy, facts, decision, application, context->ref,
			  sent, text->language);
	g_autofree char *body = apres_text_expand(text, &values, error);
	if (body == NULL)
		return NULL;
	g_autoptr(apres_reply) reply = g_new0(apres_reply, 1);
	reply->recipient = g_strdup(facts->candidate_addr);
	reply->subject = g_strdup(text->subject);
	reply->text = g_steal_pointer(&body);
	reply->message_id = g_strdup(context->message_id);
	reply->template_id = template->id;
	reply->language = text->language;
	reply->bytes = compose(reply, context, error);
	return reply->bytes != NULL ? g_steal_pointer(&reply) : NULL;
}

GBytes *
apres_reply_add_receipt(GBytes *bytes, const char *receipt)
{
	gsize len;
	const char *data = g_bytes_get_data(bytes, &len);
	const char *end = g_strstr_len(data, (gssize)len, "\r\n\r\n");

	g_return_val_if_fail(end != NULL, g_bytes_ref(bytes));
	g_autoptr(GString) out = g_string_new_len(data, end + 2 - data);
	apres_out_plain(out, "X-Apres-Receipt", receipt);
	g_string_append_len(out, end + 2, data + len - (end + 2));
	return g_string_free_to_bytes(g_steal_pointer(&out));
}
