/* SPDX-License-Identifier: Apache-2.0 */
/* A word to one of us: which mail waits where.  No content, so that no mailbox rule leaks
 * it. */
#include "config.h"
#include "message/address.h"
#include "reply/out.h"
#include "reply/reply.h"
#include "util/error.h"

GBytes *
apres_notice_render(const char *from_addr, const char *to, const char *subject,
		    const char *text, const char *message_id, gint64 date, GError **error)
{
	g_autoptr(GString) out = g_string_sized_new(1024);
	g_autofree char *id = g_strdup_printf("<%s>", message_id);

	if (from_addr == NULL || !apres_address_is_sendable(from_addr)) {
		apres_throw(error, APRES_ERROR_CONFIG,
			    "notify-from '%s': mail cannot be sent from it",
			    from_addr != NULL ? from_addr : "");
		return NULL;
	}
	if (to == NULL || !apres_address_is_sendable(to)) {
		apres_throw(error, APRES_ERROR_INPUT, "unsendable");
		return NULL;
	}
	if (!apres_out_id_is_usable(message_id)) {
		apres_throw(error, APRES_ERROR_CONFIG,
			    "Message-ID '%s': not usable; look at 'domain'", message_id);
		return NULL;
	}
	apres_out_mailbox(out, "From", "apres", from_addr);
	apres_out_mailbox(out, "To", NULL, to);
	apres_out_text(out, "Subject", subject);
	apres_out_date(out, date);
	apres_out_plain(out, "Message-ID", id);
	apres_out_plain(out, "Auto-Submitted", "auto-generated");
	apres_out_plain(out, "X-Auto-Response-Suppress", "DR, RN, NRN, OOF, AutoReply");
	apres_out_body(out, text);
	if (!apres_out_check(out->str, out->len, error))
		return NULL;
	return g_string_free_to_bytes(g_steal_pointer(&out));
}
