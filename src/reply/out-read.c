/* SPDX-License-Identifier: Apache-2.0 */
/* Mail that we wrote, read again: for those who approve it or look back at it. */
#include "config.h"
#include "message/headers.h"
#include "reply/out.h"

/* RFC 2045 6.7, for what we wrote ourselves. */
static char *
read_quoted_printable(const char *body)
{
	GString *out = g_string_new(NULL);

	for (const char *c = body; *c != '\0'; c++) {
		int high = *c == '=' ? g_ascii_xdigit_value(c[1]) : -1;
		int low = high >= 0 ? g_ascii_xdigit_value(c[2]) : -1;

		if (low >= 0) {
			g_string_append_c(out, (char)(high * 16 + low));
			c += 2;
		} else if (*c == '=' && c[1] == '\r' && c[2] == '\n') {
			c += 2;
		} else if (*c == '=' && c[1] == '\n') {
			c++;
		} else if (*c != '\r') {
			g_string_append_c(out, *c);
		}
	}
	return g_string_free(out, FALSE);
}

char *
apres_out_read_body(const char *bytes, gsize len)
{
	g_autoptr(apres_headers) headers = apres_headers_parse(bytes, len);
	gsize offset = MIN(apres_headers_body_offset(headers), len);
	const char *encoding = apres_headers_get(headers, "Content-Transfer-Encoding");
	g_autofree char *body = g_strndup(bytes + offset, len - offset);

	if (encoding != NULL && g_ascii_strcasecmp(encoding, "quoted-printable") == 0)
		return read_quoted_printable(body);
	g_autoptr(GString) text = g_string_new(body);
	g_string_replace(text, "\r\n", "\n", 0);
	return g_string_free(g_steal_pointer(&text), FALSE);
}
