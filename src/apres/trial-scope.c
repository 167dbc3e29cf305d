/* SPDX-License-Identifier: Apache-2.0 */
/* What is in scope of a trial is told by a store that lives only meanwhile. */
#include "config.h"
#include "apres/trial-scope.h"
#include "intake/maildir.h"
#include "intake/scope.h"
#include "intake/sent.h"
#include "util/error.h"

#include <glib/gstdio.h>

typedef struct scratch {
	char *folder;
	apres_store *store;
} scratch;

static void
scratch_clear(scratch *s)
{
	static const char *const names[] = { "apres.db", "apres.db-wal", "apres.db-shm",
					     "lock" };

	g_clear_pointer(&s->store, apres_store_close);
	for (gsize i = 0; s->folder != NULL && i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = g_build_filename(s->folder, names[i], NULL);
		g_unlink(path);
	}
	if (s->folder != NULL)
		g_rmdir(s->folder);
	g_free(s->folder);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(scratch, scratch_clear)

static bool
scratch_open(scratch *s, GError **error)
{
	s->folder = g_dir_make_tmp("apres-trial-XXXXXX", NULL);
	if (s->folder == NULL)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'",
					 g_get_tmp_dir());
	s->store = apres_store_open(s->folder, APRES_STORE_WRITE, error);
	return s->store != NULL;
}

/* ---- what people sent ---- */

typedef struct noting {
	apres_store *store;
	const apres_circle *circle;
	gint64 now;
	GError *error;
} noting;

static bool
note_one(const apres_maildir_entry *entry, void *context)
{
	noting *n = context;
	g_autoptr(apres_headers) headers =
		entry->regular ? apres_maildir_headers(entry->path, NULL) : NULL;

	/* NULL, here and below: a mail program has moved it meanwhile. */
	return headers == NULL || apres_sent_adopt(n->store, n->circle, entry->base_name,
						   headers, n->now, &n->error);
}

static bool
note_sent(apres_store *store, const apres_circle *around, gint64 now, GError **error)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(store, error);
	const GPtrArray *mailboxes = around->config->mailboxes;

	for (guint i = 0; txn != NULL && i < mailboxes->len; i++) {
		apres_circle circle = *around;
		noting n = { store, &circle, now, NULL };
		circle.mailbox = mailboxes->pdata[i];
		if (circle.mailbox->sent == NULL ||
		    !g_str_equal(circle.mailbox->company, around->mailbox->company))
			continue;
		if (!apres_maildir_scan(circle.mailbox->sent, NULL, note_one, &n, error))
			return false;
		if (n.error != NULL) {
			g_propagate_error(error, n.error);
			return false;
		}
	}
	return txn != NULL && apres_txn_commit(txn, error);
}

/* ---- what came in ---- */

/* Of FILE; out, too, if it is gone. */
static bool
scope_of_file(apres_store *store, const apres_circle *circle,
	      const apres_maildir_entry *file, apres_scope *scope_out, GError **error)
{
	g_autoptr(apres_headers) headers = apres_maildir_headers(file->path, NULL);

	*scope_out = APRES_SCOPE_OUT;
	return headers == NULL ||
	       apres_scope_of(store, circle, headers, scope_out, error);
}

bool
apres_trial_keep_in_scope(const apres_explain *explain, const apres_config *config,
			  const apres_mailbox_config *mailbox, GPtrArray *files,
			  GHashTable *doubtful, guint *outside_out, GError **error)
{
	const apres_circle circle = {
		.config = config,
		.mailbox = mailbox,
		.policy = explain->policy,
		.roster = explain->roster,
		.own_addresses = explain->own_addresses,
		.own_lists = explain->own_lists,
	};
	g_auto(scratch) s = { 0 };
	guint kept = 0;

	*outside_out = 0;
	if (mailbox->careers || mailbox->scope == APRES_SCOPE_ALL)
		return true;
	if (!scratch_open(&s, error) || !note_sent(s.store, &circle, explain->now, error))
		return false;
	for (guint i = 0; i < files->len; i++) {
		gpointer file = files->pdata[i];
		apres_scope scope;
		if (!scope_of_file(s.store, &circle, file, &scope, error))
			return false;
		if (scope == APRES_SCOPE_OUT)
			continue;
		if (scope == APRES_SCOPE_DOUBT)
			g_hash_table_add(doubtful, file);
		/* What is left out gathers at the end. */
		files->pdata[i] = files->pdata[kept];
		files->pdata[kept++] = file;
	}
	*outside_out = files->len - kept;
	g_ptr_array_set_size(files, (gint)kept);
	return true;
}
