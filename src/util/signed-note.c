/* SPDX-License-Identifier: Apache-2.0 */
/* C2SP signed-note with Ed25519. */
#include "config.h"
#include "util/signed-note.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <string.h>

#include "util/error.h"
#include "util/fsutil.h"
#include "util/hex.h"

#define KEY_LEN 32
#define ID_LEN 4
#define SIGNATURE_LEN 64
#define MAX_KEY_FILE 4096
/* The type byte of Ed25519 in key ids and public keys. */
#define TYPE_ED25519 0x01
#define DASH "\xe2\x80\x94 "

struct apres_note_public {
	char *name;
	guint8 id[ID_LEN];
	guint8 raw[KEY_LEN];
	EVP_PKEY *key;
};

struct apres_note_key {
	EVP_PKEY *secret;
	apres_note_public *open;
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC(BIO, BIO_free_all)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_MD_CTX, EVP_MD_CTX_free)

/* ---- keys ---- */

void
apres_note_public_free(apres_note_public *key)
{
	if (key == NULL)
		return;
	g_free(key->name);
	EVP_PKEY_free(key->key);
	g_free(key);
}

/* The first bytes of SHA-256(NAME || "\n" || type || RAW). */
static void
compute_id(const char *name, const guint8 raw[KEY_LEN], guint8 id_out[ID_LEN])
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	static const guint8 type[] = { '\n', TYPE_ED25519 };
	guint8 hash[32];
	gsize len = sizeof hash;

	g_checksum_update(sum, (const guchar *)name, -1);
	g_checksum_update(sum, type, sizeof type);
	g_checksum_update(sum, raw, KEY_LEN);
	g_checksum_get_digest(sum, hash, &len);
	memcpy(id_out, hash, ID_LEN);
}

static apres_note_public *
public_of(const char *name, const guint8 raw[KEY_LEN])
{
	g_autoptr(apres_note_public) key = g_new0(apres_note_public, 1);

	key->key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, raw, KEY_LEN);
	if (key->key == NULL)
		return NULL;
	key->name = g_strdup(name);
	memcpy(key->raw, raw, KEY_LEN);
	compute_id(name, raw, key->id);
	return g_steal_pointer(&key);
}

const char *
apres_note_public_name(const apres_note_public *key)
{
	return key->name;
}

bool
apres_note_key_create(const char *path, GError **error)
{
	g_autoptr(EVP_PKEY) key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
	g_autoptr(BIO) bio = BIO_new(BIO_s_mem());
	char *pem;

	if (key == NULL || bio == NULL ||
	    PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL) != 1)
		return apres_throw(error, APRES_ERROR_TEMP, "'%s': no key can be made",
				   path);
	long len = BIO_get_mem_data(bio, &pem);
	bool done = apres_file_replace(path, pem, (gsize)len, 0600, error);
	OPENSSL_cleanse(pem, (gsize)len);
	return done;
}

apres_note_key *
apres_note_key_load(const char *path, const char *name, GError **error)
{
	g_autoptr(apres_note_key) key = g_new0(apres_note_key, 1);
	guint8 raw[KEY_LEN];
	gsize raw_len = sizeof raw, len;

	g_assert(*name != '\0' && strpbrk(name, " +\n") == NULL);
	if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
		apres_throw(error, APRES_ERROR_CONFIG, "'%s' is missing", path);
		return NULL;
	}
	g_autoptr(GBytes) pem = apres_file_read(path, MAX_KEY_FILE, error);
	if (pem == NULL)
		return NULL;
	const char *data = g_bytes_get_data(pem, &len);
	g_autoptr(BIO) bio = BIO_new_mem_buf(data, (int)len);
	/* An empty pass phrase: OpenSSL would ask the terminal for one. */
	key->secret = PEM_read_bio_PrivateKey(bio, NULL, NULL, (void *)"");
	if (key->secret == NULL || EVP_PKEY_id(key->secret) != EVP_PKEY_ED25519 ||
	    EVP_PKEY_get_raw_public_key(key->secret, raw, &raw_len) != 1) {
		apres_throw(error, APRES_ERROR_CONFIG,
			    "'%s' holds no Ed25519 key without a pass phrase", path);
		return NULL;
	}
	key->open = public_of(name, raw);
	return g_steal_pointer(&key);
}

void
apres_note_key_free(apres_note_key *key)
{
	if (key == NULL)
		return;
	EVP_PKEY_free(key->secret);
	apres_note_public_free(key->open);
	g_free(key);
}

const char *
apres_note_key_name(const apres_note_key *key)
{
	return key->open->name;
}

char *
apres_note_key_public(const apres_note_key *key)
{
	const apres_note_public *open = key->open;
	guint8 typed[1 + KEY_LEN] = { TYPE_ED25519 };

	memcpy(typed + 1, open->raw, KEY_LEN);
	g_autofree char *base64 = g_base64_encode(typed, sizeof typed);
	g_autofree char *id = apres_hex(open->id, ID_LEN);
	return g_strconcat(open->name, "+", id, "+", base64, NULL);
}

apres_note_public *
apres_note_public_parse(const char *text, GError **error)
{
	g_autofree char *clean = g_strstrip(g_strdup(text));
	/* The base64 may hold a plus, a name and an id may not. */
	g_auto(GStrv) parts = g_strsplit(clean, "+", 3);
	g_autoptr(apres_note_public) key = NULL;
	g_autofree char *id = NULL;

	if (g_strv_length(parts) == 3 && *parts[0] != '\0' &&
	    strpbrk(parts[0], " \t\r\n") == NULL) {
		gsize len;
		g_autofree guchar *typed = g_base64_decode(parts[2], &len);
		if (len == 1 + KEY_LEN && typed[0] == TYPE_ED25519)
			key = public_of(parts[0], typed + 1);
	}
	if (key != NULL)
		id = apres_hex(key->id, ID_LEN);
	if (key == NULL || g_ascii_strcasecmp(id, parts[1]) != 0) {
		apres_throw(error, APRES_ERROR_INPUT,
			    "no key of the form NAME+ID+BASE64: \"%.60s\"", clean);
		return NULL;
	}
	return g_steal_pointer(&key);
}

bool
apres_note_public_equal(const apres_note_public *a, const apres_note_public *b)
{
	return g_str_equal(a->name, b->name) && memcmp(a->raw, b->raw, KEY_LEN) == 0;
}

/* ---- notes ---- */

char *
apres_note_sign(const apres_note_key *key, const char *text, GError **error)
{
	g_autoptr(EVP_MD_CTX) ctx = EVP_MD_CTX_new();
	guint8 signed_id[ID_LEN + SIGNATURE_LEN];
	gsize len = SIGNATURE_LEN;

	memcpy(signed_id, key->open->id, ID_LEN);
	if (!g_str_has_suffix(text, "\n") ||
	    EVP_DigestSignInit(ctx, NULL, NULL, NULL, key->secret) != 1 ||
	    EVP_DigestSign(ctx, signed_id + ID_LEN, &len, (const guint8 *)text,
			   strlen(text)) != 1) {
		apres_throw(error, APRES_ERROR_INTERNAL, "a note could not be signed");
		return NULL;
	}
	g_autofree char *base64 = g_base64_encode(signed_id, sizeof signed_id);
	return g_strdup_printf("%s\n" DASH "%s %s\n", text, key->open->name, base64);
}

/* Is LINE a signature of KEY over TEXT? */
static bool
line_signs(const apres_note_public *key, const char *line, const char *text, gsize len)
{
	g_autoptr(EVP_MD_CTX) ctx = EVP_MD_CTX_new();
	g_autofree char *start = g_strdup_printf(DASH "%s ", key->name);
	gsize signed_len;

	if (!g_str_has_prefix(line, start))
		return false;
	const char *base64 = line + strlen(start);
	g_autofree guchar *signed_id = g_base64_decode(base64, &signed_len);
	if (signed_len != ID_LEN + SIGNATURE_LEN ||
	    memcmp(signed_id, key->id, ID_LEN) != 0)
		return false;
	/* One way to write each signature: what decodes the same is not the same. */
	g_autofree char *again = g_base64_encode(signed_id, signed_len);
	return g_str_equal(again, base64) &&
	       EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, key->key) == 1 &&
	       EVP_DigestVerify(ctx, signed_id + ID_LEN, SIGNATURE_LEN,
				(const guint8 *)text, len) == 1;
}

char *
apres_note_open(const apres_note_public *key, const char *data, gsize len, GError **error)
{
	g_autofree char *note = g_strndup(data, len);
	char *end = NULL;

	/* The text itself may hold empty lines: the last one divides. */
	for (char *gap = strstr(note, "\n\n"); gap != NULL; gap = strstr(gap + 1, "\n\n"))
		end = gap + 1;
	if (strlen(note) != len || end == NULL || note[len - 1] != '\n') {
		apres_throw(error, APRES_ERROR_INPUT, "no signed note");
		return NULL;
	}
	g_auto(GStrv) lines = g_strsplit(end + 1, "\n", -1);
	for (char **line = lines; *line != NULL; line++)
		if (line_signs(key, *line, note, (gsize)(end - note)))
			return g_strndup(note, (gsize)(end - note));
	apres_throw(error, APRES_ERROR_INPUT, "not signed by %s, or changed since",
		    key->name);
	return NULL;
}
