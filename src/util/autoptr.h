/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scope-bound ownership for what GLib does not know.  Each foreign library's
 * own types get theirs in the one folder that talks to it.
 */
#ifndef APRES_UTIL_AUTOPTR_H
#define APRES_UTIL_AUTOPTR_H
#include <glib.h>
#include <unistd.h>

static inline void
apres_autofd_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}
/* A file descriptor that closes itself; -1 is "none".  GLib 2.74 has no g_autofd. */
#define apres_autofd __attribute__((cleanup(apres_autofd_close))) int

static inline int
apres_steal_fd(int *fd)
{
	int taken = *fd;

	*fd = -1;
	return taken;
}
#endif
