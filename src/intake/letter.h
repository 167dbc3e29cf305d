/* SPDX-License-Identifier: Apache-2.0 */
#ifndef APRES_INTAKE_LETTER_H
#define APRES_INTAKE_LETTER_H
#include "intake/circle.h"
#include "store/letter.h"

/*
 * Keep, in the open transaction, what the mail with HEADERS that somebody sent from
 * CIRCLE's mailbox has to do with candidates; ANSWERED are the ids that it names.
 * From its header block alone it is
 *
 * - in a candidate's thread, if it names his recorded mail, a letter to him or a
 *   reply of ours, or goes to somebody outside who has a case.  It is a letter to those
 * of them who are among its recipients. To none of them: forwarded ("Fwd:"), it is an
 * aside, whose answers are no candidate's; else nothing is kept of it, and the older mail
 * of the thread says who is who.
 * - else a letter, if it goes to or from a careers mailbox, bears the number of a
 *   post, or its subject speaks of an application: "Application for X" always,
 *   "Your interview" if it is not answered ("Re:" shows that somebody wrote it to
 *   us), "My application" if it is; and never about "candidates" or "profiles",
 *   which is how one writes to an agency.
 *
 * To whom a letter of the second kind was written: to the people outside in To; if
 * there are none, in Cc; if there are none, in Bcc.  The others outside stand by.
 * Partners are never written to as candidates.  A colleague is, where nobody
 * outside has it, he alone stands in To, and it speaks of his application ("Your
 * application": a manager reads "Interview with Anna"): that is what tells an
 * internal candidate from a hiring manager.
 *
 * Of any other mail nothing is kept, not even its Message-ID; of a forwarded one only
 * that, for it may turn out to be in a candidate's thread.
 */
bool apres_letter_keep(apres_store *store, const apres_circle *circle,
		       const apres_headers *headers, const GPtrArray *answered,
		       gint64 now, GError **error);
/* The subject of HEADERS, folded, without "Re:"; caller owns. */
char *apres_letter_topic(const apres_headers *headers);
#endif
