/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "util/log.h"

#include <stdio.h>

/*
 * The process's log stream is the one piece of state that belongs to the
 * process rather than to an object: threading it through every call would say
 * nothing.  Set once by main, before anything else runs.
 */
static struct {
	const char *program;
	gboolean debug;
	gboolean journal;
} stream = { "apres", FALSE, FALSE };

void
apres_log_open(const char *program, gboolean debug)
{
	stream.program = program;
	stream.debug = debug;
	stream.journal = g_getenv("JOURNAL_STREAM") != NULL;
}

/* One line, control characters masked, so that no input can forge a second one. */
static void write_line(int priority, const char *fmt, va_list ap) G_GNUC_PRINTF(2, 0);

static void
write_line(int priority, const char *fmt, va_list ap)
{
	g_autofree char *text = g_strdup_vprintf(fmt, ap);

	for (char *c = text; *c != '\0'; c++)
		if ((guchar)*c < ' ' || *c == 0x7f)
			*c = ' ';
	if (stream.journal)
		fprintf(stderr, "<%d>%s\n", priority, text);
	else
		fprintf(stderr, "%s: %s\n", stream.program, text);
	fflush(stderr);
}

#define LOG_FUNCTION(name, priority, when)                                               \
	void name(const char *fmt, ...)                                                  \
	{                                                                                \
		va_list ap;                                                              \
                                                                                         \
		if (!(when))                                                             \
			return;                                                          \
		va_start(ap, fmt);                                                       \
		write_line(priority, fmt, ap);                                           \
		va_end(ap);                                                              \
	}

LOG_FUNCTION(apres_log_error, 3, TRUE)
LOG_FUNCTION(apres_log_warn, 4, TRUE)
LOG_FUNCTION(apres_log_info, 6, TRUE)
LOG_FUNCTION(apres_log_debug, 7, stream.debug)
