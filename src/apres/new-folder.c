/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "apres/new-folder.h"
#include "util/error.h"

#include <errno.h>
#include <glib/gstdio.h>

static bool
is_there(const char *path, GError **error)
{
	return apres_throw(error, APRES_ERROR_USAGE,
			   "'%s' exists, and nothing is overwritten; choose another name",
			   path);
}

bool
apres_new_folder_check(const char *path, GError **error)
{
	return !g_file_test(path, G_FILE_TEST_EXISTS) || is_there(path, error);
}

bool
apres_new_folder_make(const char *path, GError **error)
{
	if (g_mkdir(path, 0755) == 0)
		return true;
	return errno == EEXIST ? is_there(path, error)
			       : apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
}
