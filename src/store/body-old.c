/* SPDX-License-Identifier: Apache-2.0 */
/* Private parts of a store from before they were sealed. */
#include "config.h"
#include "store/audit-parts.h"

#include <string.h>

#include "store/subject.h"
#include "util/error.h"

typedef struct plain_row {
	gint64 index, message;
	char *company;
	GBytes *pub, *salt, *text;
	apres_hash leaf;
	bool has_leaf;
} plain_row;

static void
plain_row_clear(plain_row *row)
{
	g_free(row->company);
	g_clear_pointer(&row->pub, g_bytes_unref);
	g_clear_pointer(&row->salt, g_bytes_unref);
	g_clear_pointer(&row->text, g_bytes_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(plain_row, plain_row_clear)

static void
take_row(apres_query *query, plain_row *row)
{
	row->index = apres_take_int(query);
	row->message = apres_take_int(query);
	row->company = apres_take_text(query);
	row->pub = apres_take_blob(query);
	row->has_leaf = apres_take_hash(query, &row->leaf);
	row->salt = apres_take_blob(query);
	row->text = apres_take_blob(query);
}

/* What somebody damaged before is left out: the record then says that it is missing. */
static bool
is_sound(const plain_row *row)
{
	return row->pub != NULL && row->has_leaf && row->text != NULL &&
	       row->salt != NULL && g_bytes_get_size(row->salt) == APRES_HASH_LEN;
}

static bool
seal_row(apres_store *store, const plain_row *row, GError **error)
{
	g_autofree char *name = NULL;
	gsize pub_len, len;
	const char *pub = g_bytes_get_data(row->pub, &pub_len);
	const char *text = g_bytes_get_data(row->text, &len);
	json_auto_t *whole = json_loadb(pub, pub_len, 0, NULL);
	const json_t *facts = json_object_get(whole, "facts");

	return apres_subject_name(store, row->message, facts, &name, error) &&
	       apres_body_seal(store, row->index, row->company, name, &row->leaf,
			       g_bytes_get_data(row->salt, NULL), text, len, error);
}

bool
apres_body_seal_old(apres_store *store, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT e.idx, e.message, e.company, e.pub, e.leaf, p.salt, p.data"
		       " FROM body_plain p JOIN entry e ON e.idx = p.idx ORDER BY e.idx");
	bool more = true;

	while (more) {
		g_auto(plain_row) row = { 0 };

		if (!apres_query_step(&query, &more, error))
			return false;
		if (!more)
			break;
		take_row(&query, &row);
		if (is_sound(&row) && !seal_row(store, &row, error))
			return false;
	}
	apres_query_clear(&query);
	return apres_store_exec(store, "DROP TABLE body_plain", error);
}
