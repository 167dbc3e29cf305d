/* SPDX-License-Identifier: Apache-2.0 */
/* Files: bounded reads and durable writes. */
#ifndef APRES_UTIL_FSUTIL_H
#define APRES_UTIL_FSUTIL_H
#include <glib.h>
#include <stdbool.h>

/*
 * Read a regular file whole, at most MAX_BYTES.  Errors: TEMP with errno in
 * the text; INPUT if it is larger or no regular file.  Caller owns the bytes, which
 * are never at NULL, and behind which a NUL stands: so it is with all of these.
 */
GBytes *apres_file_read(const char *path, gsize max_bytes, GError **error);
/* The first MAX_BYTES of PATH, and no further.  TEMP errors.  Caller owns. */
GBytes *apres_file_read_head(const char *path, gsize max_bytes, GError **error);
/* Read FD to its end, at most MAX_BYTES (INPUT beyond). */
GBytes *apres_fd_read(int fd, gsize max_bytes, GError **error);
/* Read FD to its end, and keep the first MAX_BYTES.  TEMP errors. */
GBytes *apres_fd_read_head(int fd, gsize max_bytes, GError **error);
/* Write all of it, restarting after signals and short writes.  TEMP on failure. */
bool apres_fd_write(int fd, gconstpointer data, gsize len, GError **error);
/*
 * Create or replace PATH so that a crash leaves the old or the new content:
 * temporary file in the same folder, fsync, rename, fsync of the folder.
 */
bool apres_file_replace(const char *path, gconstpointer data, gsize len, int mode,
			GError **error);
/* fsync the folder PATH, so that renames in it are durable. */
bool apres_dir_sync(const char *path, GError **error);
/* Lower-case hex SHA-256; caller owns. */
char *apres_sha256_hex(gconstpointer data, gsize len);
#endif
