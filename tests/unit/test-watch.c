/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "intake/watch.h"
#include "util/error.h"

#include <string.h>
#include <unistd.h>

#include "temp.h"
#include "unit.h"

static char *root;

struct seen {
	GString *events;
	const char *until;
	bool done;
};

static void
on_event(apres_watch_event event, const char *sub, const char *name, void *context)
{
	static const char *const words[] = { "file", "scan", "lost" };
	struct seen *seen = context;

	g_string_append_printf(seen->events, "%s %s/%s\n", words[event], sub ? sub : "",
			       name ? name : "");
	seen->done = strstr(seen->events->str, seen->until) != NULL;
}

static void
setup(void)
{
	root = temp_dir();
	temp_mkdir(root, "new");
	temp_mkdir(root, "cur");
	temp_mkdir(root, "tmp");
}

static void
teardown(void)
{
	temp_remove(root);
}

START_TEST(delivery_by_rename_is_told_by_name)
{
	struct seen seen = { g_string_new(""), "file new/1000.a", false };
	g_autoptr(apres_watch) watch = apres_watch_new(root, on_event, &seen, NULL);

	ck_assert_ptr_nonnull(watch);
	temp_write(root, "tmp/1000.a", "x");
	temp_rename(root, "tmp/1000.a", "new/1000.a");
	ck_assert(temp_wait(&seen.done, 10));
	seen.until = "file cur/1000.a:2,S";
	seen.done = false;
	temp_rename(root, "new/1000.a", "cur/1000.a:2,S");
	ck_assert(temp_wait(&seen.done, 10));
	g_string_free(seen.events, TRUE);
}
END_TEST

START_TEST(delivery_by_link_is_told_too)
{
	struct seen seen = { g_string_new(""), "file new/1001.b", false };
	g_autoptr(apres_watch) watch = apres_watch_new(root, on_event, &seen, NULL);
	g_autofree char *from = g_build_filename(root, "tmp", "1001.b", NULL);
	g_autofree char *to = g_build_filename(root, "new", "1001.b", NULL);

	temp_write(root, "tmp/1001.b", "x");
	ck_assert_int_eq(link(from, to), 0);
	ck_assert(temp_wait(&seen.done, 10));
	g_string_free(seen.events, TRUE);
}
END_TEST

START_TEST(a_file_that_is_never_closed_ends_in_a_scan)
{
	struct seen seen = { g_string_new(""), "scan /", false };
	g_autoptr(apres_watch) watch = apres_watch_new(root, on_event, &seen, NULL);
	g_autofree char *path = g_build_filename(root, "new", "1002.c", NULL);
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert(temp_wait(&seen.done, 10));
	ck_assert_ptr_null(strstr(seen.events->str, "file new/1002.c"));
	fclose(file);
	g_string_free(seen.events, TRUE);
}
END_TEST

START_TEST(a_removed_folder_is_reported_as_lost)
{
	struct seen seen = { g_string_new(""), "lost", false };
	g_autoptr(apres_watch) watch = apres_watch_new(root, on_event, &seen, NULL);
	g_autofree char *path = g_build_filename(root, "new", NULL);

	ck_assert_int_eq(g_rmdir(path), 0);
	ck_assert(temp_wait(&seen.done, 10));
	g_string_free(seen.events, TRUE);
}
END_TEST

START_TEST(a_missing_folder_is_temporary_and_named)
{
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(apres_watch_new("/nonexistent/box", on_event, NULL, &error));
	ck_assert(g_error_matches(error, APRES_ERROR, APRES_ERROR_TEMP));
	ck_assert_ptr_nonnull(strstr(error->message, "/nonexistent/box/new"));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("watch");
	TCase *t = tcase_create("watch");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, delivery_by_rename_is_told_by_name);
	tcase_add_test(t, delivery_by_link_is_told_too);
	tcase_add_test(t, a_file_that_is_never_closed_ends_in_a_scan);
	tcase_add_test(t, a_removed_folder_is_reported_as_lost);
	tcase_add_test(t, a_missing_folder_is_temporary_and_named);
	tcase_set_timeout(t, 60);
	suite_add_tcase(s, t);
	return unit_main(s);
}
