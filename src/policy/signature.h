/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who answers for a policy: a signed note (util/signed-note.h) over every file that it
 * is made of, base and packs included, in FILE.sig beside the policy FILE.
 */
#ifndef APRES_POLICY_SIGNATURE_H
#define APRES_POLICY_SIGNATURE_H
#include "policy/policy.h"
#include "util/signed-note.h"

/* FILE.sig; caller owns. */
char *apres_policy_signature_path(const char *file);
/* The note by which KEY signs POLICY; caller owns.  INTERNAL errors. */
char *apres_policy_sign(const apres_policy *policy, const apres_note_key *key,
			GError **error);
/*
 * Did one of KEYS (as apres_note_key_public() writes them) sign with NOTE, called PATH in
 * errors, exactly SOURCES (name -> GBytes) of the policy FILE?  *SIGNED_BY_OUT: the name
 * of that key; caller owns.  CONFIG: none of them did, or other files, and which differ.
 */
bool apres_policy_check_signature(GHashTable *sources, const char *file,
				  char *const *keys, const char *path, const char *note,
				  char **signed_by_out, GError **error);

/*
 * A key that people sign with: PATH is as apres_note_key_create() makes it, and PATH.pub
 * has what apres_note_key_public() writes, and with it the name.
 */
/* Make both.  USAGE: NAME cannot be one; INPUT: there is a file already; TEMP. */
bool apres_policy_key_create(const char *path, const char *name, GError **error);
/* CONFIG: one of them is missing or no key, or they are no pair. */
apres_note_key *apres_policy_key_load(const char *path, GError **error);
#endif
