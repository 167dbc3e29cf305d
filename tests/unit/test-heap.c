/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "util/heap.h"

#include <glib.h>

#include "unit.h"

#define BLOCKS 2000
#define MOST 3000 /* bytes a block */

/* Blocks of all sizes, and a hole behind each. */
START_TEST(what_comes_later_does_not_lie_in_holes)
{
	g_autofree char **blocks = g_new0(char *, 2 * BLOCKS);
	const char *last = NULL;

	for (guint i = 0; i < 2 * BLOCKS; i++) {
		blocks[i] = g_malloc(1 + i * 37 % MOST);
		ck_assert_ptr_nonnull(blocks[i]);
		if (i % 2 == 0 && (last == NULL || blocks[i] > last))
			last = blocks[i];
	}
	for (guint i = 1; i < 2 * BLOCKS; i += 2)
		g_free(blocks[i]);
	apres_heap_holes *holes = apres_heap_fill();
	for (guint size = 1; holes != NULL && size < MOST; size++) {
		char *later = g_malloc(size);
		ck_assert_msg(later > last, "%u bytes lie in a hole", size);
		g_free(later);
	}
	/* Then they are used again. */
	apres_heap_holes_free(holes);
	char *again = g_malloc(MOST / 2);
	ck_assert_ptr_nonnull(again);
	ck_assert(holes == NULL || again < last);
	g_free(again);
	for (guint i = 0; i < 2 * BLOCKS; i += 2)
		g_free(blocks[i]);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("heap");
	TCase *t = tcase_create("all");

	tcase_add_test(t, what_comes_later_does_not_lie_in_holes);
	suite_add_tcase(s, t);
	return unit_main(s);
}
