/* SPDX-License-Identifier: Apache-2.0 */
/* How much room a disk has. */
#ifndef APRES_UTIL_ROOM_H
#define APRES_UTIL_ROOM_H
#include <glib.h>

typedef enum {
	APRES_ROOM_GOOD,
	APRES_ROOM_LITTLE, /* below 1 GiB, or 10000 files: somebody should look */
	APRES_ROOM_NONE,   /* below 100 MiB, or no file more: a store soon stops */
	APRES_ROOM_UNKNOWN,
} apres_room;

/* Below PATH; *WORDS_OUT says it ("only 512.0 MB free"), NULL if unknown, and errno says
 * why; caller owns. */
apres_room apres_room_of(const char *path, char **words_out);
#endif
