/* SPDX-License-Identifier: Apache-2.0 */
/* Descriptors of a child, and its tie to the parent. */
#include "config.h"
#include "util/child.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

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
