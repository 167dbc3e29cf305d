/* SPDX-License-Identifier: Apache-2.0 */
/* Opening, locking, transactions, small settings. */
#include "config.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/rand.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/audit-parts.h"
#include "store/db.h"
#include "util/autoptr.h"
#include "util/error.h"
#include "util/hex.h"

#define BUSY_MS 10000

struct apres_txn {
	apres_store *store;
	bool open;
};

static void
finalize(gpointer statement)
{
	sqlite3_finalize(statement);
}

/* Who holds the lock, for the message; 0 if the file does not say. */
static gint64
holder_of(int fd)
{
	char text[32] = "";
	ssize_t n = pread(fd, text, sizeof text - 1, 0);

	return n > 0 ? g_ascii_strtoll(text, NULL, 10) : 0;
}

static bool
take_lock(apres_store *store, GError **error)
{
	g_autofree char *path = g_build_filename(store->folder, "lock", NULL);

	store->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (store->lock_fd < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
	if (flock(store->lock_fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno != EWOULDBLOCK)
			return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
		return apres_throw(error, APRES_ERROR_TEMP,
				   "store '%s' is in use by process %" G_GINT64_FORMAT
				   " (apresd?)",
				   store->folder, holder_of(store->lock_fd));
	}
	char text[32];
	int n = g_snprintf(text, sizeof text, "%d\n", (int)getpid());
	if (ftruncate(store->lock_fd, 0) < 0 ||
	    pwrite(store->lock_fd, text, (size_t)n, 0) != n)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
	return true;
}

static bool
check_folder(const char *folder, apres_store_mode mode, GError **error)
{
	struct stat st;

	if (stat(folder, &st) == 0) {
		return S_ISDIR(st.st_mode) ||
		       apres_throw(error, APRES_ERROR_CONFIG,
				   "store '%s' is no folder; see 'state' in apres.conf",
				   folder);
	}
	if (errno == ENOENT && mode == APRES_STORE_WRITE &&
	    g_mkdir_with_parents(folder, 0700) == 0)
		return true;
	return apres_throw_errno(error,
				 errno == ENOENT ? APRES_ERROR_CONFIG : APRES_ERROR_TEMP,
				 "store '%s'", folder);
}

/* SQLite would begin anew in a file of no bytes.  Beside a log it had begun before;
 * without one a first start was killed. */
static bool
check_not_emptied(const char *folder, const char *path, GError **error)
{
	g_autofree char *log = g_build_filename(folder, "log", NULL);
	struct stat st;

	return stat(path, &st) < 0 || st.st_size > 0 ||
	       !g_file_test(log, G_FILE_TEST_EXISTS) ||
	       apres_throw(error, APRES_ERROR_CONFIG, "'%s' is empty: restore a backup",
			   path);
}

static bool
open_database(apres_store *store, apres_store_mode mode, GError **error)
{
	g_autofree char *path = g_build_filename(store->folder, "apres.db", NULL);
	int flags = mode == APRES_STORE_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
					      : SQLITE_OPEN_READWRITE;
	struct stat st;

	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return apres_throw(error, APRES_ERROR_CONFIG, "'%s' is not a file", path);
	if (!check_not_emptied(store->folder, path, error))
		return false;
	if (mode == APRES_STORE_READ && access(path, F_OK) < 0)
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "store '%s' is empty: apresd has not run yet",
				   store->folder);
	/* A reader needs the shared memory of the WAL, and so would like to write there.
	 */
	if (mode == APRES_STORE_READ && access(path, W_OK) < 0)
		flags = SQLITE_OPEN_READONLY;
	int code = sqlite3_open_v2(path, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
	if (store->db == NULL)
		return apres_throw(error, APRES_ERROR_TEMP, "'%s': out of memory", path);
	if (code != SQLITE_OK)
		return apres_store_fail(store, "open", error);
	if (stat(path, &st) < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
	store->device = st.st_dev;
	store->inode = st.st_ino;
	sqlite3_extended_result_codes(store->db, 1);
	sqlite3_busy_timeout(store->db, BUSY_MS);
	return true;
}

apres_store *
apres_store_open(const char *folder, apres_store_mode mode, GError **error)
{
	g_autoptr(apres_store) store = g_new0(apres_store, 1);
	static const char writer[] =
		"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
		"PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;"
		"PRAGMA trusted_schema = OFF;";

	store->folder = g_strdup(folder);
	store->lock_fd = -1;
	store->writes = mode == APRES_STORE_WRITE;
	/* By address: each SQL text is one constant in one place. */
	store->statements = g_hash_table_new_full(NULL, NULL, NULL, finalize);
	store->zones = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					     (GDestroyNotify)g_time_zone_unref);
	if (!check_folder(folder, mode, error) ||
	    (mode == APRES_STORE_WRITE && !take_lock(store, error)) ||
	    !open_database(store, mode, error))
		return NULL;
	if (!apres_store_exec(
		    store, mode == APRES_STORE_WRITE ? writer : "PRAGMA query_only = ON",
		    error))
		return NULL;
	if (!(mode == APRES_STORE_WRITE ? apres_schema_migrate(store, error)
					: apres_schema_check(store, error)))
		return NULL;
	if (mode == APRES_STORE_WRITE && !apres_keys_collect(store, error))
		return NULL;
	return g_steal_pointer(&store);
}

char *
apres_store_foreign_owner(const char *folder)
{
	struct stat st;

	if (geteuid() != 0 || stat(folder, &st) < 0 || st.st_uid == 0)
		return NULL;
	const struct passwd *owner = getpwuid(st.st_uid);
	return owner != NULL ? g_strdup(owner->pw_name)
			     : g_strdup_printf("%u", (guint)st.st_uid);
}

void
apres_store_close(apres_store *store)
{
	if (store == NULL)
		return;
	g_clear_pointer(&store->statements, g_hash_table_unref);
	g_clear_pointer(&store->zones, g_hash_table_unref);
	if (store->db != NULL)
		sqlite3_close_v2(store->db);
	g_clear_pointer(&store->keys, apres_keyfile_free);
	g_clear_pointer(&store->sealer, apres_sealer_free);
	apres_autofd_close(&store->lock_fd);
	g_free(store->login);
	g_free(store->folder);
	g_free(store);
}

/* SQLite would go on writing into a file that was removed: whatever happened would be
 * forgotten with the process, and answered again. */
static bool
check_in_place(const apres_store *store, GError **error)
{
	g_autofree char *path = g_build_filename(store->folder, "apres.db", NULL);
	struct stat st;

	if (stat(path, &st) < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
	return (st.st_dev == store->device && st.st_ino == store->inode) ||
	       apres_throw(error, APRES_ERROR_TEMP,
			   "'%s' was replaced while in use; restart apresd", path);
}

static apres_txn *
begin(apres_store *store, const char *how, GError **error)
{
	if (!apres_store_exec(store, how, error))
		return NULL;
	apres_txn *txn = g_new0(apres_txn, 1);
	txn->store = store;
	txn->open = true;
	return txn;
}

apres_txn *
apres_txn_begin(apres_store *store, GError **error)
{
	return check_in_place(store, error) ? begin(store, "BEGIN IMMEDIATE", error)
					    : NULL;
}

apres_txn *
apres_txn_begin_read(apres_store *store, GError **error)
{
	return begin(store, "BEGIN DEFERRED", error);
}

bool
apres_txn_commit(apres_txn *txn, GError **error)
{
	if (!apres_store_exec(txn->store, "COMMIT", error))
		return false;
	txn->open = false;
	return true;
}

void
apres_txn_end(apres_txn *txn)
{
	if (txn == NULL)
		return;
	/* SQLite may have rolled back by itself (disk full): then there is nothing to
	 * undo. */
	if (txn->open && !sqlite3_get_autocommit(txn->store->db))
		sqlite3_exec(txn->store->db, "ROLLBACK", NULL, NULL, NULL);
	g_free(txn);
}

bool
apres_store_meta_get(apres_store *store, const char *name, char **value_out,
		     GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "SELECT value FROM meta WHERE name = ?1");

	apres_bind_text(&query, name);
	return apres_query_text(&query, value_out, error);
}

bool
apres_store_meta_set(apres_store *store, const char *name, const char *value,
		     GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "INSERT INTO meta (name, value) VALUES (?1, ?2)"
		       " ON CONFLICT (name) DO UPDATE SET value = excluded.value");

	apres_bind_text(&query, name);
	apres_bind_text(&query, value);
	return apres_store_in_txn(store, error) && apres_query_run(&query, error);
}

bool
apres_store_secret(apres_store *store, const char *name, char **hex_out, GError **error)
{
	guint8 key[32];

	if (!apres_store_meta_get(store, name, hex_out, error))
		return false;
	if (*hex_out != NULL)
		return true;
	if (RAND_bytes(key, sizeof key) != 1)
		return apres_throw(error, APRES_ERROR_TEMP, "no random bytes to be had");
	g_autofree char *hex = apres_hex(key, sizeof key);
	if (!apres_store_meta_set(store, name, hex, error))
		return false;
	*hex_out = g_steal_pointer(&hex);
	return true;
}

bool
apres_store_instance(apres_store *store, char **uuid_out, GError **error)
{
	if (!apres_store_meta_get(store, "instance", uuid_out, error))
		return false;
	if (*uuid_out != NULL)
		return true;
	*uuid_out = g_uuid_string_random();
	return apres_store_meta_set(store, "instance", *uuid_out, error);
}

void
apres_store_set_login(apres_store *store, const char *login)
{
	g_free(store->login);
	store->login = g_strdup(login);
}
