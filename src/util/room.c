/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "util/room.h"

#include <sys/statvfs.h>

#define LEAST (100LL * 1024 * 1024)
#define LITTLE (1024LL * 1024 * 1024)
#define FILES_LITTLE 10000

apres_room
apres_room_of(const char *path, char **words_out)
{
	struct statvfs fs;

	*words_out = NULL;
	if (statvfs(path, &fs) < 0)
		return APRES_ROOM_UNKNOWN;
	gint64 bytes = (gint64)fs.f_bavail * (gint64)fs.f_frsize;
	/* Some file systems count no files. */
	gint64 files = fs.f_files > 0 ? (gint64)fs.f_favail : G_MAXINT64;
	g_autofree char *size = g_format_size((guint64)bytes);
	if (bytes < LEAST || files == 0) {
		*words_out = g_strdup_printf(
			"%s free%s", size, files == 0 ? ", and no file can be made" : "");
		return APRES_ROOM_NONE;
	}
	if (bytes < LITTLE) {
		*words_out = g_strdup_printf("only %s free", size);
		return APRES_ROOM_LITTLE;
	}
	if (files < FILES_LITTLE) {
		*words_out =
			g_strdup_printf("only %d more files can be made", (int)files);
		return APRES_ROOM_LITTLE;
	}
	*words_out = g_strdup_printf("%s free", size);
	return APRES_ROOM_GOOD;
}
