/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Level by level.  Two neighbours make one node of the level above, and one without a
 * neighbour goes up as it is: the same tree as RFC 6962 makes by its splits.
 */
#include "config.h"
#include "store/merkle-tree.h"

struct apres_merkle_tree {
	GPtrArray
		*levels; /* GArray of apres_hash each; the leaves first, the root last */
};

static GArray *
level_of(const apres_merkle_tree *tree, guint i)
{
	return tree->levels->pdata[i];
}

static GArray *
level_above(const GArray *below)
{
	GArray *above = g_array_sized_new(FALSE, FALSE, sizeof(apres_hash),
					  below->len / 2 + below->len % 2);

	for (guint i = 0; i + 1 < below->len; i += 2) {
		apres_hash node =
			apres_merkle_node(&g_array_index(below, apres_hash, i),
					  &g_array_index(below, apres_hash, i + 1));
		g_array_append_val(above, node);
	}
	if (below->len % 2 == 1)
		g_array_append_val(above,
				   g_array_index(below, apres_hash, below->len - 1));
	return above;
}

apres_merkle_tree *
apres_merkle_tree_new(GArray *leaves)
{
	apres_merkle_tree *tree = g_new0(apres_merkle_tree, 1);
	GArray *top = leaves;

	g_assert(leaves->len > 0);
	tree->levels = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	g_ptr_array_add(tree->levels, top);
	while (top->len > 1) {
		top = level_above(top);
		g_ptr_array_add(tree->levels, top);
	}
	return tree;
}

void
apres_merkle_tree_free(apres_merkle_tree *tree)
{
	if (tree == NULL)
		return;
	g_ptr_array_unref(tree->levels);
	g_free(tree);
}

apres_hash
apres_merkle_tree_root(const apres_merkle_tree *tree)
{
	return g_array_index(level_of(tree, tree->levels->len - 1), apres_hash, 0);
}

const apres_hash *
apres_merkle_tree_leaf(const apres_merkle_tree *tree, guint64 index)
{
	return &g_array_index(level_of(tree, 0), apres_hash, index);
}

GArray *
apres_merkle_tree_path(const apres_merkle_tree *tree, guint64 index)
{
	GArray *path = g_array_new(FALSE, FALSE, sizeof(apres_hash));

	for (guint i = 0; i + 1 < tree->levels->len; i++, index /= 2) {
		const GArray *level = level_of(tree, i);
		if ((index ^ 1) < level->len)
			g_array_append_val(path,
					   g_array_index(level, apres_hash, index ^ 1));
	}
	return path;
}
