/* SPDX-License-Identifier: Apache-2.0 */
/* Which key file belongs to a store, and which keys in it to nobody. */
#include "config.h"
#include "store/audit-parts.h"

#include "util/error.h"

/* In "meta": the id of the key file that goes with this store. */
#define BOUND "keys"

static char *
path_of(const apres_store *store)
{
	return g_build_filename(store->folder, "keys.db", NULL);
}

/* The file, if it is the one that BOUND names. */
static bool
open_bound(apres_store *store, const char *bound, GError **error)
{
	g_autofree char *path = path_of(store);
	g_autoptr(apres_keyfile) keys = apres_keyfile_open(path, store->writes, error);

	if (keys == NULL)
		return false;
	if (!g_str_equal(apres_keyfile_id(keys), bound))
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "'%s' belongs to another store; restore the one that "
				   "was here from its backup",
				   path);
	store->keys = g_steal_pointer(&keys);
	return true;
}

apres_keyfile *
apres_store_keys(apres_store *store, GError **error)
{
	g_autofree char *bound = NULL;

	if (store->keys != NULL)
		return store->keys;
	if (!apres_store_meta_get(store, BOUND, &bound, error))
		return NULL;
	if (bound == NULL) {
		g_autofree char *path = path_of(store);
		apres_throw(error, APRES_ERROR_CONFIG, "'%s': no key was needed yet",
			    path);
		return NULL;
	}
	return open_bound(store, bound, error) ? store->keys : NULL;
}

/* The first key of a store: what a crash left of a beginning is taken up again. */
static bool
begin(apres_store *store, GError **error)
{
	g_autofree char *path = path_of(store);

	if (!g_file_test(path, G_FILE_TEST_EXISTS) && !apres_keyfile_create(path, error))
		return false;
	g_autoptr(apres_keyfile) keys = apres_keyfile_open(path, true, error);
	return keys != NULL &&
	       apres_store_meta_set(store, BOUND, apres_keyfile_id(keys), error);
}

bool
apres_store_key_for(apres_store *store, gint64 subject, bool *usable_out,
		    guint8 key_out[APRES_KEY_LEN], GError **error)
{
	g_autofree char *bound = NULL;

	if (store->keys == NULL && (!apres_store_meta_get(store, BOUND, &bound, error) ||
				    (bound == NULL && !begin(store, error))))
		return false;
	apres_keyfile *keys = apres_store_keys(store, error);
	if (keys == NULL || !apres_keyfile_extend(keys, subject, error))
		return false;
	*usable_out = apres_keyfile_get(keys, subject, key_out) == APRES_KEY_FOUND;
	return true;
}

/* Numbers from *NEXT to below NUMBER name nobody. */
static bool
destroy_to(apres_keyfile *keys, gint64 *next, gint64 number, GError **error)
{
	for (; *next < number; ++*next)
		if (!apres_keyfile_destroy(keys, *next, error))
			return false;
	*next = number + 1;
	return true;
}

bool
apres_keys_collect(apres_store *store, GError **error)
{
	g_auto(apres_query) query = apres_query_of(store, APRES_QUERY_WHOLE
						   "SELECT id FROM subject ORDER BY id");
	g_auto(apres_query) last = apres_query_of(
		store, "SELECT seq FROM sqlite_sequence WHERE name = 'subject'");
	gint64 next = 1, end;
	bool row = true;

	if (!apres_query_int(&last, &end, error))
		return false;
	if (end == 0)
		return true;
	/* Without its keys the store goes on: the first that needs one says why not. */
	apres_keyfile *keys = apres_store_keys(store, NULL);
	if (keys != NULL && !apres_keyfile_give_up(keys, end, error))
		return false;
	while (keys != NULL && row) {
		if (!apres_query_step(&query, &row, error) ||
		    !destroy_to(keys, &next, row ? apres_take_int(&query) : end + 1,
				error))
			return false;
	}
	return true;
}
