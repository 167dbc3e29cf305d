/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small reader of RFC 5322 mail, written apart from the code under test: it
 * knows only what a receiver may rely on.
 */
#ifndef APRES_TESTS_RFC5322_H
#define APRES_TESTS_RFC5322_H
#include <glib.h>
#include <stdbool.h>
#include <string.h>

/* What a receiver could object to, or NULL. */
static inline const char *
rfc_fault(const char *bytes, gsize len)
{
	gsize line = 0;

	if (memchr(bytes, 0, len) != NULL)
		return "a NUL";
	for (gsize i = 0; i < len; i++, line++) {
		if ((guchar)bytes[i] >= 0x7f)
			return "8-bit";
		if (bytes[i] == '\r' && (i + 1 == len || bytes[i + 1] != '\n'))
			return "a bare CR";
		if (bytes[i] == '\n' && (i == 0 || bytes[i - 1] != '\r'))
			return "a bare LF";
		if ((guchar)bytes[i] < ' ' && strchr("\r\n\t", bytes[i]) == NULL)
			return "a control character";
		if (bytes[i] == '\n') {
			if (line > 999)
				return "a line over 998";
			line = (gsize)-1;
		}
	}
	return len < 2 || bytes[len - 1] != '\n' ? "no end of line at the end" : NULL;
}

/* The header block unfolded: "Name: value" lines. */
static inline GPtrArray *
rfc_fields(const char *bytes)
{
	GPtrArray *fields = g_ptr_array_new_with_free_func(g_free);
	const char *end = strstr(bytes, "\r\n\r\n");
	g_autofree char *block = g_strndup(bytes, end ? (gsize)(end - bytes) : 0);
	g_auto(GStrv) lines = g_strsplit(block, "\r\n", -1);

	for (char **line = lines; *line != NULL; line++) {
		if ((**line == ' ' || **line == '\t') && fields->len > 0) {
			char *before = fields->pdata[fields->len - 1];
			fields->pdata[fields->len - 1] = g_strconcat(before, *line, NULL);
			g_free(before);
		} else {
			g_ptr_array_add(fields, g_strdup(*line));
		}
	}
	return fields;
}

static inline guint
rfc_count(const char *bytes, const char *name)
{
	g_autoptr(GPtrArray) fields = rfc_fields(bytes);
	g_autofree char *prefix = g_strconcat(name, ":", NULL);
	guint count = 0;

	for (guint i = 0; i < fields->len; i++)
		count += g_ascii_strncasecmp(fields->pdata[i], prefix, strlen(prefix)) ==
			 0;
	return count;
}

/* The first NAME's value, unfolded and trimmed, or NULL.  Caller owns. */
static inline char *
rfc_get(const char *bytes, const char *name)
{
	g_autoptr(GPtrArray) fields = rfc_fields(bytes);
	g_autofree char *prefix = g_strconcat(name, ":", NULL);

	for (guint i = 0; i < fields->len; i++)
		if (g_ascii_strncasecmp(fields->pdata[i], prefix, strlen(prefix)) == 0)
			return g_strstrip(
				g_strdup((char *)fields->pdata[i] + strlen(prefix)));
	return NULL;
}

/* The names of all fields in order, "From To Subject". */
static inline char *
rfc_names(const char *bytes)
{
	g_autoptr(GPtrArray) fields = rfc_fields(bytes);
	g_autoptr(GString) names = g_string_new(NULL);

	for (guint i = 0; i < fields->len; i++) {
		const char *field = fields->pdata[i];
		if (i > 0)
			g_string_append_c(names, ' ');
		g_string_append_len(names, field, (gssize)strcspn(field, ":"));
	}
	return g_string_free(g_steal_pointer(&names), FALSE);
}

static inline void
rfc_put_hex(GString *out, const char **at)
{
	if ((*at)[0] == '=' && g_ascii_isxdigit((*at)[1]) && g_ascii_isxdigit((*at)[2])) {
		g_string_append_c(out, (char)(g_ascii_xdigit_value((*at)[1]) * 16 +
					      g_ascii_xdigit_value((*at)[2])));
		*at += 3;
	} else {
		g_string_append_c(out, **at == '_' ? ' ' : **at);
		(*at)++;
	}
}

/* RFC 2047 "Q" words with utf-8; white space between two of them vanishes. */
static inline char *
rfc_decode_words(const char *value)
{
	static const char begin[] = "=?utf-8?Q?";
	g_autoptr(GString) out = g_string_new(NULL);
	bool after_word = false;

	while (*value != '\0') {
		const char *next = value + strspn(value, " \t");
		if (after_word && g_str_has_prefix(next, begin))
			value = next;
		after_word = false;
		if (g_str_has_prefix(value, begin)) {
			value += strlen(begin);
			while (*value != '\0' && !g_str_has_prefix(value, "?="))
				rfc_put_hex(out, &value);
			value += *value != '\0' ? 2 : 0;
			after_word = true;
		} else {
			g_string_append_c(out, *value++);
		}
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/* The body as a reader sees it: decoded, LF.  Caller owns. */
static inline char *
rfc_body(const char *bytes)
{
	g_autofree char *encoding = rfc_get(bytes, "Content-Transfer-Encoding");
	bool quoted = g_strcmp0(encoding, "quoted-printable") == 0;
	g_autoptr(GString) out = g_string_new(NULL);
	const char *at = strstr(bytes, "\r\n\r\n") + 4;

	while (*at != '\0') {
		if (quoted && g_str_has_prefix(at, "=\r\n"))
			at += 3;
		else if (quoted && *at == '=')
			rfc_put_hex(out, &at);
		else if (g_str_has_prefix(at, "\r\n"))
			at += 1;
		else
			g_string_append_c(out, *at++);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}
#endif
