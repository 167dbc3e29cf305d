/* SPDX-License-Identifier: Apache-2.0 */
/* A word to one of us: which mail waits where.  No content, so that no mailbox rule leaks
 * it. */
#include "config.h"
#include "message/address.h"
#include "reply/out.h"
#include "reply/reply.h"
#include "util/error.h"

static bool
check(const apres_notice_mail *mail, GError **error)
{
	if (mail->from_addr == NULL || !apres_address_is_sendable(mail->from_addr))
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "notify-from '%s': mail cannot be sent from it",
				   mail->from_addr != NULL ? mail->from_addr : "");
	if (mail->to == NULL || !apres_address_is_sendable(mail->to))
		return apres_throw(error, APRES_ERROR_INPUT,
				   "no mail can be sent to its address");
	return apres_out_id_is_usable(mail->message_id) ||
	       apres_throw(error, APRES_ERROR_CONFIG,
			   "Message-ID '%s': not usable; look at 'domain'",
			   mail->message_id);
}

/* RFC 6047 2.4: the method stands beside the type, too. */
static void
put_calendar(GString *out, const apres_notice_mail *mail)
{
	g_autofree char *type =
		g_strdup_printf("text/calendar; charset=utf-8; method=%s", mail->method);

	g_auto(GStrv) lines = g_strsplit(mail->calendar, "\r\n", -1);
	g_autofree char *text = g_strjoinv("\n", lines);

	apres_out_plain(out, "Content-Disposition", "attachment; filename=debrief.ics");
	apres_out_part(out, type, text);
}

/* The text first, for who reads mail without a calendar. */
static void
put_parts(GString *out, const apres_notice_mail *mail)
{
	/* No line of a calendar, nor of a text of ours, begins like that. */
	static const char mark[] = "=_apres_calendar_=";
	g_autofree char *type = g_strdup_printf("multipart/mixed; boundary=\"%s\"", mark);

	apres_out_plain(out, "MIME-Version", "1.0");
	apres_out_plain(out, "Content-Type", type);
	g_string_append_printf(out, "\r\n--%s\r\n", mark);
	apres_out_part(out, "text/plain; charset=utf-8", mail->text);
	g_string_append_printf(out, "--%s\r\n", mark);
	put_calendar(out, mail);
	g_string_append_printf(out, "--%s--\r\n", mark);
}

GBytes *
apres_notice_render(const apres_notice_mail *mail, GError **error)
{
	g_autoptr(GString) out = g_string_sized_new(1024);

	if (!check(mail, error))
		return NULL;
	g_autofree char *id = g_strdup_printf("<%s>", mail->message_id);
	apres_out_mailbox(out, "From", "apres", mail->from_addr);
	apres_out_mailbox(out, "To", NULL, mail->to);
	if (mail->reply_to != NULL)
		apres_out_mailbox(out, "Reply-To", NULL, mail->reply_to);
	apres_out_text(out, "Subject", mail->subject);
	apres_out_date(out, mail->date);
	apres_out_plain(out, "Message-ID", id);
	apres_out_plain(out, "Auto-Submitted", "auto-generated");
	apres_out_plain(out, "X-Auto-Response-Suppress", "DR, RN, NRN, OOF, AutoReply");
	if (mail->calendar != NULL)
		put_parts(out, mail);
	else
		apres_out_body(out, mail->text);
	if (!apres_out_check(out->str, out->len, error))
		return NULL;
	return g_string_free_to_bytes(g_steal_pointer(&out));
}
