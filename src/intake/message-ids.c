/* SPDX-License-Identifier: Apache-2.0 */
/* What a header block says it answers. */
#include "config.h"
#include "intake/message-ids.h"

#include <stdbool.h>
#include <string.h>

#define MAX_IDS 200
#define MAX_ID_BYTES 998

/* Every <...> of VALUE; what does not look like one is passed over. */
static void
collect(const char *value, GPtrArray *ids)
{
	const char *open = value != NULL ? strchr(value, '<') : NULL;

	while (open != NULL) {
		const char *close = strpbrk(open + 1, "<> \t");
		if (close == NULL)
			return;
		if (*close == '>' && close - open > 1 && close - open < MAX_ID_BYTES)
			g_ptr_array_add(ids,
					g_strndup(open + 1, (gsize)(close - open - 1)));
		open = strchr(close, '<');
	}
}

GPtrArray *
apres_message_ids_answered(const apres_headers *headers)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);

	/* References are oldest first, so the last one found is the nearest. */
	collect(apres_headers_get(headers, "References"), found);
	collect(apres_headers_get(headers, "In-Reply-To"), found);
	for (guint i = found->len; i > 0 && ids->len < MAX_IDS; i--) {
		char *id = found->pdata[i - 1];
		if (g_hash_table_add(seen, id))
			g_ptr_array_add(ids, g_strdup(id));
	}
	return ids;
}

char *
apres_message_id_of(const apres_headers *headers)
{
	const char *value = apres_headers_get(headers, "Message-ID");
	const char *open = value != NULL ? strchr(value, '<') : NULL;
	const char *end = open != NULL ? strchr(open, '>') : NULL;

	if (end == NULL || end == open + 1 || end - open > MAX_ID_BYTES)
		return NULL;
	for (const char *c = open + 1; c < end; c++)
		if ((guchar)*c <= ' ' || (guchar)*c >= 0x7f || *c == '<')
			return NULL;
	return g_strndup(open + 1, (gsize)(end - open - 1));
}
