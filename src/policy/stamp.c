/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file for each policy: the SHA-256 of the rest; what is known of it, as one line of
 * JSON; what is known of its patterns.
 */
#include "config.h"
#include "policy/stamp.h"

#include <fcntl.h>
#include <jansson.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "classify/pattern.h"
#include "policy/file-xml.h"
#include "policy/load.h"
#include "policy/schema-xml.h"
#include "util/autoptr.h"
#include "util/build-id.h"
#include "util/fsutil.h"

#define SUM_LEN 64
#define STAMP_MAX (16 * 1024 * 1024)
#define STAMPS_MAX 16 /* in a folder; then the oldest goes */

/* Every library whose other version might read the same files otherwise; ours is the same
 * in every program of a build. */
static char *
made_by(void)
{
	g_autofree char *engine = apres_pattern_engine();

	return g_strdup_printf("apres %s, pcre2 %s, glib %u.%u.%u, libxml2 %s",
			       apres_build_id, engine, glib_major_version,
			       glib_minor_version, glib_micro_version,
			       apres_policy_schema_engine());
}

static char *
stamp_path(const char *folder, const char *key)
{
	g_autofree char *sum = apres_sha256_hex(key, strlen(key));
	g_autofree char *name = g_strdup_printf("%.32s.stamp", sum);

	return g_build_filename(folder, name, NULL);
}

/* A policy in a file is known by its place, a stored one by what it is. */
static char *
stamp_path_of_file(const char *folder, const char *path)
{
	g_autofree char *whole = g_canonicalize_filename(path, NULL);

	return stamp_path(folder, whole);
}

/* May nobody but us write it? */
static bool
is_ours(const struct stat *st)
{
	return st->st_uid == geteuid() && (st->st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

static bool
is_our_folder(const char *folder)
{
	struct stat st;

	return lstat(folder, &st) == 0 && S_ISDIR(st.st_mode) && is_ours(&st);
}

/* The rest of the stamp at PATH, if it is ours and undamaged. */
static GBytes *
read_stamp(const char *path)
{
	apres_autofd fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || !is_ours(&st) ||
	    st.st_nlink != 1 || st.st_size <= SUM_LEN || st.st_size > STAMP_MAX)
		return NULL;
	/* Who makes it anew does so beside it, and gives it the name: this one stays. */
	g_autoptr(GMappedFile) mapped = g_mapped_file_new_from_fd(fd, FALSE, NULL);
	if (mapped == NULL)
		return NULL;
	g_autoptr(GBytes) all = g_mapped_file_get_bytes(mapped);
	g_autoptr(GBytes) rest =
		g_bytes_new_from_bytes(all, SUM_LEN, g_bytes_get_size(all) - SUM_LEN);
	g_autofree char *sum =
		apres_sha256_hex(g_bytes_get_data(rest, NULL), g_bytes_get_size(rest));
	if (memcmp(g_bytes_get_data(all, NULL), sum, SUM_LEN) != 0)
		return NULL;
	return g_steal_pointer(&rest);
}

/* The loader's name for the file of the policy at PATH that the stamp calls NAME. */
static char *
loaders_name(const char *path, const char *name)
{
	g_autofree char *folder = g_path_get_dirname(path);

	return *name == '\0' ? g_strdup(path) : g_build_filename(folder, name, NULL);
}

/* The files of FILES (name: SHA-256) as they are now; NULL if one is another. */
static GHashTable *
read_files(const char *path, json_t *files)
{
	g_autoptr(GHashTable) table = g_hash_table_new_full(
		g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
	const char *name;
	json_t *sum;

	json_object_foreach(files, name, sum)
	{
		char *key = loaders_name(path, name);
		GBytes *bytes = apres_file_read(key, APRES_POLICY_FILE_MAX, NULL);
		g_hash_table_insert(table, key,
				    bytes != NULL ? bytes : g_bytes_new(NULL, 0));
		g_autofree char *is =
			bytes != NULL ? apres_sha256_hex(g_bytes_get_data(bytes, NULL),
							 g_bytes_get_size(bytes))
				      : NULL;
		if (is == NULL || g_strcmp0(is, json_string_value(sum)) != 0)
			return NULL;
	}
	return g_steal_pointer(&table);
}

/* A stamp of this program, opened. */
typedef struct opened {
	json_t *head;
	GBytes *patterns;
	const char *digest; /* in HEAD */
} opened;

static void
opened_clear(opened *o)
{
	json_decref(o->head);
	g_clear_pointer(&o->patterns, g_bytes_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(opened, opened_clear)

/* The stamp FILE in FOLDER; false if it is none of ours. */
static bool
open_stamp(const char *folder, const char *file, opened *o)
{
	g_autoptr(GBytes) bytes = is_our_folder(folder) ? read_stamp(file) : NULL;
	gsize len = 0;
	const char *data = bytes != NULL ? g_bytes_get_data(bytes, &len) : NULL;
	const char *end = data != NULL ? memchr(data, '\n', len) : NULL;

	if (end == NULL)
		return false;
	gsize head_len = (gsize)(end - data);
	o->head = json_loadb(data, head_len, 0, NULL);
	o->patterns = g_bytes_new_from_bytes(bytes, head_len + 1, len - head_len - 1);
	o->digest = json_string_value(json_object_get(o->head, "digest"));
	g_autofree char *us = made_by();
	const char *maker = json_string_value(json_object_get(o->head, "made-by"));
	return o->digest != NULL && g_strcmp0(us, maker) == 0;
}

#define ALWAYS "always"

/* Days since 1970, of the clock of nobody in particular. */
static char *
day_of(gint64 time)
{
	return g_strdup_printf("%" G_GINT64_FORMAT, time / (24 * 3600));
}

/* How long the tests of POLICY, which passed at the time TESTED, speak for it; NULL if
 * they were not run. */
static char *
good_for(const apres_policy *policy, gint64 tested)
{
	if (tested == APRES_STAMP_UNTESTED)
		return NULL;
	for (guint i = 0; i < policy->tests->len; i++)
		if (((apres_policy_test *)policy->tests->pdata[i])->at == 0)
			return day_of(tested);
	return g_strdup(ALWAYS);
}

/* Does the stamp say so of the time TESTED? */
static bool
is_tested(const opened *stamp, gint64 tested)
{
	const char *when = json_string_value(json_object_get(stamp->head, "tested"));
	g_autofree char *day = day_of(tested);

	return tested == APRES_STAMP_UNTESTED || g_strcmp0(when, ALWAYS) == 0 ||
	       g_strcmp0(when, day) == 0;
}

apres_policy *
apres_stamp_load(const char *folder, const char *path, gint64 tested)
{
	g_autofree char *file = stamp_path_of_file(folder, path);
	g_auto(opened) stamp = { 0 };

	if (!open_stamp(folder, file, &stamp) || !is_tested(&stamp, tested))
		return NULL;
	g_autoptr(GHashTable) held =
		read_files(path, json_object_get(stamp.head, "files"));
	const apres_policy_known known = { stamp.digest, held, stamp.patterns };
	return held != NULL ? apres_policy_load_known(path, &known, false) : NULL;
}

apres_policy *
apres_stamp_load_stored(const char *folder, const char *name, GHashTable *sources,
			const char *digest)
{
	g_autofree char *file = stamp_path(folder, digest);
	g_autofree char *below = g_strconcat("./", name, NULL);
	g_autofree char *is = apres_policy_digest(sources, below);
	g_auto(opened) stamp = { 0 };

	if (!g_str_equal(is, digest) || !open_stamp(folder, file, &stamp) ||
	    !g_str_equal(stamp.digest, digest))
		return NULL;
	const apres_policy_known known = { digest, sources, stamp.patterns };
	return apres_policy_load_known(name, &known, true);
}

static void
add_file(json_t *files, const char *name, GBytes *bytes)
{
	g_autofree char *sum =
		apres_sha256_hex(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));

	json_object_set_new(files, name, json_string(sum));
}

/* Name, below the policy's folder ("" for itself), and SHA-256 of each of POLICY's own
 * files; if it is TESTED, also of the mails of its tests.  NULL if one of those is gone.
 */
static json_t *
own_files(const apres_policy *policy, bool tested)
{
	g_autofree char *dir = g_path_get_dirname(policy->file);
	g_autofree char *folder = g_strconcat(dir, "/", NULL);
	json_auto_t *files = json_object();
	GHashTableIter at;
	gpointer name, bytes;

	g_hash_table_iter_init(&at, policy->sources);
	while (g_hash_table_iter_next(&at, &name, &bytes)) {
		if (g_str_equal(name, policy->file))
			add_file(files, "", bytes);
		else if (g_str_has_prefix(name, folder))
			add_file(files, (char *)name + strlen(folder), bytes);
	}
	for (guint i = 0; tested && i < policy->tests->len; i++) {
		const char *mail = ((apres_policy_test *)policy->tests->pdata[i])->mail;
		if (mail == NULL)
			continue;
		g_autoptr(GBytes) text =
			apres_file_read(mail, APRES_POLICY_FILE_MAX, NULL);
		if (text == NULL || !g_str_has_prefix(mail, folder))
			return NULL;
		add_file(files, mail + strlen(folder), text);
	}
	return json_incref(files);
}

/* The oldest stamps of FOLDER go, until there is room for one more. */
static void
make_room(const char *folder)
{
	for (;;) {
		g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
		g_autofree char *oldest = NULL;
		const char *name;
		time_t since = 0;
		guint count = 0;

		while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
			g_autofree char *path = g_build_filename(folder, name, NULL);
			struct stat st;
			if (!g_str_has_suffix(name, ".stamp") || lstat(path, &st) < 0)
				continue;
			count++;
			if (oldest != NULL && st.st_mtime >= since)
				continue;
			g_free(oldest);
			oldest = g_steal_pointer(&path);
			since = st.st_mtime;
		}
		if (count < STAMPS_MAX || unlink(oldest) < 0)
			return;
	}
}

/* Write the stamp PATH in FOLDER; FILES is taken over. */
static void
write_stamp(const char *folder, const char *path, const apres_policy *policy,
	    gint64 tested, json_t *files)
{
	g_autofree char *us = made_by();
	g_autofree char *when = good_for(policy, tested);
	g_autofree char *above = g_path_get_dirname(folder);
	json_auto_t *json = json_pack("{s:s, s:s, s:s?, s:o}", "made-by", us, "digest",
				      policy->digest, "tested", when, "files", files);

	/* A folder of root's in the state of another user would be in that one's way. */
	if (is_our_folder(above))
		mkdir(folder, 0700);
	char *head = json != NULL ? json_dumps(json, JSON_COMPACT) : NULL;
	g_autoptr(GBytes) known = apres_classifier_known(policy->classifier);
	/* A file name that is no UTF-8. */
	if (head == NULL || known == NULL || !is_our_folder(folder)) {
		free(head);
		return;
	}
	gsize len;
	const guint8 *patterns = g_bytes_get_data(known, &len);
	g_autoptr(GByteArray) all = g_byte_array_sized_new((guint)len + 4096);
	g_byte_array_set_size(all, SUM_LEN);
	g_byte_array_append(all, (const guint8 *)head, (guint)strlen(head));
	/* What follows are numbers, used where they stand: see open_stamp. */
	while (all->len % sizeof(guint32) != sizeof(guint32) - 1)
		g_byte_array_append(all, (const guint8 *)" ", 1);
	g_byte_array_append(all, (const guint8 *)"\n", 1);
	g_byte_array_append(all, patterns, (guint)len);
	free(head);
	g_autofree char *sum = apres_sha256_hex(all->data + SUM_LEN, all->len - SUM_LEN);
	memcpy(all->data, sum, SUM_LEN);
	make_room(folder);
	/* A crash may leave half of it: the sum will say so. */
	g_file_set_contents_full(path, (const char *)all->data, (gssize)all->len,
				 G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}

void
apres_stamp_write(const char *folder, const apres_policy *policy, gint64 tested)
{
	g_autofree char *path = stamp_path_of_file(folder, policy->file);
	json_t *files = own_files(policy, tested != APRES_STAMP_UNTESTED);

	if (files != NULL)
		write_stamp(folder, path, policy, tested, files);
}

void
apres_stamp_write_stored(const char *folder, const apres_policy *policy)
{
	g_autofree char *path = stamp_path(folder, policy->digest);

	write_stamp(folder, path, policy, APRES_STAMP_UNTESTED, json_object());
}
