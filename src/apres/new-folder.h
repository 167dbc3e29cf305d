/* SPDX-License-Identifier: Apache-2.0 */
/* A folder that a command makes for what it writes: never one that is there. */
#ifndef APRES_APRES_NEW_FOLDER_H
#define APRES_APRES_NEW_FOLDER_H
#include <glib.h>
#include <stdbool.h>

/* Could PATH be made?  USAGE error if something is there; before questions are asked. */
bool apres_new_folder_check(const char *path, GError **error);
/* Make PATH.  USAGE error if something is there, TEMP if it cannot be made. */
bool apres_new_folder_make(const char *path, GError **error);
#endif
