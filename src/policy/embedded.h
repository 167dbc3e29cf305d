/* SPDX-License-Identifier: Apache-2.0 */
/* The policies that are part of the program; the table is made at build time (embed.awk).
 */
#ifndef APRES_POLICY_EMBEDDED_H
#define APRES_POLICY_EMBEDDED_H
#include <glib.h>
#include <stdbool.h>

/* PATH relative to policies/: "base.xml", "packs/standard/no-feedback.en.txt"; NULL if
 * there is none.  Borrowed. */
GBytes *apres_embedded_find(const char *path);

/* Is FILE, as messages call it, one of base and packs, in which a company can mend
 * nothing? OWN, the company's policy, is none, whatever its name. */
bool apres_embedded_is(const char *file, const char *own);

/* Made by the build. */
typedef struct apres_embedded_file {
	const char *path;
	const guint8 *data;
	gsize len;
} apres_embedded_file;
extern const apres_embedded_file apres_embedded_files[];
#endif
