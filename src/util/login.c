/* SPDX-License-Identifier: Apache-2.0 */
/* Users by number, see getpwuid_r(3). */
#include "config.h"
#include "util/login.h"

#include <errno.h>
#include <glib.h>
#include <pwd.h>

/* Entries of a directory service are long; longer ones are none. */
#define ROOM_FIRST 4096
#define ROOM_MAX (1 << 20)

char *
apres_login_of(uid_t uid)
{
	for (gsize len = ROOM_FIRST; len <= ROOM_MAX; len *= 2) {
		g_autofree char *room = g_malloc(len);
		struct passwd entry, *found = NULL;
		int rc = getpwuid_r(uid, &entry, room, len, &found);
		if (rc == ERANGE)
			continue;
		if (rc == 0 && found != NULL)
			return g_strdup(found->pw_name);
		/* Some say so in these words that there is none of that number. */
		if (rc == 0 || rc == ENOENT || rc == ESRCH)
			return g_strdup_printf("uid %u", (guint)uid);
		break;
	}
	return g_strdup(APRES_LOGIN_UNKNOWN);
}
