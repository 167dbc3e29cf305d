/* SPDX-License-Identifier: Apache-2.0 */
/* Files seen in Maildirs, and what is still to be done to them. */
#ifndef APRES_STORE_SEEN_H
#define APRES_STORE_SEEN_H
#include "store/store.h"
#include "util/name-set.h"

/* Base names seen in a mailbox: state "adopted" | "seen" | "out-of-scope" | "duplicate".
 */
bool apres_name_known(apres_store *store, const char *mailbox, const char *base_name,
		      bool *known_out, GError **error);
/* One that is known stays as it is; only what was out of scope may come to be more. */
bool apres_name_add(apres_store *store, const char *mailbox, const char *base_name,
		    const char *state, gint64 message_id, gint64 now, GError **error);
/* Every known base name of MAILBOX; for the first scan. */
bool apres_name_load(apres_store *store, const char *mailbox, apres_name_set **names_out,
		     GError **error);
/* Those that were first seen out of scope at SINCE or later (char * -> itself). */
bool apres_name_load_outside(apres_store *store, const char *mailbox, gint64 since,
			     GHashTable **names_out, GError **error);

/* Follow-up: what is still to be done to the file in the Maildir. */
bool apres_filing_add(apres_store *store, gint64 message_id, const char *mailbox,
		      const char *base_name, const char *action,
		      GError **error); /* "answered" */
typedef struct apres_filing {
	gint64 message_id;
	char *mailbox, *base_name, *action;
	bool sent; /* the server has accepted the reply; else it was cancelled */
} apres_filing;
/* What can be done now, as the newest reply is at its end: to MESSAGE_ID; 0 = to all. */
bool apres_filing_list(apres_store *store, gint64 message_id, GPtrArray **filings_out,
		       GError **error);
bool apres_filing_done(apres_store *store, gint64 message_id,
		       const char *outcome, /* "filed" | "gone" */
		       GError **error);
#endif
