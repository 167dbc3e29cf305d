/* SPDX-License-Identifier: Apache-2.0 */
/* Tell the service manager how we are; sd_notify(3) without its library. */
#ifndef APRES_APRESD_SD_NOTIFY_H
#define APRES_APRESD_SD_NOTIFY_H
#include <glib.h>

/* Send STATE ("READY=1", "STATUS=...", lines) to $NOTIFY_SOCKET; nothing happens without
 * one. */
void apres_sd_notify(const char *state);
/* How often "WATCHDOG=1" is expected, halved; 0 = not at all. */
guint apres_sd_watchdog_ms(void);
#endif
