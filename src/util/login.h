/* SPDX-License-Identifier: Apache-2.0 */
/* Who is logged in: one answer, whichever way somebody comes in. */
#ifndef APRES_UTIL_LOGIN_H
#define APRES_UTIL_LOGIN_H
#include <sys/types.h>

/* It could not be found out. */
#define APRES_LOGIN_UNKNOWN "unknown"

/* The name of user UID, "uid 4711" if that one has none, APRES_LOGIN_UNKNOWN if whoever
 * knows does not answer now.  Caller owns. */
char *apres_login_of(uid_t uid);
#endif
