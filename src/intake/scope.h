/* SPDX-License-Identifier: Apache-2.0 */
/* Is a mail ours at all?  What is out of scope stays untouched and is only counted. */
#ifndef APRES_INTAKE_SCOPE_H
#define APRES_INTAKE_SCOPE_H
#include "intake/circle.h"
#include "store/store.h"

typedef enum {
	APRES_SCOPE_OUT,
	APRES_SCOPE_IN,
	APRES_SCOPE_DOUBT, /* a candidate's thread, and perhaps not the candidate: it is
			      recorded, and only a person may answer */
} apres_scope;

/* The floor for mail in doubt. */
#define APRES_SCOPE_DOUBT_REASON "other-sender"

/*
 * A careers mailbox, or "scope = all": everything.  "scope = candidates", from the
 * header block alone:
 *
 * - what is addressed to a careers mailbox of the company is in scope;
 * - partners, reports, receipts, lists and calendar mail never are, but what returns a
 *   mail of ours (intake/bounce.h), which only the whole mail shows;
 * - else the nearest mail of In-Reply-To and References that we know as sent to a
 *   candidate decides (intake/letter.h; replies of ours too), or as the writer's own:
 *   the one to whom it was written: in; one of several: in doubt;
 *   who had a copy: out; who is not on it: a colleague is out, so is whatever
 *   bears a mark of a machine, anybody else is in doubt (a candidate's second
 *   address, or his brother); what answers a notice, or a mail passed on: out;
 * - where no such mail is named, because the thread is new or damaged: whoever has a
 *   case, a colleague only if the subject is his own application; a number of a post
 *   in the subject, not from colleagues and not from machines; or a letter to the
 *   writer with the same subject, or one at all if the subject is about an
 *   application.
 *
 * What tells a colleague who applies from one who asks is thus never the mail that
 * comes in, which looks the same, but to whom ours was written, and about whom.
 */
bool apres_scope_of(apres_store *store, const apres_circle *circle,
		    const apres_headers *headers, apres_scope *scope_out, GError **error);
#endif
