/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The private parts of entries: sealed with AES-256-GCM under the key of whom they are
 * about (keyfile.h), bound to their entry by its leaf.  All reading goes through here.
 */
#ifndef APRES_STORE_AUDIT_BODY_H
#define APRES_STORE_AUDIT_BODY_H
#include "store/store.h"

#include <jansson.h>

typedef enum {
	APRES_BODY_NONE,     /* the entry never had one */
	APRES_BODY_OPEN,     /* it is what was committed to */
	APRES_BODY_ERASED,   /* gone, and an entry about an erasure names it */
	APRES_BODY_DROPPED,  /* gone, and no entry says why */
	APRES_BODY_KEY_GONE, /* its key was destroyed, and no entry says why */
	APRES_BODY_NO_KEY,   /* the key file is missing, cut off, damaged or another's */
	APRES_BODY_LOST,     /* so it was, and an entry about new keys says so */
	APRES_BODY_CHANGED,  /* it is not what was committed to, or another entry's */
	APRES_BODY_UNDECLARED, /* there is one that was never committed to */
} apres_body_state;

/* For screens: "erased", "cannot be opened: ..."; what to do next included. */
const char *apres_body_state_words(apres_body_state state);

/*
 * The private part of entry INDEX: *BODY_OUT NULL unless *STATE_OUT is OPEN (or its
 * content is no JSON); caller owns.  INPUT: there is no such entry.
 */
bool apres_store_audit_body(apres_store *store, gint64 index, json_t **body_out,
			    apres_body_state *state_out, GError **error);
#endif
