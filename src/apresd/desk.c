/* SPDX-License-Identifier: Apache-2.0 */
/* Three mail folders of a mailbox, and what lies in them. */
#include "config.h"
#include "apresd/desk-parts.h"
#include "util/log.h"

static const char *const folder_names[] = { "To-approve", "Send", "Mine" };

apres_desk *
apres_desk_new(apres_daemon *daemon, const apres_mailbox_config *mailbox)
{
	apres_desk *desk = g_new0(apres_desk, 1);
	g_autofree char *name = g_path_get_basename(mailbox->desk);
	/* Maildir++ writes the way to a folder with dots, others nest folders. */
	const char *divider = *name == '.' ? "." : "/";

	desk->daemon = daemon;
	desk->mailbox = mailbox;
	desk->box = g_strdup_printf("desk:%s", mailbox->id);
	desk->strangers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	desk->there = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	for (guint i = 0; i < DESK_FOLDERS; i++)
		desk->path[i] =
			g_strconcat(mailbox->desk, divider, folder_names[i], NULL);
	return desk;
}

void
apres_desk_free(apres_desk *desk)
{
	if (desk == NULL)
		return;
	for (guint i = 0; i < DESK_FOLDERS; i++) {
		apres_watch_free(desk->watch[i]);
		g_free(desk->path[i]);
	}
	g_free(desk->box);
	g_hash_table_unref(desk->strangers);
	g_hash_table_unref(desk->there);
	g_free(desk->key);
	g_free(desk->domain);
	g_free(desk->trouble);
	g_free(desk);
}

const char *
apres_desk_trouble(const apres_desk *desk)
{
	return desk->trouble;
}

/* ---- looking into the folders ---- */

typedef struct visit {
	apres_desk *desk;
	desk_folder where;
	GError *error; /* the first; the rest is looked at all the same */
} visit;

static bool
visit_moved(const apres_maildir_entry *entry, void *context)
{
	visit *v = context;
	g_autoptr(GError) error = NULL;

	if (entry->regular && !apres_desk_obey(v->desk, entry, v->where, &error) &&
	    v->error == NULL)
		v->error = g_steal_pointer(&error);
	return true;
}

static bool
keep_or_take_away(apres_desk *desk, const apres_maildir_entry *entry, GError **error)
{
	g_autoptr(apres_outbox_item) item = NULL;
	desk_whose who;

	if (!apres_desk_identify(desk, entry, &who, &item, error))
		return false;
	if (item == NULL)
		return true;
	if (who == DESK_OUTDATED || !apres_desk_waits(item))
		return apres_desk_take_away(entry, error);
	g_hash_table_add(desk->there, g_memdup2(&item->id, sizeof item->id));
	return true;
}

static bool
visit_waiting(const apres_maildir_entry *entry, void *context)
{
	visit *v = context;
	g_autoptr(GError) error = NULL;

	if (entry->regular && !keep_or_take_away(v->desk, entry, &error) &&
	    v->error == NULL)
		v->error = g_steal_pointer(&error);
	return true;
}

static bool
visit_folder(apres_desk *desk, desk_folder where, apres_maildir_func func, GError **error)
{
	visit v = { desk, where, NULL };

	if (!g_file_test(desk->path[where], G_FILE_TEST_IS_DIR))
		return true;
	bool good = apres_maildir_scan(desk->path[where], NULL, func, &v, error);
	if (v.error == NULL)
		return good;
	g_clear_error(error);
	g_propagate_error(error, v.error);
	return false;
}

/* ---- the turn ---- */

static void
on_watch(apres_watch_event event, const char *sub G_GNUC_UNUSED,
	 const char *name G_GNUC_UNUSED, void *context)
{
	apres_desk *desk = context;

	/* Which of the two it was does not matter: both are watched anew. */
	if (event == APRES_WATCH_LOST)
		desk->lost[DESK_SEND] = desk->lost[DESK_MINE] = true;
	apres_daemon_desk_soon(desk->daemon);
}

static void
watch(apres_desk *desk)
{
	if (desk->daemon->once)
		return;
	for (guint i = DESK_SEND; i <= DESK_MINE; i++) {
		if (desk->lost[i])
			g_clear_pointer(&desk->watch[i], apres_watch_free);
		desk->lost[i] = false;
		/* What cannot be watched is polled. */
		if (desk->watch[i] == NULL &&
		    g_file_test(desk->path[i], G_FILE_TEST_IS_DIR))
			desk->watch[i] =
				apres_watch_new(desk->path[i], on_watch, desk, NULL);
	}
}

/* The key is made with the first reply: before that nothing can lie here. */
static bool
load_key(apres_desk *desk, GError **error)
{
	const apres_company_config *company =
		apres_config_company(desk->daemon->config, desk->mailbox->company);

	if (desk->domain == NULL)
		desk->domain = g_strdup(company->domain);
	return desk->key != NULL ||
	       apres_store_meta_get(desk->daemon->store, "message-id-key", &desk->key,
				    error);
}

/* CAUSE is taken. */
static void
keep_first(GError **error, GError *cause)
{
	if (*error == NULL)
		g_propagate_error(error, cause);
	else
		g_error_free(cause);
}

/* What fails in one folder does not stand in the way of the others. */
static bool
turn(apres_desk *desk, GError **error)
{
	/* Mine first: what lies in both is a person's. */
	static const struct {
		desk_folder where;
		apres_maildir_func func;
	} looks[] = { { DESK_MINE, visit_moved },
		      { DESK_SEND, visit_moved },
		      { DESK_TO_APPROVE, visit_waiting } };

	if (!load_key(desk, error))
		return false;
	if (desk->key == NULL)
		return true;
	g_hash_table_remove_all(desk->there);
	for (guint i = 0; i < G_N_ELEMENTS(looks); i++) {
		g_autoptr(GError) cause = NULL;
		if (!visit_folder(desk, looks[i].where, looks[i].func, &cause))
			keep_first(error, g_steal_pointer(&cause));
	}
	g_autoptr(GError) cause = NULL;
	if (!apres_desk_put_waiting(desk, &cause))
		keep_first(error, g_steal_pointer(&cause));
	return *error == NULL;
}

void
apres_desk_turn(apres_desk *desk)
{
	g_autoptr(GError) error = NULL;
	bool good = turn(desk, &error);

	watch(desk);
	if (!good && g_strcmp0(desk->trouble, error->message) != 0)
		apres_log_error("mailbox %s: desk: %s", desk->mailbox->id,
				error->message);
	g_free(desk->trouble);
	desk->trouble = good ? NULL : g_strdup(error->message);
}
