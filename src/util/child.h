/* SPDX-License-Identifier: Apache-2.0 */
/* What a forked process gives up before it works for its parent. */
#ifndef APRES_UTIL_CHILD_H
#define APRES_UTIL_CHILD_H
#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>

/* The one descriptor that stays open besides 0 to 2. */
#define APRES_CHILD_FD 3

/*
 * Keep only FD, as APRES_CHILD_FD; 0 and 1 (and 2, unless built with
 * sanitizers) become /dev/null.  Dies with PARENT.  False: do not go on.
 */
bool apres_child_keep_only(int fd, int parent);

/*
 * Start the program ARGV, its path first, with TEXT on its standard input, what it prints
 * nowhere and its errors where ours go, without any other descriptor, in a process group
 * of its own.  It dies with this process.  *FD_OUT is readable when it has ended; who
 * called closes it and waits for the process.  Status 127: it cannot be run.  TEXT is at
 * most 4096 bytes.  0 with a TEMP error.
 */
pid_t apres_child_start(char *const *argv, const char *text, int *fd_out, GError **error);
#endif
