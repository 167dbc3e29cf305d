/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What people do: one table of named actions over the store, run by apresd for
 * its socket and by the command itself while no daemon runs.
 */
#ifndef APRES_PIPELINE_ACTION_H
#define APRES_PIPELINE_ACTION_H
#include "config/config.h"
#include "store/store.h"

#include <jansson.h>

typedef struct apres_action_context {
	apres_store *store; /* open for writing */
	const apres_config *config;
	GHashTable *companies; /* id -> const apres_company *, or NULL: an action that
				  needs one loads it */
	const char *by;        /* who: "ana" (SO_PEERCRED or $USER) */
	gint64 now;
} apres_action_context;

/* clang-format off */
/*
 * Run action NAME with ARGS, in a transaction of its own, committed on success (the
 * those that erase people: in several, each finished at the next start if it must).
 * Ids are those that the lists show:
 *   review-approve   {"id": message, "seen"?: s}   its proposed reply may go, once as
 *                    many people agree as apres.conf asks; "seen": the digest of the
 *                    bytes that were looked at, or its beginning
 *   review-reject    {"id": message, "why"?: s}    no reply; a person answers
 *   review-done      {"id": message, "how"?: s}    a person has answered; default "done"
 *   debrief          {"id": debrief, "event": s, "by": s, "at"?: s, "note"?: s}
 *                    event: apres_debrief_event; "at" of "schedule"
 *   debrief-give     {"id": debrief, "to": address, "by": s, "note"?: s}   apres_debrief_give
 *   due-done         {"id": owed, "by": s, "how"?: s}   it is done, and so is its mail
 *   due-move         {"id": owed, "to": s, "by": s, "why": s}   due "2026-12-01", or a
 *                    time of it; INPUT error if a law's clock ends before
 *   outbox-cancel    {"id": outbox, "why"?: s}
 *   outbox-resend    {"id": outbox, "seen"?: s}   as review-approve
 *   outbox-confirm   {"id": outbox}
 *   null-path        {"answer": "accepted" | "refused"}   the mail server was asked
 *   mode             {"company": s, "template"?: s, "mode": s}
 *   pause, resume    {"kind": "all" | "company" | "mailbox" | "template", "name"?: s}
 *   case-put         {"company": s, "cases": [{FIELD: s, ...}, ...], "import"?: true,
 *                    "file"?: s, "by"?: s}   apres_case_write of each, all or nothing;
 *                    an import is an entry, besides
 *   case-refused     {"company": s, "file": s, "why": s, "by"?: s}   a table was at fault,
 *                    and nothing of it imported: only recorded
 *   policy-install   {"company": s, "file": s, "digest": s, "by": s}   INPUT error if the
 *                    file does not (any more) have that digest
 *   policy-approve   {"id": serial, "by": s}
 *   policy-rollback  {"company": s, "id"?: serial, "by": s}
 *   person-erase     {"company": s, "name": s, "basis": s, "approver": s}   see
 *                    pipeline/erasure.h; INPUT error naming what stands in the way;
 *                    where several must agree only asked for, by "by", not "approver"
 *   erase-look       {"id": request, "last"?: request}   the page to agree to, of all
 *                    that wait from "id" to "last", and its digest; recorded
 *   erase-approve    {"id": request, "last"?: request, "seen": s, "by": s}   erased when
 *                    all agreed
 *   erase-decline    {"id": request, "last"?: request, "by": s}
 *   retention-run    {"company": s, "dry": bool}   erase all whom a law lets go; where
 *                    several must agree only asked for, as by person-erase
 *   legal-hold-set, legal-hold-lift   {"company": s, "name": s | "id": case, "by": s,
 *                    "because": s}
 *   person-look      {"company": s, "name": s, "how": "show" | "export", "by"?: s,
 *                    "because"?: s}   recorded before it is shown
 *   audit-export     {"by": s, "because": s, "company"?: s, "to"?: s, "filter": {...},
 *                    "mail": n, "entries": n, "mails": n, "missing": n, "manifest": s}
 *                    recorded before the export has its name
 *   audit-new-keys   {"by": s, "because": s}   keys.db is lost; INPUT error if it is not
 * After the policy actions the policies in force are to be loaded anew.  Over the
 * socket two more, which only apresd knows: "status" {} and, followed by the
 * mail's bytes, "filter" {"sender": s, "recipient": s}.  *ANSWER_OUT: an object
 * for the screen; caller owns.  USAGE error for an unknown action or argument,
 * INPUT if the row's state does not allow it.
 */
/* clang-format on */
bool apres_action_run(const apres_action_context *context, const char *name, json_t *args,
		      json_t **answer_out, GError **error);
#endif
