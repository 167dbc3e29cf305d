/* SPDX-License-Identifier: Apache-2.0 */
/* A text as it stands in its file, so that a word in it has a place. */
#include "config.h"
#include "policy/text-source.h"

#include <string.h>

char *
apres_text_source(const apres_policy *policy, const apres_text *text,
		  apres_origin *begin_out)
{
	const char *file = text->file != NULL ? text->file : text->origin.file;
	GBytes *bytes = g_hash_table_lookup(policy->sources, file);
	gsize len = 0;
	const char *data = bytes != NULL ? g_bytes_get_data(bytes, &len) : NULL;
	g_autofree char *whole = g_strndup(data != NULL ? data : "", len);

	*begin_out = (apres_origin){ g_intern_string(file), 1, 1 };
	if (text->file != NULL)
		return g_steal_pointer(&whole);
	/* Inline: from its element to the end of that. */
	const char *line = whole;
	for (int i = 1; line != NULL && i < text->origin.line; i++) {
		line = strchr(line, '\n');
		line = line != NULL ? line + 1 : NULL;
	}
	if (line == NULL)
		return g_strdup("");
	*begin_out = text->origin;
	line = g_utf8_offset_to_pointer(line, text->origin.column - 1);
	const char *end = strstr(line, "</text>");
	return g_strndup(line, end != NULL ? (gsize)(end - line) : strlen(line));
}

apres_origin
apres_text_place(const char *source, apres_origin begin, gsize offset)
{
	const char *end = source + offset;

	for (const char *p = source; p < end; p = g_utf8_next_char(p)) {
		begin.column = *p == '\n' ? 1 : begin.column + 1;
		begin.line += *p == '\n';
	}
	return begin;
}
