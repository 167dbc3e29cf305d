/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a Maildir while deliverers and IMAP clients rename its files. */
#include "config.h"
#include "intake/maildir.h"
#include "util/autoptr.h"
#include "util/error.h"
#include "util/fsutil.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const subs[] = { "new", "cur" };

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DIR, closedir)

void
apres_maildir_entry_free(apres_maildir_entry *entry)
{
	if (entry == NULL)
		return;
	g_free(entry->base_name);
	g_free(entry->path);
	g_free(entry->flags);
	g_free(entry);
}

/* Where the flags begin, or the end of NAME. */
static const char *
info_of(const char *name)
{
	const char *info = strstr(name, ":2,");

	return info != NULL ? info : name + strlen(name);
}

gsize
apres_maildir_base_len(const char *name)
{
	return (gsize)(info_of(name) - name);
}

/* Maildirs are younger: a smaller number is no time (9 Sep 2001). */
#define EARLIEST_NAME 1000000000

/* The time in the name, or 0. */
static gint64
name_time(const char *base_name)
{
	char *end = NULL;

	if (!g_ascii_isdigit(base_name[0]))
		return 0;
	guint64 seconds = g_ascii_strtoull(base_name, &end, 10);
	if (*end != '.' || seconds < EARLIEST_NAME ||
	    seconds > G_MAXUINT32 * G_GUINT64_CONSTANT(16))
		return 0;
	return (gint64)seconds;
}

gint64
apres_maildir_time(const char *base_name, gint64 mtime)
{
	gint64 named = name_time(base_name);

	return named != 0 ? MIN(named, mtime) : mtime;
}

bool
apres_maildir_flags_done(const char *flags)
{
	return strpbrk(flags, "RTD") != NULL;
}

apres_maildir_entry *
apres_maildir_entry_of(const char *maildir, const char *sub, const char *name)
{
	g_autofree char *path = g_build_filename(maildir, sub, name, NULL);
	struct stat st;

	if (lstat(path, &st) < 0)
		return NULL;
	const char *info = info_of(name);
	apres_maildir_entry *entry = g_new0(apres_maildir_entry, 1);
	entry->base_name = g_strndup(name, (gsize)(info - name));
	entry->flags = g_strdup(*info != '\0' ? info + 3 : "");
	entry->path = g_steal_pointer(&path);
	entry->mtime = st.st_mtime;
	entry->size = st.st_size;
	entry->regular = S_ISREG(st.st_mode);
	return entry;
}

/* Behind ",U=12" at TEXT, or TEXT. */
static const char *
skip_uid(const char *text)
{
	if (!g_str_has_prefix(text, ",U="))
		return text;
	return text + 3 + strspn(text + 3, "0123456789");
}

/*
 * Is FILE the mail that was called BASE_NAME?  Programs that fetch mail keep its UID
 * in the name, and change it when the provider numbers mail anew.
 */
static bool
is_called(const char *file, const char *base_name)
{
	const char *uid = strstr(base_name, ",U=");
	gsize stem = uid != NULL ? (gsize)(uid - base_name) : strlen(base_name);

	if (strncmp(file, base_name, stem) != 0)
		return false;
	const char *rest = skip_uid(base_name + stem);
	const char *end = skip_uid(file + stem);
	if (!g_str_has_prefix(end, rest))
		return false;
	end += strlen(rest);
	return *end == '\0' || g_str_has_prefix(end, ":2,");
}

/* The full name of BASE_NAME in folder SUB, or NULL. */
static char *
find_in(const char *maildir, const char *sub, const char *base_name)
{
	static const char *const usual[] = { "", ":2,", ":2,S", ":2,RS" };

	/* The usual names first: reading a folder of 100,000 files for one is slow. */
	for (guint i = 0; i < G_N_ELEMENTS(usual); i++) {
		g_autofree char *name = g_strconcat(base_name, usual[i], NULL);
		g_autofree char *path = g_build_filename(maildir, sub, name, NULL);
		struct stat st;
		if (lstat(path, &st) == 0)
			return g_steal_pointer(&path);
	}
	g_autofree char *folder = g_build_filename(maildir, sub, NULL);
	g_autoptr(DIR) dir = opendir(folder);
	const struct dirent *file;
	while (dir != NULL && (file = readdir(dir)) != NULL)
		if (is_called(file->d_name, base_name))
			return g_build_filename(folder, file->d_name, NULL);
	return NULL;
}

char *
apres_maildir_find(const char *maildir, const char *base_name)
{
	if (base_name[0] == '\0' || base_name[0] == '.' || strchr(base_name, '/') != NULL)
		return NULL;
	/* Twice: the file may go from cur/ to new/ or change its flags between two looks.
	 */
	for (int attempt = 0; attempt < 2; attempt++)
		for (guint i = 0; i < G_N_ELEMENTS(subs); i++) {
			char *path = find_in(maildir, subs[i], base_name);
			if (path != NULL)
				return path;
		}
	return NULL;
}

apres_headers *
apres_maildir_headers(const char *path, GError **error)
{
	g_autoptr(GBytes) head =
		apres_file_read_head(path, APRES_HEADERS_MAX_BYTES, error);
	gsize len = 0;

	if (head == NULL)
		return NULL;
	const char *data = g_bytes_get_data(head, &len);
	return apres_headers_parse(data != NULL ? data : "", len);
}

/* The name of PATH with FLAG among its flags, in alphabetical order as the format asks.
 */
static char *
name_with_flag(const char *path, char flag)
{
	const char *name = strrchr(path, '/') + 1;
	const char *info = info_of(name);
	g_autoptr(GString) flags = g_string_new(*info != '\0' ? info + 3 : "");
	gsize at = 0;

	if (strchr(flags->str, flag) == NULL) {
		while (at < flags->len && flags->str[at] < flag)
			at++;
		g_string_insert_c(flags, (gssize)at, flag);
	}
	return g_strdup_printf("%.*s:2,%s", (int)(info - name), name, flags->str);
}

/*
 * Rename the file to FOLDER with FLAG added.  A client may rename it at the
 * same time: then it is looked for again.
 */
static bool
rename_into(const char *maildir, const char *base_name, const char *folder, char flag,
	    bool *gone_out, GError **error)
{
	*gone_out = false;
	for (int attempt = 0; attempt < 5; attempt++) {
		g_autofree char *path = apres_maildir_find(maildir, base_name);
		if (path == NULL)
			break;
		g_autofree char *name = name_with_flag(path, flag);
		g_autofree char *target = g_build_filename(folder, name, NULL);
		if (strcmp(path, target) == 0)
			return true;
		/* Never over another file: that would lose a mail. */
		int failed =
			renameat2(AT_FDCWD, path, AT_FDCWD, target, RENAME_NOREPLACE);
		if (failed != 0 && (errno == EINVAL || errno == ENOSYS) &&
		    !g_file_test(target, G_FILE_TEST_EXISTS))
			failed = rename(path, target);
		if (failed == 0)
			return true;
		if (errno != ENOENT)
			return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s' to '%s'",
						 path, target);
		if (!g_file_test(folder, G_FILE_TEST_IS_DIR))
			return apres_throw(error, APRES_ERROR_TEMP,
					   "'%s': no such folder", folder);
	}
	*gone_out = true;
	return true;
}

bool
apres_maildir_flag(const char *maildir, const char *base_name, char flag, bool *gone_out,
		   GError **error)
{
	g_autofree char *folder = g_build_filename(maildir, "cur", NULL);

	return rename_into(maildir, base_name, folder, flag, gone_out, error);
}

/* A folder PATH with exactly MODE, whatever the umask; one that is there stays. */
static bool
make_one(const char *path, mode_t mode, GError **error)
{
	if (g_mkdir_with_parents(path, 0700) < 0 || chmod(path, mode) < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
	return true;
}

bool
apres_maildir_make(const char *folder, const char *like, GError **error)
{
	static const char *const parts[] = { "", "tmp", "new", "cur" };
	g_autofree char *model = g_build_filename(like, "new", NULL);
	g_autofree char *marker = g_build_filename(folder, "maildirfolder", NULL);
	struct stat st;

	if (stat(model, &st) < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", model);
	for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *path = g_build_filename(folder, parts[i], NULL);
		if (!g_file_test(path, G_FILE_TEST_IS_DIR) &&
		    !make_one(path, st.st_mode & 07777, error))
			return false;
	}
	/* One that is there may be a mail program's, and closed to us. */
	apres_autofd fd =
		open(marker, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, st.st_mode & 0666);
	if (fd < 0 && errno != EEXIST)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", marker);
	return true;
}

/* Write PATH, durably, as readable as its folder is. */
static bool
write_file(const char *path, GBytes *bytes, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	struct stat st;
	gsize len;
	gconstpointer data = g_bytes_get_data(bytes, &len);

	if (stat(folder, &st) < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", folder);
	/* What an earlier attempt left, or somebody else put there, is not written to. */
	unlink(path);
	apres_autofd fd =
		open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, st.st_mode & 0666);
	/* Whatever the umask: who reads the folder must read this. */
	if (fd < 0 || fchmod(fd, st.st_mode & 0666) < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
	return apres_fd_write(fd, data, len, error) &&
	       (fsync(fd) == 0 ||
		apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path));
}

bool
apres_maildir_put(const char *maildir, const char *base_name, GBytes *bytes,
		  GError **error)
{
	g_autofree char *there = apres_maildir_find(maildir, base_name);
	g_autofree char *temporary = g_build_filename(maildir, "tmp", base_name, NULL);
	g_autofree char *folder = g_build_filename(maildir, "new", NULL);
	g_autofree char *path = g_build_filename(folder, base_name, NULL);

	if (there != NULL)
		return true;
	if (!write_file(temporary, bytes, error))
		return false;
	if (rename(temporary, path) < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
	return apres_dir_sync(folder, error);
}

bool
apres_maildir_move(const char *maildir, const char *base_name, const char *target,
		   char flag, bool *gone_out, GError **error)
{
	g_autofree char *folder = g_build_filename(maildir, target, NULL);
	g_autofree char *cur = g_build_filename(folder, "cur", NULL);

	*gone_out = false;
	if (!g_file_test(maildir, G_FILE_TEST_IS_DIR))
		return apres_throw(error, APRES_ERROR_TEMP, "'%s': no such folder",
				   maildir);
	if (!apres_maildir_make(folder, maildir, error))
		return false;
	return rename_into(maildir, base_name, cur, flag, gone_out, error);
}
