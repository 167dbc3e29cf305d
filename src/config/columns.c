/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "config/columns.h"

#include <string.h>

#include "util/error.h"

#define VALUES "values "

struct apres_columns {
	GPtrArray *headings; /* char *, as the file has them */
	GHashTable *fields;  /* heading -> our name */
	GPtrArray *valued;   /* char *: fields of [values FIELD] */
	GHashTable *words;   /* "field\nword", case folded -> our word */
};

static char *
word_key(const char *field, const char *word)
{
	g_autofree char *folded = g_utf8_casefold(word, -1);

	return g_strdup_printf("%s\n%s", field, folded);
}

static bool
take_group(apres_columns *columns, GKeyFile *file, const char *path, const char *group,
	   GError **error)
{
	bool headings = g_str_equal(group, "columns");
	const char *field = g_str_has_prefix(group, VALUES) ? group + strlen(VALUES) : "";
	g_auto(GStrv) keys = g_key_file_get_keys(file, group, NULL, NULL);

	if (!headings && *field == '\0')
		return apres_throw(
			error, APRES_ERROR_CONFIG,
			"%s: no group [%s]; allowed: [columns], [values FIELD]", path,
			group);
	if (!headings)
		g_ptr_array_add(columns->valued, g_strdup(field));
	for (guint i = 0; keys[i] != NULL; i++) {
		g_autofree char *value =
			g_key_file_get_string(file, group, keys[i], NULL);
		if (value == NULL || *value == '\0')
			return apres_throw(error, APRES_ERROR_CONFIG,
					   "%s: [%s] '%s' stands for nothing", path,
					   group, keys[i]);
		if (headings)
			g_ptr_array_add(columns->headings, g_strdup(keys[i]));
		g_hash_table_insert(headings ? columns->fields : columns->words,
				    headings ? g_strdup(keys[i])
					     : word_key(field, keys[i]),
				    g_steal_pointer(&value));
	}
	return true;
}

apres_columns *
apres_columns_load(const char *path, GError **error)
{
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autoptr(apres_columns) columns = g_new0(apres_columns, 1);
	g_autoptr(GError) cause = NULL;

	columns->headings = g_ptr_array_new_with_free_func(g_free);
	columns->valued = g_ptr_array_new_with_free_func(g_free);
	columns->fields = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	columns->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	if (!g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, &cause)) {
		apres_throw(error, APRES_ERROR_CONFIG, "'%s': %s", path, cause->message);
		return NULL;
	}
	g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
	for (guint i = 0; groups[i] != NULL; i++)
		if (!take_group(columns, file, path, groups[i], error))
			return NULL;
	if (columns->headings->len == 0) {
		apres_throw(error, APRES_ERROR_CONFIG,
			    "%s: [columns] is missing or names none", path);
		return NULL;
	}
	return g_steal_pointer(&columns);
}

void
apres_columns_free(apres_columns *columns)
{
	if (columns == NULL)
		return;
	g_ptr_array_unref(columns->headings);
	g_ptr_array_unref(columns->valued);
	g_hash_table_unref(columns->fields);
	g_hash_table_unref(columns->words);
	g_free(columns);
}

const char *
apres_columns_field(const apres_columns *columns, const char *heading)
{
	return g_hash_table_lookup(columns->fields, heading);
}

const char *
apres_columns_value(const apres_columns *columns, const char *field, const char *word)
{
	g_autofree char *key = word_key(field, word);
	const char *ours = g_hash_table_lookup(columns->words, key);

	return ours != NULL ? ours : word;
}

static GPtrArray *
copy_of(const GPtrArray *names)
{
	GPtrArray *copy = g_ptr_array_new();

	for (guint i = 0; i < names->len; i++)
		g_ptr_array_add(copy, names->pdata[i]);
	return copy;
}

GPtrArray *
apres_columns_headings(const apres_columns *columns)
{
	return copy_of(columns->headings);
}

GPtrArray *
apres_columns_valued(const apres_columns *columns)
{
	return copy_of(columns->valued);
}
