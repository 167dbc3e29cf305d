/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "store/sealer.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

struct apres_sealer {
	EVP_CIPHER *gcm;
	EVP_MAC_CTX *hmac;
	GByteArray *plain;
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_CIPHER_CTX, EVP_CIPHER_CTX_free)

apres_sealer *
apres_sealer_new(void)
{
	char digest[] = "SHA2-256";
	const OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
		OSSL_PARAM_construct_end(),
	};
	EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
	apres_sealer *sealer = g_new0(apres_sealer, 1);

	sealer->gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
	sealer->hmac = EVP_MAC_CTX_new(mac);
	sealer->plain = g_byte_array_new();
	EVP_MAC_free(mac);
	/* Of a library without these nothing can be recorded. */
	g_assert(sealer->gcm != NULL && sealer->hmac != NULL &&
		 EVP_MAC_CTX_set_params(sealer->hmac, params) == 1);
	return sealer;
}

void
apres_sealer_free(apres_sealer *sealer)
{
	if (sealer == NULL)
		return;
	EVP_CIPHER_free(sealer->gcm);
	EVP_MAC_CTX_free(sealer->hmac);
	g_byte_array_unref(sealer->plain);
	g_free(sealer);
}

apres_hash
apres_sealer_commit(apres_sealer *sealer, const guint8 salt[APRES_SALT_LEN],
		    gconstpointer data, gsize len)
{
	apres_hash com = { 0 };
	size_t n;

	if (EVP_MAC_init(sealer->hmac, salt, APRES_SALT_LEN, NULL) != 1 ||
	    EVP_MAC_update(sealer->hmac, data, len) != 1 ||
	    EVP_MAC_final(sealer->hmac, com.bytes, &n, sizeof com.bytes) != 1)
		g_error("HMAC: the library refused");
	return com;
}

bool
apres_sealer_seal(apres_sealer *sealer, const guint8 key[APRES_KEY_LEN],
		  const guint8 nonce[APRES_NONCE_LEN], const apres_hash *leaf,
		  const guint8 salt[APRES_SALT_LEN], const char *text, gsize len,
		  guint8 *out)
{
	/* A new one each time: none keeps a key. */
	g_autoptr(EVP_CIPHER_CTX) gcm = EVP_CIPHER_CTX_new();
	guint8 *tag = out + APRES_SALT_LEN + len;
	int n;

	return gcm != NULL &&
	       EVP_EncryptInit_ex(gcm, sealer->gcm, NULL, key, nonce) == 1 &&
	       EVP_EncryptUpdate(gcm, NULL, &n, leaf->bytes, APRES_HASH_LEN) == 1 &&
	       EVP_EncryptUpdate(gcm, out, &n, salt, APRES_SALT_LEN) == 1 &&
	       EVP_EncryptUpdate(gcm, out + APRES_SALT_LEN, &n, (const guint8 *)text,
				 (int)len) == 1 &&
	       EVP_EncryptFinal_ex(gcm, tag, &n) == 1 &&
	       EVP_CIPHER_CTX_ctrl(gcm, EVP_CTRL_GCM_GET_TAG, APRES_TAG_LEN, tag) == 1;
}

const guint8 *
apres_sealer_open(apres_sealer *sealer, const guint8 key[APRES_KEY_LEN],
		  const guint8 nonce[APRES_NONCE_LEN], const apres_hash *leaf,
		  const guint8 *data, gsize len)
{
	g_autoptr(EVP_CIPHER_CTX) gcm = EVP_CIPHER_CTX_new();
	int n;

	g_byte_array_set_size(sealer->plain, (guint)len);
	guint8 *plain = sealer->plain->data;
	bool good = gcm != NULL &&
		    EVP_DecryptInit_ex(gcm, sealer->gcm, NULL, key, nonce) == 1 &&
		    EVP_DecryptUpdate(gcm, NULL, &n, leaf->bytes, APRES_HASH_LEN) == 1 &&
		    EVP_DecryptUpdate(gcm, plain, &n, data, (int)len) == 1 &&
		    EVP_CIPHER_CTX_ctrl(gcm, EVP_CTRL_GCM_SET_TAG, APRES_TAG_LEN,
					(gpointer)(data + len)) == 1 &&
		    EVP_DecryptFinal_ex(gcm, plain + n, &n) == 1;

	return good ? plain : NULL;
}
