/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A set of names of which there may be millions, so small that they are not in it: of
 * each it keeps 127 bits of SHA-256 over a key of its own and the name.  Two names that
 * share them would lose a mail: by chance that does not happen, and without the key,
 * which is random and never leaves the process, nobody can look for two.
 */
#ifndef APRES_UTIL_NAME_SET_H
#define APRES_UTIL_NAME_SET_H
#include <glib.h>
#include <stdbool.h>

typedef struct apres_name_set apres_name_set;

/* Empty.  Caller owns.  A name takes 18 to 23 bytes. */
apres_name_set *apres_name_set_new(void);
void apres_name_set_free(apres_name_set *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_name_set, apres_name_set_free)

/* LEN: of NAME, or -1. */
bool apres_name_set_has(const apres_name_set *set, const char *name, gssize len);
void apres_name_set_add(apres_name_set *set, const char *name);
void apres_name_set_remove(apres_name_set *set, const char *name);
gsize apres_name_set_size(const apres_name_set *set);
#endif
