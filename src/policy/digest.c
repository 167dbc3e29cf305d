/* SPDX-License-Identifier: Apache-2.0 */
/* Which policy this is: one number over all that it was made of. */
#include "config.h"
#include "policy/load.h"
#include "util/fsutil.h"

#include <string.h>

static gint
by_text(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char *
apres_policy_digest(GHashTable *sources)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	GHashTableIter at;
	gpointer path, bytes;

	g_hash_table_iter_init(&at, sources);
	while (g_hash_table_iter_next(&at, &path, &bytes)) {
		gsize len;
		gconstpointer data = g_bytes_get_data(bytes, &len);
		g_autofree char *hex = apres_sha256_hex(data, len);
		g_autofree char *name = g_path_get_basename(path);
		g_ptr_array_add(lines, g_strdup_printf("%s  %s\n", hex, name));
	}
	g_ptr_array_sort(lines, by_text);
	for (guint i = 0; i < lines->len; i++)
		g_checksum_update(sum, lines->pdata[i], -1);
	return g_strdup(g_checksum_get_string(sum));
}
