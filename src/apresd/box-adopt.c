/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first start: what lies in a Maildir belongs to the time before us.  It
 * is counted, and never answered.
 */
#include "config.h"
#include "apresd/daemon.h"
#include "intake/maildir.h"
#include "intake/sent.h"
#include "store/audit.h"
#include "store/message.h"
#include "util/clock.h"
#include "util/log.h"

typedef struct adoption {
	apres_box *box;
	GHashTable *names;
	gint64 now;
	gint64 awaited; /* since then mail is ours; 0 = only what comes from now on */
	guint count;
	GError *error;
} adoption;

/* What people sent tells whose answers concern us, and what they have answered. */
static bool
note(adoption *a, const apres_maildir_entry *entry)
{
	apres_store *store = a->box->daemon->store;
	g_autoptr(GBytes) head = NULL;
	gsize len = 0;

	if (a->box->sent)
		head = apres_box_read_head(entry->path, NULL);
	if (head == NULL)
		return apres_name_add(store, a->box->name, entry->base_name, "adopted", 0,
				      a->now, &a->error);
	const char *data = g_bytes_get_data(head, &len);
	g_autoptr(apres_headers) headers =
		apres_headers_parse(data != NULL ? data : "", len);
	const apres_circle circle = apres_box_circle(a->box);
	return apres_sent_adopt(store, &circle, entry->base_name, headers, a->now,
				&a->error);
}

static bool
adopt_one(const apres_maildir_entry *entry, void *context)
{
	adoption *a = context;
	const apres_daemon *daemon = a->box->daemon;
	gint64 when = apres_maildir_name_time(entry->base_name);

	if (when == 0)
		when = entry->mtime;
	if (!entry->regular || g_hash_table_contains(a->names, entry->base_name))
		return true;
	if (!a->box->sent && daemon->has_backlog && when >= daemon->backlog_since)
		return true;
	if (!a->box->sent && a->awaited != 0 && entry->mtime >= a->awaited)
		return true;
	if (!note(a, entry))
		return false;
	g_hash_table_add(a->names, g_strdup(entry->base_name));
	a->count++;
	return true;
}

static bool
adopt(apres_box *box, const char *meta, gint64 awaited, GHashTable *names, GError **error)
{
	apres_daemon *daemon = box->daemon;
	adoption a = {
		.box = box, .names = names, .now = apres_clock_now(), .awaited = awaited
	};
	g_autofree char *when = g_strdup_printf("%" G_GINT64_FORMAT, a.now);
	g_autoptr(apres_txn) txn = apres_txn_begin(daemon->store, error);

	if (txn == NULL || !apres_maildir_scan(box->path, names, adopt_one, &a, error))
		return false;
	if (a.error != NULL) {
		g_propagate_error(error, a.error);
		return false;
	}
	json_t *pub = json_pack("{sssi}", "mailbox", box->name, "count", (int)a.count);
	bool ok = apres_audit_append(daemon->store, "adopted", box->config->company, 0,
				     pub, NULL, a.now, NULL, error) &&
		  apres_store_meta_set(daemon->store, meta, when, error) &&
		  apres_txn_commit(txn, error);
	json_decref(pub);
	if (ok)
		apres_log_info(
			"mailbox %s: %u mails were there before: adopted, not answered",
			box->name, a.count);
	return ok;
}

/* A Maildir often comes into being with its first mail; that one is not from before. */
static void
await(apres_box *box, const char *meta)
{
	apres_store *store = box->daemon->store;
	g_autofree char *now =
		g_strdup_printf("%" G_GINT64_FORMAT, g_get_real_time() / G_USEC_PER_SEC);
	g_autofree char *before = NULL;
	g_autoptr(apres_txn) txn = apres_txn_begin(store, NULL);

	/* If it cannot be written now, the next poll tries again. */
	if (txn != NULL && apres_store_meta_get(store, meta, &before, NULL) &&
	    before == NULL && apres_store_meta_set(store, meta, now, NULL))
		apres_txn_commit(txn, NULL);
}

bool
apres_box_load_known(apres_box *box, GError **error)
{
	apres_store *store = box->daemon->store;
	g_autofree char *meta = g_strconcat("adopted:", box->name, NULL);
	g_autofree char *await_meta = g_strconcat("awaited:", box->name, NULL);
	g_autofree char *adopted = NULL;
	g_autofree char *awaited = NULL;
	g_autoptr(GHashTable) names = NULL;

	if (!apres_store_meta_get(store, meta, &adopted, error) ||
	    !apres_store_meta_get(store, await_meta, &awaited, error) ||
	    !apres_name_load(store, box->name, &names, error))
		return false;
	gint64 since = awaited != NULL ? g_ascii_strtoll(awaited, NULL, 10) : 0;
	if (adopted == NULL && !adopt(box, meta, since, names, error)) {
		await(box, await_meta);
		return false;
	}
	box->known = g_steal_pointer(&names);
	/* A letter may have come while nothing ran. */
	apres_box_reconsider(box);
	return true;
}

void
apres_box_reconsider(apres_box *box)
{
	gint64 since = apres_clock_now() - APRES_DAEMON_LATE_LETTER_SECS;
	g_autoptr(GHashTable) outside = NULL;
	g_autoptr(GError) error = NULL;
	GHashTableIter at;
	gpointer name;

	if (box->sent || box->known == NULL ||
	    box->config->scope != APRES_SCOPE_CANDIDATES)
		return;
	if (!apres_name_load_outside(box->daemon->store, box->name, since, &outside,
				     &error)) {
		apres_log_warn("mailbox %s: %s", box->name, error->message);
		return;
	}
	g_hash_table_iter_init(&at, outside);
	while (g_hash_table_iter_next(&at, &name, NULL))
		g_hash_table_remove(box->known, name);
	box->rescan = box->rescan || g_hash_table_size(outside) > 0;
}
