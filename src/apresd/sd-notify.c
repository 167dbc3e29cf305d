/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "apresd/sd-notify.h"
#include "util/autoptr.h"

#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

void
apres_sd_notify(const char *state)
{
	const char *path = g_getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	apres_autofd fd = -1;

	if (path == NULL || (path[0] != '/' && path[0] != '@') ||
	    strlen(path) >= sizeof address.sun_path)
		return;
	memcpy(address.sun_path, path, strlen(path));
	if (path[0] == '@') /* an abstract name begins with NUL */
		address.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd >= 0)
		(void)!sendto(fd, state, strlen(state), MSG_NOSIGNAL,
			      (const struct sockaddr *)&address,
			      (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
					  strlen(path)));
}

guint
apres_sd_watchdog_ms(void)
{
	const char *usec = g_getenv("WATCHDOG_USEC");
	guint64 value = 0;

	if (usec == NULL ||
	    !g_ascii_string_to_unsigned(usec, 10, 2000, G_MAXUINT32, &value, NULL))
		return 0;
	return (guint)(value / 2000);
}
