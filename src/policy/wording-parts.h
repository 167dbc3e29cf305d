/* SPDX-License-Identifier: Apache-2.0 */
/* Wording inside: the list of what there is to say. */
#ifndef APRES_POLICY_WORDING_PARTS_H
#define APRES_POLICY_WORDING_PARTS_H
#include "policy/wording.h"

typedef enum {
	APRES_WORDING_MAIL,
	APRES_WORDING_PHRASE,
	APRES_WORDING_WORDS,
} apres_wording_kind;

typedef struct apres_wording_key {
	const char *name;
	apres_wording_kind kind;
	const char *values; /* placeholders that it may have, divided by spaces */
} apres_wording_key;

/* A <wording> of the company's. */
typedef struct apres_wording_own {
	const char *language; /* interned */
	apres_origin origin;
} apres_wording_own;

struct apres_wording {
	GHashTable *languages; /* tag -> (name -> text) */
	GHashTable *places;    /* "tag name" -> apres_origin of its [name] */
	GArray *own;           /* apres_wording_own */
};

/* NULL: there is none of that NAME. */
const apres_wording_key *apres_wording_key_find(const char *name);
/* Their names (const char *); caller owns the array. */
GPtrArray *apres_wording_key_names(void);
#endif
