/* SPDX-License-Identifier: Apache-2.0 */
/* A child process, its standard output, a deadline. */
#include "config.h"
#include "pipeline/program-output.h"
#include "util/autoptr.h"
#include "util/error.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

/* Read FD to its end into OUT; false: too much, or too late. */
static bool
collect(int fd, GByteArray *out, gsize max_bytes, gint64 end)
{
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
	guint8 chunk[16384];

	for (;;) {
		gint64 left = (end - g_get_monotonic_time()) / 1000;
		int ready = left > 0 ? poll(&poll_fd, 1, (int)MIN(left, G_MAXINT)) : 0;
		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0)
			return false;
		ssize_t n = read(fd, chunk, sizeof chunk);
		if (n == 0)
			return true;
		if (n < 0 || out->len + (gsize)n > max_bytes)
			return false;
		g_byte_array_append(out, chunk, (guint)n);
	}
}

GBytes *
apres_program_output(const char *command, gsize max_bytes, guint timeout_secs,
		     GError **error)
{
	gint64 end = g_get_monotonic_time() + (gint64)timeout_secs * G_USEC_PER_SEC;
	g_autoptr(GByteArray) out = g_byte_array_new();
	g_autoptr(GError) cause = NULL;
	g_auto(GStrv) argv = NULL;
	apres_autofd fd = -1;
	GPid child;
	int status = 0;

	if (!g_shell_parse_argv(command, NULL, &argv, &cause) ||
	    !g_spawn_async_with_pipes(NULL, argv, NULL,
				      G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH,
				      NULL, NULL, &child, NULL, &fd, NULL, &cause)) {
		apres_throw(error, APRES_ERROR_CONFIG, "command '%s': %s", command,
			    cause->message);
		return NULL;
	}
	bool whole = collect(fd, out, max_bytes, end);
	if (!whole)
		kill(child, SIGKILL);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (!whole) {
		apres_throw(error, APRES_ERROR_CONFIG,
			    "command '%s': printed more than %" G_GSIZE_FORMAT
			    " bytes or took more than %u s",
			    command, max_bytes, timeout_secs);
		return NULL;
	}
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		apres_throw(error, APRES_ERROR_CONFIG,
			    "command '%s': ended with status %d", command,
			    WIFEXITED(status) ? WEXITSTATUS(status) : -1);
		return NULL;
	}
	return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}
