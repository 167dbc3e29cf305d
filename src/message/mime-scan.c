/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What kills a MIME parser is seen here first, in one pass that knows nothing
 * of structure: any line may turn out to be a header of some inner part.
 */
#include "config.h"
#include "message/mime.h"

#include <string.h>

#define MAX_GROUPS 500
#define MAX_PARAMETERS 200
#define MAX_BOUNDARIES 20000
#define MAX_FIELD (64 * 1024)

typedef struct field {
	bool address, parameters;
	guint colons, semicolons;
	gsize bytes;
} field;

static bool
starts_with(const char *line, gsize len, const char *name)
{
	gsize n = strlen(name);

	return len > n && g_ascii_strncasecmp(line, name, n) == 0;
}

/* LINE begins a field; which kind is it? */
static field
open_field(const char *line, gsize len)
{
	static const char *const addresses[] = {
		"from", "sender", "reply-to", "to",
		"cc",   "bcc",    "resent-",  "disposition-notification-to"
	};
	field f = { 0 };

	for (guint i = 0; i < G_N_ELEMENTS(addresses); i++)
		f.address |= starts_with(line, len, addresses[i]);
	f.parameters = starts_with(line, len, "content-");
	return f;
}

static bool
is_hostile(field *f, const char *line, gsize len)
{
	if (!f->address && !f->parameters)
		return false;
	for (gsize i = 0; i < len; i++) {
		f->colons += line[i] == ':';
		f->semicolons += line[i] == ';';
	}
	f->bytes += len;
	return (f->address && f->colons > MAX_GROUPS) ||
	       (f->parameters &&
		(f->semicolons > MAX_PARAMETERS || f->bytes > MAX_FIELD));
}

const char *
apres_mime_scan(const char *body, gsize len)
{
	const char *end = body + len;
	guint boundaries = 0;
	field f = { 0 };

	for (const char *line = body; line < end;) {
		const char *stop = memchr(line, '\n', (gsize)(end - line));
		gsize n = (gsize)((stop != NULL ? stop : end) - line);
		if (n > 2 && line[0] == '-' && line[1] == '-' &&
		    ++boundaries > MAX_BOUNDARIES)
			return "mime-parts";
		if (n == 0 || (*line != ' ' && *line != '\t'))
			f = open_field(line, n);
		if (is_hostile(&f, line, n))
			return "mime-hostile";
		line = stop != NULL ? stop + 1 : end;
	}
	return NULL;
}
