/* SPDX-License-Identifier: Apache-2.0 */
/* Split a header block, once, front to back; whatever is odd becomes a reason to hold. */
#include "config.h"
#include "message/headers.h"

#include <stdbool.h>
#include <string.h>

/* What can be wrong, most important first; the ids stand in problem_ids. */
enum {
	PROBLEM_NUL,
	PROBLEM_TOO_LARGE,
	PROBLEM_TOO_MANY,
	PROBLEM_MALFORMED,
	PROBLEM_NO_END,
	PROBLEM_COUNT,
};
static const char *const problem_ids[PROBLEM_COUNT] = {
	"header-nul",       "header-too-large", "header-too-many",
	"header-malformed", "no-header-end",
};

/* Fields that may stand once (RFC 5322 3.6), as far as a decision rests on them. */
static const struct {
	const char *name, *problem;
} singles[] = {
	{ "From", "duplicate-from" },         { "Sender", "duplicate-sender" },
	{ "Reply-To", "duplicate-reply-to" }, { "Subject", "duplicate-subject" },
	{ "Date", "duplicate-date" },         { "Message-ID", "duplicate-message-id" },
};

struct apres_headers {
	GPtrArray *fields;   /* apres_header */
	GPtrArray *problems; /* static char * */
	gsize body_offset;
};

typedef struct reader {
	const char *at;
	const char *end; /* of the block that we are ready to look at */
	bool cr_only;    /* old Macintosh line ends */
	bool seen[PROBLEM_COUNT];
} reader;

static void
header_free(gpointer data)
{
	apres_header *header = data;

	g_free(header->name);
	g_free(header->value);
	g_free(header);
}

/* The next line without its end; false at the end of the block. */
static bool
next_line(reader *r, const char **line_out, gsize *len_out)
{
	if (r->at >= r->end)
		return false;
	const char *stop =
		memchr(r->at, r->cr_only ? '\r' : '\n', (gsize)(r->end - r->at));
	const char *next = stop != NULL ? stop + 1 : r->end;
	if (stop == NULL)
		stop = r->end;
	while (!r->cr_only && stop > r->at && stop[-1] == '\r')
		stop--;
	*line_out = r->at;
	*len_out = (gsize)(stop - r->at);
	r->at = next;
	return true;
}

static bool
is_structured(const char *name)
{
	static const char *const names[] = {
		"From",
		"Sender",
		"Reply-To",
		"To",
		"Cc",
		"Bcc",
		"Date",
		"Message-ID",
		"Return-Path",
		"Resent-From",
		"Resent-To",
		"Content-Type",
		"Content-Disposition",
		"Authentication-Results",
		"Content-Transfer-Encoding",
		"Auto-Submitted",
	};

	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_ascii_strcasecmp(name, names[i]) == 0)
			return true;
	return false;
}

/* The length of a field name at LINE if a colon follows it, else 0. */
static gsize
name_length(const char *line, gsize len, gsize *value_out)
{
	gsize n = 0;

	while (n < len && line[n] > ' ' && line[n] < 0x7f && line[n] != ':')
		n++;
	gsize colon = n;
	while (colon < len && (line[colon] == ' ' || line[colon] == '\t'))
		colon++;
	if (n == 0 || colon == len || line[colon] != ':')
		return 0;
	*value_out = colon + 1;
	return n;
}

/* Append a line's bytes; what may not stand in a value becomes a space. */
static void
append_value(reader *r, GString *value, const char *bytes, gsize len)
{
	gsize room = APRES_HEADER_MAX_BYTES - MIN(value->len, APRES_HEADER_MAX_BYTES);

	if (len > room) {
		r->seen[PROBLEM_TOO_LARGE] = true;
		len = room;
	}
	gsize start = value->len;
	g_string_append_len(value, bytes, (gssize)len);
	for (gsize i = start; i < value->len; i++) {
		char c = value->str[i];
		if (c != '\0' && c != '\r' && c != '\n')
			continue;
		r->seen[c == '\0' ? PROBLEM_NUL : PROBLEM_MALFORMED] = true;
		value->str[i] = ' ';
	}
}

static void
add_field(reader *r, apres_headers *headers, const char *name, gsize name_len,
	  const GString *value)
{
	if (headers->fields->len >= APRES_HEADERS_MAX_COUNT) {
		r->seen[PROBLEM_TOO_MANY] = true;
		return;
	}
	apres_header *header = g_new0(apres_header, 1);
	header->name = g_strndup(name, name_len);
	header->value = g_strstrip(g_strndup(value->str, value->len));
	if (value->len > APRES_HEADER_STRUCTURED_MAX_BYTES && is_structured(header->name))
		r->seen[PROBLEM_TOO_LARGE] = true;
	g_ptr_array_add(headers->fields, header);
}

/* Read fields up to the empty line; true if there was one. */
static bool
read_fields(reader *r, apres_headers *headers)
{
	g_autoptr(GString) value = g_string_new(NULL);
	const char *line, *name = NULL;
	gsize len, at, name_len = 0;
	bool ended = false;

	while (!ended && next_line(r, &line, &len)) {
		if (len > 0 && (*line == ' ' || *line == '\t')) {
			if (name != NULL)
				append_value(r, value, line, len);
			else
				r->seen[PROBLEM_MALFORMED] = true;
			continue;
		}
		if (name != NULL)
			add_field(r, headers, name, name_len, value);
		name = NULL;
		ended = len == 0;
		name_len = name_length(line, len, &at);
		if (name_len == 0) {
			bool nul = memchr(line, '\0', len) != NULL;
			r->seen[nul ? PROBLEM_NUL : PROBLEM_MALFORMED] |= !ended;
			continue;
		}
		name = line;
		g_string_truncate(value, 0);
		append_value(r, value, line + at, len - at);
	}
	if (name != NULL)
		add_field(r, headers, name, name_len, value);
	return ended;
}

static void
collect_problems(const reader *r, apres_headers *headers)
{
	for (guint i = 0; i < PROBLEM_COUNT; i++)
		if (r->seen[i])
			g_ptr_array_add(headers->problems, (gpointer)problem_ids[i]);
	const char *from = apres_headers_get(headers, "From");
	if (from == NULL || *from == '\0')
		g_ptr_array_add(headers->problems, (gpointer) "no-from");
	for (guint i = 0; i < G_N_ELEMENTS(singles); i++)
		if (apres_headers_count_of(headers, singles[i].name) > 1)
			g_ptr_array_add(headers->problems, (gpointer)singles[i].problem);
}

/* Are the line ends a lone CR?  The first line tells. */
static bool
has_cr_ends(const char *bytes, gsize len)
{
	for (gsize i = 0; i < len; i++)
		if (bytes[i] == '\n')
			return false;
		else if (bytes[i] == '\r')
			return i + 1 == len ||
			       (bytes[i + 1] != '\n' && bytes[i + 1] != '\r') ||
			       memchr(bytes, '\n', len) == NULL;
	return false;
}

apres_headers *
apres_headers_parse(const char *bytes, gsize len)
{
	apres_headers *headers = g_new0(apres_headers, 1);
	gsize seen = MIN(len, APRES_HEADERS_MAX_BYTES);
	reader r = { .at = bytes,
		     .end = bytes + seen,
		     .cr_only = has_cr_ends(bytes, seen) };
	const char *line;
	gsize line_len;

	headers->fields = g_ptr_array_new_with_free_func(header_free);
	headers->problems = g_ptr_array_new();
	/* A block that is cut ends with its last whole line. */
	while (seen < len && r.end > bytes && r.end[-1] != '\n' && r.end[-1] != '\r')
		r.end--;
	if (seen > 5 && memcmp(bytes, "From ", 5) == 0)
		next_line(&r, &line, &line_len);
	if (!read_fields(&r, headers))
		r.seen[len > seen ? PROBLEM_TOO_LARGE : PROBLEM_NO_END] = true;
	headers->body_offset = (gsize)(r.at - bytes);
	collect_problems(&r, headers);
	return headers;
}

void
apres_headers_free(apres_headers *headers)
{
	if (headers == NULL)
		return;
	g_ptr_array_unref(headers->fields);
	g_ptr_array_unref(headers->problems);
	g_free(headers);
}

guint
apres_headers_count(const apres_headers *headers)
{
	return headers->fields->len;
}

const apres_header *
apres_headers_at(const apres_headers *headers, guint i)
{
	return headers->fields->pdata[i];
}

guint
apres_headers_count_of(const apres_headers *headers, const char *name)
{
	guint n = 0;

	for (guint i = 0; i < headers->fields->len; i++)
		n += g_ascii_strcasecmp(apres_headers_at(headers, i)->name, name) == 0;
	return n;
}

const char *
apres_headers_get(const apres_headers *headers, const char *name)
{
	for (guint i = 0; i < headers->fields->len; i++)
		if (g_ascii_strcasecmp(apres_headers_at(headers, i)->name, name) == 0)
			return apres_headers_at(headers, i)->value;
	return NULL;
}

const GPtrArray *
apres_headers_problems(const apres_headers *headers)
{
	return headers->problems;
}

gsize
apres_headers_body_offset(const apres_headers *headers)
{
	return headers->body_offset;
}
