/* SPDX-License-Identifier: Apache-2.0 */
/* One text part: transfer encoding, charset, flowed lines, HTML. */
#include "config.h"
#include "message/mime.h"

#include <string.h>

#include "message/charset.h"
#include "message/html.h"

GByteArray *
apres_mime_decode(GMimePart *part, gsize max, bool *cut_out)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GByteArray *bytes = g_byte_array_new();

	*cut_out = false;
	if (content == NULL)
		return bytes;
	g_autoptr(GMimeStream) stream = g_mime_stream_mem_new();
	g_mime_data_wrapper_write_to_stream(content, stream);
	const GByteArray *all =
		g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	*cut_out = all->len > max;
	g_byte_array_append(bytes, all->data != NULL ? all->data : (const guint8 *)"",
			    (guint)MIN(all->len, max));
	return bytes;
}

/* CR and CRLF become LF; what no text holds becomes a space. */
static char *
clean_lines(const char *text)
{
	g_autoptr(GString) out = g_string_sized_new(strlen(text));

	for (const char *s = text; *s != '\0'; s++) {
		if (*s == '\r') {
			if (s[1] != '\n')
				g_string_append_c(out, '\n');
		} else if (((guchar)*s < ' ' && *s != '\n' && *s != '\t') || *s == 0x7f) {
			g_string_append_c(out, ' ');
		} else {
			g_string_append_c(out, *s);
		}
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static gsize
quote_depth(const char *line)
{
	return strspn(line, ">");
}

/*
 * RFC 3676: a line that ends in a space goes on in the next one, if both are
 * quoted equally deep; "-- " does not.
 */
static char *
unflow(const char *text, bool delete_space)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autoptr(GString) out = g_string_sized_new(strlen(text));
	bool flowing = false;
	gsize depth = 0;

	for (guint i = 0; lines[i] != NULL; i++) {
		gsize d = quote_depth(lines[i]), n = strlen(lines[i]);
		const char *content = lines[i] + d;
		if (*content == ' ')
			content++;
		if (i > 0 && !(flowing && d == depth)) {
			if (flowing)
				g_strchomp(out->str), out->len = strlen(out->str);
			g_string_append_c(out, '\n');
		}
		if (d > 0 && (i == 0 || !(flowing && d == depth))) {
			g_string_append_len(out, lines[i], (gssize)d);
			g_string_append_c(out, ' ');
		}
		g_string_append(out, content);
		depth = d;
		flowing = n > 0 && lines[i][n - 1] == ' ' &&
			  strcmp(content, "-- ") != 0 && *content != '\0';
		if (flowing && delete_space)
			g_string_truncate(out, out->len - 1);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/* "charset=x" in the first bytes of HTML, for parts that do not state it. */
static char *
find_meta_charset(const char *html, gsize len)
{
	g_autofree char *head = g_strndup(html, MIN(len, 2048));
	g_autofree char *lower = g_ascii_strdown(head, -1);
	const char *at = strstr(lower, "charset=");

	if (at == NULL)
		return NULL;
	at += strlen("charset=");
	at += strspn(at, "\"' ");
	gsize n = strcspn(at, "\"'> ;/");
	return n > 0 && n < 40 ? g_strndup(at, n) : NULL;
}

/* The text of BYTES; what has no meaning in its charset makes the text unknown. */
static char *
to_utf8(apres_mime *mime, const char *charset, const char *bytes, gsize len)
{
	bool exact = false;
	char *text = apres_charset_to_utf8(charset, bytes, len, &exact);

	/* Shown, but not believed. */
	if (text == NULL)
		text = apres_charset_to_utf8(NULL, bytes, len, NULL);
	if (!exact) {
		apres_mime_add_problem(mime->problems, "charset");
		mime->text_unknown = true;
	}
	return text;
}

static void
append_paragraph(GString *out, const char *text)
{
	if (out->len > 0 && *text != '\0')
		g_string_append(out, "\n\n");
	g_string_append(out, text);
}

static void
too_long(apres_mime *mime, const char *problem)
{
	apres_mime_add_problem(mime->problems, problem);
	mime->text_unknown = true;
}

static void
add_html(apres_mime *mime, const char *charset, const char *bytes, gsize len)
{
	g_autofree char *meta = charset == NULL ? find_meta_charset(bytes, len) : NULL;
	g_autofree char *html =
		to_utf8(mime, charset != NULL ? charset : meta, bytes, len);
	bool cut = false;
	g_autofree char *text =
		apres_html_to_text(html, strlen(html), APRES_MIME_MAX_PLAIN, &cut);

	if (cut)
		too_long(mime, "html-broken");
	append_paragraph(mime->forwarding ? mime->forwarded : mime->html, text);
}

static void
add_plain(apres_mime *mime, GMimeContentType *type, const char *charset,
	  const char *bytes, gsize len)
{
	const char *format = g_mime_content_type_get_parameter(type, "format");
	const char *delsp = g_mime_content_type_get_parameter(type, "delsp");
	g_autofree char *utf8 = to_utf8(mime, charset, bytes, len);
	g_autofree char *text = clean_lines(utf8);

	if (format != NULL && g_ascii_strcasecmp(format, "flowed") == 0) {
		char *flowed = unflow(
			text, delsp != NULL && g_ascii_strcasecmp(delsp, "yes") == 0);
		g_free(text);
		text = flowed;
	}
	if (strstr(text, "-----BEGIN PGP MESSAGE-----") != NULL)
		apres_mime_add_problem(mime->problems, "encrypted");
	append_paragraph(mime->forwarding ? mime->forwarded : mime->plain, text);
}

void
apres_mime_add_text(apres_mime *mime, GMimePart *part, bool html)
{
	GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
	const char *charset = g_mime_content_type_get_parameter(type, "charset");
	gsize max = html ? APRES_MIME_MAX_HTML : APRES_MIME_MAX_PLAIN;
	gsize used = html ? mime->html->len : mime->plain->len;
	bool cut;
	g_autoptr(GByteArray) bytes = apres_mime_decode(part, max, &cut);

	if (mime->forwarding && mime->forwarded->len > APRES_MIME_MAX_PLAIN)
		return;
	if (cut || (!mime->forwarding && used + bytes->len > max)) {
		if (!mime->forwarding)
			too_long(mime, "text-too-long");
		g_byte_array_set_size(bytes, MIN(bytes->len, 64 * 1024));
	}
	/* What stands in an attached mail is not asked of us: its charset is no matter.
	 */
	bool unknown = mime->text_unknown;
	const char *data = bytes->len > 0 ? (const char *)bytes->data : "";
	guint problems = mime->problems->len;
	if (html)
		add_html(mime, charset, data, bytes->len);
	else
		add_plain(mime, type, charset, data, bytes->len);
	if (mime->forwarding) {
		mime->text_unknown = unknown;
		g_ptr_array_set_size(mime->problems, (gint)problems);
	}
}
