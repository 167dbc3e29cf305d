/* SPDX-License-Identifier: Apache-2.0 */
/* Which files a folder means: a Maildir's mails, or whatever lies there. */
#include "config.h"
#include "apres/explain-setup.h"
#include "util/error.h"

#include <string.h>
#include <sys/stat.h>

/* Every regular file of FOLDER not starting with a dot. */
static bool
list_folder(const char *folder, GPtrArray *files, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(GDir) dir = g_dir_open(folder, 0, &cause);
	const char *name;

	if (dir == NULL)
		return apres_throw(error, APRES_ERROR_INPUT, "%s", cause->message);
	while ((name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		struct stat st;

		if (*name != '.' && stat(path, &st) == 0 && S_ISREG(st.st_mode))
			g_ptr_array_add(files, g_steal_pointer(&path));
	}
	return true;
}

static int
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *
apres_explain_files(const char *argument, bool *folder_out, GError **error)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *fresh = g_build_filename(argument, "new", NULL);
	g_autofree char *seen = g_build_filename(argument, "cur", NULL);
	struct stat st;

	if (stat(argument, &st) < 0) {
		apres_throw_errno(error, APRES_ERROR_INPUT, "'%s'", argument);
		return NULL;
	}
	*folder_out = S_ISDIR(st.st_mode);
	if (!*folder_out) {
		g_ptr_array_add(files, g_strdup(argument));
		return g_steal_pointer(&files);
	}
	bool maildir = g_file_test(fresh, G_FILE_TEST_IS_DIR);
	if (maildir || g_file_test(seen, G_FILE_TEST_IS_DIR)) {
		if (maildir && !list_folder(fresh, files, error))
			return NULL;
		if (g_file_test(seen, G_FILE_TEST_IS_DIR) &&
		    !list_folder(seen, files, error))
			return NULL;
	} else if (!list_folder(argument, files, error)) {
		return NULL;
	}
	g_ptr_array_sort(files, by_name);
	return g_steal_pointer(&files);
}
