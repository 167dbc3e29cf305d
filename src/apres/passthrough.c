/* SPDX-License-Identifier: Apache-2.0 */
/* A header block, line by line; the rest as it is. */
#include "config.h"
#include "apres/passthrough.h"

#include <stdbool.h>
#include <string.h>

static const char *const names[] = { "X-Apres-Id", "X-Apres-Effect", "X-Apres-Queue" };

/* The length of the line at TEXT, with its end. */
static gsize
line_len(const char *text, gsize len)
{
	const char *end = memchr(text, '\n', len);

	return end != NULL ? (gsize)(end - text) + 1 : len;
}

static bool
is_ours(const char *line, gsize len)
{
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		gsize name = strlen(names[i]);
		const char *c = line + name;
		if (len <= name || g_ascii_strncasecmp(line, names[i], name) != 0)
			continue;
		/* RFC 5322 4.5.8 lets white space stand before the colon. */
		while (c < line + len && (*c == ' ' || *c == '\t'))
			c++;
		if (c < line + len && *c == ':')
			return true;
	}
	return false;
}

static void
add_fields(GString *out, const json_t *answer, const char *line_end)
{
	const char *effect = json_string_value(json_object_get(answer, "effect"));
	const char *queue = json_string_value(json_object_get(answer, "queue"));

	g_string_append_printf(out, "%s: %" JSON_INTEGER_FORMAT "%s", names[0],
			       json_integer_value(json_object_get(answer, "id")),
			       line_end);
	g_string_append_printf(out, "%s: %s%s", names[1], effect != NULL ? effect : "-",
			       line_end);
	if (queue != NULL)
		g_string_append_printf(out, "%s: %s%s", names[2], queue, line_end);
}

GBytes *
apres_passthrough(GBytes *whole, const json_t *answer)
{
	gsize len;
	const char *data = g_bytes_get_data(whole, &len);
	const char *mail = data != NULL ? data : "";
	GString *out = g_string_sized_new(len + 200);
	gsize at = 0;
	bool dropping = false;

	/* An mbox line stays in front. */
	if (len >= 5 && memcmp(mail, "From ", 5) == 0) {
		at = line_len(mail, len);
		g_string_append_len(out, mail, (gssize)at);
	}
	gsize first = line_len(mail + at, len - at);
	const char *line_end = first >= 2 && mail[at + first - 2] == '\r' ? "\r\n" : "\n";
	add_fields(out, answer, line_end);
	/* No header begins so, and behind ours it would be read as more of our word. */
	if (at < len && (mail[at] == ' ' || mail[at] == '\t')) {
		g_string_append(out, line_end);
		g_string_append_len(out, mail + at, (gssize)(len - at));
		return g_string_free_to_bytes(out);
	}
	while (at < len && mail[at] != '\n' && mail[at] != '\r') {
		gsize line = line_len(mail + at, len - at);
		if (mail[at] != ' ' && mail[at] != '\t')
			dropping = is_ours(mail + at, line);
		if (!dropping)
			g_string_append_len(out, mail + at, (gssize)line);
		at += line;
	}
	g_string_append_len(out, mail + at, (gssize)(len - at));
	return g_string_free_to_bytes(out);
}
