/* SPDX-License-Identifier: Apache-2.0 */
/* Where something stands in apres.conf, and what is said of it there. */
#include "config.h"
#include "config/parse.h"

#include <stdarg.h>

static guint
line_of(GHashTable *lines, const char *group, const char *key)
{
	g_autofree char *place =
		g_strdup_printf("%s\n%s", group ? group : "", key ? key : "");
	guint line = GPOINTER_TO_UINT(g_hash_table_lookup(lines, place));

	/* A key that is missing belongs to its group. */
	return line != 0 || key == NULL ? line : line_of(lines, group, NULL);
}

static void
put_place(GString *out, const char *path, guint line, const char *group, const char *key)
{
	g_string_append(out, path);
	if (line != 0)
		g_string_append_printf(out, ":%u", line);
	if (group != NULL)
		g_string_append_printf(out, ": [%s]%s%s", group, key ? " " : "",
				       key ? key : "");
}

char *
apres_config_place(const apres_config *config, const char *group, const char *key)
{
	g_autoptr(GString) out = g_string_new(NULL);

	put_place(out, config->path, line_of(config->lines, group, key), group, key);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

void
apres_config_fault(apres_config_source *source, const char *group, const char *key,
		   const char *fmt, ...)
{
	guint line = source->at != 0 ? source->at : line_of(source->lines, group, key);
	va_list ap;

	put_place(source->faults, source->path, line, group, key);
	g_string_append(source->faults, ": ");
	va_start(ap, fmt);
	g_string_append_vprintf(source->faults, fmt, ap);
	va_end(ap);
	g_string_append_c(source->faults, '\n');
}

void
apres_config_fault_line(apres_config_source *source, guint line, const char *what)
{
	g_string_append_printf(source->faults, "%s:%u: %s\n", source->path, line, what);
}

void
apres_config_source_clear(apres_config_source *source)
{
	g_free(source->folder);
	g_clear_pointer(&source->file, g_key_file_free);
	g_clear_pointer(&source->lines, g_hash_table_unref);
	if (source->faults != NULL)
		g_string_free(source->faults, TRUE);
}
