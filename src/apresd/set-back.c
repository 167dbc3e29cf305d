/* SPDX-License-Identifier: Apache-2.0 */
/* An older copy of the store was put back: it does not know what has left since. */
#include "config.h"
#include "apresd/daemon.h"
#include "store/audit.h"
#include "store/control.h"
#include "util/clock.h"
#include "util/fsutil.h"
#include "util/log.h"

#include <stdlib.h>
#include <string.h>

#define WHO "apresd: an older store was put back"
#define NOTED "set-back" /* the size that the store was behind when it was noticed */
#define MAX_NOTE (64 * 1024)
#define MAX_LOOKED 16 /* so many may be damaged, or another log's */

static int
newest_first(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)b, *(const char *const *)a);
}

/* The names of the checkpoints in FOLDER; an empty array if it cannot be read. */
static GPtrArray *
checkpoint_names(const char *folder)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
		if (g_str_has_prefix(name, "checkpoint-"))
			g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, newest_first);
	return names;
}

/* How many entries the newest checkpoint covers that was taken out of the house. */
static guint64
size_outside(const apres_config *config)
{
	g_autofree char *line = apres_log_public_key(config->state, NULL);
	g_autoptr(apres_note_public) key =
		line != NULL ? apres_note_public_parse(line, NULL) : NULL;

	if (key == NULL || config->checkpoints == NULL)
		return 0;
	g_autoptr(GPtrArray) names = checkpoint_names(config->checkpoints);
	for (guint i = 0; i < MIN(names->len, MAX_LOOKED); i++) {
		g_autofree char *path =
			g_build_filename(config->checkpoints, names->pdata[i], NULL);
		g_autoptr(GBytes) bytes = apres_file_read(path, MAX_NOTE, NULL);
		gsize len = 0;
		const char *note = bytes != NULL ? g_bytes_get_data(bytes, &len) : "";
		g_autoptr(apres_checkpoint) one =
			apres_checkpoint_open(key, note, len, NULL);
		if (one != NULL)
			return one->size;
	}
	return 0;
}

/* Once for each time that it happens: what a person has lifted stays lifted. */
static bool
pause_once(apres_daemon *daemon, guint64 covered, bool *paused_out, GError **error)
{
	g_autofree char *mark = g_strdup_printf("%" G_GUINT64_FORMAT, covered);
	g_autofree char *noted = NULL;
	g_autoptr(apres_txn) txn = apres_txn_begin(daemon->store, error);

	*paused_out = false;
	if (txn == NULL || !apres_store_meta_get(daemon->store, NOTED, &noted, error))
		return false;
	if (g_strcmp0(noted, mark) == 0)
		return true;
	*paused_out = true;
	return apres_store_meta_set(daemon->store, NOTED, mark, error) &&
	       apres_pause_set(daemon->store, "all", NULL, true, WHO, apres_clock_now(),
			       error) &&
	       apres_txn_commit(txn, error);
}

bool
apres_daemon_notice_set_back(apres_daemon *daemon, GError **error)
{
	guint64 covered =
		MAX(apres_daemon_signed_size(daemon), size_outside(daemon->config));
	gint64 size;
	bool paused;

	if (!apres_audit_size(daemon->store, &size, error))
		return false;
	if ((guint64)size >= covered)
		return true;
	if (!pause_once(daemon, covered, &paused, error))
		return false;
	if (paused)
		apres_log_error(
			"the record has %" G_GINT64_FORMAT
			" entries, and a checkpoint covers %" G_GUINT64_FORMAT
			": an older store was put back.  No reply is sent until somebody "
			"says so: compare apres outbox list with the mail server's log "
			"(man apres-admin), then apres resume",
			size, covered);
	return true;
}
