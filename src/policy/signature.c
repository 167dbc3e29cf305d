/* SPDX-License-Identifier: Apache-2.0 */
/* Signing a policy, and what a signature was made for. */
#include "config.h"
#include "policy/signature.h"
#include "policy/load.h"
#include "util/error.h"
#include "util/fsutil.h"

#include <string.h>

/* So that nothing else that a key has signed can be taken for this; no name of a log has
 * a space. */
#define TITLE "apres policy\n"
#define HEX 64
#define MAX_PUBLIC 1024
#define SHOWN 5

char *
apres_policy_signature_path(const char *file)
{
	return g_strconcat(file, ".sig", NULL);
}

static char *
text_of(GHashTable *sources, const char *file)
{
	g_autofree char *manifest = apres_policy_manifest(sources, file);

	return g_strconcat(TITLE, manifest, NULL);
}

char *
apres_policy_sign(const apres_policy *policy, const apres_note_key *key, GError **error)
{
	g_autofree char *text = text_of(policy->sources, policy->file);

	return apres_note_sign(key, text, error);
}

/* ---- what is not as it was signed ---- */

/* Name -> digest, of the lines "HEX  NAME". */
static GHashTable *
files_of(const char *text)
{
	GHashTable *files =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line != NULL; line++)
		if (strlen(*line) > HEX + 2)
			g_hash_table_insert(files, g_strdup(*line + HEX + 2),
					    g_strndup(*line, HEX));
	return files;
}

/* "no-feedback.en.txt has changed"; those of the program have no folder. */
static void
add_difference(GPtrArray *found, const char *name, const char *what)
{
	bool own = g_str_has_prefix(name, "./");

	g_ptr_array_add(found, g_strdup_printf("%s%s %s", own ? name + 2 : name,
					       own ? "" : " of apres", what));
}

static gint
by_text(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *
differences(const char *was, const char *is)
{
	g_autoptr(GHashTable) before = files_of(was);
	g_autoptr(GHashTable) now = files_of(is);
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
	GHashTableIter at;
	gpointer name, hex;

	g_hash_table_iter_init(&at, now);
	while (g_hash_table_iter_next(&at, &name, &hex)) {
		const char *old = g_hash_table_lookup(before, name);
		if (old == NULL)
			add_difference(found, name, "was added");
		else if (!g_str_equal(old, hex))
			add_difference(found, name, "has changed");
	}
	g_hash_table_iter_init(&at, before);
	while (g_hash_table_iter_next(&at, &name, &hex))
		if (!g_hash_table_contains(now, name))
			add_difference(found, name, "is gone");
	g_ptr_array_sort(found, by_text);
	if (found->len > SHOWN) {
		g_autofree char *rest =
			g_strdup_printf("%u more", found->len - (guint)SHOWN);
		g_ptr_array_set_size(found, SHOWN);
		g_ptr_array_add(found, g_steal_pointer(&rest));
	}
	g_ptr_array_add(found, NULL);
	return g_strjoinv(", ", (char **)found->pdata);
}

/* ---- checking ---- */

/* The text that one of KEYS has signed, and the name of that key; or NULL. */
static char *
open_with_any(char *const *keys, const char *note, char **name_out)
{
	for (; *keys != NULL; keys++) {
		g_autoptr(apres_note_public) key = apres_note_public_parse(*keys, NULL);
		char *text = key != NULL ? apres_note_open(key, note, strlen(note), NULL)
					 : NULL;
		if (text == NULL)
			continue;
		*name_out = g_strdup(apres_note_public_name(key));
		return text;
	}
	return NULL;
}

bool
apres_policy_check_signature(GHashTable *sources, const char *file, char *const *keys,
			     const char *path, const char *note, char **signed_by_out,
			     GError **error)
{
	g_autofree char *name = NULL;
	g_autofree char *was = open_with_any(keys, note, &name);
	g_autofree char *is = text_of(sources, file);

	if (was == NULL)
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "'%s' is no signature by one of policy-keys, or is "
				   "damaged",
				   path);
	if (!g_str_has_prefix(was, TITLE))
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "'%s' is signed by %s, but is about no policy", path,
				   name);
	if (!g_str_equal(was, is)) {
		g_autofree char *where = differences(was, is);
		return apres_throw(
			error, APRES_ERROR_CONFIG,
			"'%s' is the signature of %s for other files: %s since", path,
			name, where);
	}
	*signed_by_out = g_steal_pointer(&name);
	return true;
}

/* ---- keys ---- */

static char *
public_path(const char *path)
{
	return g_strconcat(path, ".pub", NULL);
}

static bool
is_name(const char *name)
{
	for (const char *c = name; *c != '\0'; c++)
		if (!g_ascii_isgraph(*c) || strchr("+,;", *c) != NULL)
			return false;
	return *name != '\0';
}

bool
apres_policy_key_create(const char *path, const char *name, GError **error)
{
	g_autofree char *beside = public_path(path);

	if (!is_name(name))
		return apres_throw(
			error, APRES_ERROR_USAGE,
			"\"%s\" is no name of a key: letters, digits and signs "
			"but + , ; such as acme.example/hr",
			name);
	/* A key that is gone cannot be made again. */
	if (g_file_test(path, G_FILE_TEST_EXISTS) ||
	    g_file_test(beside, G_FILE_TEST_EXISTS))
		return apres_throw(error, APRES_ERROR_INPUT,
				   "'%s' or '%s' is there already; name a new file", path,
				   beside);
	if (!apres_note_key_create(path, error))
		return false;
	g_autoptr(apres_note_key) key = apres_note_key_load(path, name, error);
	if (key == NULL)
		return false;
	g_autofree char *open = apres_note_key_public(key);
	g_autofree char *line = g_strconcat(open, "\n", NULL);
	return apres_file_replace(beside, line, strlen(line), 0644, error);
}

apres_note_key *
apres_policy_key_load(const char *path, GError **error)
{
	g_autofree char *beside = public_path(path);
	g_autoptr(GError) cause = NULL;
	g_autoptr(GBytes) line = apres_file_read(beside, MAX_PUBLIC, &cause);
	g_autoptr(apres_note_public) known =
		line != NULL
			? apres_note_public_parse(g_bytes_get_data(line, NULL), &cause)
			: NULL;

	if (known == NULL) {
		apres_throw(error, APRES_ERROR_CONFIG,
			    "%s: the public key must be beside '%s'; apres policy keygen "
			    "makes both",
			    cause->message, path);
		return NULL;
	}
	g_autoptr(apres_note_key) key =
		apres_note_key_load(path, apres_note_public_name(known), error);
	g_autofree char *own = key != NULL ? apres_note_key_public(key) : NULL;
	g_autoptr(apres_note_public) open =
		own != NULL ? apres_note_public_parse(own, error) : NULL;
	if (open == NULL || apres_note_public_equal(open, known))
		return g_steal_pointer(&key);
	apres_throw(error, APRES_ERROR_CONFIG, "'%s' is not the key that '%s' speaks of",
		    path, beside);
	return NULL;
}
