/* SPDX-License-Identifier: Apache-2.0 */
/* Statements, parameters, columns. */
#include "config.h"
#include "store/db.h"

#include <jansson.h>

#include "util/error.h"

bool
apres_store_fail(apres_store *store, const char *what, GError **error)
{
	int code = sqlite3_extended_errcode(store->db);
	int kind = code & 0xff;
	bool temporary = kind == SQLITE_BUSY || kind == SQLITE_LOCKED ||
			 kind == SQLITE_FULL || kind == SQLITE_IOERR ||
			 kind == SQLITE_READONLY || kind == SQLITE_CANTOPEN ||
			 kind == SQLITE_NOMEM;

	if (kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB)
		return apres_throw(error, APRES_ERROR_INTERNAL,
				   "'%s/apres.db' is damaged or cut off (%s); keep it as "
				   "it is, and restore a backup: man apres-admin",
				   store->folder, sqlite3_errmsg(store->db));
	return apres_throw(error, temporary ? APRES_ERROR_TEMP : APRES_ERROR_INTERNAL,
			   "store '%s': %s: %s", store->folder, what,
			   sqlite3_errmsg(store->db));
}

bool
apres_store_exec(apres_store *store, const char *sql, GError **error)
{
	if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return true;
	return apres_store_fail(store, "exec", error);
}

apres_query
apres_query_of(apres_store *store, const char *sql)
{
	apres_query query = { .store = store, .next = 1 };
	sqlite3_stmt *statement = g_hash_table_lookup(store->statements, sql);

	if (statement == NULL &&
	    sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement,
			       NULL) == SQLITE_OK)
		g_hash_table_insert(store->statements, (gpointer)sql, statement);
	query.statement = statement;
	return query;
}

void
apres_query_clear(apres_query *query)
{
	if (query->statement == NULL)
		return;
	sqlite3_reset(query->statement);
	sqlite3_clear_bindings(query->statement);
}

void
apres_bind_int(apres_query *query, gint64 value)
{
	sqlite3_bind_int64(query->statement, query->next++, value);
}

void
apres_bind_text(apres_query *query, const char *value)
{
	sqlite3_bind_text(query->statement, query->next++, value, -1, SQLITE_TRANSIENT);
}

void
apres_bind_blob(apres_query *query, gconstpointer data, gsize len)
{
	sqlite3_bind_blob64(query->statement, query->next++, data != NULL ? data : "",
			    len, SQLITE_TRANSIENT);
}

void
apres_bind_bytes(apres_query *query, GBytes *bytes)
{
	gsize len;

	if (bytes == NULL) {
		query->next++;
		return;
	}
	gconstpointer data = g_bytes_get_data(bytes, &len);
	apres_bind_blob(query, data, len);
}

void
apres_bind_words(apres_query *query, char *const *words)
{
	json_t *array = json_array();

	for (; words != NULL && *words != NULL; words++)
		json_array_append_new(array, json_string(*words));
	char *text = json_dumps(array, JSON_COMPACT);
	apres_bind_text(query, text);
	free(text);
	json_decref(array);
}

bool
apres_query_step(apres_query *query, bool *row_out, GError **error)
{
	int code =
		query->statement != NULL ? sqlite3_step(query->statement) : SQLITE_ERROR;

	query->column = 0;
	*row_out = code == SQLITE_ROW;
	if (code == SQLITE_ROW || code == SQLITE_DONE)
		return true;
	return apres_store_fail(query->store, "query", error);
}

bool
apres_query_run(apres_query *query, GError **error)
{
	bool row;

	return apres_query_step(query, &row, error);
}

bool
apres_query_run_changed(apres_query *query, int *changed_out, GError **error)
{
	if (!apres_query_run(query, error))
		return false;
	*changed_out = sqlite3_changes(query->store->db);
	return true;
}

bool
apres_query_int(apres_query *query, gint64 *value_out, GError **error)
{
	bool row;

	*value_out = 0;
	if (!apres_query_step(query, &row, error))
		return false;
	if (row)
		*value_out = apres_take_int(query);
	return true;
}

bool
apres_query_text(apres_query *query, char **text_out, GError **error)
{
	bool row;

	*text_out = NULL;
	if (!apres_query_step(query, &row, error))
		return false;
	if (row)
		*text_out = apres_take_text(query);
	return true;
}

bool
apres_query_rows(apres_query *query, gpointer (*take)(apres_query *query),
		 GDestroyNotify free, GPtrArray **rows_out, GError **error)
{
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(free);
	bool row = true;

	while (row) {
		if (!apres_query_step(query, &row, error))
			return false;
		if (row)
			g_ptr_array_add(rows, take(query));
	}
	*rows_out = g_steal_pointer(&rows);
	return true;
}

bool
apres_query_add_ints(apres_query *query, GArray *values, GError **error)
{
	bool row = true;

	while (row) {
		if (!apres_query_step(query, &row, error))
			return false;
		gint64 value = row ? apres_take_int(query) : 0;
		if (row)
			g_array_append_val(values, value);
	}
	return true;
}

bool
apres_query_add_texts(apres_query *query, GHashTable *set, GError **error)
{
	bool row = true;

	while (row) {
		if (!apres_query_step(query, &row, error))
			return false;
		if (row)
			g_hash_table_add(set, apres_take_text(query));
	}
	return true;
}

gint64
apres_take_int(apres_query *query)
{
	return sqlite3_column_int64(query->statement, query->column++);
}

char *
apres_take_text(apres_query *query)
{
	return g_strdup(
		(const char *)sqlite3_column_text(query->statement, query->column++));
}

GBytes *
apres_take_bytes(apres_query *query)
{
	int at = query->column++;

	if (sqlite3_column_type(query->statement, at) == SQLITE_NULL)
		return NULL;
	gconstpointer data = sqlite3_column_blob(query->statement, at);
	return g_bytes_new(data, (gsize)sqlite3_column_bytes(query->statement, at));
}

GBytes *
apres_take_blob(apres_query *query)
{
	bool blob = sqlite3_column_type(query->statement, query->column) == SQLITE_BLOB;
	g_autoptr(GBytes) bytes = apres_take_bytes(query);

	return blob ? g_steal_pointer(&bytes) : NULL;
}

char **
apres_take_words(apres_query *query)
{
	g_autofree char *text = apres_take_text(query);
	json_t *array = text != NULL ? json_loads(text, 0, NULL) : NULL;
	gsize count = json_array_size(array);
	char **words = g_new0(char *, count + 1);

	for (gsize i = 0; i < count; i++) {
		const char *word = json_string_value(json_array_get(array, i));
		words[i] = g_strdup(word != NULL ? word : "");
	}
	json_decref(array);
	return words;
}

const char *
apres_peek_text(apres_query *query)
{
	return (const char *)sqlite3_column_text(query->statement, query->column++);
}

gconstpointer
apres_peek_blob(apres_query *query, gsize *len_out)
{
	int at = query->column++;

	*len_out = 0;
	if (sqlite3_column_type(query->statement, at) != SQLITE_BLOB)
		return NULL;
	gconstpointer data = sqlite3_column_blob(query->statement, at);
	*len_out = (gsize)sqlite3_column_bytes(query->statement, at);
	return data != NULL ? data : "";
}

bool
apres_query_holds(const apres_query *query, const char *types)
{
	for (int at = query->column; *types != '\0'; types++, at++) {
		int type = sqlite3_column_type(query->statement, at);
		bool held = *types == 'i' ? type == SQLITE_INTEGER
			    : *types == 'b'
				    ? type == SQLITE_BLOB
				    : type == SQLITE_TEXT ||
					      (*types == 'T' && type == SQLITE_NULL);
		if (!held)
			return false;
	}
	return true;
}

gint64
apres_store_last_id(apres_store *store)
{
	return sqlite3_last_insert_rowid(store->db);
}

bool
apres_store_in_txn(apres_store *store, GError **error)
{
	return !sqlite3_get_autocommit(store->db) ||
	       apres_throw(error, APRES_ERROR_INTERNAL,
			   "store '%s': a write outside a transaction", store->folder);
}
