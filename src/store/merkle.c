/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 6962 section 2.1, without keeping the leaves. */
#include "config.h"
#include "store/merkle.h"

#include <openssl/evp.h>
#include <string.h>

#include "util/hex.h"

static apres_hash
sha256(guint8 prefix, gconstpointer a, gsize a_len, gconstpointer b, gsize b_len)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	apres_hash hash;

	EVP_DigestInit_ex(md, EVP_sha256(), NULL);
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

static apres_hash
node(const apres_hash *left, const apres_hash *right)
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
		hash = node(&tree->peak[--last], &hash);
	tree->peak[last] = hash;
	tree->size++;
}

apres_hash
apres_merkle_root(const apres_merkle *tree)
{
	guint count = apres_merkle_peaks(tree);
	apres_hash root;

	if (count == 0) {
		EVP_Digest("", 0, root.bytes, NULL, EVP_sha256(), NULL);
		return root;
	}
	root = tree->peak[--count];
	while (count > 0)
		root = node(&tree->peak[--count], &root);
	return root;
}

/* ---- audit paths ---- */

/* A subtree beside the way from the leaf to the root. */
typedef struct beside {
	guint64 from, to;
	apres_merkle tree;
} beside;

struct apres_merkle_path {
	guint64 next;     /* leaf to come */
	GArray *subtrees; /* beside, from the root to the leaf */
};

apres_merkle_path *
apres_merkle_path_new(guint64 index, guint64 size)
{
	apres_merkle_path *path = g_new0(apres_merkle_path, 1);
	guint64 from = 0, to = size;

	g_assert(index < size);
	path->subtrees = g_array_new(FALSE, TRUE, sizeof(beside));
	while (to - from > 1) {
		guint64 split = 1;
		while (split * 2 < to - from)
			split *= 2;
		bool left = index < from + split;
		beside other = { .from = left ? from + split : from,
				 .to = left ? to : from + split };
		g_array_append_val(path->subtrees, other);
		from = left ? from : from + split;
		to = left ? from + split : to;
	}
	return path;
}

void
apres_merkle_path_free(apres_merkle_path *path)
{
	if (path == NULL)
		return;
	g_array_unref(path->subtrees);
	g_free(path);
}

void
apres_merkle_path_add(apres_merkle_path *path, const apres_hash *leaf)
{
	for (guint i = 0; i < path->subtrees->len; i++) {
		beside *one = &g_array_index(path->subtrees, beside, i);
		if (path->next >= one->from && path->next < one->to)
			apres_merkle_add(&one->tree, leaf);
	}
	path->next++;
}

GArray *
apres_merkle_path_take(const apres_merkle_path *path)
{
	GArray *hashes = g_array_new(FALSE, FALSE, sizeof(apres_hash));

	for (guint i = path->subtrees->len; i > 0; i--) {
		const beside *one = &g_array_index(path->subtrees, beside, i - 1);
		apres_hash root = apres_merkle_root(&one->tree);
		g_array_append_val(hashes, root);
	}
	return hashes;
}
