/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A folder of files that appears whole or not at all.  It grows as PATH.partial-XXXXXX
 * and gets its name last: half of it is never taken for all of it.
 */
#ifndef APRES_UTIL_BUNDLE_H
#define APRES_UTIL_BUNDLE_H
#include <glib.h>
#include <stdbool.h>

/* The file that lists every other: "sha256sum -c" reads it. */
#define APRES_BUNDLE_SUMS "SHA256SUMS"

typedef struct apres_bundle apres_bundle;
/* Could PATH be made?  USAGE: something is there that is no empty folder. */
bool apres_bundle_check(const char *path, GError **error);
/* Begin it, for nobody but us (0700, 0600).  USAGE as above; TEMP. */
apres_bundle *apres_bundle_begin(const char *path, GError **error);
/* Removes what was not finished. */
void apres_bundle_free(apres_bundle *bundle);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_bundle, apres_bundle_free)

/* Write the file NAME ("a/b.txt"), once.  INPUT: a name with "..", or one that a line
 * of SHA256SUMS cannot hold.  TEMP. */
bool apres_bundle_put(apres_bundle *bundle, const char *name, gconstpointer data,
		      gsize len, GError **error);
/* Write on in the file NAME, which stays open until the bundle is sealed. */
bool apres_bundle_append(apres_bundle *bundle, const char *name, gconstpointer data,
			 gsize len, GError **error);
/* Write SHA256SUMS over all files, and all of it to the disk; *DIGEST_OUT: SHA-256 of
 * SHA256SUMS, hex, caller owns.  TEMP. */
bool apres_bundle_seal(apres_bundle *bundle, char **digest_out, GError **error);
/* Give a sealed one its name, durably.  TEMP. */
bool apres_bundle_finish(apres_bundle *bundle, GError **error);
#endif
