/* SPDX-License-Identifier: Apache-2.0 */
/* Entries and their leaves (RFC 6962 2.1), with erasable private bodies beside them. */
#include "config.h"
#include "store/audit.h"

#include <openssl/rand.h>
#include <string.h>

#include "store/audit-parts.h"
#include "store/db.h"
#include "store/subject.h"
#include "util/error.h"

bool
apres_take_hash(apres_query *query, apres_hash *hash_out)
{
	gsize len;
	gconstpointer bytes = apres_peek_blob(query, &len);

	if (bytes == NULL || len != APRES_HASH_LEN)
		return false;
	memcpy(hash_out->bytes, bytes, APRES_HASH_LEN);
	return true;
}

/* The bytes that are stored and hashed; never made again from the object. */
static char *
canonical(const json_t *object)
{
	char *text =
		json_dumps(object, JSON_SORT_KEYS | JSON_COMPACT | JSON_ENSURE_ASCII);
	char *copy = g_strdup(text);

	free(text);
	return copy;
}

static bool
add_body(apres_store *store, const char *company, gint64 message_id, const json_t *pub,
	 const apres_hash *leaf, const guint8 salt[APRES_SALT_LEN], const char *body,
	 GError **error)
{
	gint64 index = apres_store_last_id(store);
	g_autofree char *name = NULL;

	return apres_subject_name(store, message_id, pub, &name, error) &&
	       apres_body_seal(store, index, company, name, leaf, salt, body,
			       strlen(body), error);
}

/* PUB and who is logged in, unless it says so already.  New reference. */
static json_t *
with_login(const apres_store *store, json_t *pub)
{
	const char *by = json_string_value(json_object_get(pub, "by"));

	if (store->login == NULL || json_object_get(pub, "login") != NULL ||
	    g_strcmp0(by, store->login) == 0)
		return json_incref(pub);
	json_t *facts = json_copy(pub);
	json_object_set_new(facts, "login", json_string(store->login));
	return facts;
}

bool
apres_audit_append(apres_store *store, const char *type, const char *company,
		   gint64 message_id, json_t *pub, json_t *private_body, gint64 now,
		   char **leaf_hex_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"INSERT INTO entry (idx, at, type, company, message, pub, com, leaf)"
		" VALUES ((SELECT coalesce(max(idx) + 1, 0) FROM entry),"
		" ?1, ?2, ?3, ?4, ?5, ?6, ?7)");
	g_autofree char *body = private_body != NULL ? canonical(private_body) : NULL;
	json_t *whole =
		json_pack("{s:I, s:s, s:s?, s:I, s:o}", "at", (json_int_t)now, "type",
			  type, "company", company, "mail", (json_int_t)message_id,
			  "facts", with_login(store, pub));
	g_autofree char *bytes = canonical(whole);
	guint8 salt[APRES_SALT_LEN];
	apres_hash com = { 0 };

	g_assert(whole != NULL && pub != NULL);
	json_decref(whole);
	if (body != NULL && RAND_bytes(salt, APRES_SALT_LEN) != 1)
		return apres_throw(error, APRES_ERROR_TEMP, "no random bytes to be had");
	if (body != NULL)
		com = apres_sealer_commit(apres_store_sealer(store), salt, body,
					  strlen(body));
	apres_hash leaf = apres_merkle_leaf(bytes, strlen(bytes), &com);
	apres_bind_int(&query, now);
	apres_bind_text(&query, type);
	apres_bind_text(&query, company);
	apres_bind_int(&query, message_id);
	apres_bind_blob(&query, bytes, strlen(bytes));
	apres_bind_blob(&query, com.bytes, APRES_HASH_LEN);
	apres_bind_blob(&query, leaf.bytes, APRES_HASH_LEN);
	if (!apres_store_in_txn(store, error) || !apres_query_run(&query, error))
		return false;
	if (leaf_hex_out != NULL)
		*leaf_hex_out = apres_hash_to_hex(&leaf);
	return body == NULL ||
	       add_body(store, company, message_id, pub, &leaf, salt, body, error);
}

void
apres_audit_entry_free(apres_audit_entry *entry)
{
	if (entry == NULL)
		return;
	g_free(entry->type);
	g_free(entry->company);
	json_decref(entry->pub);
	json_decref(entry->private_body);
	g_free(entry->leaf_hex);
	g_free(entry);
}

static void
free_entry(gpointer entry)
{
	apres_audit_entry_free(entry);
}

static json_t *
read_json(GBytes *bytes)
{
	gsize len;

	if (bytes == NULL)
		return NULL;
	const char *data = g_bytes_get_data(bytes, &len);
	return json_loadb(data, len, JSON_ALLOW_NUL, NULL);
}

static apres_audit_entry *
take_entry(apres_query *query)
{
	apres_sealed sealed = { 0 };
	g_autoptr(GBytes) text = NULL;
	apres_hash com = { 0 }, leaf = { 0 };
	apres_audit_entry *entry = g_new0(apres_audit_entry, 1);

	entry->index = apres_take_int(query);
	entry->at = apres_take_int(query);
	entry->type = apres_take_text(query);
	entry->company = apres_take_text(query);
	entry->message_id = apres_take_int(query);
	g_autoptr(GBytes) pub = apres_take_bytes(query);
	json_t *whole = read_json(pub);
	entry->pub = json_incref(json_object_get(whole, "facts"));
	json_decref(whole);
	apres_take_hash(query, &com);
	apres_take_hash(query, &leaf);
	entry->leaf_hex = apres_hash_to_hex(&leaf);
	apres_sealed_take(query, &sealed);
	entry->body_state = apres_body_open(query->store, &sealed, &leaf, &com, &text);
	entry->private_body = read_json(text);
	return entry;
}

/* Of what cannot be had: do entries say why? */
static bool
tell_fate(apres_store *store, const GPtrArray *entries, GError **error)
{
	g_autoptr(apres_body_fate) fate = NULL;

	for (guint i = 0; i < entries->len; i++) {
		apres_audit_entry *entry = entries->pdata[i];
		bool gone = entry->body_state == APRES_BODY_DROPPED ||
			    entry->body_state == APRES_BODY_KEY_GONE ||
			    entry->body_state == APRES_BODY_NO_KEY;
		if (!gone)
			continue;
		if (fate == NULL && (fate = apres_body_fate_read(store, error)) == NULL)
			return false;
		entry->body_state =
			apres_body_settle(entry->body_state, entry->index, fate);
	}
	return true;
}

bool
apres_audit_list(apres_store *store, const char *company, gint64 message_id, gint64 from,
		 guint max, GPtrArray **entries_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"SELECT e.idx, e.at, e.type, e.company, e.message, e.pub, e.com, e.leaf,"
		" " APRES_SEALED_COLUMNS
		" FROM entry e LEFT JOIN body b ON b.idx = e.idx WHERE e.idx >= ?1"
		" AND (?2 = 0 OR e.message = ?2) AND (?3 IS NULL OR e.company = ?3)"
		" ORDER BY e.idx LIMIT ?4");
	g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(free_entry);
	bool row = true;

	apres_bind_int(&query, from);
	apres_bind_int(&query, message_id);
	apres_bind_text(&query, company);
	apres_bind_int(&query, max);
	while (row) {
		if (!apres_query_step(&query, &row, error))
			return false;
		if (row)
			g_ptr_array_add(entries, take_entry(&query));
	}
	if (!tell_fate(store, entries, error))
		return false;
	*entries_out = g_steal_pointer(&entries);
	return true;
}

bool
apres_audit_get(apres_store *store, gint64 index, apres_audit_entry **entry_out,
		GError **error)
{
	g_autoptr(GPtrArray) entries = NULL;

	*entry_out = NULL;
	if (!apres_audit_list(store, NULL, 0, index, 1, &entries, error))
		return false;
	const apres_audit_entry *first = entries->len > 0 ? entries->pdata[0] : NULL;
	if (first == NULL || first->index != index)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "there is no entry %" G_GINT64_FORMAT
				   "; see: apres audit list",
				   index);
	*entry_out = g_ptr_array_steal_index(entries, 0);
	return true;
}

bool
apres_audit_last(apres_store *store, gint64 *at_out, GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "SELECT at FROM entry ORDER BY idx DESC LIMIT 1");
	bool row;

	*at_out = 0;
	if (!apres_query_step(&query, &row, error))
		return false;
	if (row)
		*at_out = apres_take_int(&query);
	return true;
}

bool
apres_audit_size(apres_store *store, gint64 *size_out, GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "SELECT coalesce(max(idx) + 1, 0) FROM entry");
	bool row;

	if (!apres_query_step(&query, &row, error))
		return false;
	*size_out = apres_take_int(&query);
	return true;
}

bool
apres_audit_leaf(apres_store *store, gint64 index, apres_hash *leaf_out, bool *found_out,
		 GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "SELECT leaf FROM entry WHERE idx = ?1");

	apres_bind_int(&query, index);
	if (!apres_query_step(&query, found_out, error))
		return false;
	*found_out = *found_out && apres_take_hash(&query, leaf_out);
	return true;
}

bool
apres_audit_has_leaf(apres_store *store, const apres_hash *leaf, bool *found_out,
		     GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "SELECT 1 FROM entry WHERE leaf = ?1");

	apres_bind_blob(&query, leaf->bytes, APRES_HASH_LEN);
	return apres_query_step(&query, found_out, error);
}

bool
apres_audit_grow(apres_store *store, apres_merkle *tree, apres_hash *last_out,
		 GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT idx, leaf FROM entry WHERE idx >= ?1 ORDER BY idx");
	bool row = true;

	apres_bind_int(&query, (gint64)tree->size);
	while (row) {
		if (!apres_query_step(&query, &row, error))
			return false;
		if (!row)
			break;
		if ((guint64)apres_take_int(&query) != tree->size ||
		    !apres_take_hash(&query, last_out))
			return apres_throw(
				error, APRES_ERROR_CONFIG,
				"audit log: entry %" G_GUINT64_FORMAT
				" is missing or damaged; see apres audit verify",
				tree->size);
		apres_merkle_add(tree, last_out);
	}
	return true;
}
