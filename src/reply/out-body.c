/* SPDX-License-Identifier: Apache-2.0 */
/* The body: the policy's own lines, not wrapped anew, so that what was approved is what
 * is read. */
#include "config.h"
#include "reply/out.h"

#include <string.h>

/* May LINE stand as it is?  "From " and a lone dot are safe in SMTP but not everywhere
 * behind it. */
static bool
is_plain_line(const char *line, gsize len)
{
	if (len > APRES_OUT_LINE ||
	    (len > 0 && (line[0] == '.' || line[len - 1] == ' ')) ||
	    g_str_has_prefix(line, "From "))
		return false;
	for (gsize i = 0; i < len; i++)
		if (line[i] < ' ' || line[i] > '~')
			return false;
	return true;
}

static bool
is_plain_text(const char *text)
{
	while (*text != '\0') {
		gsize len = strcspn(text, "\n");
		if (!is_plain_line(text, len))
			return false;
		text += len + (text[len] == '\n');
	}
	return true;
}

/* Must byte I of LINE be written as =XX?  RFC 2045 6.7. */
static bool
must_escape(const char *line, gsize len, gsize i)
{
	guchar c = (guchar)line[i];

	if (c == ' ' || c == '\t')
		return i + 1 == len;
	if (i == 0 && (c == '.' || (c == 'F' && g_str_has_prefix(line, "From "))))
		return true;
	return c < ' ' || c > '~' || c == '=';
}

static void
put_quoted_printable(GString *out, const char *line, gsize len)
{
	gsize used = 0;

	for (gsize i = 0; i < len; i++) {
		bool escape = must_escape(line, len, i);
		gsize need = escape ? 3 : 1;
		/* A soft break needs its "="; a character's bytes stay on one line if
		 * they can. */
		bool inside = ((guchar)line[i] & 0xc0) == 0x80;
		if (used + need > APRES_OUT_LINE - 1 ||
		    (!inside && escape && used > 60)) {
			g_string_append(out, "=\r\n");
			used = 0;
			/* A soft line may begin with a dot or "From " by chance. */
			escape = escape || line[i] == '.' || line[i] == 'F';
			need = escape ? 3 : 1;
		}
		if (escape)
			g_string_append_printf(out, "=%02X", (guchar)line[i]);
		else
			g_string_append_c(out, line[i]);
		used += need;
	}
	g_string_append(out, "\r\n");
}

void
apres_out_body(GString *out, const char *text)
{
	apres_out_plain(out, "MIME-Version", "1.0");
	apres_out_part(out, "text/plain; charset=utf-8", text);
}

void
apres_out_part(GString *out, const char *type, const char *text)
{
	bool plain = is_plain_text(text);

	apres_out_plain(out, "Content-Type", type);
	apres_out_plain(out, "Content-Transfer-Encoding",
			plain ? "7bit" : "quoted-printable");
	g_string_append(out, "\r\n");
	while (*text != '\0') {
		gsize len = strcspn(text, "\n");
		if (plain) {
			g_string_append_len(out, text, (gssize)len);
			g_string_append(out, "\r\n");
		} else {
			put_quoted_printable(out, text, len);
		}
		text += len + (text[len] == '\n');
	}
}
