/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "apresd/checkpoint-out.h"
#include "apresd/checkpoint-mail.h"
#include "store/checkpoint.h"
#include "util/autoptr.h"
#include "util/child.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/log.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <sys/wait.h>

/* In the store: the size of the last checkpoint that the command has taken. */
#define TAKEN "checkpoint-command"
#define COMMAND_SECS 30
#define MAX_PAUSE_SECS 600
#define MAX_DOUBLINGS 10

struct apres_checkpoint_out {
	apres_store *store;
	const apres_config *config;
	apres_deliver *deliver;
	guint64 size;    /* that was signed */
	pid_t pid;       /* of the command; 0 = none */
	int fd;          /* readable when it has ended */
	guint64 carried; /* the checkpoint that it got */
	bool late;
	gint64 last_start; /* monotonic: none is called later; 0 = no end is near */
	guint end_source, limit_source, again_source;
	guint failures; /* in a row */
	char *command_trouble, *mail_trouble;
	char *words; /* both, for people */
};

apres_checkpoint_out *
apres_checkpoint_out_new(apres_store *store, const apres_config *config,
			 apres_deliver *deliver)
{
	apres_checkpoint_out *out = g_new0(apres_checkpoint_out, 1);

	out->store = store;
	out->config = config;
	out->deliver = deliver;
	out->fd = -1;
	return out;
}

static int
end_command(apres_checkpoint_out *out)
{
	int status = 0;

	g_clear_handle_id(&out->end_source, g_source_remove);
	g_clear_handle_id(&out->limit_source, g_source_remove);
	apres_autofd_close(&out->fd);
	while (waitpid(out->pid, &status, 0) < 0 && errno == EINTR)
		;
	out->pid = 0;
	return status;
}

void
apres_checkpoint_out_free(apres_checkpoint_out *out)
{
	if (out == NULL)
		return;
	g_clear_handle_id(&out->again_source, g_source_remove);
	if (out->pid != 0) {
		kill(-out->pid, SIGKILL);
		kill(out->pid, SIGKILL);
		end_command(out);
	}
	g_free(out->command_trouble);
	g_free(out->mail_trouble);
	g_free(out->words);
	g_free(out);
}

const char *
apres_checkpoint_out_trouble(const apres_checkpoint_out *out)
{
	return out->words;
}

bool
apres_checkpoint_out_is_idle(const apres_checkpoint_out *out)
{
	return out->pid == 0;
}

/* Takes WORDS, which may be NULL; said once in the log. */
static void
set_trouble(apres_checkpoint_out *out, char **which, char *words)
{
	if (words != NULL && g_strcmp0(*which, words) != 0)
		apres_log_error("checkpoints: %s", words);
	else if (words == NULL && *which != NULL)
		apres_log_info("checkpoints get out again");
	g_free(*which);
	*which = words;
	g_free(out->words);
	out->words =
		out->command_trouble == NULL || out->mail_trouble == NULL
			? g_strdup(out->command_trouble != NULL ? out->command_trouble
								: out->mail_trouble)
			: g_strconcat(out->command_trouble, "; ", out->mail_trouble,
				      NULL);
}

/* ---- the command ---- */

static void start_next(apres_checkpoint_out *out);

static gboolean
on_again(gpointer data)
{
	apres_checkpoint_out *out = data;

	out->again_source = 0;
	start_next(out);
	return G_SOURCE_REMOVE;
}

/* Takes WORDS. */
static void
fail(apres_checkpoint_out *out, char *words)
{
	guint pause = 1U << MIN(out->failures, (guint)MAX_DOUBLINGS);

	out->failures++;
	set_trouble(out, &out->command_trouble, words);
	out->again_source =
		g_timeout_add_seconds(MIN(pause, (guint)MAX_PAUSE_SECS), on_again, out);
}

static bool
note_taken(apres_checkpoint_out *out, GError **error)
{
	g_autofree char *mark = g_strdup_printf("%" G_GUINT64_FORMAT, out->carried);
	g_autoptr(apres_txn) txn = apres_txn_begin(out->store, error);

	return txn != NULL && apres_store_meta_set(out->store, TAKEN, mark, error) &&
	       apres_txn_commit(txn, error);
}

static char *
describe(const apres_checkpoint_out *out, int status)
{
	g_autofree char *how =
		out->late ? g_strdup_printf("took more than %d s", COMMAND_SECS)
		: WIFEXITED(status)
			? g_strdup_printf("ended with status %d", WEXITSTATUS(status))
			: g_strdup_printf("was ended by signal %d", WTERMSIG(status));

	return g_strdup_printf("checkpoint-command '%s' %s, for the checkpoint of "
			       "%" G_GUINT64_FORMAT
			       " entries; it is called again until it ends with 0",
			       out->config->checkpoint_command, how, out->carried);
}

static gboolean
on_end(gint fd G_GNUC_UNUSED, GIOCondition condition G_GNUC_UNUSED, gpointer data)
{
	apres_checkpoint_out *out = data;
	g_autoptr(GError) error = NULL;

	out->end_source = 0;
	int status = end_command(out);
	if (out->late || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		fail(out, describe(out, status));
	} else if (!note_taken(out, &error)) {
		fail(out, g_strdup(error->message));
	} else {
		out->failures = 0;
		set_trouble(out, &out->command_trouble, NULL);
		start_next(out);
	}
	return G_SOURCE_REMOVE;
}

static gboolean
on_limit(gpointer data)
{
	apres_checkpoint_out *out = data;

	out->limit_source = 0;
	out->late = true;
	kill(-out->pid, SIGKILL);
	return G_SOURCE_REMOVE;
}

static bool
start_command(apres_checkpoint_out *out, const char *note, GError **error)
{
	g_auto(GStrv) argv = NULL;

	if (!g_shell_parse_argv(out->config->checkpoint_command, NULL, &argv, error))
		return false;
	/* The second line is the size. */
	out->carried = g_ascii_strtoull(strchr(note, '\n') + 1, NULL, 10);
	out->late = false;
	out->pid = apres_child_start(argv, note, &out->fd, error);
	if (out->pid == 0)
		return false;
	out->end_source = g_unix_fd_add(out->fd, G_IO_IN, on_end, out);
	out->limit_source = g_timeout_add_seconds(COMMAND_SECS, on_limit, out);
	return true;
}

/* Up to which size the command has them.  A command that is new here begins with the
 * newest: it covers all before. */
static bool
find_taken(const apres_checkpoint_out *out, guint64 *size_out, GError **error)
{
	g_autofree char *taken = NULL;

	if (!apres_store_meta_get(out->store, TAKEN, &taken, error))
		return false;
	*size_out = taken != NULL ? g_ascii_strtoull(taken, NULL, 10) : out->size - 1;
	return true;
}

static bool
find_next(const apres_checkpoint_out *out, char **note_out, GError **error)
{
	guint64 from;

	return find_taken(out, &from, error) &&
	       apres_checkpoint_next(out->store, from, note_out, error);
}

static void
start_next(apres_checkpoint_out *out)
{
	g_autofree char *note = NULL;
	g_autoptr(GError) error = NULL;

	if (out->config->checkpoint_command == NULL || out->pid != 0 ||
	    out->again_source != 0 || out->size == 0 ||
	    (out->last_start != 0 && g_get_monotonic_time() > out->last_start))
		return;
	if (!find_next(out, &note, &error) ||
	    (note != NULL && !start_command(out, note, &error)))
		fail(out, g_strdup_printf("checkpoint-command: %s", error->message));
}

/* ---- all of it ---- */

void
apres_checkpoint_out_turn(apres_checkpoint_out *out, guint64 size)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *trouble = NULL;
	bool posted = false;

	out->size = size;
	start_next(out);
	if (out->config->checkpoint_mail == NULL || size == 0)
		return;
	if (!apres_checkpoint_mail_turn(out->store, out->config, size, apres_clock_now(),
					&posted, &trouble, &error))
		trouble = g_strdup_printf("checkpoint-mail: %s", error->message);
	set_trouble(out, &out->mail_trouble, g_steal_pointer(&trouble));
	if (posted)
		apres_deliver_kick(out->deliver);
}

void
apres_checkpoint_out_drain(apres_checkpoint_out *out)
{
	out->last_start = g_get_monotonic_time() + COMMAND_SECS * G_USEC_PER_SEC;
}

static void
say_what_is_left(const apres_checkpoint_out *out)
{
	g_autoptr(GPtrArray) left = NULL;
	g_autoptr(GError) error = NULL;
	guint64 from;

	if (!find_taken(out, &from, &error) ||
	    !apres_checkpoint_notes(out->store, from, out->size, &left, &error))
		apres_log_error("checkpoints: %s", error->message);
	else if (left->len > 0)
		apres_log_warn("checkpoints: checkpoint-command '%s' has not taken %u of "
			       "them yet; it gets them first when apresd starts again",
			       out->config->checkpoint_command, left->len);
}

void
apres_checkpoint_out_finish(apres_checkpoint_out *out, const bool *at_once)
{
	while (out->pid != 0 && !*at_once)
		g_main_context_iteration(NULL, TRUE);
	if (out->config->checkpoint_command != NULL && out->size > 0)
		say_what_is_left(out);
}
