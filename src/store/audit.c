/* SPDX-License-Identifier: Apache-2.0 */
/* Entries and their leaves (RFC 6962 2.1), with erasable private bodies beside them. */
#include "config.h"
#include "store/audit.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <string.h>

#include "store/db.h"
#include "util/error.h"

#define HASH_LEN 32

typedef struct commitment {
	guint8 salt[HASH_LEN];
	guint8 com[HASH_LEN]; /* zero without a private body */
} commitment;

static char *
to_hex(const guint8 *bytes, gsize len)
{
	GString *hex = g_string_sized_new(len * 2);

	for (gsize i = 0; i < len; i++)
		g_string_append_printf(hex, "%02x", bytes[i]);
	return g_string_free(hex, FALSE);
}

/* leaf = SHA-256(0x00 || pub || com) */
static void
hash_leaf(gconstpointer pub, gsize pub_len, const guint8 com[HASH_LEN],
	  guint8 leaf_out[HASH_LEN])
{
	static const guint8 prefix = 0x00;
	EVP_MD_CTX *md = EVP_MD_CTX_new();

	EVP_DigestInit_ex(md, EVP_sha256(), NULL);
	EVP_DigestUpdate(md, &prefix, 1);
	EVP_DigestUpdate(md, pub, pub_len);
	EVP_DigestUpdate(md, com, HASH_LEN);
	EVP_DigestFinal_ex(md, leaf_out, NULL);
	EVP_MD_CTX_free(md);
}

static void
commit_to(const guint8 salt[HASH_LEN], gconstpointer data, gsize len,
	  guint8 com_out[HASH_LEN])
{
	unsigned int n = HASH_LEN;

	HMAC(EVP_sha256(), salt, HASH_LEN, data, len, com_out, &n);
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
add_body(apres_store *store, gint64 index, const commitment *c, const char *body,
	 GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "INSERT INTO body (idx, salt, data) VALUES (?1, ?2, ?3)");

	apres_bind_int(&query, index);
	apres_bind_blob(&query, c->salt, HASH_LEN);
	apres_bind_blob(&query, body, strlen(body));
	return apres_query_run(&query, error);
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
	json_t *whole = json_pack("{s:I, s:s, s:O?}", "at", (json_int_t)now, "type", type,
				  "facts", pub);
	g_autofree char *bytes = canonical(whole);
	commitment c = { 0 };
	guint8 leaf[HASH_LEN];

	g_assert(whole != NULL && pub != NULL);
	json_decref(whole);
	if (body != NULL && RAND_bytes(c.salt, HASH_LEN) != 1)
		return apres_throw(error, APRES_ERROR_TEMP, "no random bytes to be had");
	if (body != NULL)
		commit_to(c.salt, body, strlen(body), c.com);
	hash_leaf(bytes, strlen(bytes), c.com, leaf);
	apres_bind_int(&query, now);
	apres_bind_text(&query, type);
	apres_bind_text(&query, company);
	apres_bind_int(&query, message_id);
	apres_bind_blob(&query, bytes, strlen(bytes));
	apres_bind_blob(&query, c.com, HASH_LEN);
	apres_bind_blob(&query, leaf, HASH_LEN);
	if (!apres_store_in_txn(store, error) || !apres_query_run(&query, error))
		return false;
	if (leaf_hex_out != NULL)
		*leaf_hex_out = to_hex(leaf, HASH_LEN);
	return body == NULL ||
	       add_body(store, apres_store_last_id(store), &c, body, error);
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
take_json(apres_query *query)
{
	g_autoptr(GBytes) bytes = apres_take_bytes(query);
	gsize len;

	if (bytes == NULL)
		return NULL;
	const char *data = g_bytes_get_data(bytes, &len);
	return json_loadb(data, len, JSON_ALLOW_NUL, NULL);
}

static apres_audit_entry *
take_entry(apres_query *query)
{
	apres_audit_entry *entry = g_new0(apres_audit_entry, 1);

	entry->index = apres_take_int(query);
	entry->at = apres_take_int(query);
	entry->type = apres_take_text(query);
	entry->company = apres_take_text(query);
	entry->message_id = apres_take_int(query);
	json_t *whole = take_json(query);
	entry->pub = json_incref(json_object_get(whole, "facts"));
	json_decref(whole);
	g_autoptr(GBytes) leaf = apres_take_bytes(query);
	entry->leaf_hex = to_hex(g_bytes_get_data(leaf, NULL), g_bytes_get_size(leaf));
	entry->private_body = take_json(query);
	return entry;
}

bool
apres_audit_list(apres_store *store, const char *company, gint64 message_id, gint64 from,
		 guint max, GPtrArray **entries_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"SELECT e.idx, e.at, e.type, e.company, e.message, e.pub, e.leaf, b.data"
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
	*entries_out = g_steal_pointer(&entries);
	return true;
}

/* Does the row say what its leaf says?  Wrong sizes and types are wrong too. */
static bool
entry_is_good(apres_query *query, gint64 expected)
{
	gint64 index = apres_take_int(query);
	g_autoptr(GBytes) pub = apres_take_bytes(query);
	g_autoptr(GBytes) com = apres_take_bytes(query);
	g_autoptr(GBytes) leaf = apres_take_bytes(query);
	g_autoptr(GBytes) salt = apres_take_bytes(query);
	g_autoptr(GBytes) body = apres_take_bytes(query);
	guint8 hash[HASH_LEN];

	if (index != expected || pub == NULL || com == NULL || leaf == NULL ||
	    g_bytes_get_size(com) != HASH_LEN || g_bytes_get_size(leaf) != HASH_LEN)
		return false;
	hash_leaf(g_bytes_get_data(pub, NULL), g_bytes_get_size(pub),
		  g_bytes_get_data(com, NULL), hash);
	if (memcmp(hash, g_bytes_get_data(leaf, NULL), HASH_LEN) != 0)
		return false;
	if (body == NULL)
		return true;
	if (salt == NULL || g_bytes_get_size(salt) != HASH_LEN)
		return false;
	commit_to(g_bytes_get_data(salt, NULL), g_bytes_get_data(body, NULL),
		  g_bytes_get_size(body), hash);
	return memcmp(hash, g_bytes_get_data(com, NULL), HASH_LEN) == 0;
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
apres_audit_check(apres_store *store, gint64 from, gint64 *count_out, gint64 *bad_out,
		  GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT e.idx, e.pub, e.com, e.leaf, b.salt, b.data FROM entry e"
		       " LEFT JOIN body b ON b.idx = e.idx WHERE e.idx >= ?1"
		       " ORDER BY e.idx");
	bool row = true;

	apres_bind_int(&query, from);
	*count_out = 0;
	*bad_out = -1;
	while (row) {
		if (!apres_query_step(&query, &row, error))
			return false;
		if (!row)
			break;
		if (*bad_out < 0 && !entry_is_good(&query, from + *count_out))
			*bad_out = from + *count_out;
		++*count_out;
	}
	return true;
}
