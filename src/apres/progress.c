/* SPDX-License-Identifier: Apache-2.0 */
/* A line that is written over itself. */
#include "config.h"
#include "apres/progress.h"

#include <stdio.h>
#include <unistd.h>

#define EVERY_USECS (G_USEC_PER_SEC / 10)

struct apres_progress {
	const char *what;
	guint total, done;
	gint64 begun, shown; /* monotonic microseconds */
};

apres_progress *
apres_progress_new(const char *what, guint total)
{
	apres_progress *p = g_new0(apres_progress, 1);

	p->what = what;
	p->total = total;
	p->begun = g_get_monotonic_time();
	p->shown = isatty(STDERR_FILENO) != 0 ? 0 : G_MAXINT64 - EVERY_USECS;
	return p;
}

void
apres_progress_step(apres_progress *p)
{
	gint64 now = g_get_monotonic_time();

	p->done++;
	if (now < p->shown + EVERY_USECS)
		return;
	double rate = (double)p->done * G_USEC_PER_SEC / (double)MAX(now - p->begun, 1);
	fprintf(stderr, "\r\033[K%u of %u %s · %.0f a second · %.0f s left", p->done,
		p->total, p->what, rate, (p->total - p->done) / rate);
	fflush(stderr);
	p->shown = now;
}

void
apres_progress_free(apres_progress *p)
{
	if (p == NULL)
		return;
	if (isatty(STDERR_FILENO) != 0)
		fputs("\r\033[K", stderr);
	g_free(p);
}
