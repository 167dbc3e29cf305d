/* SPDX-License-Identifier: Apache-2.0 */
/* Signs the log, and never two histories of it. */
#include "config.h"
#include "store/checkpoint.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>
#include <sys/stat.h>

#include "store/audit.h"
#include "store/checkpoint-parts.h"
#include "util/crash-point.h"
#include "util/error.h"
#include "util/fsutil.h"

#define MAX_FILE 16384

struct apres_log_signer {
	apres_note_key *key;
	char *signed_path;
	apres_merkle tree; /* of what was signed */
	apres_hash last;   /* the leaf of its last entry */
};

static char *
path_of(const char *folder, const char *name)
{
	return g_build_filename(folder, "log", name, NULL);
}

/* ---- what was signed last ---- */

static json_t *
state_to_json(const apres_log_signer *signer)
{
	g_autofree char *last = apres_hash_to_hex(&signer->last);
	json_t *peaks = json_array();

	for (guint i = 0; i < apres_merkle_peaks(&signer->tree); i++) {
		g_autofree char *hex = apres_hash_to_hex(&signer->tree.peak[i]);
		json_array_append_new(peaks, json_string(hex));
	}
	return json_pack("{s:I, s:s, s:o}", "size", (json_int_t)signer->tree.size, "last",
			 last, "peaks", peaks);
}

static bool
save_state(const apres_log_signer *signer, GError **error)
{
	json_t *state = state_to_json(signer);
	char *text = json_dumps(state, JSON_COMPACT);
	bool done =
		apres_file_replace(signer->signed_path, text, strlen(text), 0600, error);

	free(text);
	json_decref(state);
	return done;
}

static bool
state_from_json(apres_log_signer *signer, json_t *state)
{
	json_int_t size;
	const char *last;
	json_t *peaks;

	if (state == NULL ||
	    json_unpack(state, "{s:I, s:s, s:o !}", "size", &size, "last", &last, "peaks",
			&peaks) != 0 ||
	    size < 0 || !apres_hash_from_hex(last, &signer->last))
		return false;
	signer->tree.size = (guint64)size;
	if (json_array_size(peaks) != apres_merkle_peaks(&signer->tree))
		return false;
	for (gsize i = 0; i < json_array_size(peaks); i++) {
		const char *hex = json_string_value(json_array_get(peaks, i));
		if (hex == NULL || !apres_hash_from_hex(hex, &signer->tree.peak[i]))
			return false;
	}
	return true;
}

static bool
load_state(apres_log_signer *signer, GError **error)
{
	g_autoptr(GBytes) bytes = apres_file_read(signer->signed_path, MAX_FILE, error);
	gsize len;

	if (bytes == NULL)
		return false;
	const char *data = g_bytes_get_data(bytes, &len);
	json_t *state = json_loadb(data, len, JSON_REJECT_DUPLICATES, NULL);
	bool good = state_from_json(signer, state);
	json_decref(state);
	return good ||
	       apres_throw(error, APRES_ERROR_CONFIG,
			   "'%s' is damaged; restore the folder 'log' from the backup",
			   signer->signed_path);
}

/* ---- opening ---- */

/* A key that is lost is not made anew: its signatures go on from nothing.  What a crash
 * left of the very beginning is no log yet. */
static bool
may_begin(const char *folder, const char *key_path, GError **error)
{
	g_autofree char *public_path = path_of(folder, "public.key");
	g_autofree char *fresh = path_of(folder, "key.new");

	return !g_file_test(public_path, G_FILE_TEST_EXISTS) ||
	       g_file_test(fresh, G_FILE_TEST_EXISTS) ||
	       apres_throw(error, APRES_ERROR_CONFIG,
			   "'%s' is missing; restore the folder 'log' from the backup",
			   key_path);
}

/* The key last: with it the log has begun. */
static bool
begin(const char *folder, const char *origin, const char *key_path,
      const char *signed_path, GError **error)
{
	g_autofree char *log = g_build_filename(folder, "log", NULL);
	g_autofree char *fresh = path_of(folder, "key.new");
	g_autofree char *public_path = path_of(folder, "public.key");
	apres_log_signer none = { .signed_path = (char *)signed_path };

	if (mkdir(log, 0700) < 0 && errno != EEXIST)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", log);
	if (!apres_note_key_create(fresh, error))
		return false;
	g_autoptr(apres_note_key) key = apres_note_key_load(fresh, origin, error);
	g_autofree char *public_key = key != NULL ? apres_note_key_public(key) : NULL;
	g_autofree char *line =
		public_key != NULL ? g_strconcat(public_key, "\n", NULL) : NULL;
	return line != NULL &&
	       apres_file_replace(public_path, line, strlen(line), 0644, error) &&
	       save_state(&none, error) &&
	       (rename(fresh, key_path) == 0 ||
		apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", key_path)) &&
	       apres_dir_sync(log, error);
}

char *
apres_log_public_key(const char *folder, GError **error)
{
	g_autofree char *path = path_of(folder, "public.key");
	gsize len;

	if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
		apres_throw(error, APRES_ERROR_CONFIG,
			    "'%s' is missing: apresd makes it at its first start", path);
		return NULL;
	}
	g_autoptr(GBytes) bytes = apres_file_read(path, MAX_FILE, error);
	if (bytes == NULL)
		return NULL;
	const char *data = g_bytes_get_data(bytes, &len);
	g_autofree char *line = g_strchomp(g_strndup(data, len));
	if (*line != '\0')
		return g_steal_pointer(&line);
	apres_throw(error, APRES_ERROR_CONFIG,
		    "'%s' is empty; restore the folder 'log' from the backup", path);
	return NULL;
}

/* The log keeps the name that it began with. */
static apres_note_key *
load_key(const char *folder, const char *key_path, GError **error)
{
	g_autofree char *line = apres_log_public_key(folder, error);
	g_autoptr(apres_note_public) known =
		line != NULL ? apres_note_public_parse(line, error) : NULL;
	g_autoptr(apres_note_key) key =
		known != NULL ? apres_note_key_load(key_path,
						    apres_note_public_name(known), error)
			      : NULL;
	g_autofree char *public_key = key != NULL ? apres_note_key_public(key) : NULL;

	if (public_key == NULL || g_str_equal(public_key, line))
		return g_steal_pointer(&key);
	apres_throw(
		error, APRES_ERROR_CONFIG,
		"'%s' is not the key that public.key beside it speaks of; restore the "
		"folder 'log' from the backup",
		key_path);
	return NULL;
}

apres_log_signer *
apres_log_signer_open(const char *folder, const char *origin, GError **error)
{
	g_autoptr(apres_log_signer) signer = g_new0(apres_log_signer, 1);
	g_autofree char *key_path = path_of(folder, "key.pem");

	signer->signed_path = path_of(folder, "signed");
	if (!g_file_test(key_path, G_FILE_TEST_EXISTS) &&
	    (!may_begin(folder, key_path, error) ||
	     !begin(folder, origin, key_path, signer->signed_path, error)))
		return NULL;
	signer->key = load_key(folder, key_path, error);
	if (signer->key == NULL || !load_state(signer, error))
		return NULL;
	return g_steal_pointer(&signer);
}

void
apres_log_signer_free(apres_log_signer *signer)
{
	if (signer == NULL)
		return;
	apres_note_key_free(signer->key);
	g_free(signer->signed_path);
	g_free(signer);
}

guint64
apres_log_signer_size(const apres_log_signer *signer)
{
	return signer->tree.size;
}

/* ---- signing ---- */

/* Does the store still hold what was signed last? */
static bool
check_history(const apres_log_signer *signer, apres_store *store, gint64 size,
	      GError **error)
{
	g_autoptr(GPtrArray) others = NULL;
	apres_hash leaf;
	bool found;

	if (signer->tree.size == 0) {
		if (!apres_checkpoint_notes(store, 0, G_MAXUINT64, &others, error))
			return false;
		return others->len == 0 ||
		       apres_throw(
			       error, APRES_ERROR_CONFIG,
			       "'%s' is new, but the audit log has checkpoints: restore "
			       "the folder 'log' from the backup",
			       signer->signed_path);
	}
	if (!apres_audit_leaf(store, (gint64)signer->tree.size - 1, &leaf, &found, error))
		return false;
	if (found && apres_hash_equal(&leaf, &signer->last))
		return true;
	return apres_throw(error, APRES_ERROR_CONFIG,
			   "the audit log (%" G_GINT64_FORMAT
			   " entries) does not go on from its last "
			   "checkpoint (%" G_GUINT64_FORMAT
			   " entries): an older copy was restored, or entries were "
			   "removed; see apres audit verify",
			   size, signer->tree.size);
}

apres_checkpoint *
apres_log_signer_sign(apres_log_signer *signer, apres_store *store, gint64 now,
		      GError **error)
{
	g_autoptr(apres_checkpoint) checkpoint = g_new0(apres_checkpoint, 1);
	apres_log_signer before = *signer;
	gint64 size;

	if (!apres_audit_size(store, &size, error) ||
	    !check_history(signer, store, size, error) ||
	    (guint64)size == signer->tree.size ||
	    !apres_audit_grow(store, &signer->tree, &signer->last, error))
		return NULL;
	checkpoint->origin = g_strdup(apres_note_key_name(signer->key));
	checkpoint->size = signer->tree.size;
	checkpoint->root = apres_merkle_root(&signer->tree);
	g_autofree char *text = apres_checkpoint_text(checkpoint);
	checkpoint->note = apres_note_sign(signer->key, text, error);
	/* The file first: a signature that it does not know must never be seen. */
	if (checkpoint->note == NULL || !save_state(signer, error)) {
		*signer = before;
		return NULL;
	}
	apres_crash_point("signed");
	return apres_checkpoint_add(store, checkpoint, now, error)
		       ? g_steal_pointer(&checkpoint)
		       : NULL;
}
