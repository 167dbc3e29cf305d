/* SPDX-License-Identifier: Apache-2.0 */
/* inotify as an event source of the main loop. */
#include "config.h"
#include "intake/watch.h"
#include "util/autoptr.h"
#include "util/error.h"

#include <glib-unix.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>

/* A file made in place is reported once it is closed; this long after its creation
 * everything is scanned anyway. */
#define SETTLE_MS 1000

struct apres_watch {
	char *maildir;
	int fd;
	int wd_new, wd_cur;
	guint source;
	guint settle; /* timer, or 0 */
	bool lost;
	apres_watch_func func;
	void *context;
};

static gboolean
on_settled(gpointer data)
{
	apres_watch *watch = data;

	watch->settle = 0;
	watch->func(APRES_WATCH_SCAN, NULL, NULL, watch->context);
	return G_SOURCE_REMOVE;
}

/* Delivery by link(2) is complete at once; a file opened in place is not. */
static bool
is_linked(const apres_watch *watch, const char *sub, const char *name)
{
	g_autofree char *path = g_build_filename(watch->maildir, sub, name, NULL);
	struct stat st;

	return lstat(path, &st) == 0 && st.st_nlink > 1;
}

static void
handle(apres_watch *watch, const struct inotify_event *event)
{
	const char *sub = event->wd == watch->wd_new ? "new" : "cur";

	if (event->mask & IN_Q_OVERFLOW) {
		watch->func(APRES_WATCH_SCAN, NULL, NULL, watch->context);
		return;
	}
	if (event->mask & (IN_IGNORED | IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT)) {
		if (!watch->lost)
			watch->func(APRES_WATCH_LOST, NULL, NULL, watch->context);
		watch->lost = true;
		return;
	}
	if (event->len == 0 || event->name[0] == '.' || (event->mask & IN_ISDIR))
		return;
	if ((event->mask & IN_CREATE) && !is_linked(watch, sub, event->name)) {
		if (watch->settle == 0)
			watch->settle = g_timeout_add(SETTLE_MS, on_settled, watch);
		return;
	}
	watch->func(APRES_WATCH_FILE, sub, event->name, watch->context);
}

static gboolean
on_readable(gint fd, GIOCondition condition G_GNUC_UNUSED, gpointer data)
{
	_Alignas(struct inotify_event) char buffer[16384];
	apres_watch *watch = data;
	ssize_t n = read(fd, buffer, sizeof buffer);

	/* One read a turn: a flood of events must not starve the rest of the loop. */
	for (char *at = buffer; n > 0 && at < buffer + n;) {
		const struct inotify_event *event = (const struct inotify_event *)at;
		handle(watch, event);
		at += sizeof *event + event->len;
	}
	return G_SOURCE_CONTINUE;
}

static int
watch_folder(apres_watch *watch, const char *sub, GError **error)
{
	g_autofree char *path = g_build_filename(watch->maildir, sub, NULL);
	int wd = inotify_add_watch(watch->fd, path,
				   IN_MOVED_TO | IN_CLOSE_WRITE | IN_CREATE |
					   IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR);

	if (wd < 0)
		apres_throw_errno(error, APRES_ERROR_TEMP, "cannot watch '%s'", path);
	return wd;
}

apres_watch *
apres_watch_new(const char *maildir, apres_watch_func func, void *context, GError **error)
{
	g_autoptr(apres_watch) watch = g_new0(apres_watch, 1);

	watch->maildir = g_strdup(maildir);
	watch->func = func;
	watch->context = context;
	watch->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (watch->fd < 0) {
		apres_throw_errno(error, APRES_ERROR_TEMP, "cannot watch '%s'", maildir);
		return NULL;
	}
	watch->wd_new = watch_folder(watch, "new", error);
	if (watch->wd_new < 0)
		return NULL;
	watch->wd_cur = watch_folder(watch, "cur", error);
	if (watch->wd_cur < 0)
		return NULL;
	watch->source = g_unix_fd_add(watch->fd, G_IO_IN, on_readable, watch);
	return g_steal_pointer(&watch);
}

void
apres_watch_free(apres_watch *watch)
{
	if (watch == NULL)
		return;
	g_clear_handle_id(&watch->source, g_source_remove);
	g_clear_handle_id(&watch->settle, g_source_remove);
	apres_autofd_close(&watch->fd);
	g_free(watch->maildir);
	g_free(watch);
}
