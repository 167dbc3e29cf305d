/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "policy/shelf.h"

#include "classify/likeness.h"
#include "classify/words.h"

static void
free_file(gpointer file)
{
	apres_policy_file_free(file);
}

static GHashTable *
files_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_file);
}

apres_shelf *
apres_shelf_new(void)
{
	apres_shelf *shelf = g_new0(apres_shelf, 1);

	shelf->own = files_new();
	shelf->embedded = files_new();
	shelf->word_sets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						 (GDestroyNotify)apres_word_set_unref);
	shelf->tables = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					      (GDestroyNotify)apres_likeness_table_unref);
	return shelf;
}

void
apres_shelf_free(apres_shelf *shelf)
{
	if (shelf == NULL)
		return;
	g_hash_table_unref(shelf->own);
	g_hash_table_unref(shelf->embedded);
	g_hash_table_unref(shelf->word_sets);
	g_hash_table_unref(shelf->tables);
	g_free(shelf);
}
