/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 6962 section 2.1, without keeping the leaves. */
#include "config.h"
#include "store/merkle.h"

#include <openssl/evp.h>
#include <string.h>

#include "util/hex.h"
#include "util/sha256.h"

static apres_hash
sha256(guint8 prefix, gconstpointer a, gsize a_len, gconstpointer b, gsize b_len)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	apres_hash hash;

	EVP_DigestInit_ex(md, apres_sha256(), NULL);
	EVP_DigestUpdate(md, &prefix, 1);
	EVP_DigestUpdate(md, a, a_len);
	EVP_DigestUpdate(md, b, b_len);
	EVP_DigestFinal_ex(md, hash.bytes, NULL);
	EVP_MD_CTX_free(md);
	return hash;
}

apres_hash
apres_merkle_leaf(gconstpointer pub, gsize pub_len, const apres_hash *com)
{
	return sha256(0x00, pub, pub_len, com->bytes, APRES_HASH_LEN);
}

apres_hash
apres_merkle_node(const apres_hash *left, const apres_hash *right)
{
	return sha256(0x01, left->bytes, APRES_HASH_LEN, right->bytes, APRES_HASH_LEN);
}

bool
apres_hash_equal(const apres_hash *a, const apres_hash *b)
{
	return memcmp(a->bytes, b->bytes, APRES_HASH_LEN) == 0;
}

char *
apres_hash_to_hex(const apres_hash *hash)
{
	return apres_hex(hash->bytes, APRES_HASH_LEN);
}

bool
apres_hash_from_hex(const char *text, apres_hash *hash_out)
{
	if (strlen(text) != APRES_HASH_LEN * 2 ||
	    strspn(text, "0123456789abcdef") != APRES_HASH_LEN * 2)
		return false;
	for (gsize i = 0; i < APRES_HASH_LEN; i++)
		hash_out->bytes[i] = (guint8)(g_ascii_xdigit_value(text[2 * i]) << 4 |
					      g_ascii_xdigit_value(text[2 * i + 1]));
	return true;
}

/* ---- a tree that grows ---- */

guint
apres_merkle_peaks(const apres_merkle *tree)
{
	guint count = 0;

	for (guint64 rest = tree->size; rest != 0; rest &= rest - 1)
		count++;
	return count;
}

void
apres_merkle_add(apres_merkle *tree, const apres_hash *leaf)
{
	guint last = apres_merkle_peaks(tree);
	apres_hash hash = *leaf;

	/* Each one bit at the end of SIZE is a subtree that the new one completes. */
	for (guint64 bits = tree->size; (bits & 1) != 0; bits >>= 1)
		hash = apres_merkle_node(&tree->peak[--last], &hash);
	tree->peak[last] = hash;
	tree->size++;
}

apres_hash
apres_merkle_root(const apres_merkle *tree)
{
	guint count = apres_merkle_peaks(tree);
	apres_hash root;

	if (count == 0) {
		EVP_Digest("", 0, root.bytes, NULL, apres_sha256(), NULL);
		return root;
	}
	root = tree->peak[--count];
	while (count > 0)
		root = apres_merkle_node(&tree->peak[--count], &root);
	return root;
}
