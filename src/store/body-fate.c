/* SPDX-License-Identifier: Apache-2.0 */
/* Why a private part cannot be had: was it erased, or were its keys lost? */
#include "config.h"
#include "store/audit-parts.h"

struct apres_body_fate {
	GHashTable *erased; /* gint64 *: indices that an erasure names */
	gint64 lost;        /* the last entry about lost keys, or -1 */
};

static void
add_indices(GHashTable *erased, const char *data, gsize len)
{
	gsize i;
	json_auto_t *whole = json_loadb(data, len, JSON_REJECT_DUPLICATES, NULL);
	const json_t *entries =
		json_object_get(json_object_get(whole, "facts"), "entries");
	const json_t *one;

	json_array_foreach(entries, i, one)
	{
		gint64 *index = g_new(gint64, 1);
		*index = json_integer_value(one);
		g_hash_table_add(erased, index);
	}
}

static bool
read_erased(apres_store *store, GHashTable *erased, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"SELECT pub FROM entry WHERE type = '" APRES_AUDIT_ERASE_INTENT "'");
	bool row = true;

	while (row) {
		gsize len;

		if (!apres_query_step(&query, &row, error))
			return false;
		const char *pub = row ? apres_peek_blob(&query, &len) : NULL;
		if (pub != NULL)
			add_indices(erased, pub, len);
	}
	return true;
}

/* The setting is only where to look: what counts is the entry. */
static bool
read_lost(apres_store *store, gint64 *index_out, GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "SELECT 1 FROM entry WHERE idx = ?1"
				      " AND type = '" APRES_AUDIT_KEYS_LOST "'");
	g_autofree char *noted = NULL;
	bool found;

	*index_out = -1;
	if (!apres_store_meta_get(store, APRES_KEYS_LOST_AT, &noted, error))
		return false;
	if (noted == NULL)
		return true;
	gint64 index = g_ascii_strtoll(noted, NULL, 10);
	apres_bind_int(&query, index);
	if (!apres_query_step(&query, &found, error))
		return false;
	if (found)
		*index_out = index;
	return true;
}

apres_body_fate *
apres_body_fate_read(apres_store *store, GError **error)
{
	g_autoptr(apres_body_fate) fate = g_new0(apres_body_fate, 1);

	fate->erased = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	return read_erased(store, fate->erased, error) &&
			       read_lost(store, &fate->lost, error)
		       ? g_steal_pointer(&fate)
		       : NULL;
}

void
apres_body_fate_free(apres_body_fate *fate)
{
	if (fate == NULL)
		return;
	g_hash_table_unref(fate->erased);
	g_free(fate);
}

gint64
apres_body_fate_lost(const apres_body_fate *fate)
{
	return fate->lost;
}

apres_body_state
apres_body_settle(apres_body_state state, gint64 index, const apres_body_fate *fate)
{
	bool gone = state == APRES_BODY_DROPPED || state == APRES_BODY_KEY_GONE;

	if (gone && g_hash_table_contains(fate->erased, &index))
		return APRES_BODY_ERASED;
	return state == APRES_BODY_NO_KEY && index < fate->lost ? APRES_BODY_LOST : state;
}
