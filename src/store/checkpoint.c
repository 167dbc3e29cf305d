/* SPDX-License-Identifier: Apache-2.0 */
/* What was signed about the log, as it was signed. */
#include "config.h"
#include "store/checkpoint.h"

#include <string.h>

#include "store/checkpoint-parts.h"
#include "store/db.h"
#include "util/error.h"

/* More entries than any log will have; keeps sums in 64 bits. */
#define MAX_SIZE (G_GINT64_CONSTANT(1) << 53)

void
apres_checkpoint_free(apres_checkpoint *checkpoint)
{
	if (checkpoint == NULL)
		return;
	g_free(checkpoint->origin);
	g_free(checkpoint->note);
	g_free(checkpoint);
}

static void
free_checkpoint(gpointer checkpoint)
{
	apres_checkpoint_free(checkpoint);
}

char *
apres_checkpoint_text(const apres_checkpoint *checkpoint)
{
	g_autofree char *root =
		g_base64_encode(checkpoint->root.bytes, sizeof checkpoint->root.bytes);

	return g_strdup_printf("%s\n%" G_GUINT64_FORMAT "\n%s\n", checkpoint->origin,
			       checkpoint->size, root);
}

/* Exactly what apres_checkpoint_text() writes, and nothing else that means the same. */
static apres_checkpoint *
parse(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", 4);
	g_autoptr(apres_checkpoint) checkpoint = g_new0(apres_checkpoint, 1);
	gsize len;

	if (g_strv_length(lines) != 4 ||
	    !g_ascii_string_to_unsigned(lines[1], 10, 0, MAX_SIZE, &checkpoint->size,
					NULL))
		return NULL;
	g_autofree guchar *root = g_base64_decode(lines[2], &len);
	if (len != APRES_HASH_LEN)
		return NULL;
	memcpy(checkpoint->root.bytes, root, APRES_HASH_LEN);
	checkpoint->origin = g_strdup(lines[0]);
	g_autofree char *again = apres_checkpoint_text(checkpoint);
	return g_str_equal(again, text) ? g_steal_pointer(&checkpoint) : NULL;
}

apres_checkpoint *
apres_checkpoint_open(const apres_note_public *key, const char *note, gsize len,
		      GError **error)
{
	g_autofree char *text = apres_note_open(key, note, len, error);

	if (text == NULL)
		return NULL;
	g_autoptr(apres_checkpoint) checkpoint = parse(text);
	if (checkpoint == NULL ||
	    !g_str_equal(checkpoint->origin, apres_note_public_name(key))) {
		apres_throw(error, APRES_ERROR_INPUT,
			    "signed by %s, but no checkpoint of its log",
			    apres_note_public_name(key));
		return NULL;
	}
	checkpoint->note = g_strndup(note, len);
	return g_steal_pointer(&checkpoint);
}

bool
apres_checkpoint_add(apres_store *store, const apres_checkpoint *checkpoint, gint64 now,
		     GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "INSERT INTO checkpoint (size, at, note) VALUES (?1, ?2, ?3)");

	apres_bind_int(&query, (gint64)checkpoint->size);
	apres_bind_int(&query, now);
	apres_bind_text(&query, checkpoint->note);
	return apres_store_in_txn(store, error) && apres_query_run(&query, error);
}

bool
apres_checkpoint_notes(apres_store *store, guint64 from, guint64 to,
		       GPtrArray **notes_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT note FROM checkpoint WHERE size > ?1 AND size <= ?2"
		       " ORDER BY size");
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
	bool row = true;

	apres_bind_int(&query, (gint64)MIN(from, (guint64)MAX_SIZE));
	apres_bind_int(&query, (gint64)MIN(to, (guint64)MAX_SIZE));
	while (row) {
		if (!apres_query_step(&query, &row, error))
			return false;
		if (row)
			g_ptr_array_add(notes, apres_take_text(&query));
	}
	*notes_out = g_steal_pointer(&notes);
	return true;
}

bool
apres_checkpoint_next(apres_store *store, guint64 from, char **note_out, GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "SELECT note FROM checkpoint WHERE size > ?1"
				      " ORDER BY size LIMIT 1");

	apres_bind_int(&query, (gint64)MIN(from, (guint64)MAX_SIZE));
	return apres_query_text(&query, note_out, error);
}

bool
apres_checkpoint_before(apres_store *store, gint64 when, char **note_out, GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "SELECT note FROM checkpoint WHERE at < ?1"
				      " ORDER BY size DESC LIMIT 1");

	apres_bind_int(&query, when);
	return apres_query_text(&query, note_out, error);
}

bool
apres_checkpoint_list(apres_store *store, const apres_note_public *key,
		      GPtrArray **checkpoints_out, char **bad_out, GError **error)
{
	g_autoptr(GPtrArray) checkpoints =
		g_ptr_array_new_with_free_func(free_checkpoint);
	g_autoptr(GPtrArray) notes = NULL;

	*bad_out = NULL;
	if (!apres_checkpoint_notes(store, 0, MAX_SIZE, &notes, error))
		return false;
	for (guint i = 0; i < notes->len; i++) {
		const char *note = notes->pdata[i];
		g_autoptr(GError) why = NULL;
		apres_checkpoint *one =
			apres_checkpoint_open(key, note, strlen(note), &why);
		if (one != NULL)
			g_ptr_array_add(checkpoints, one);
		else if (*bad_out == NULL)
			*bad_out = g_strdup(why->message);
	}
	*checkpoints_out = g_steal_pointer(&checkpoints);
	return true;
}
