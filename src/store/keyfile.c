/* SPDX-License-Identifier: Apache-2.0 */
/* Keys in their places. */
#include "config.h"
#include "store/keyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/autoptr.h"
#include "util/error.h"
#include "util/fsutil.h"
#include "util/sha256.h"

#define MAGIC "apres keys 1\n\0\0\0"
#define MAGIC_LEN 16
#define ID_LEN 16
#define HEADER_LEN (MAGIC_LEN + ID_LEN)
#define CHECK_LEN 8
#define RECORD_LEN (APRES_KEY_LEN + CHECK_LEN)
/* New people cost one write to the disk in so many. */
#define AHEAD 64

struct apres_keyfile {
	int fd;
	char *path;
	guint8 raw_id[ID_LEN];
	char id[2 * ID_LEN + 1];
};

bool
apres_keyfile_create(const char *path, GError **error)
{
	guint8 header[HEADER_LEN] = MAGIC;

	if (RAND_bytes(header + MAGIC_LEN, ID_LEN) != 1)
		return apres_throw(error, APRES_ERROR_TEMP, "no random bytes to be had");
	return apres_file_replace(path, header, sizeof header, 0600, error);
}

static bool
read_header(apres_keyfile *file, GError **error)
{
	guint8 header[HEADER_LEN];

	if (pread(file->fd, header, sizeof header, 0) != HEADER_LEN ||
	    memcmp(header, MAGIC, MAGIC_LEN) != 0)
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "'%s' is no key file of apres; restore it from its "
				   "backup",
				   file->path);
	memcpy(file->raw_id, header + MAGIC_LEN, ID_LEN);
	for (guint i = 0; i < ID_LEN; i++)
		g_snprintf(file->id + 2 * i, 3, "%02x", file->raw_id[i]);
	return true;
}

apres_keyfile *
apres_keyfile_open(const char *path, bool write, GError **error)
{
	g_autoptr(apres_keyfile) file = g_new0(apres_keyfile, 1);

	file->path = g_strdup(path);
	file->fd = open(path, (write ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NOCTTY);
	if (file->fd < 0 && errno == ENOENT) {
		apres_throw(error, APRES_ERROR_CONFIG,
			    "'%s' is missing; restore it from its backup (without one: "
			    "apres audit new-keys)",
			    path);
		return NULL;
	}
	if (file->fd < 0) {
		apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
		return NULL;
	}
	return read_header(file, error) ? g_steal_pointer(&file) : NULL;
}

void
apres_keyfile_free(apres_keyfile *file)
{
	if (file == NULL)
		return;
	apres_autofd_close(&file->fd);
	g_free(file->path);
	g_free(file);
}

const char *
apres_keyfile_id(const apres_keyfile *file)
{
	return file->id;
}

static off_t
place_of(gint64 number)
{
	return HEADER_LEN + (off_t)(number - 1) * RECORD_LEN;
}

/* That KEY is the one of this NUMBER in this file: neither moved nor damaged. */
static void
check_of(const apres_keyfile *file, gint64 number, const guint8 *key,
	 guint8 check_out[CHECK_LEN])
{
	guint8 text[ID_LEN + sizeof number + APRES_KEY_LEN], hash[EVP_MAX_MD_SIZE];
	gint64 fixed = GINT64_TO_BE(number);

	memcpy(text, file->raw_id, ID_LEN);
	memcpy(text + ID_LEN, &fixed, sizeof fixed);
	memcpy(text + ID_LEN + sizeof fixed, key, APRES_KEY_LEN);
	EVP_Digest(text, sizeof text, hash, NULL, apres_sha256(), NULL);
	memcpy(check_out, hash, CHECK_LEN);
	OPENSSL_cleanse(text, sizeof text);
}

apres_key_state
apres_keyfile_get(const apres_keyfile *file, gint64 number, guint8 key_out[APRES_KEY_LEN])
{
	static const guint8 zeros[RECORD_LEN] = { 0 };
	guint8 record[RECORD_LEN], check[CHECK_LEN];

	if (number < 1)
		return APRES_KEY_DAMAGED;
	if (pread(file->fd, record, RECORD_LEN, place_of(number)) != RECORD_LEN)
		return APRES_KEY_BEYOND;
	if (memcmp(record, zeros, RECORD_LEN) == 0)
		return APRES_KEY_DESTROYED;
	check_of(file, number, record, check);
	if (memcmp(check, record + APRES_KEY_LEN, CHECK_LEN) != 0)
		return APRES_KEY_DAMAGED;
	memcpy(key_out, record, APRES_KEY_LEN);
	OPENSSL_cleanse(record, sizeof record);
	return APRES_KEY_FOUND;
}

static bool
sync_file(const apres_keyfile *file, GError **error)
{
	return fsync(file->fd) == 0 ||
	       apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", file->path);
}

/* How many records there are.  Half a one at the end is what a crash left: it was never
 * used. */
static bool
count_of(const apres_keyfile *file, gint64 *count_out, GError **error)
{
	struct stat st;

	if (fstat(file->fd, &st) < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", file->path);
	*count_out = (st.st_size - HEADER_LEN) / RECORD_LEN;
	return true;
}

bool
apres_keyfile_is_blank(const apres_keyfile *file)
{
	guint8 key[APRES_KEY_LEN];
	gint64 count = 0;
	bool found = !count_of(file, &count, NULL);

	for (gint64 number = 1; number <= count && !found; number++)
		found = apres_keyfile_get(file, number, key) == APRES_KEY_FOUND;
	OPENSSL_cleanse(key, sizeof key);
	return !found;
}

bool
apres_keyfile_in_place(const apres_keyfile *file)
{
	struct stat open, named;

	return fstat(file->fd, &open) == 0 && stat(file->path, &named) == 0 &&
	       open.st_dev == named.st_dev && open.st_ino == named.st_ino;
}

static bool
write_records(const apres_keyfile *file, gint64 first, const guint8 *records, gsize len,
	      GError **error)
{
	if (pwrite(file->fd, records, len, place_of(first)) != (ssize_t)len)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", file->path);
	return sync_file(file, error);
}

static bool
write_keys(const apres_keyfile *file, gint64 first, guint count, GError **error)
{
	gsize len = (gsize)count * RECORD_LEN;
	g_autofree guint8 *records = g_malloc0(len);

	for (guint i = 0; i < count; i++) {
		guint8 *record = records + i * RECORD_LEN;
		if (RAND_bytes(record, APRES_KEY_LEN) != 1)
			return apres_throw(error, APRES_ERROR_TEMP,
					   "no random bytes to be had");
		check_of(file, first + i, record, record + APRES_KEY_LEN);
	}
	bool done = write_records(file, first, records, len, error);
	OPENSSL_cleanse(records, len);
	return done;
}

bool
apres_keyfile_give_up(apres_keyfile *file, gint64 number, GError **error)
{
	gint64 count = 0;

	if (!count_of(file, &count, error))
		return false;
	if (count >= number)
		return true;
	/* No key has this check: damaged, and so never to be used. */
	gsize len = (gsize)(number - count) * RECORD_LEN;
	g_autofree guint8 *records = g_malloc(len);
	memset(records, 0xff, len);
	return write_records(file, count + 1, records, len, error);
}

bool
apres_keyfile_extend(apres_keyfile *file, gint64 number, GError **error)
{
	gint64 count = 0;

	return count_of(file, &count, error) &&
	       (count >= number ||
		write_keys(file, count + 1, (guint)(number - count + AHEAD - 1), error));
}

bool
apres_keyfile_destroy(apres_keyfile *file, gint64 number, GError **error)
{
	static const guint8 zeros[RECORD_LEN] = { 0 };
	guint8 key[APRES_KEY_LEN];
	apres_key_state state = apres_keyfile_get(file, number, key);

	OPENSSL_cleanse(key, sizeof key);
	if (state == APRES_KEY_DESTROYED || state == APRES_KEY_BEYOND || number < 1)
		return true;
	return write_records(file, number, zeros, RECORD_LEN, error);
}
