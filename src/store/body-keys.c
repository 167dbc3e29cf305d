/* SPDX-License-Identifier: Apache-2.0 */
/* Which key file belongs to a store, and which keys in it to nobody. */
#include "config.h"
#include "store/audit-parts.h"

#include "util/crash-point.h"
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

/* Keys written into a file that was removed would be gone with the process. */
static bool
check_in_place(const apres_store *store, GError **error)
{
	return apres_keyfile_in_place(store->keys) ||
	       apres_throw(error, APRES_ERROR_CONFIG,
			   "'%s/keys.db' was removed or replaced while in use; put it "
			   "back and restart apresd (without a copy: apres audit "
			   "new-keys)",
			   store->folder);
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
	if (keys == NULL || !check_in_place(store, error) ||
	    !apres_keyfile_extend(keys, subject, error))
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

/* The last number that was ever given to somebody. */
static bool
last_number(apres_store *store, gint64 *number_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT seq FROM sqlite_sequence WHERE name = 'subject'");

	return apres_query_int(&query, number_out, error);
}

bool
apres_keys_collect(apres_store *store, GError **error)
{
	g_auto(apres_query) query = apres_query_of(store, APRES_QUERY_WHOLE
						   "SELECT id FROM subject ORDER BY id");
	gint64 next = 1, end;
	bool row = true;

	if (!last_number(store, &end, error))
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

/* ---- a new file in the place of one that is lost ---- */

/* A new file, in which the numbers up to LAST never have a key.  What a crash left of
 * this is taken up again; anything else that is there is not ours to remove. */
static apres_keyfile *
make_anew(apres_store *store, const char *bound, gint64 last, GError **error)
{
	g_autofree char *path = path_of(store);
	bool there = g_file_test(path, G_FILE_TEST_EXISTS);

	if (!there && !apres_keyfile_create(path, error))
		return NULL;
	g_autoptr(apres_keyfile) keys = apres_keyfile_open(path, true, NULL);
	if (keys != NULL && g_str_equal(apres_keyfile_id(keys), bound))
		apres_throw(error, APRES_ERROR_INPUT,
			    "'%s' is there and belongs to this store: nothing is lost",
			    path);
	else if (keys == NULL || !apres_keyfile_is_blank(keys))
		apres_throw(error, APRES_ERROR_INPUT,
			    "'%s' is there, and not this store's: move it away first, "
			    "apres removes no keys",
			    path);
	else if (apres_keyfile_give_up(keys, last, error))
		return g_steal_pointer(&keys);
	return NULL;
}

static bool
record_loss(apres_store *store, const char *by, const char *because, gint64 now,
	    gint64 *entries_out, GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, APRES_QUERY_WHOLE "SELECT count(*) FROM body");
	gint64 index;

	if (!apres_query_int(&query, entries_out, error) ||
	    !apres_audit_size(store, &index, error))
		return false;
	g_autofree char *at = g_strdup_printf("%" G_GINT64_FORMAT, index);
	json_auto_t *pub = json_pack("{s:s, s:s, s:I}", "by", by, "because", because,
				     "private", (json_int_t)*entries_out);
	return pub != NULL &&
	       apres_audit_append(store, APRES_AUDIT_KEYS_LOST, NULL, 0, pub, NULL, now,
				  NULL, error) &&
	       apres_store_meta_set(store, APRES_KEYS_LOST_AT, at, error);
}

bool
apres_keys_begin_anew(apres_store *store, const char *by, const char *because, gint64 now,
		      gint64 *entries_out, GError **error)
{
	g_autofree char *bound = NULL;
	gint64 last;

	if (!apres_store_meta_get(store, BOUND, &bound, error) ||
	    !last_number(store, &last, error))
		return false;
	if (bound == NULL)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "no key was needed yet: nothing is lost");
	g_autoptr(apres_keyfile) keys = make_anew(store, bound, last, error);
	if (keys == NULL)
		return false;
	apres_crash_point("keys-made");
	g_autoptr(apres_txn) txn = apres_txn_begin(store, error);
	if (txn == NULL ||
	    !apres_store_meta_set(store, BOUND, apres_keyfile_id(keys), error) ||
	    !record_loss(store, by, because, now, entries_out, error) ||
	    !apres_txn_commit(txn, error))
		return false;
	/* What is open is the file that was lost. */
	g_clear_pointer(&store->keys, apres_keyfile_free);
	return true;
}
