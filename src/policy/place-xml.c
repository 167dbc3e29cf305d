/* SPDX-License-Identifier: Apache-2.0 */
/* Where things stand in a policy file: all is found from where start tags begin. */
#include "config.h"
#include "policy/file-xml-parts.h"

#include <string.h>

#define CDATA "<![CDATA["

apres_origin
apres_policy_file_at_offset(const apres_policy_file *file, gsize offset)
{
	gsize len;
	const char *data = g_bytes_get_data(file->bytes, &len);
	guint line = 0, beyond = file->lines->len;

	while (beyond - line > 1) {
		guint middle = line + (beyond - line) / 2;
		if (g_array_index(file->lines, gsize, middle) <= offset)
			line = middle;
		else
			beyond = middle;
	}
	apres_origin origin = { .file = file->name, .line = (int)line + 1, .column = 1 };
	/* Columns count characters: a byte that continues one counts none. */
	for (gsize i = g_array_index(file->lines, gsize, line); i < MIN(offset, len); i++)
		origin.column += ((guchar)data[i] & 0xc0) != 0x80;
	return origin;
}

static gsize
start_of(const apres_policy_file *file, const xmlNode *node)
{
	gpointer start = g_hash_table_lookup(file->starts, node);

	return start != NULL ? GPOINTER_TO_SIZE(start) - 1 : 0;
}

apres_origin
apres_policy_file_at(const apres_policy_file *file, const xmlNode *node)
{
	return apres_policy_file_at_offset(file, start_of(file, node));
}

/* Walk the start tag of NODE: the offset of ATTRIBUTE's name, or with ATTRIBUTE NULL the
 * offset behind the tag's '>'.  0 if it is not there. */
static gsize
find_in_tag(const apres_policy_file *file, const xmlNode *node, const char *attribute)
{
	gsize len, at = start_of(file, node) + 1;
	const char *data = g_bytes_get_data(file->bytes, &len);
	char quote = '\0';

	for (; at < len; at++) {
		if (quote != '\0') {
			quote = data[at] == quote ? '\0' : quote;
			continue;
		}
		if (data[at] == '"' || data[at] == '\'') {
			quote = data[at];
			continue;
		}
		if (data[at] == '>')
			return attribute == NULL ? at + 1 : 0;
		gsize n = attribute != NULL ? strlen(attribute) : 0;
		if (n > 0 && g_ascii_isspace(data[at - 1]) && len - at > n &&
		    memcmp(data + at, attribute, n) == 0 &&
		    (data[at + n] == '=' || g_ascii_isspace(data[at + n])))
			return at;
	}
	return 0;
}

apres_origin
apres_policy_file_at_attribute(const apres_policy_file *file, const xmlNode *node,
			       const char *attribute)
{
	gsize at = find_in_tag(file, node, attribute);

	return apres_policy_file_at_offset(file, at != 0 ? at : start_of(file, node));
}

static gsize
content_of(const apres_policy_file *file, const xmlNode *node)
{
	gsize len, at = find_in_tag(file, node, NULL);
	const char *data = g_bytes_get_data(file->bytes, &len);

	while (at < len && g_ascii_isspace(data[at]))
		at++;
	return at;
}

apres_origin
apres_policy_file_at_content(const apres_policy_file *file, const xmlNode *node)
{
	return apres_policy_file_at_offset(file, content_of(file, node));
}

apres_origin
apres_policy_file_at_char(const apres_policy_file *file, const xmlNode *node, gsize count)
{
	gsize len, at = content_of(file, node);
	const char *data = g_bytes_get_data(file->bytes, &len);

	while (at < len) {
		if (len - at > strlen(CDATA) &&
		    memcmp(data + at, CDATA, strlen(CDATA)) == 0) {
			at += strlen(CDATA);
			continue;
		}
		if (count-- == 0)
			break;
		const char *end =
			data[at] == '&' ? memchr(data + at, ';', len - at) : NULL;
		at = end != NULL ? (gsize)(end - data) : at;
		at = (gsize)(g_utf8_next_char(data + at) - data);
	}
	return apres_policy_file_at_offset(file, MIN(at, len));
}

apres_origin
apres_policy_file_at_text(const apres_policy_file *file, const xmlNode *node)
{
	gsize len;
	const char *data = g_bytes_get_data(file->bytes, &len);

	for (const xmlNode *child = node->children; child != NULL; child = child->next) {
		if (child->type != XML_TEXT_NODE || xmlIsBlankNode(child))
			continue;
		if (child->prev == NULL)
			return apres_policy_file_at_content(file, node);
		if (child->next == NULL || child->next->type != XML_ELEMENT_NODE)
			return apres_policy_file_at(file, child->prev);
		/* Back from the next tag to the end of the one before, and its spaces. */
		gsize at = start_of(file, child->next);
		while (at > 0 && data[at - 1] != '>')
			at--;
		while (at < len && g_ascii_isspace(data[at]))
			at++;
		return apres_policy_file_at_offset(file, at);
	}
	return apres_policy_file_at(file, node);
}
