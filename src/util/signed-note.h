/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signed notes (C2SP signed-note): a text whose last line ends in a newline, an empty
 * line, and lines "— NAME BASE64", the base64 being four bytes of key id and an Ed25519
 * signature (RFC 8032) over the text.
 */
#ifndef APRES_UTIL_SIGNED_NOTE_H
#define APRES_UTIL_SIGNED_NOTE_H
#include <glib.h>
#include <stdbool.h>

/* A private key and the name under which it signs. */
typedef struct apres_note_key apres_note_key;
/* Make a new key in the file PATH (PEM, mode 0600).  TEMP errors. */
bool apres_note_key_create(const char *path, GError **error);
/* CONFIG if PATH is missing or holds no Ed25519 key; TEMP if it cannot be read. */
apres_note_key *apres_note_key_load(const char *path, const char *name, GError **error);
void apres_note_key_free(apres_note_key *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_note_key, apres_note_key_free)
const char *apres_note_key_name(const apres_note_key *key);
/* "NAME+ID+BASE64", what others need to check a signature; caller owns. */
char *apres_note_key_public(const apres_note_key *key);
/* TEXT with its signature.  Caller owns.  INTERNAL errors. */
char *apres_note_sign(const apres_note_key *key, const char *text, GError **error);

/* The public half. */
typedef struct apres_note_public apres_note_public;
/* INPUT unless TEXT is what apres_note_key_public() writes. */
apres_note_public *apres_note_public_parse(const char *text, GError **error);
void apres_note_public_free(apres_note_public *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_note_public, apres_note_public_free)
const char *apres_note_public_name(const apres_note_public *key);
/* The same name and the same key. */
bool apres_note_public_equal(const apres_note_public *a, const apres_note_public *b);
/*
 * The text of the note DATA if KEY has signed it; other signatures are passed over.
 * Caller owns.  INPUT: no note, or KEY's signature is missing or wrong.
 */
char *apres_note_open(const apres_note_public *key, const char *data, gsize len,
		      GError **error);
#endif
