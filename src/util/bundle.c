/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "util/bundle.h"
#include "util/autoptr.h"
#include "util/error.h"
#include "util/fsutil.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file that is written on. */
typedef struct stream {
	int fd;
	GChecksum *sum;
} stream;

struct apres_bundle {
	char *path;
	char *temporary;
	GPtrArray *folders;  /* char *: names of those below, as they were made */
	GHashTable *known;   /* the same, as a set */
	GPtrArray *files;    /* char *: names of all files */
	GPtrArray *lines;    /* char *: of SHA256SUMS */
	GHashTable *streams; /* name -> stream */
	bool finished;
};

static void
stream_free(gpointer data)
{
	stream *s = data;

	apres_autofd_close(&s->fd);
	g_checksum_free(s->sum);
	g_free(s);
}

/* ---- beginning and end ---- */

bool
apres_bundle_check(const char *path, GError **error)
{
	struct stat st;

	if (lstat(path, &st) < 0)
		return errno == ENOENT ||
		       apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
	if (S_ISDIR(st.st_mode)) {
		g_autoptr(GDir) dir = g_dir_open(path, 0, error);
		if (dir == NULL)
			return false;
		if (g_dir_read_name(dir) == NULL)
			return true;
	}
	return apres_throw(error, APRES_ERROR_USAGE,
			   "'%s' exists and is no empty folder; nothing is overwritten, "
			   "choose another name",
			   path);
}

apres_bundle *
apres_bundle_begin(const char *path, GError **error)
{
	g_autoptr(apres_bundle) bundle = g_new0(apres_bundle, 1);

	bundle->finished = true; /* nothing to remove yet */
	bundle->path = g_strdup(path);
	while (strlen(bundle->path) > 1 && g_str_has_suffix(bundle->path, "/"))
		bundle->path[strlen(bundle->path) - 1] = '\0';
	bundle->folders = g_ptr_array_new_with_free_func(g_free);
	bundle->known = g_hash_table_new(g_str_hash, g_str_equal);
	bundle->files = g_ptr_array_new_with_free_func(g_free);
	bundle->lines = g_ptr_array_new_with_free_func(g_free);
	bundle->streams =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, stream_free);
	if (!apres_bundle_check(bundle->path, error))
		return NULL;
	g_autofree char *temporary = g_strconcat(bundle->path, ".partial-XXXXXX", NULL);
	if (g_mkdtemp_full(temporary, 0700) == NULL) {
		apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", bundle->path);
		return NULL;
	}
	bundle->temporary = g_steal_pointer(&temporary);
	bundle->finished = false;
	return g_steal_pointer(&bundle);
}

static void
remove_all(const apres_bundle *bundle)
{
	for (guint i = 0; i < bundle->files->len; i++) {
		g_autofree char *file = g_build_filename(bundle->temporary,
							 bundle->files->pdata[i], NULL);
		unlink(file);
	}
	for (guint i = bundle->folders->len; i > 0; i--) {
		g_autofree char *folder = g_build_filename(
			bundle->temporary, bundle->folders->pdata[i - 1], NULL);
		rmdir(folder);
	}
	rmdir(bundle->temporary);
}

void
apres_bundle_free(apres_bundle *bundle)
{
	if (bundle == NULL)
		return;
	if (!bundle->finished)
		remove_all(bundle);
	g_hash_table_unref(bundle->streams);
	g_hash_table_unref(bundle->known);
	g_ptr_array_unref(bundle->lines);
	g_ptr_array_unref(bundle->files);
	g_ptr_array_unref(bundle->folders);
	g_free(bundle->temporary);
	g_free(bundle->path);
	g_free(bundle);
}

/* ---- files ---- */

static bool
check_name(const char *name, GError **error)
{
	g_auto(GStrv) parts = g_strsplit(name, "/", -1);
	bool good = *name != '\0';

	for (guint i = 0; parts[i] != NULL; i++)
		good = good && *parts[i] != '\0' && !g_str_equal(parts[i], ".") &&
		       !g_str_equal(parts[i], "..");
	for (const char *at = name; *at != '\0'; at++)
		good = good && *at != '\\' && !g_ascii_iscntrl(*at);
	return good || apres_throw(error, APRES_ERROR_INPUT,
				   "a file that is called '%s' is not written", name);
}

/* The folders in which NAME lies. */
static bool
make_folders(apres_bundle *bundle, const char *name, GError **error)
{
	for (const char *slash = strchr(name, '/'); slash != NULL;
	     slash = strchr(slash + 1, '/')) {
		g_autofree char *folder = g_strndup(name, (gsize)(slash - name));
		g_autofree char *path = g_build_filename(bundle->temporary, folder, NULL);

		if (g_hash_table_contains(bundle->known, folder))
			continue;
		if (g_mkdir(path, 0700) < 0)
			return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
		g_hash_table_add(bundle->known, folder);
		g_ptr_array_add(bundle->folders, g_steal_pointer(&folder));
	}
	return true;
}

/* The new file NAME; -1 and *ERROR if it cannot be made. */
static int
create(apres_bundle *bundle, const char *name, GError **error)
{
	g_autofree char *path = g_build_filename(bundle->temporary, name, NULL);

	if (!check_name(name, error) || !make_folders(bundle, name, error))
		return -1;
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
	else
		g_ptr_array_add(bundle->files, g_strdup(name));
	return fd;
}

bool
apres_bundle_put(apres_bundle *bundle, const char *name, gconstpointer data, gsize len,
		 GError **error)
{
	apres_autofd fd = create(bundle, name, error);

	if (fd < 0)
		return false;
	if (!apres_fd_write(fd, data, len, error))
		return apres_throw_prefix(error, "'%s/%s'", bundle->path, name);
	g_autofree char *hex = apres_sha256_hex(data, len);
	g_ptr_array_add(bundle->lines, g_strdup_printf("%s  %s\n", hex, name));
	return true;
}

bool
apres_bundle_append(apres_bundle *bundle, const char *name, gconstpointer data, gsize len,
		    GError **error)
{
	stream *s = g_hash_table_lookup(bundle->streams, name);

	if (s == NULL) {
		int fd = create(bundle, name, error);
		if (fd < 0)
			return false;
		s = g_new0(stream, 1);
		s->fd = fd;
		s->sum = g_checksum_new(G_CHECKSUM_SHA256);
		g_hash_table_insert(bundle->streams, g_strdup(name), s);
	}
	g_checksum_update(s->sum, data, (gssize)len);
	return apres_fd_write(s->fd, data, len, error) ||
	       apres_throw_prefix(error, "'%s/%s'", bundle->path, name);
}

/* ---- the whole ---- */

/* By name, which begins behind the sum and two spaces. */
static gint
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(strchr(*(char *const *)a, ' '), strchr(*(char *const *)b, ' '));
}

/* One call for all files: a disk that is asked once a file takes minutes for 10,000. */
static bool
sync_all(const apres_bundle *bundle, GError **error)
{
	apres_autofd fd = open(bundle->temporary, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || syncfs(fd) < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", bundle->path);
	return true;
}

bool
apres_bundle_seal(apres_bundle *bundle, char **digest_out, GError **error)
{
	g_autoptr(GString) sums = g_string_new(NULL);
	GHashTableIter at;
	gpointer name, data;

	g_hash_table_iter_init(&at, bundle->streams);
	while (g_hash_table_iter_next(&at, &name, &data)) {
		stream *s = data;
		g_ptr_array_add(bundle->lines,
				g_strdup_printf("%s  %s\n", g_checksum_get_string(s->sum),
						(const char *)name));
	}
	g_hash_table_remove_all(bundle->streams);
	g_ptr_array_sort(bundle->lines, by_name);
	for (guint i = 0; i < bundle->lines->len; i++)
		g_string_append(sums, bundle->lines->pdata[i]);
	if (!apres_bundle_put(bundle, APRES_BUNDLE_SUMS, sums->str, sums->len, error) ||
	    !sync_all(bundle, error))
		return false;
	*digest_out = apres_sha256_hex(sums->str, sums->len);
	return true;
}

bool
apres_bundle_finish(apres_bundle *bundle, GError **error)
{
	g_autofree char *parent = g_path_get_dirname(bundle->path);

	/* An empty folder of that name is replaced, and nothing else ever is. */
	if (rename(bundle->temporary, bundle->path) < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", bundle->path);
	bundle->finished = true;
	return apres_dir_sync(parent, error);
}
