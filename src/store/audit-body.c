/* SPDX-License-Identifier: Apache-2.0 */
/* Sealing and opening.  The salt of the commitment is sealed, too: nobody who holds
 * only the store can try texts against it. */
#include "config.h"
#include "store/audit-body.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <string.h>

#include "store/audit-parts.h"
#include "store/subject.h"
#include "util/error.h"

#define NONCE_LEN 12
#define TAG_LEN 16
#define SALT_LEN APRES_HASH_LEN

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_CIPHER_CTX, EVP_CIPHER_CTX_free)

void
apres_sealed_clear(apres_sealed *sealed)
{
	g_clear_pointer(&sealed->nonce, g_bytes_unref);
	g_clear_pointer(&sealed->data, g_bytes_unref);
}

void
apres_sealed_take(apres_query *query, apres_sealed *sealed)
{
	sealed->present = apres_take_int(query) != 0;
	sealed->subject = apres_take_int(query);
	sealed->nonce = apres_take_blob(query);
	sealed->data = apres_take_blob(query);
}

/* ---- sealing ---- */

/* SALT and TEXT become OUT: as many bytes, and the tag. */
static bool
encrypt(const guint8 *key, const guint8 *nonce, const apres_hash *leaf,
	const guint8 *salt, const char *text, gsize len, guint8 *out)
{
	g_autoptr(EVP_CIPHER_CTX) gcm = EVP_CIPHER_CTX_new();
	int n;

	return gcm != NULL &&
	       EVP_EncryptInit_ex(gcm, EVP_aes_256_gcm(), NULL, key, nonce) == 1 &&
	       EVP_EncryptUpdate(gcm, NULL, &n, leaf->bytes, APRES_HASH_LEN) == 1 &&
	       EVP_EncryptUpdate(gcm, out, &n, salt, SALT_LEN) == 1 &&
	       EVP_EncryptUpdate(gcm, out + SALT_LEN, &n, (const guint8 *)text,
				 (int)len) == 1 &&
	       EVP_EncryptFinal_ex(gcm, out + SALT_LEN + len, &n) == 1 &&
	       EVP_CIPHER_CTX_ctrl(gcm, EVP_CTRL_GCM_GET_TAG, TAG_LEN,
				   out + SALT_LEN + len) == 1;
}

static bool
add_row(apres_store *store, gint64 index, gint64 subject, const guint8 *nonce,
	const guint8 *data, gsize len, GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "INSERT INTO body (idx, subject, nonce, data)"
				      " VALUES (?1, ?2, ?3, ?4)");

	apres_bind_int(&query, index);
	apres_bind_int(&query, subject);
	apres_bind_blob(&query, nonce, NONCE_LEN);
	apres_bind_blob(&query, data, len);
	return apres_query_run(&query, error);
}

/* A number of NAME whose key can be used: another one, if that of the last is lost. */
static bool
find_key(apres_store *store, const char *company, const char *name, gint64 *subject_out,
	 guint8 *key_out, GError **error)
{
	bool usable = false;

	if (!apres_subject_number(store, company, name, subject_out, error) ||
	    !apres_store_key_for(store, *subject_out, &usable, key_out, error))
		return false;
	if (usable)
		return true;
	if (!apres_subject_add(store, company, name, subject_out, error) ||
	    !apres_store_key_for(store, *subject_out, &usable, key_out, error))
		return false;
	return usable ||
	       apres_throw(error, APRES_ERROR_CONFIG,
			   "'%s/keys.db' is damaged; restore it from its backup",
			   store->folder);
}

bool
apres_body_seal(apres_store *store, gint64 index, const char *company, const char *name,
		const apres_hash *leaf, const guint8 salt[SALT_LEN], const char *text,
		gsize len, GError **error)
{
	gsize sealed_len = SALT_LEN + len + TAG_LEN;
	g_autofree guint8 *sealed = g_malloc(sealed_len);
	guint8 key[APRES_KEY_LEN], nonce[NONCE_LEN];
	gint64 subject;

	if (len > G_MAXINT)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "a private part of more than 2 GB");
	if (!find_key(store, company, name, &subject, key, error))
		return false;
	bool done = RAND_bytes(nonce, NONCE_LEN) == 1 &&
		    encrypt(key, nonce, leaf, salt, text, len, sealed);
	OPENSSL_cleanse(key, sizeof key);
	return done ? add_row(store, index, subject, nonce, sealed, sealed_len, error)
		    : apres_throw(error, APRES_ERROR_TEMP,
				  "AES-256-GCM: the library refused");
}

/* ---- opening ---- */

/* LEN bytes and the tag behind them become OUT. */
static bool
decrypt(const guint8 *key, const guint8 *nonce, const apres_hash *leaf,
	const guint8 *data, gsize len, guint8 *out)
{
	g_autoptr(EVP_CIPHER_CTX) gcm = EVP_CIPHER_CTX_new();
	guint8 tag[TAG_LEN];
	int n;

	memcpy(tag, data + len, TAG_LEN);
	return gcm != NULL &&
	       EVP_DecryptInit_ex(gcm, EVP_aes_256_gcm(), NULL, key, nonce) == 1 &&
	       EVP_DecryptUpdate(gcm, NULL, &n, leaf->bytes, APRES_HASH_LEN) == 1 &&
	       EVP_DecryptUpdate(gcm, out, &n, data, (int)len) == 1 &&
	       EVP_CIPHER_CTX_ctrl(gcm, EVP_CTRL_GCM_SET_TAG, TAG_LEN, tag) == 1 &&
	       EVP_DecryptFinal_ex(gcm, out + n, &n) == 1;
}

static apres_body_state
open_with(const guint8 *key, const apres_sealed *sealed, const apres_hash *leaf,
	  const apres_hash *com, GBytes **salt_out, GBytes **text_out)
{
	gsize nonce_len = 0, len = 0;

	if (sealed->nonce == NULL || sealed->data == NULL)
		return APRES_BODY_CHANGED;
	const guint8 *nonce = g_bytes_get_data(sealed->nonce, &nonce_len);
	const guint8 *data = g_bytes_get_data(sealed->data, &len);
	if (nonce_len != NONCE_LEN || len < SALT_LEN + TAG_LEN || len > G_MAXINT)
		return APRES_BODY_CHANGED;
	len -= TAG_LEN;
	g_autofree guint8 *plain = g_malloc(len);
	if (!decrypt(key, nonce, leaf, data, len, plain))
		return APRES_BODY_CHANGED;
	apres_hash made =
		apres_audit_commit(plain, SALT_LEN, plain + SALT_LEN, len - SALT_LEN);
	if (!apres_hash_equal(&made, com))
		return APRES_BODY_CHANGED;
	*salt_out = g_bytes_new(plain, SALT_LEN);
	*text_out = g_bytes_new(plain + SALT_LEN, len - SALT_LEN);
	return APRES_BODY_OPEN;
}

apres_body_state
apres_body_open_salted(apres_store *store, const apres_sealed *sealed,
		       const apres_hash *leaf, const apres_hash *com, GBytes **salt_out,
		       GBytes **text_out)
{
	static const apres_hash none = { 0 };
	guint8 key[APRES_KEY_LEN];

	*salt_out = *text_out = NULL;
	if (apres_hash_equal(com, &none))
		return sealed->present ? APRES_BODY_UNDECLARED : APRES_BODY_NONE;
	if (!sealed->present)
		return APRES_BODY_DROPPED;
	const apres_keyfile *keys = apres_store_keys(store, NULL);
	apres_key_state found = keys != NULL
					? apres_keyfile_get(keys, sealed->subject, key)
					: APRES_KEY_BEYOND;
	if (found == APRES_KEY_DESTROYED)
		return APRES_BODY_KEY_GONE;
	if (found != APRES_KEY_FOUND)
		return APRES_BODY_NO_KEY;
	apres_body_state state = open_with(key, sealed, leaf, com, salt_out, text_out);
	OPENSSL_cleanse(key, sizeof key);
	return state;
}

apres_body_state
apres_body_open(apres_store *store, const apres_sealed *sealed, const apres_hash *leaf,
		const apres_hash *com, GBytes **text_out)
{
	g_autoptr(GBytes) salt = NULL;

	return apres_body_open_salted(store, sealed, leaf, com, &salt, text_out);
}

/* ---- what was erased ---- */

static void
add_indices(GHashTable *erased, GBytes *pub)
{
	gsize len, i;
	const char *data = g_bytes_get_data(pub, &len);
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

bool
apres_body_erased(apres_store *store, GHashTable **erased_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"SELECT pub FROM entry WHERE type = '" APRES_AUDIT_ERASE_INTENT "'");
	g_autoptr(GHashTable) erased =
		g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	bool row = true;

	while (row) {
		if (!apres_query_step(&query, &row, error))
			return false;
		g_autoptr(GBytes) pub = row ? apres_take_blob(&query) : NULL;
		if (pub != NULL)
			add_indices(erased, pub);
	}
	*erased_out = g_steal_pointer(&erased);
	return true;
}

apres_body_state
apres_body_settle(apres_body_state state, gint64 index, GHashTable *erased)
{
	bool gone = state == APRES_BODY_DROPPED || state == APRES_BODY_KEY_GONE;

	return gone && g_hash_table_contains(erased, &index) ? APRES_BODY_ERASED : state;
}

const char *
apres_body_state_words(apres_body_state state)
{
	switch (state) {
	case APRES_BODY_NONE: return "none";
	case APRES_BODY_OPEN: return "open";
	case APRES_BODY_ERASED:
		return "erased: an entry about the erasure says why and for whom";
	case APRES_BODY_DROPPED:
		return "missing, and no erasure is recorded; see: apres audit verify";
	case APRES_BODY_KEY_GONE:
		return "unreadable: its key was destroyed, and no erasure is recorded; "
		       "see: apres audit verify";
	case APRES_BODY_NO_KEY:
		return "unreadable: keys.db is missing, cut off or of another store; "
		       "restore it from its backup";
	case APRES_BODY_CHANGED:
		return "changed, or moved here from another entry; see: apres audit "
		       "verify";
	case APRES_BODY_UNDECLARED: return "added later; see: apres audit verify";
	}
	g_assert_not_reached();
}

/* ---- one of them ---- */

bool
apres_store_audit_body(apres_store *store, gint64 index, json_t **body_out,
		       apres_body_state *state_out, GError **error)
{
	g_autoptr(apres_audit_entry) entry = NULL;

	*body_out = NULL;
	if (!apres_audit_get(store, index, &entry, error))
		return false;
	*state_out = entry->body_state;
	*body_out = json_incref(entry->private_body);
	return true;
}
