/* SPDX-License-Identifier: Apache-2.0 */
/* A test's own folder and files, and waiting for a condition on the main loop. */
#ifndef APRES_TESTS_TEMP_H
#define APRES_TESTS_TEMP_H
#include <check.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>
#include <ftw.h>

static inline char *
temp_dir(void)
{
	char *path = g_dir_make_tmp("apres-test-XXXXXX", NULL);

	ck_assert_ptr_nonnull(path);
	return path;
}

static inline int
temp_remove_one(const char *path, const struct stat *st G_GNUC_UNUSED,
		int type G_GNUC_UNUSED, struct FTW *ftw G_GNUC_UNUSED)
{
	return remove(path);
}

/* Frees PATH too. */
static inline void
temp_remove(char *path)
{
	nftw(path, temp_remove_one, 8, FTW_DEPTH | FTW_PHYS);
	g_free(path);
}

static inline void
temp_mkdir(const char *root, const char *name)
{
	g_autofree char *path = g_build_filename(root, name, NULL);

	ck_assert_int_eq(g_mkdir(path, 0700), 0);
}

static inline void
temp_write(const char *root, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(root, name, NULL);

	ck_assert(g_file_set_contents(path, text, -1, NULL));
}

static inline char *
temp_read(const char *root, const char *name)
{
	g_autofree char *path = g_build_filename(root, name, NULL);
	char *text = NULL;

	ck_assert(g_file_get_contents(path, &text, NULL, NULL));
	return text;
}

static inline bool
temp_exists(const char *root, const char *name)
{
	g_autofree char *path = g_build_filename(root, name, NULL);

	return g_file_test(path, G_FILE_TEST_EXISTS);
}

/* Are these bytes anywhere in file NAME?  One that is not there holds nothing. */
static inline bool
temp_holds(const char *root, const char *name, const char *bytes)
{
	g_autofree char *path = g_build_filename(root, name, NULL);
	g_autofree char *data = NULL;
	gsize len = 0;

	return g_file_get_contents(path, &data, &len, NULL) &&
	       memmem(data, len, bytes, strlen(bytes)) != NULL;
}

static inline void
temp_rename(const char *root, const char *from, const char *to)
{
	g_autofree char *a = g_build_filename(root, from, NULL);
	g_autofree char *b = g_build_filename(root, to, NULL);

	ck_assert_int_eq(g_rename(a, b), 0);
}

static inline gboolean
temp_wake(gpointer data)
{
	return data == NULL;
}

/* Run the main loop until *DONE, at most SECS; false if the time is over. */
static inline bool
temp_wait(const bool *done, guint secs)
{
	gint64 end = g_get_monotonic_time() + (gint64)secs * G_USEC_PER_SEC;
	guint timer = g_timeout_add(20, temp_wake, NULL);

	while (!*done && g_get_monotonic_time() < end)
		g_main_context_iteration(NULL, TRUE);
	g_source_remove(timer);
	return *done;
}
#endif
