/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Logging for programs, never for library code: a function returns its error,
 * the top logs it.  No mail content is ever logged; ids and reasons are.
 */
#ifndef APRES_UTIL_LOG_H
#define APRES_UTIL_LOG_H
#include <glib.h>

/* To standard error as "<N>text" under systemd (JOURNAL_STREAM set), else "apresd: text".
 */
void apres_log_open(const char *program, gboolean debug);
void apres_log_error(const char *fmt, ...) G_GNUC_PRINTF(1, 2);
void apres_log_warn(const char *fmt, ...) G_GNUC_PRINTF(1, 2);
void apres_log_info(const char *fmt, ...) G_GNUC_PRINTF(1, 2);
void apres_log_debug(const char *fmt, ...) G_GNUC_PRINTF(1, 2);
#endif
