/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "util/name-set.h"
#include "unit.h"

#include <malloc.h>

START_TEST(a_name_is_in_it_until_it_is_removed)
{
	g_autoptr(apres_name_set) set = apres_name_set_new();

	ck_assert(!apres_name_set_has(set, "a", -1));
	apres_name_set_remove(set, "a");
	apres_name_set_add(set, "a");
	apres_name_set_add(set, "a");
	apres_name_set_add(set, "");
	ck_assert_uint_eq(apres_name_set_size(set), 2);
	ck_assert(apres_name_set_has(set, "a", -1));
	ck_assert(apres_name_set_has(set, "a:2,S", 1));
	ck_assert(!apres_name_set_has(set, "a:2,S", -1));
	ck_assert(apres_name_set_has(set, "", -1));
	apres_name_set_remove(set, "a");
	apres_name_set_remove(set, "b");
	ck_assert(!apres_name_set_has(set, "a", -1));
	ck_assert_uint_eq(apres_name_set_size(set), 1);
}
END_TEST

/* Whatever the order: beside a table of GLib's. */
START_TEST(after_many_changes_it_holds_what_a_plain_table_holds)
{
	g_autoptr(apres_name_set) set = apres_name_set_new();
	g_autoptr(GHashTable) plain =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GRand) chance = g_rand_new_with_seed(1);

	for (guint i = 0; i < 200000; i++) {
		g_autofree char *name =
			g_strdup_printf("%d.M1.mx", g_rand_int_range(chance, 0, 4000));
		ck_assert_int_eq(apres_name_set_has(set, name, -1),
				 g_hash_table_contains(plain, name));
		/* Full now, and nearly empty then. */
		if (g_rand_int_range(chance, 0, 10) < (i / 20000 % 2 ? 2 : 8)) {
			apres_name_set_add(set, name);
			g_hash_table_add(plain, g_steal_pointer(&name));
		} else {
			apres_name_set_remove(set, name);
			g_hash_table_remove(plain, name);
		}
		ck_assert_uint_eq(apres_name_set_size(set), g_hash_table_size(plain));
	}
}
END_TEST

START_TEST(a_name_takes_fewer_than_24_bytes)
{
#ifndef APRES_SANITIZED
	g_autoptr(apres_name_set) set = apres_name_set_new();
	const guint count = 300000;
	struct mallinfo2 before = mallinfo2();

	for (guint i = 0; i < count; i++) {
		char name[64];
		g_snprintf(name, sizeof name, "%u.M%uP1.mx.contoso.example", i, i);
		apres_name_set_add(set, name);
	}
	struct mallinfo2 now = mallinfo2();
	gsize bytes = now.uordblks + now.hblkhd - before.uordblks - before.hblkhd;
	ck_assert_msg(bytes / count < 24, "%zu", bytes / count);
#endif
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("name-set");
	TCase *tc = tcase_create("name-set");

	tcase_add_test(tc, a_name_is_in_it_until_it_is_removed);
	tcase_add_test(tc, after_many_changes_it_holds_what_a_plain_table_holds);
	tcase_add_test(tc, a_name_takes_fewer_than_24_bytes);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
