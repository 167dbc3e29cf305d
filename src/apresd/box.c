/* SPDX-License-Identifier: Apache-2.0 */
/* Maildirs: what is new in them, what cannot be read, what is watched. */
#include "config.h"
#include "apresd/daemon.h"
#include "intake/maildir.h"
#include "intake/sent.h"
#include "util/fsutil.h"
#include "util/log.h"

#include <string.h>

/* An empty file this young may be a delivery that has not begun. */
#define EMPTY_GRACE_SECS 60
/* Of a mail that is too large: enough to see whose it is. */
#define HEAD_BYTES (300 * 1024)

static void
set_trouble(apres_box *box, const char *trouble)
{
	if (trouble != NULL && g_strcmp0(box->trouble, trouble) != 0)
		apres_log_error("mailbox %s: %s", box->name, trouble);
	if (trouble == NULL && box->trouble != NULL)
		apres_log_info("mailbox %s: can be read again", box->name);
	g_free(box->trouble);
	box->trouble = g_strdup(trouble);
}

static void
note_unreadable(apres_box *box, const char *base_name, const GError *error)
{
	if (box->unreadable++ > 0)
		return;
	if (g_strcmp0(box->unreadable_why, error->message) != 0)
		apres_log_warn("mailbox %s: %s: %s", box->name, base_name,
			       error->message);
	g_free(box->unreadable_why);
	box->unreadable_why = g_strdup(error->message);
}

apres_box *
apres_box_new(apres_daemon *daemon, const apres_mailbox_config *config, bool sent)
{
	apres_box *box = g_new0(apres_box, 1);

	box->daemon = daemon;
	box->config = config;
	box->sent = sent;
	box->path = sent ? config->sent : config->maildir;
	box->name = sent ? apres_sent_box(config) : g_strdup(config->id);
	return box;
}

apres_circle
apres_box_circle(const apres_box *box)
{
	const apres_daemon *daemon = box->daemon;
	const apres_company *company =
		apres_generation_company(daemon->generation, box->config->company);

	return apres_company_circle(company, daemon->config, box->config);
}

void
apres_box_free(apres_box *box)
{
	apres_watch_free(box->watch);
	apres_name_set_free(box->known);
	apres_maildir_walk_free(box->walk);
	g_free(box->name);
	g_free(box->trouble);
	g_free(box->unreadable_why);
	g_free(box);
}

void
apres_box_open(apres_box *box)
{
	g_autoptr(GError) error = NULL;

	if (box->known == NULL && !apres_box_load_known(box, &error)) {
		set_trouble(box, error->message);
		return;
	}
	apres_box_watch(box);
	box->rescan = true;
	apres_daemon_scan_soon(box->daemon);
}

/* ---- one file ---- */

/* The bytes, or of a mail beyond the limit its head, with *WHY_OUT. */
static GBytes *
read_mail(const apres_maildir_entry *entry, const char **why_out, GError **error)
{
	*why_out = NULL;
	if (entry->size <= APRES_MESSAGE_MAX_BYTES)
		return apres_file_read(entry->path, APRES_MESSAGE_MAX_BYTES, error);
	*why_out = "too-large";
	return apres_file_read_head(entry->path, HEAD_BYTES, error);
}

static void
take(apres_box *box, const apres_maildir_entry *entry)
{
	g_autoptr(GError) error = NULL;
	const char *why;

	/* Known from now on: should it fail on its way, it is made unknown again. */
	apres_name_set_add(box->known, entry->base_name);
	if (apres_maildir_flags_done(entry->flags) && !box->sent)
		return;
	g_autoptr(GBytes) bytes = read_mail(entry, &why, &error);
	if (bytes != NULL && box->sent) {
		if (apres_box_take_sent(box, entry->base_name, bytes, &error))
			return;
	} else if (bytes != NULL) {
		apres_transit_start(box->daemon, box, box->config, entry->base_name,
				    bytes, entry->mtime, why, NULL);
		return;
	}
	apres_name_set_remove(box->known, entry->base_name);
	/* Moved by a client between two looks: it is met again under its new name. */
	if (!g_file_test(entry->path, G_FILE_TEST_EXISTS)) {
		box->rescan = true;
		apres_daemon_scan_soon(box->daemon);
	} else
		note_unreadable(box, entry->base_name, error);
}

/* False: there is no room for more. */
static bool
consider(const apres_maildir_entry *entry, void *context)
{
	apres_box *box = context;
	gint64 age = g_get_real_time() / G_USEC_PER_SEC - entry->mtime;

	if (!apres_daemon_has_room(box->daemon))
		return false;
	if (!entry->regular)
		box->strange++;
	else if (entry->size > 0 || box->daemon->once || age > EMPTY_GRACE_SECS)
		take(box, entry);
	return true;
}

static void
begin_walk(apres_box *box)
{
	box->rescan = false;
	box->unreadable = 0;
	box->strange = 0;
	box->walk = apres_maildir_walk_new(box->path);
}

void
apres_box_scan(apres_box *box)
{
	g_autoptr(GError) error = NULL;
	bool done;

	if (box->known == NULL) {
		apres_box_open(box);
		return;
	}
	if (box->walk == NULL)
		begin_walk(box);
	bool ok = apres_maildir_walk_on(box->walk, box->known, consider, box, &done,
					&error);
	if (!ok || done)
		g_clear_pointer(&box->walk, apres_maildir_walk_free);
	if (!ok) {
		set_trouble(box, error->message);
		apres_daemon_retry_later(box->daemon);
		return;
	}
	set_trouble(box, NULL);
	if (done && box->rescan)
		apres_daemon_scan_soon(box->daemon);
	if (done && box->unreadable == 0)
		g_clear_pointer(&box->unreadable_why, g_free);
}

/* ---- watching ---- */

static gboolean
drop_watch(gpointer data)
{
	apres_box *box = data;

	g_clear_pointer(&box->watch, apres_watch_free);
	apres_box_watch(box);
	return G_SOURCE_REMOVE;
}

static void
on_watch(apres_watch_event event, const char *sub, const char *name, void *context)
{
	apres_box *box = context;

	if (event == APRES_WATCH_FILE && box->known != NULL) {
		g_autoptr(apres_maildir_entry) entry =
			apres_maildir_entry_of(box->path, sub, name);
		if (entry != NULL &&
		    !apres_name_set_has(box->known, entry->base_name, -1))
			box->rescan |= !consider(entry, box);
		return;
	}
	if (event == APRES_WATCH_LOST)
		g_idle_add(drop_watch, box);
	box->rescan = true;
	apres_daemon_scan_soon(box->daemon);
}

void
apres_box_watch(apres_box *box)
{
	/* Polling goes on, so a Maildir that cannot be watched is slower, not lost. */
	g_autoptr(GError) error = NULL;
	apres_watch *watch;

	if (box->daemon->once)
		return;
	watch = apres_watch_new(box->path, on_watch, box, &error);
	if (watch == NULL)
		apres_log_debug("mailbox %s: %s", box->name, error->message);
	apres_watch_free(box->watch);
	box->watch = watch;
}
