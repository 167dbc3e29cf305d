/* SPDX-License-Identifier: Apache-2.0 */
/* A whole hash tree (RFC 6962 section 2.1) in memory, 64 bytes a leaf: when the audit
 * paths of many leaves are wanted. */
#ifndef APRES_STORE_MERKLE_TREE_H
#define APRES_STORE_MERKLE_TREE_H
#include "store/merkle.h"

typedef struct apres_merkle_tree apres_merkle_tree;
/* Of LEAVES (apres_hash; taken over), at least one. */
apres_merkle_tree *apres_merkle_tree_new(GArray *leaves);
void apres_merkle_tree_free(apres_merkle_tree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_merkle_tree, apres_merkle_tree_free)
apres_hash apres_merkle_tree_root(const apres_merkle_tree *tree);
/* INDEX < the number of leaves.  Borrowed. */
const apres_hash *apres_merkle_tree_leaf(const apres_merkle_tree *tree, guint64 index);
/* The audit path of leaf INDEX (2.1.1), from the leaf to the root: an array of
 * apres_hash; caller owns. */
GArray *apres_merkle_tree_path(const apres_merkle_tree *tree, guint64 index);
#endif
