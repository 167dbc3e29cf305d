/* SPDX-License-Identifier: Apache-2.0 */
/* Sealing and opening.  The salt of the commitment is sealed, too: nobody who holds
 * only the store can try texts against it. */
#include "config.h"
#include "store/audit-body.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include "store/audit-parts.h"
#include "store/subject.h"
#include "util/error.h"

apres_sealer *
apres_store_sealer(apres_store *store)
{
	if (store->sealer == NULL)
		store->sealer = apres_sealer_new();
	return store->sealer;
}

void
apres_sealed_take(apres_query *query, apres_sealed *sealed)
{
	sealed->sound = apres_query_holds(query, "iibb");
	sealed->present = apres_take_int(query) != 0;
	sealed->subject = apres_take_int(query);
	sealed->nonce = apres_peek_blob(query, &sealed->nonce_len);
	sealed->data = apres_peek_blob(query, &sealed->len);
}

/* ---- sealing ---- */

static bool
add_row(apres_store *store, gint64 index, gint64 subject, const guint8 *nonce,
	const guint8 *data, gsize len, GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "INSERT INTO body (idx, subject, nonce, data)"
				      " VALUES (?1, ?2, ?3, ?4)");

	apres_bind_int(&query, index);
	apres_bind_int(&query, subject);
	apres_bind_blob(&query, nonce, APRES_NONCE_LEN);
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
		const apres_hash *leaf, const guint8 salt[APRES_SALT_LEN],
		const char *text, gsize len, GError **error)
{
	gsize sealed_len = APRES_SALT_LEN + len + APRES_TAG_LEN;
	g_autofree guint8 *sealed = g_malloc(sealed_len);
	guint8 key[APRES_KEY_LEN], nonce[APRES_NONCE_LEN];
	gint64 subject;

	if (len > G_MAXINT)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "a private part of more than 2 GB");
	if (!find_key(store, company, name, &subject, key, error))
		return false;
	bool done = RAND_bytes(nonce, APRES_NONCE_LEN) == 1 &&
		    apres_sealer_seal(apres_store_sealer(store), key, nonce, leaf, salt,
				      text, len, sealed);
	OPENSSL_cleanse(key, sizeof key);
	return done ? add_row(store, index, subject, nonce, sealed, sealed_len, error)
		    : apres_throw(error, APRES_ERROR_TEMP,
				  "AES-256-GCM: the library refused");
}

/* ---- opening ---- */

static apres_body_state
open_with(apres_store *store, const guint8 *key, const apres_sealed *sealed,
	  const apres_hash *leaf, const apres_hash *com, GBytes **salt_out,
	  GBytes **text_out)
{
	apres_sealer *sealer = apres_store_sealer(store);
	gsize len = sealed->len - APRES_TAG_LEN;
	const guint8 *plain =
		apres_sealer_open(sealer, key, sealed->nonce, leaf, sealed->data, len);

	if (plain == NULL)
		return APRES_BODY_CHANGED;
	const guint8 *text = plain + APRES_SALT_LEN;
	len -= APRES_SALT_LEN;
	apres_hash made = apres_sealer_commit(sealer, plain, text, len);
	if (!apres_hash_equal(&made, com))
		return APRES_BODY_CHANGED;
	if (salt_out != NULL)
		*salt_out = g_bytes_new(plain, APRES_SALT_LEN);
	if (text_out != NULL)
		*text_out = g_bytes_new(text, len);
	return APRES_BODY_OPEN;
}

/* Could it have been written by us? */
static bool
has_form(const apres_sealed *sealed)
{
	return sealed->sound && sealed->nonce_len == APRES_NONCE_LEN &&
	       sealed->len >= APRES_SALT_LEN + APRES_TAG_LEN && sealed->len <= G_MAXINT;
}

apres_body_state
apres_body_open_salted(apres_store *store, const apres_sealed *sealed,
		       const apres_hash *leaf, const apres_hash *com, GBytes **salt_out,
		       GBytes **text_out)
{
	static const apres_hash none = { 0 };
	guint8 key[APRES_KEY_LEN];

	if (salt_out != NULL)
		*salt_out = NULL;
	if (text_out != NULL)
		*text_out = NULL;
	if (apres_hash_equal(com, &none))
		return sealed->present ? APRES_BODY_UNDECLARED : APRES_BODY_NONE;
	if (!sealed->present)
		return APRES_BODY_DROPPED;
	if (!has_form(sealed))
		return APRES_BODY_CHANGED;
	const apres_keyfile *keys = apres_store_keys(store, NULL);
	apres_key_state found = keys != NULL
					? apres_keyfile_get(keys, sealed->subject, key)
					: APRES_KEY_BEYOND;
	if (found == APRES_KEY_DESTROYED)
		return APRES_BODY_KEY_GONE;
	if (found != APRES_KEY_FOUND)
		return APRES_BODY_NO_KEY;
	apres_body_state state =
		open_with(store, key, sealed, leaf, com, salt_out, text_out);
	OPENSSL_cleanse(key, sizeof key);
	return state;
}

apres_body_state
apres_body_open(apres_store *store, const apres_sealed *sealed, const apres_hash *leaf,
		const apres_hash *com, GBytes **text_out)
{
	return apres_body_open_salted(store, sealed, leaf, com, NULL, text_out);
}

/* ---- words ---- */

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
	case APRES_BODY_LOST:
		return "unreadable for good: its key was lost with keys.db, as an entry "
		       "keys-lost says; see: apres audit verify";
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
