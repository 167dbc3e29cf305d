/* SPDX-License-Identifier: Apache-2.0 */
#ifndef APRES_MESSAGE_SUBJECT_H
#define APRES_MESSAGE_SUBJECT_H
#include "message/headers.h"

/* What stands before the subject itself. */
typedef enum {
	APRES_SUBJECT_NEW,
	APRES_SUBJECT_REPLY,   /* "Re:", "AW:" ... */
	APRES_SUBJECT_FORWARD, /* "Fwd:", "WG:" ...; it stands first */
} apres_subject_kind;

/* The Subject of HEADERS, decoded, one clean line; "" if none.  Caller owns. */
char *apres_subject_of(const apres_headers *headers);
/* SUBJECT (decoded, one line) without "Re:", "AW:", "Fwd:", "Re[2]:" ... before it.
 * Caller owns. */
char *apres_subject_core(const char *subject);
apres_subject_kind apres_subject_kind_of(const char *subject);
#endif
