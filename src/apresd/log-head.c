/* SPDX-License-Identifier: Apache-2.0 */
/* The head of the audit log: signed when there is news, and taken out of the house. */
#include "config.h"
#include "apresd/daemon.h"
#include "store/audit.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/fsutil.h"
#include "util/log.h"

#include <string.h>

/* So many new entries are signed at once, fewer within that time. */
#define ENTRIES 64
#define NEWS_SECS 60
#define MAX_NOTE (64 * 1024)

static bool
open_signer(apres_daemon *daemon, GError **error)
{
	const apres_company_config *first = daemon->config->companies->pdata[0];
	g_autofree char *instance = NULL;

	if (daemon->signer != NULL)
		return true;
	g_autoptr(apres_txn) txn = apres_txn_begin(daemon->store, error);
	if (txn == NULL || !apres_store_instance(daemon->store, &instance, error) ||
	    !apres_txn_commit(txn, error))
		return false;
	g_autofree char *origin =
		g_strdup_printf("%s/apres/%.8s", first->domain, instance);
	daemon->signer = apres_log_signer_open(daemon->config->state, origin, error);
	return daemon->signer != NULL;
}

guint64
apres_daemon_signed_size(apres_daemon *daemon)
{
	return open_signer(daemon, NULL) ? apres_log_signer_size(daemon->signer) : 0;
}

/* What lies there is evidence: another of the same size is not written over it. */
static bool
put_outside(const char *path, const char *note, GError **error)
{
	g_autoptr(GBytes) old = apres_file_read(path, MAX_NOTE, NULL);

	if (old == NULL)
		return apres_file_replace(path, note, strlen(note), 0644, error);
	return (g_bytes_get_size(old) == strlen(note) &&
		memcmp(g_bytes_get_data(old, NULL), note, strlen(note)) == 0) ||
	       apres_throw(error, APRES_ERROR_CONFIG,
			   "'%s' is there already, and says something else: keep it, and "
			   "see apres audit verify --checkpoint",
			   path);
}

/* Only the newest leaves: it covers what the others did. */
static bool
take_out(apres_daemon *daemon, GError **error)
{
	guint64 size = apres_log_signer_size(daemon->signer);
	g_autoptr(GPtrArray) notes = NULL;

	if (daemon->config->checkpoints == NULL || size == daemon->taken_out)
		return true;
	if (!apres_checkpoint_notes(daemon->store, size - 1, size, &notes, error))
		return false;
	if (notes->len == 0)
		return true;
	const char *note = notes->pdata[0];
	g_autofree char *name = g_strdup_printf("checkpoint-%012" G_GUINT64_FORMAT, size);
	g_autofree char *path = g_build_filename(daemon->config->checkpoints, name, NULL);
	if (!put_outside(path, note, error))
		return false;
	daemon->taken_out = size;
	return true;
}

static bool
sign(apres_daemon *daemon, GError **error)
{
	g_autoptr(GError) local = NULL;

	if (!open_signer(daemon, error))
		return false;
	g_autoptr(apres_txn) txn = apres_txn_begin(daemon->store, error);
	if (txn == NULL)
		return false;
	g_autoptr(apres_checkpoint) checkpoint = apres_log_signer_sign(
		daemon->signer, daemon->store, apres_clock_now(), &local);
	if (local != NULL) {
		g_propagate_error(error, g_steal_pointer(&local));
		return false;
	}
	return (checkpoint == NULL || apres_txn_commit(txn, error)) &&
	       take_out(daemon, error);
}

void
apres_daemon_sign(apres_daemon *daemon)
{
	g_autoptr(GError) error = NULL;

	bool done = sign(daemon, &error);
	if (daemon->signer != NULL)
		apres_checkpoint_out_turn(daemon->checkpoint_out,
					  apres_log_signer_size(daemon->signer));
	if (done) {
		if (daemon->log_trouble != NULL)
			apres_log_info("the audit log is signed again");
		g_clear_pointer(&daemon->log_trouble, g_free);
		return;
	}
	if (g_strcmp0(daemon->log_trouble, error->message) != 0)
		apres_log_error("audit log: no checkpoint: %s", error->message);
	g_free(daemon->log_trouble);
	daemon->log_trouble = g_strdup(error->message);
}

static gboolean
on_news(gpointer data)
{
	apres_daemon *daemon = data;

	daemon->sign_source = 0;
	apres_daemon_sign(daemon);
	return G_SOURCE_REMOVE;
}

void
apres_daemon_sign_soon(apres_daemon *daemon)
{
	gint64 size;

	/* What cannot be signed now is tried with the polls. */
	if (daemon->log_trouble != NULL || daemon->draining || daemon->signer == NULL ||
	    !apres_audit_size(daemon->store, &size, NULL))
		return;
	bool many = (guint64)size >= apres_log_signer_size(daemon->signer) + ENTRIES;
	if (many)
		g_clear_handle_id(&daemon->sign_source, g_source_remove);
	if (daemon->sign_source == 0)
		daemon->sign_source =
			many ? g_idle_add(on_news, daemon)
			     : g_timeout_add_seconds(NEWS_SECS, on_news, daemon);
}
