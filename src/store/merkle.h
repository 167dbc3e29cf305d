/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hash tree of RFC 6962 section 2.1, from its leaves in order.  Of a tree that
 * grows only the roots of its complete subtrees are kept, at most one a power of two.
 */
#ifndef APRES_STORE_MERKLE_H
#define APRES_STORE_MERKLE_H
#include <glib.h>
#include <stdbool.h>

#define APRES_HASH_LEN 32

typedef struct apres_hash {
	guint8 bytes[APRES_HASH_LEN];
} apres_hash;

/* SHA-256(0x00 || PUB || COM). */
apres_hash apres_merkle_leaf(gconstpointer pub, gsize pub_len, const apres_hash *com);
/* SHA-256(0x01 || LEFT || RIGHT). */
apres_hash apres_merkle_node(const apres_hash *left, const apres_hash *right);
bool apres_hash_equal(const apres_hash *a, const apres_hash *b);
/* Lower-case hex; caller owns. */
char *apres_hash_to_hex(const apres_hash *hash);
/* False unless TEXT is exactly one hash in hex. */
bool apres_hash_from_hex(const char *text, apres_hash *hash_out);

typedef struct apres_merkle {
	guint64 size;        /* leaves so far */
	apres_hash peak[64]; /* as many as SIZE has one bits, the largest subtree first */
} apres_merkle;

/* How many peaks there are. */
guint apres_merkle_peaks(const apres_merkle *tree);
void apres_merkle_add(apres_merkle *tree, const apres_hash *leaf);
/* SHA-256 of nothing for an empty tree. */
apres_hash apres_merkle_root(const apres_merkle *tree);
#endif
