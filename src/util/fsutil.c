/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "util/fsutil.h"
#include "util/autoptr.h"
#include "util/error.h"
#include "util/hex.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* The bytes of ALL, which lie somewhere though there be none, with a NUL behind them. */
static GBytes *
ended(GByteArray *all)
{
	gsize len = all->len;

	g_byte_array_append(all, (const guint8 *)"", 1);
	guint8 *data = g_byte_array_steal(all, NULL);
	return g_bytes_new_with_free_func(data, len, g_free, data);
}

GBytes *
apres_fd_read_head(int fd, gsize max_bytes, GError **error)
{
	struct stat st;
	/* Of a file the size is known; it may grow all the same. */
	bool file = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0;
	g_autoptr(GByteArray) all = g_byte_array_sized_new(
		file ? (guint)MIN((gsize)st.st_size, max_bytes) : 0);
	guint8 chunk[65536];

	for (;;) {
		ssize_t n = read(fd, chunk, sizeof chunk);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			apres_throw_errno(error, APRES_ERROR_TEMP, "read");
			return NULL;
		}
		if (n == 0)
			break;
		g_byte_array_append(all, chunk,
				    (guint)MIN((gsize)n, max_bytes - all->len));
	}
	return ended(all);
}

GBytes *
apres_fd_read(int fd, gsize max_bytes, GError **error)
{
	g_autoptr(GBytes) bytes = apres_fd_read_head(fd, max_bytes + 1, error);

	if (bytes != NULL && g_bytes_get_size(bytes) > max_bytes) {
		apres_throw(error, APRES_ERROR_INPUT,
			    "larger than %" G_GSIZE_FORMAT " bytes", max_bytes);
		return NULL;
	}
	return g_steal_pointer(&bytes);
}

GBytes *
apres_file_read_head(const char *path, gsize max_bytes, GError **error)
{
	apres_autofd fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	g_autofree guint8 *head = g_malloc(max_bytes);
	gsize len = 0;

	if (fd < 0) {
		apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
		return NULL;
	}
	while (len < max_bytes) {
		ssize_t n = read(fd, head + len, max_bytes - len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
			return NULL;
		}
		if (n == 0)
			break;
		len += (gsize)n;
	}
	g_autoptr(GByteArray) all = g_byte_array_new_take(g_steal_pointer(&head), len);
	return ended(all);
}

GBytes *
apres_file_read(const char *path, gsize max_bytes, GError **error)
{
	/* O_NONBLOCK: a FIFO in a Maildir must not stop the daemon. */
	apres_autofd fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0) {
		apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
		return NULL;
	}
	if (!S_ISREG(st.st_mode)) {
		apres_throw(error, APRES_ERROR_INPUT, "'%s': not a regular file", path);
		return NULL;
	}
	GBytes *bytes = apres_fd_read(fd, max_bytes, error);
	if (bytes == NULL)
		apres_throw_prefix(error, "'%s'", path);
	return bytes;
}

bool
apres_fd_write(int fd, gconstpointer data, gsize len, GError **error)
{
	const guint8 *at = data;

	while (len > 0) {
		ssize_t n = write(fd, at, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return apres_throw_errno(error, APRES_ERROR_TEMP, "write");
		at += n;
		len -= (gsize)n;
	}
	return true;
}

bool
apres_dir_sync(const char *path, GError **error)
{
	apres_autofd fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || fsync(fd) < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
	return true;
}

static bool
write_and_rename(int fd, const char *temporary, const char *path, gconstpointer data,
		 gsize len, GError **error)
{
	if (!apres_fd_write(fd, data, len, error))
		return apres_throw_prefix(error, "'%s'", temporary);
	if (fsync(fd) < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", temporary);
	if (rename(temporary, path) < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
	return true;
}

bool
apres_file_replace(const char *path, gconstpointer data, gsize len, int mode,
		   GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *temporary = g_strdup_printf("%s.XXXXXX", path);
	apres_autofd fd = g_mkstemp_full(temporary, O_WRONLY | O_CLOEXEC, mode);

	if (fd < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
	if (!write_and_rename(fd, temporary, path, data, len, error)) {
		unlink(temporary);
		return false;
	}
	return apres_dir_sync(folder, error);
}

char *
apres_sha256_hex(gconstpointer data, gsize len)
{
	guint8 sum[EVP_MAX_MD_SIZE];
	guint sum_len = 0;

	/* Quicker than GLib's, as it uses what the processor has for it. */
	if (EVP_Digest(data, len, sum, &sum_len, EVP_sha256(), NULL) != 1)
		return g_compute_checksum_for_data(G_CHECKSUM_SHA256, data, len);
	return apres_hex(sum, sum_len);
}
