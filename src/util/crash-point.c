/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "util/crash-point.h"

#include <glib.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

void
apres_crash_point(const char *name)
{
	/* How often the planned place was passed; a process has one plan. */
	static guint passed;
	const char *plan = g_getenv("APRES_TEST_CRASH_AT");
	gsize len = strlen(name);

	if (plan == NULL || strncmp(plan, name, len) != 0)
		return;
	guint64 nth = plan[len] == ':' ? g_ascii_strtoull(plan + len + 1, NULL, 10) : 1;
	if ((plan[len] == ':' || plan[len] == '\0') && ++passed == nth)
		kill(getpid(), SIGKILL);
}
