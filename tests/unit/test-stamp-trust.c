/* SPDX-License-Identifier: Apache-2.0 */
/* A stamp that others could have written, or that is damaged, is none. */
#include "config.h"
#include "policy/stamp.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "policy/load.h"
#include "util/build-id.h"
#include "util/fsutil.h"

#include "stamped.h"
#include "unit.h"

START_TEST(test_a_damaged_one_is_none)
{
	g_autofree char *bytes = NULL;
	gsize len;

	ck_assert(g_file_get_contents(stamp, &bytes, &len, NULL));
	for (gsize at = 0; at < len; at += len / 40) {
		bytes[at] ^= 1;
		ck_assert(g_file_set_contents_full(stamp, bytes, (gssize)len, 0, 0600,
						   NULL));
		ck_assert(!counts());
		bytes[at] ^= 1;
		ck_assert(g_file_set_contents_full(stamp, bytes, (gssize)at, 0, 0600,
						   NULL));
		ck_assert(!counts());
	}
	ck_assert(g_file_set_contents_full(stamp, bytes, (gssize)len, 0, 0600, NULL));
	ck_assert(counts());
}
END_TEST

START_TEST(test_what_others_may_write_is_none)
{
	ck_assert_int_eq(g_chmod(stamp, 0620), 0);
	ck_assert(!counts());
	ck_assert_int_eq(g_chmod(stamp, 0602), 0);
	ck_assert(!counts());
	ck_assert_int_eq(g_chmod(stamp, 0600), 0);
	ck_assert(counts());
	ck_assert_int_eq(g_chmod(folder, 0770), 0);
	ck_assert(!counts());
	ck_assert_int_eq(g_chmod(folder, 0700), 0);
	ck_assert(counts());
}
END_TEST

START_TEST(test_neither_is_a_link)
{
	g_autofree char *elsewhere = g_build_filename(root, "elsewhere", NULL);

	ck_assert_int_eq(link(stamp, elsewhere), 0);
	ck_assert(!counts());
	ck_assert_int_eq(g_unlink(stamp), 0);
	ck_assert_int_eq(symlink(elsewhere, stamp), 0);
	ck_assert(!counts());
	ck_assert_int_eq(g_rename(elsewhere, stamp), 0);
	ck_assert(counts());
	ck_assert_int_eq(g_rename(folder, elsewhere), 0);
	ck_assert_int_eq(symlink(elsewhere, folder), 0);
	ck_assert(!counts());
}
END_TEST

/* Only root can give a file away. */
START_TEST(test_what_another_owns_is_none)
{
	if (geteuid() != 0)
		return;
	ck_assert_int_eq(chown(stamp, 1, (gid_t)-1), 0);
	ck_assert(!counts());
	ck_assert_int_eq(chown(stamp, 0, (gid_t)-1), 0);
	ck_assert_int_eq(chown(folder, 1, (gid_t)-1), 0);
	ck_assert(!counts());
	ck_assert_int_eq(chown(folder, 0, (gid_t)-1), 0);
	ck_assert(counts());
}
END_TEST

START_TEST(test_where_nothing_is_ours_nothing_is_made)
{
	g_autofree char *far = g_build_filename(root, "no", "such", NULL);
	g_autoptr(apres_policy) policy = load_anew();

	apres_stamp_write(far, policy, APRES_STAMP_UNTESTED);
	ck_assert(!temp_exists(root, "no"));
	ck_assert_int_eq(g_chmod(root, 0770), 0);
	g_autofree char *shared = g_build_filename(root, "shared", NULL);
	apres_stamp_write(shared, policy, APRES_STAMP_UNTESTED);
	ck_assert(!temp_exists(root, "shared"));
}
END_TEST

START_TEST(test_there_are_not_many)
{
	g_autoptr(apres_policy) policy = load_anew();
	g_autoptr(GDir) dir = NULL;
	guint count = 0;

	for (guint i = 0; i < 20; i++) {
		g_free(policy->file);
		policy->file = g_strdup_printf("%s/other%u.xml", root, i);
		apres_stamp_write(folder, policy, APRES_STAMP_UNTESTED);
	}
	dir = g_dir_open(folder, 0, NULL);
	while (g_dir_read_name(dir) != NULL)
		count++;
	ck_assert_uint_eq(count, 16);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("stamp trust");
	TCase *tc = tcase_create("stamp trust");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, test_a_damaged_one_is_none);
	tcase_add_test(tc, test_what_others_may_write_is_none);
	tcase_add_test(tc, test_neither_is_a_link);
	tcase_add_test(tc, test_what_another_owns_is_none);
	tcase_add_test(tc, test_where_nothing_is_ours_nothing_is_made);
	tcase_add_test(tc, test_there_are_not_many);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
