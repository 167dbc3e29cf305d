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
apres_policy_source_name(const char *file, const char *name)
{
	g_autofree char *folder = g_path_get_dirname(file);
	g_autofree char *inside = g_strconcat(folder, "/", NULL);

	if (g_str_equal(name, file)) {
		g_autofree char *own = g_path_get_basename(name);
		return g_strconcat("./", own, NULL);
	}
	return g_str_has_prefix(name, inside)
		       ? g_strconcat("./", name + strlen(inside), NULL)
		       : g_strdup(name);
}

char *
apres_policy_manifest(GHashTable *sources, const char *file)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	GHashTableIter at;
	gpointer path, bytes;

	g_hash_table_iter_init(&at, sources);
	while (g_hash_table_iter_next(&at, &path, &bytes)) {
		gsize len;
		gconstpointer data = g_bytes_get_data(bytes, &len);
		g_autofree char *hex = apres_sha256_hex(data, len);
		g_autofree char *name = apres_policy_source_name(file, path);
		g_ptr_array_add(lines, g_strdup_printf("%s  %s\n", hex, name));
	}
	g_ptr_array_sort(lines, by_text);
	g_ptr_array_add(lines, NULL);
	return g_strjoinv("", (char **)lines->pdata);
}

char *
apres_policy_digest(GHashTable *sources, const char *file)
{
	g_autofree char *manifest = apres_policy_manifest(sources, file);

	return apres_sha256_hex(manifest, strlen(manifest));
}
