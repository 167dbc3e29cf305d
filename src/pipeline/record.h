/* SPDX-License-Identifier: Apache-2.0 */
/* What is written down about a decided mail: the store's row and the audit entry. */
#ifndef APRES_PIPELINE_RECORD_H
#define APRES_PIPELINE_RECORD_H
#include "pipeline/pipeline.h"
#include "store/message.h"

/* The row of ARRIVAL under DECISION; strings are copies.  Caller owns. */
apres_record *apres_record_of(const apres_arrival *arrival, const char *sha256,
			      const char *reply_key, const apres_facts *facts,
			      const apres_decision *decision, gint64 now);
/* What a reply's last line calls the mail it answers, from the mail's hash.  Caller owns.
 */
char *apres_record_reference(const char *sha256);
/*
 * The key under which a mail is answered once: company, candidate and
 * Message-ID, else the words and the Date.  WITH_TEXT: the words too, for a
 * Message-ID that was used for something else before.  Hex; caller owns.
 */
char *apres_reply_key(const apres_arrival *arrival, const apres_facts *facts,
		      bool with_text);
/* Append "decided" to the audit log: facts in public, whatever names a person in private.
 */
bool apres_record_audit(apres_store *store, const apres_record *record,
			const apres_decision *decision, apres_mode mode, gint64 now,
			GError **error);
#endif
