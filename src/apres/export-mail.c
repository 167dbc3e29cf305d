/* SPDX-License-Identifier: Apache-2.0 */
/* Mails as they came, from the Maildir, if they are still what the record says; and as
 * they left, from the record. */
#include "config.h"
#include "apres/export-parts.h"
#include "apres/mbox-out.h"
#include "intake/maildir.h"
#include "reply/reply.h"
#include "store/message.h"
#include "util/fsutil.h"

#include <string.h>

#define MAX_LETTER (256 * 1024 * 1024)

static bool
put(apres_export *x, const apres_audit_entry *entry, const char *sender, GBytes *bytes,
    const char *way, char **file_out, GError **error)
{
	g_autofree char *name =
		g_strdup_printf("mails/%08" G_GINT64_FORMAT "-%s.eml", entry->index, way);
	g_autoptr(GString) mbox = g_string_new(NULL);
	gsize len;
	const char *data = g_bytes_get_data(bytes, &len);

	apres_mbox_add(mbox, sender, entry->at, data, len);
	if (!apres_bundle_put(x->bundle, name, data, len, error) ||
	    !apres_bundle_append(x->bundle, "mails.mbox", mbox->str, mbox->len, error))
		return false;
	x->counts.mails++;
	*file_out = g_steal_pointer(&name);
	return true;
}

static char *
digest_of(GBytes *bytes)
{
	gsize len;
	gconstpointer data = g_bytes_get_data(bytes, &len);

	return apres_sha256_hex(data, len);
}

/* ---- what came ---- */

/* The Maildir itself and its folders (Maildir++: ".Archive"). */
static GPtrArray *
folders_of(const char *maildir)
{
	GPtrArray *folders = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GDir) dir = g_dir_open(maildir, 0, NULL);
	const char *name;

	g_ptr_array_add(folders, g_strdup(maildir));
	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(maildir, name, NULL);
		g_autofree char *cur = g_build_filename(path, "cur", NULL);
		if (*name == '.' && g_file_test(cur, G_FILE_TEST_IS_DIR))
			g_ptr_array_add(folders, g_steal_pointer(&path));
	}
	return folders;
}

/* The file PATH if it is the mail with DIGEST. */
static GBytes *
read_if(const char *path, const char *digest)
{
	g_autoptr(GBytes) bytes =
		path != NULL ? apres_file_read(path, MAX_LETTER, NULL) : NULL;
	g_autofree char *is = bytes != NULL ? digest_of(bytes) : NULL;

	return g_strcmp0(is, digest) == 0 ? g_steal_pointer(&bytes) : NULL;
}

static bool
note_letter(const apres_maildir_entry *file, void *context)
{
	g_autoptr(GBytes) bytes =
		file->regular ? apres_file_read(file->path, MAX_LETTER, NULL) : NULL;

	if (bytes != NULL)
		g_hash_table_replace(context, digest_of(bytes), g_strdup(file->path));
	return true;
}

/* A mail program gives what it moves another name: then only its content tells. */
static GBytes *
find_by_content(apres_export *x, const apres_mailbox_config *mailbox,
		const GPtrArray *folders, const char *digest)
{
	GHashTable *letters = g_hash_table_lookup(x->letters, mailbox->id);

	if (letters == NULL) {
		letters = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
		g_hash_table_insert(x->letters, g_strdup(mailbox->id), letters);
		for (guint i = 0; i < folders->len; i++)
			apres_maildir_scan(folders->pdata[i], NULL, note_letter, letters,
					   NULL);
	}
	return read_if(g_hash_table_lookup(letters, digest), digest);
}

static bool
find_letter(apres_export *x, const apres_audit_entry *entry,
	    const apres_mailbox_config *mailbox, const char *digest, GBytes **bytes_out,
	    GError **error)
{
	g_autoptr(GPtrArray) folders = folders_of(mailbox->maildir);
	g_autoptr(apres_record) record = NULL;

	*bytes_out = NULL;
	if (!apres_message_get(x->store, entry->message_id, &record, error))
		return false;
	const char *base = record != NULL ? record->base_name : NULL;
	for (guint i = 0; base != NULL && i < folders->len && *bytes_out == NULL; i++) {
		g_autofree char *path = apres_maildir_find(folders->pdata[i], base);
		*bytes_out = read_if(path, digest);
	}
	if (*bytes_out == NULL)
		*bytes_out = find_by_content(x, mailbox, folders, digest);
	return true;
}

static bool
add_received(apres_export *x, const apres_audit_entry *entry, char **file_out,
	     GError **error)
{
	const char *id = apres_audit_fact(entry, "mailbox");
	const char *digest = apres_audit_private(entry, "sha256");
	const apres_mailbox_config *mailbox =
		id != NULL ? apres_config_mailbox(x->config, id) : NULL;
	g_autoptr(GBytes) bytes = NULL;

	if (digest == NULL)
		return true; /* its private part is missing, and is listed */
	if (mailbox == NULL)
		return apres_export_add_missing(
			x, entry, "mail", "its mailbox is not in apres.conf any more",
			error);
	if (!find_letter(x, entry, mailbox, digest, &bytes, error))
		return false;
	return bytes != NULL
		       ? put(x, entry, apres_audit_private(entry, "candidate"), bytes,
			     "in", file_out, error)
		       : apres_export_add_missing(
				 x, entry, "mail",
				 "it is not in its mailbox any more, or was changed "
				 "there; what was read of it is in its private part",
				 error);
}

/* ---- what left ---- */

/* As it was sent: what the entry committed to, with its receipt. */
static GBytes *
sent_bytes(const apres_audit_entry *entry)
{
	const json_t *text = json_object_get(entry->private_body, "bytes");

	if (!json_is_string(text) || strstr(json_string_value(text), "\r\n\r\n") == NULL)
		return NULL;
	g_autoptr(GBytes) written =
		g_bytes_new(json_string_value(text), json_string_length(text));
	return apres_reply_add_receipt(written, entry->leaf_hex);
}

static bool
add_sent(apres_export *x, const apres_audit_entry *entry, char **file_out, GError **error)
{
	const export_end *end = apres_export_end_of(x, entry);
	const char *state = end != NULL ? end->state : apres_audit_fact(entry, "state");

	if (entry->private_body == NULL || g_strcmp0(state, "cancelled") == 0 ||
	    g_strcmp0(state, "failed") == 0)
		return true; /* listed, or it never was a mail */
	if (g_strcmp0(state, "sent") != 0 && g_strcmp0(state, "unknown") != 0) {
		g_autofree char *reason = g_strdup_printf(
			"still in flight (%s): it may leave; export again later",
			state != NULL ? state : "-");
		return apres_export_add_missing(x, entry, "mail", reason, error);
	}
	g_autoptr(GBytes) bytes = sent_bytes(entry);
	g_autofree char *digest = bytes != NULL ? digest_of(bytes) : NULL;
	if (digest == NULL || g_strcmp0(digest, end->digest) != 0)
		return apres_export_add_missing(x, entry, "mail",
						"what was sent under its Message-ID is "
						"not this text; see: apres audit verify",
						error);
	return put(x, entry, apres_audit_private(entry, "from"), bytes, "out", file_out,
		   error);
}

bool
apres_export_mail(apres_export *x, const apres_audit_entry *entry, char **file_out,
		  GError **error)
{
	*file_out = NULL;
	if (g_strcmp0(entry->type, "decided") == 0)
		return add_received(x, entry, file_out, error);
	if (g_strcmp0(entry->type, "send-intent") == 0)
		return add_sent(x, entry, file_out, error);
	return true;
}
