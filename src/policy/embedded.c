/* SPDX-License-Identifier: Apache-2.0 */
/* What the program brought, by its name. */
#include "config.h"
#include "policy/embedded.h"

#include "policy/load.h"

GBytes *
apres_embedded_find(const char *path)
{
	static GHashTable *table; /* of constants, filled once: no state */
	static gsize filled;

	if (g_once_init_enter(&filled)) {
		table = g_hash_table_new(g_str_hash, g_str_equal);
		for (const apres_embedded_file *f = apres_embedded_files; f->path != NULL;
		     f++)
			g_hash_table_insert(table, (gpointer)f->path,
					    g_bytes_new_static(f->data, f->len));
		g_once_init_leave(&filled, 1);
	}
	return g_hash_table_lookup(table, path);
}

GBytes *
apres_policy_embedded(const char *name)
{
	g_autofree char *path = g_str_equal(name, "base")
					? g_strdup("base.xml")
					: g_strdup_printf("packs/%s.xml", name);
	GBytes *bytes = apres_embedded_find(path);

	return bytes != NULL ? g_bytes_ref(bytes) : NULL;
}

bool
apres_embedded_is(const char *file, const char *own)
{
	g_autofree char *pack = g_strconcat("packs/", file, NULL);

	return !g_str_equal(file, own) &&
	       (apres_embedded_find(file) != NULL || apres_embedded_find(pack) != NULL);
}
