/* SPDX-License-Identifier: Apache-2.0 */
/* The last gate: nothing malformed is handed to a server, whoever made it. */
#include "config.h"
#include "reply/out.h"
#include "util/error.h"

#include <string.h>

static bool
check_bytes(const char *bytes, gsize len, GError **error)
{
	gsize line = 0;

	for (gsize i = 0; i < len; i++) {
		guchar c = (guchar)bytes[i];
		bool pair = c == '\r' && i + 1 < len && bytes[i + 1] == '\n';
		if (c == 0 || c > 0x7e ||
		    (c == '\n' && (i == 0 || bytes[i - 1] != '\r')) ||
		    (c == '\r' && !pair))
			return apres_throw(error, APRES_ERROR_INTERNAL,
					   "outgoing message: byte %u at %" G_GSIZE_FORMAT
					   " cannot be sent",
					   c, i);
		if (c == '\n')
			line = 0;
		else if (c != '\r' && ++line > APRES_OUT_LINE_MAX)
			return apres_throw(
				error, APRES_ERROR_INTERNAL,
				"outgoing message: a line has more than %d bytes",
				APRES_OUT_LINE_MAX);
	}
	if (len < 2 || bytes[len - 1] != '\n')
		return apres_throw(error, APRES_ERROR_INTERNAL,
				   "outgoing message: its last line has no end");
	return true;
}

/* Length of the field's name, or 0 if LINE begins no field. */
static gsize
name_length(const char *line)
{
	gsize len = 0;

	while (line[len] > ' ' && line[len] <= '~' && line[len] != ':')
		len++;
	return line[len] == ':' ? len : 0;
}

static bool
check_fields(const char *block, GError **error)
{
	static const char *const once[] = { "From", "To", "Date", "Message-ID" };
	guint seen[G_N_ELEMENTS(once)] = { 0 };

	for (const char *line = block; *line != '\0'; line = strchr(line, '\n') + 1) {
		gsize len = name_length(line);
		bool folded = (*line == ' ' || *line == '\t') && line != block &&
			      strspn(line, " \t") != strcspn(line, "\r");
		if (len == 0 && !folded)
			return apres_throw(error, APRES_ERROR_INTERNAL,
					   "outgoing message: a header line is none");
		for (guint i = 0; len > 0 && i < G_N_ELEMENTS(once); i++)
			if (strlen(once[i]) == len &&
			    g_ascii_strncasecmp(line, once[i], len) == 0)
				seen[i]++;
	}
	for (guint i = 0; i < G_N_ELEMENTS(once); i++)
		if (seen[i] != 1)
			return apres_throw(error, APRES_ERROR_INTERNAL,
					   "outgoing message: %u fields %s", seen[i],
					   once[i]);
	return true;
}

bool
apres_out_check(const char *bytes, gsize len, GError **error)
{
	if (!check_bytes(bytes, len, error))
		return false;
	const char *end = g_strstr_len(bytes, (gssize)len, "\r\n\r\n");
	if (end == NULL)
		return apres_throw(error, APRES_ERROR_INTERNAL,
				   "outgoing message: no empty line after the header");
	g_autofree char *block = g_strndup(bytes, (gsize)(end + 2 - bytes));
	return check_fields(block, error);
}
