/* SPDX-License-Identifier: Apache-2.0 */
#ifndef APRES_INTAKE_MESSAGE_IDS_H
#define APRES_INTAKE_MESSAGE_IDS_H
#include "message/headers.h"

/*
 * The Message-IDs that a mail names in In-Reply-To and References, newest
 * first, without brackets, each once, at most 200: what it answers.  Array of
 * char *; caller owns.
 */
GPtrArray *apres_message_ids_answered(const apres_headers *headers);
/* The mail's own, the topmost, without brackets; NULL if none is plain.  Caller owns. */
char *apres_message_id_of(const apres_headers *headers);
#endif
