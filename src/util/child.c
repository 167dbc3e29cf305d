/* SPDX-License-Identifier: Apache-2.0 */
/* Descriptors of a child, and its tie to the parent. */
#include "config.h"
#include "util/child.h"
#include "util/autoptr.h"
#include "util/error.h"
#include "util/fsutil.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define CANNOT_RUN 127

bool
apres_child_keep_only(int fd, int parent)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent)
		return false;
	if (null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0)
		return false;
#ifndef APRES_SANITIZED
	/* A library's warning may quote the mail; a sanitizer's report must be seen. */
	if (dup2(null, 2) < 0)
		return false;
#endif
	if (fd != APRES_CHILD_FD && dup2(fd, APRES_CHILD_FD) < 0)
		return false;
	return close_range(APRES_CHILD_FD + 1, ~0U, 0) == 0;
}

static void G_GNUC_NORETURN
become(char *const *argv, int input, pid_t parent)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	if (setpgid(0, 0) == 0 && prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
	    getppid() == parent && dup2(input, 0) == 0 && null >= 0 &&
	    dup2(null, 1) == 1 && close_range(3, ~0U, 0) == 0)
		execv(argv[0], argv);
	_exit(CANNOT_RUN);
}

pid_t
apres_child_start(char *const *argv, const char *text, int *fd_out, GError **error)
{
	pid_t parent = getpid();
	int pair[2];

	/* So much fits into any pipe, and nobody waits for its reader. */
	g_assert(strlen(text) <= PIPE_BUF);
	if (!g_unix_open_pipe(pair, FD_CLOEXEC, NULL)) {
		apres_throw_errno(error, APRES_ERROR_TEMP, "pipe");
		return 0;
	}
	apres_autofd input = pair[0];
	apres_autofd output = pair[1];
	if (!apres_fd_write(output, text, strlen(text), error))
		return 0;
	pid_t pid = fork();
	if (pid == 0)
		become(argv, input, parent);
	*fd_out = pid > 0 ? pidfd_open(pid, 0) : -1;
	if (*fd_out >= 0)
		return pid;
	apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", argv[0]);
	if (pid > 0) {
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	return 0;
}
