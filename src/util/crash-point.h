/* SPDX-License-Identifier: Apache-2.0 */
/* Named places where a test lets the process die. */
#ifndef APRES_UTIL_CRASH_POINT_H
#define APRES_UTIL_CRASH_POINT_H

/*
 * Test hook: kill this process with SIGKILL if the environment variable
 * APRES_TEST_CRASH_AT is NAME, or "NAME:N" the Nth time it comes here.  The
 * places: before-commit, after-commit, before-barrier, after-barrier,
 * before-result, before-filing, before-told, after-told, and erase-* of
 * pipeline/erasure.c.  Otherwise nothing happens.
 */
void apres_crash_point(const char *name);
#endif
