/* SPDX-License-Identifier: Apache-2.0 */
/* The message in Apres/To-approve. */
#include "config.h"
#include "reply/desk-mail.h"
#include "message/address.h"
#include "reply/out.h"
#include "reply/reply.h"
#include "util/error.h"
#include "util/fsutil.h"

#include <string.h>

char *
apres_desk_message_id(const char *key, const char *domain, gint64 outbox_id,
		      GBytes *bytes)
{
	gsize len;
	gconstpointer data = g_bytes_get_data(bytes, &len);
	g_autofree char *hash = apres_sha256_hex(data, len);
	g_autofree char *seed =
		g_strdup_printf("desk/%" G_GINT64_FORMAT "/%s", outbox_id, hash);

	return apres_message_id_new(key, domain, seed);
}

/* TEXT, every line behind MARK. */
static void
quote(GString *body, const char *text, const char *mark)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	guint count = g_strv_length(lines);

	while (count > 0 && *lines[count - 1] == '\0')
		count--;
	for (guint i = 0; i < count; i++)
		g_string_append_printf(body, "%s%s\n", mark, lines[i]);
}

/* The reply from its first line to what follows: nothing may stand between. */
static void
show_reply(GString *body, const char *recipient, const char *subject, const char *text)
{
	g_string_append_printf(body, "\nTo: %s\nSubject: %s\n\n", recipient, subject);
	quote(body, text, "");
	g_string_append(body, "\n---- Why ----\n");
}

bool
apres_desk_mail_shows(GBytes *mail, const char *recipient, const char *subject,
		      const char *text)
{
	g_autoptr(GString) reply = g_string_new(NULL);
	gsize len;
	const char *data = g_bytes_get_data(mail, &len);
	g_autofree char *body = apres_out_read_body(data != NULL ? data : "", len);

	show_reply(reply, recipient, subject, text);
	return strstr(body, reply->str) != NULL;
}

static char *
body_of(const apres_desk_mail *m)
{
	g_autoptr(GString) body = g_string_new(
		"Move this message to Apres/Send, and the reply below is sent.\n"
		"Move it to Apres/Mine to answer yourself.\n");

	if (m->owed != NULL)
		g_string_append_printf(body, "Left here, nothing is sent: %s.\n",
				       m->owed);
	show_reply(body, m->recipient, m->subject, m->text);
	g_string_append_printf(
		body,
		"Read as:  %s\nRule:     %s%s%s\nLeaves:   when approved, not before "
		"%s\n",
		m->classes, m->rule, m->because != NULL ? ": " : "",
		m->because != NULL ? m->because : "", m->earliest);
	g_string_append_printf(body, "\n---- What it answers, received %s: %s ----\n",
			       m->received, m->their_subject);
	quote(body, m->said, "> ");
	return g_string_free(g_steal_pointer(&body), FALSE);
}

GBytes *
apres_desk_mail_render(const apres_desk_mail *m, GError **error)
{
	g_autoptr(GString) out = g_string_sized_new(4096);
	g_autofree char *id = g_strdup_printf("<%s>", m->message_id);
	g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, m->outbox_id);
	g_autofree char *subject =
		g_strdup_printf("To approve: to %s: %s", m->recipient, m->their_subject);
	g_autofree char *body = body_of(m);

	if (!apres_address_is_sendable(m->from_addr) ||
	    !apres_address_is_sendable(m->to_addr)) {
		apres_throw(error, APRES_ERROR_CONFIG,
			    "notify-from '%s', address '%s': cannot stand in a mail",
			    m->from_addr, m->to_addr);
		return NULL;
	}
	apres_out_mailbox(out, "From", "apres", m->from_addr);
	apres_out_mailbox(out, "To", NULL, m->to_addr);
	apres_out_text(out, "Subject", subject);
	apres_out_date(out, m->date);
	apres_out_plain(out, "Message-ID", id);
	apres_out_plain(out, "Auto-Submitted", "auto-generated");
	apres_out_plain(out, APRES_DESK_FIELD, number);
	apres_out_body(out, body);
	if (!apres_out_check(out->str, out->len, error))
		return NULL;
	return g_string_free_to_bytes(g_steal_pointer(&out));
}
