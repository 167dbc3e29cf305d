/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first start: what lies in a Maildir belongs to the time before us.  It
 * is counted, and never answered.
 */
#include "config.h"
#include "apresd/daemon.h"
#include "intake/maildir.h"
#include "intake/message-ids.h"
#include "intake/sent.h"
#include "store/audit.h"
#include "store/seen.h"
#include "util/clock.h"
#include "util/log.h"
#include "util/text.h"

typedef struct adoption {
	apres_box *box;
	apres_name_set *names;
	gint64 now;
	gint64 before;  /* what came before that would have been too old to be answered */
	gint64 awaited; /* since then mail is ours; 0 = only what comes from now on */
	guint count;
	GError *error;
} adoption;

/* Under which the store knows what was adopted by more than the names of files. */
static char *
id_box(const apres_mailbox_config *mailbox)
{
	return g_strconcat("adopted-id:", mailbox->id, NULL);
}

/*
 * What a mail is known by when it comes as another file; NULL: it has no name.  With its
 * date, so that another mail with a Message-ID that was used before is not taken for it;
 * a digest, since the mail of the time before us is nothing to keep a list of.
 */
static char *
known_by(const apres_headers *headers)
{
	g_autofree char *id = apres_message_id_of(headers);
	const char *date = apres_headers_get(headers, "Date");

	if (id == NULL)
		return NULL;
	g_autofree char *both = g_strjoin(" ", id, date != NULL ? date : "", NULL);
	return g_compute_checksum_for_string(G_CHECKSUM_SHA256, both, -1);
}

bool
apres_box_was_adopted(apres_store *store, const apres_arrival *arrival, bool *yes_out,
		      GError **error)
{
	g_autofree char *meta = g_strconcat("before:", arrival->mailbox->id, NULL);
	g_autofree char *box = id_box(arrival->mailbox);
	g_autofree char *name = known_by(arrival->headers);
	g_autofree char *before = NULL;

	*yes_out = false;
	if (!apres_store_meta_get(store, meta, &before, error))
		return false;
	if (before != NULL && arrival->received < g_ascii_strtoll(before, NULL, 10)) {
		*yes_out = true;
		return true;
	}
	return name == NULL || apres_name_known(store, box, name, yes_out, error);
}

static bool
note_mail(adoption *a, const apres_maildir_entry *entry, const apres_headers *headers)
{
	apres_store *store = a->box->daemon->store;
	g_autofree char *box = id_box(a->box->config);
	g_autofree char *name = headers != NULL ? known_by(headers) : NULL;

	return apres_name_add(store, a->box->name, entry->base_name, "adopted", 0, a->now,
			      &a->error) &&
	       (name == NULL ||
		apres_name_add(store, box, name, "adopted", 0, a->now, &a->error));
}

/*
 * What people sent tells whose answers concern us, and what they have answered.  What
 * came in may come again as another file, when a program that fetches mail begins anew:
 * if its file is old its time tells, and only the rest is read.
 */
static bool
note(adoption *a, const apres_maildir_entry *entry)
{
	apres_store *store = a->box->daemon->store;
	g_autoptr(apres_headers) headers = NULL;

	if (a->box->sent || entry->mtime >= a->before)
		headers = apres_maildir_headers(entry->path, NULL);
	if (!a->box->sent || headers == NULL)
		return note_mail(a, entry, headers);
	const apres_circle circle = apres_box_circle(a->box);
	return apres_sent_adopt(store, &circle, entry->base_name, headers, a->now,
				&a->error);
}

static bool
adopt_one(const apres_maildir_entry *entry, void *context)
{
	adoption *a = context;
	const apres_daemon *daemon = a->box->daemon;
	gint64 when = apres_maildir_time(entry->base_name, entry->mtime);

	if (!entry->regular || apres_name_set_has(a->names, entry->base_name, -1))
		return true;
	if (!a->box->sent && daemon->has_backlog && when >= daemon->backlog_since)
		return true;
	if (!a->box->sent && a->awaited != 0 && entry->mtime >= a->awaited)
		return true;
	if (!note(a, entry))
		return false;
	apres_name_set_add(a->names, entry->base_name);
	a->count++;
	return true;
}

static bool
adopt(apres_box *box, const char *meta, gint64 awaited, apres_name_set *names,
      GError **error)
{
	apres_daemon *daemon = box->daemon;
	adoption a = {
		.box = box, .names = names, .now = apres_clock_now(), .awaited = awaited
	};
	a.before = a.now - (gint64)daemon->config->max_age_hours * 3600;
	if (daemon->has_backlog)
		a.before = MIN(a.before, daemon->backlog_since);
	g_autofree char *before_meta = g_strconcat("before:", box->name, NULL);
	g_autofree char *before = g_strdup_printf("%" G_GINT64_FORMAT, a.before);
	g_autofree char *when = g_strdup_printf("%" G_GINT64_FORMAT, a.now);
	g_autoptr(apres_txn) txn = apres_txn_begin(daemon->store, error);

	if (txn == NULL || !apres_maildir_scan(box->path, names, adopt_one, &a, error))
		return false;
	if (a.error != NULL) {
		g_propagate_error(error, a.error);
		return false;
	}
	json_auto_t *pub =
		json_pack("{sssi}", "mailbox", box->name, "count", (int)a.count);
	bool ok = apres_audit_append(daemon->store, "adopted", box->config->company, 0,
				     pub, NULL, a.now, NULL, error) &&
		  apres_store_meta_set(daemon->store, meta, when, error) &&
		  apres_store_meta_set(daemon->store, before_meta, before, error) &&
		  apres_txn_commit(txn, error);
	if (ok)
		apres_log_info("mailbox %s: %u %s there before: adopted, not answered",
			       box->name, a.count,
			       apres_noun(a.count, "mail was", "mails were"));
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
	g_autoptr(apres_name_set) names = NULL;

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
		apres_name_set_remove(box->known, name);
	box->rescan = box->rescan || g_hash_table_size(outside) > 0;
}
