/* SPDX-License-Identifier: Apache-2.0 */
/* A folder that appears whole or not at all. */
#include "config.h"
#include "util/bundle.h"
#include "util/fsutil.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "temp.h"
#include "unit.h"

static char *root, *path;

static void
setup(void)
{
	root = temp_dir();
	path = g_build_filename(root, "export", NULL);
}

static void
teardown(void)
{
	g_free(path);
	temp_remove(root);
}

static guint
names_in_root(void)
{
	g_autoptr(GDir) dir = g_dir_open(root, 0, NULL);
	guint count = 0;

	while (g_dir_read_name(dir) != NULL)
		count++;
	return count;
}

static char *
content(const char *name)
{
	g_autofree char *file = g_build_filename(path, name, NULL);
	g_autoptr(GBytes) bytes = apres_file_read(file, 4096, NULL);

	ck_assert_msg(bytes != NULL, "no %s", name);
	return g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
}

static void
assert_mode(const char *name, int mode)
{
	g_autofree char *file = g_build_filename(path, name, NULL);
	struct stat st;

	ck_assert_int_eq(stat(file, &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, mode);
}

START_TEST(test_it_appears_whole_with_its_sums)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *slash = g_strconcat(path, "//", NULL);
	g_autoptr(apres_bundle) bundle = apres_bundle_begin(slash, &error);
	g_autofree char *digest = NULL;

	ck_assert_msg(bundle != NULL, "%s", error ? error->message : "");
	ck_assert(apres_bundle_append(bundle, "log", "a", 1, NULL));
	ck_assert(apres_bundle_put(bundle, "a/b/c", "abc", 3, NULL));
	ck_assert(apres_bundle_append(bundle, "log", "bc", 2, NULL));
	ck_assert(apres_bundle_seal(bundle, &digest, NULL));
	ck_assert(!g_file_test(path, G_FILE_TEST_EXISTS));
	ck_assert(apres_bundle_finish(bundle, NULL));
	ck_assert_uint_eq(names_in_root(), 1);
#define ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	g_autofree char *sums = content(APRES_BUNDLE_SUMS);
	ck_assert_str_eq(sums, ABC "  a/b/c\n" ABC "  log\n");
	g_autofree char *is = apres_sha256_hex(sums, strlen(sums));
	ck_assert_str_eq(digest, is);
	g_autofree char *log = content("log");
	ck_assert_str_eq(log, "abc");
	assert_mode("", 0700);
	assert_mode("a/b", 0700);
	assert_mode("a/b/c", 0600);
	assert_mode("log", 0600);
}
END_TEST

START_TEST(test_half_of_it_is_nothing)
{
	apres_bundle *bundle = apres_bundle_begin(path, NULL);
	g_autofree char *digest = NULL;

	ck_assert(apres_bundle_put(bundle, "a/b/c", "abc", 3, NULL));
	ck_assert(apres_bundle_append(bundle, "log", "a", 1, NULL));
	ck_assert_uint_eq(names_in_root(), 1);
	apres_bundle_free(bundle);
	ck_assert_uint_eq(names_in_root(), 0);
	bundle = apres_bundle_begin(path, NULL);
	ck_assert(apres_bundle_put(bundle, "a", "abc", 3, NULL));
	ck_assert(apres_bundle_seal(bundle, &digest, NULL));
	apres_bundle_free(bundle);
	ck_assert_uint_eq(names_in_root(), 0);
}
END_TEST

START_TEST(test_only_an_empty_folder_is_replaced)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *file = g_build_filename(path, "mine", NULL);
	g_autofree char *link = g_build_filename(root, "link", NULL);
	g_autofree char *digest = NULL;

	ck_assert_int_eq(g_mkdir(path, 0755), 0);
	ck_assert_int_eq(symlink(path, link), 0);
	ck_assert(!apres_bundle_check(link, NULL));
	g_autoptr(apres_bundle) bundle = apres_bundle_begin(path, NULL);
	ck_assert(apres_bundle_seal(bundle, &digest, NULL));
	/* Somebody puts something there meanwhile. */
	ck_assert(g_file_set_contents(file, "mine", 4, NULL));
	ck_assert(!apres_bundle_finish(bundle, NULL));
	ck_assert(g_file_test(file, G_FILE_TEST_EXISTS));
	ck_assert_ptr_null(apres_bundle_begin(path, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "is no empty folder"));
	ck_assert_int_eq(g_unlink(file), 0);
	ck_assert(apres_bundle_finish(bundle, NULL));
}
END_TEST

START_TEST(test_names_that_lead_elsewhere)
{
	static const char *const bad[] = { "",    "/a",   "a/../b", "..", "a//b",
					   "./a", "a\nb", "a\\b",   "a/" };
	g_autoptr(apres_bundle) bundle = apres_bundle_begin(path, NULL);

	for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
		ck_assert_msg(!apres_bundle_put(bundle, bad[i], "x", 1, NULL), "%s",
			      bad[i]);
	ck_assert(apres_bundle_put(bundle, "a", "x", 1, NULL));
	ck_assert(!apres_bundle_put(bundle, "a", "y", 1, NULL));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("bundle");
	TCase *t = tcase_create("bundle");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, test_it_appears_whole_with_its_sums);
	tcase_add_test(t, test_half_of_it_is_nothing);
	tcase_add_test(t, test_only_an_empty_folder_is_replaced);
	tcase_add_test(t, test_names_that_lead_elsewhere);
	suite_add_tcase(s, t);
	return unit_main(s);
}
