/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/outside.h"
#include "store/audit.h"
#include "store/checkpoint.h"
#include "util/fsutil.h"

#include <string.h>

#define MAX_NOTE (64 * 1024)
#define MAX_LOOKED 16 /* so many may be damaged, or another log's */

static int
newest_first(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)b, *(const char *const *)a);
}

/* The names of the checkpoints in FOLDER; an empty array if it cannot be read. */
static GPtrArray *
checkpoint_names(const char *folder)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
		if (g_str_has_prefix(name, "checkpoint-"))
			g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, newest_first);
	return names;
}

/* NULL: not ours, damaged, or not to be read. */
static apres_checkpoint *
open_one(const apres_config *config, const apres_note_public *key, const char *name)
{
	g_autofree char *path = g_build_filename(config->checkpoints, name, NULL);
	g_autoptr(GBytes) bytes = apres_file_read(path, MAX_NOTE, NULL);
	gsize len = 0;
	const char *note = bytes != NULL ? g_bytes_get_data(bytes, &len) : "";

	return apres_checkpoint_open(key, note, len, NULL);
}

static apres_note_public *
key_of(const apres_config *config)
{
	g_autofree char *line = config->checkpoints != NULL
					? apres_log_public_key(config->state, NULL)
					: NULL;

	return line != NULL ? apres_note_public_parse(line, NULL) : NULL;
}

guint64
apres_outside_size(const apres_config *config)
{
	g_autoptr(apres_note_public) key = key_of(config);

	if (key == NULL)
		return 0;
	g_autoptr(GPtrArray) names = checkpoint_names(config->checkpoints);
	for (guint i = 0; i < MIN(names->len, MAX_LOOKED); i++) {
		g_autoptr(apres_checkpoint) one = open_one(config, key, names->pdata[i]);
		if (one != NULL)
			return one->size;
	}
	return 0;
}

/* Every checkpoint that went out was in the store before. */
static bool
compare_one(apres_store *store, const char *name, const apres_checkpoint *outside,
	    char **what_out, GError **error)
{
	g_autoptr(GPtrArray) notes = NULL;
	gint64 size;

	if (outside == NULL || outside->size == 0)
		return true;
	if (!apres_checkpoint_notes(store, outside->size - 1, outside->size, &notes,
				    error) ||
	    !apres_audit_size(store, &size, error))
		return false;
	if (notes->len == 1 && g_str_equal(notes->pdata[0], outside->note))
		return true;
	*what_out = g_strdup_printf(
		"'%s', which is kept outside, was signed over %" G_GUINT64_FORMAT
		" entries, and is not in the record, which has %" G_GINT64_FORMAT ": %s",
		name, outside->size, size,
		(guint64)size < outside->size ? "an older store is in its place"
					      : "there are two histories");
	return true;
}

/* The name of the one that was noticed at a restore, or NULL. */
static bool
noted_name(apres_store *store, char **name_out, GError **error)
{
	g_autofree char *mark = NULL;

	*name_out = NULL;
	if (!apres_store_meta_get(store, APRES_OUTSIDE_NOTED, &mark, error))
		return false;
	if (mark != NULL)
		*name_out = g_strdup_printf("checkpoint-%012" G_GUINT64_FORMAT,
					    g_ascii_strtoull(mark, NULL, 10));
	return true;
}

bool
apres_outside_compare(const apres_config *config, apres_store *store, char **what_out,
		      GError **error)
{
	g_autoptr(apres_note_public) key = key_of(config);
	g_autofree char *noted = NULL;

	*what_out = NULL;
	if (key == NULL)
		return true;
	if (!noted_name(store, &noted, error))
		return false;
	g_autoptr(GPtrArray) names = checkpoint_names(config->checkpoints);
	g_ptr_array_set_size(names, (gint)MIN(names->len, (guint)MAX_LOOKED));
	/* It stays there while others come after it. */
	if (noted != NULL)
		g_ptr_array_insert(names, 0, g_steal_pointer(&noted));
	for (guint i = 0; i < names->len && *what_out == NULL; i++) {
		g_autoptr(apres_checkpoint) one = open_one(config, key, names->pdata[i]);
		if (!compare_one(store, names->pdata[i], one, what_out, error))
			return false;
	}
	return true;
}
