/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whom private parts of entries are about: a number in the store, which names a key.
 * Numbers are never used again.
 */
#ifndef APRES_STORE_SUBJECT_H
#define APRES_STORE_SUBJECT_H
#include "store/store.h"

#include <jansson.h>

/*
 * The name of whom an entry is about: the candidate of mail MESSAGE_ID, else who is in
 * the case, the debrief or the legal hold that PUB names, else "mail:ID" (nobody is known
 * to have written it), else "notice:MESSAGE-ID" of what we sent to nobody's mail, else ""
 * (the house).  Caller owns *NAME_OUT.
 */
bool apres_subject_name(apres_store *store, gint64 message_id, const json_t *pub,
			char **name_out, GError **error);
/* The last number of NAME of COMPANY (NULL = none), made at need; in a transaction. */
bool apres_subject_number(apres_store *store, const char *company, const char *name,
			  gint64 *number_out, GError **error);
/* One more number of his: the key of the last was lost. */
bool apres_subject_add(apres_store *store, const char *company, const char *name,
		       gint64 *number_out, GError **error);
/* The last number, never made; 0 = there is none. */
bool apres_subject_find(apres_store *store, const char *company, const char *name,
			gint64 *number_out, GError **error);
#endif
