/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forgetting people, so that a crash at any point leaves something that is finished at
 * the next start: (1) FOLDER/erasing says whom, (2) an entry says it for ever without
 * naming anybody, (3) keys, (4) rows, (5) the files are searched, (6) an entry says that
 * it is done, (7) FOLDER/erasing goes.
 */
#ifndef APRES_PIPELINE_ERASURE_H
#define APRES_PIPELINE_ERASURE_H
#include "store/person.h"

typedef struct apres_erasure_order {
	const char *cause; /* "request", "retention" */
	const char *basis; /* of whoever asked, or the clause; names nobody */
	const char *approver, *by;
	gint64 request;   /* of the store, or 0 */
	gint64 last;      /* of several requests, or the same */
	const char *seen; /* digest of the page that was agreed to, or NULL */
} apres_erasure_order;

/*
 * PERSON (several, if merged) is forgotten in the store of FOLDER; no transaction is
 * open.  Whether it may be was asked before.  *REPORT_OUT: numbers of what is gone,
 * "remaining": how often an address of the person still stands in the store's files, in
 * what others wrote, "unread": notices whose keys are not to be had, and which may speak
 * of the person.  TEMP: a reader holds the store; it goes on at the next start.
 */
bool apres_erasure_run(apres_store *store, const char *folder, apres_person *person,
		       const apres_erasure_order *order, gint64 now, json_t **report_out,
		       GError **error);
/* Finish what was begun; *REPORT_OUT NULL: nothing was. */
bool apres_erasure_resume(apres_store *store, const char *folder, gint64 now,
			  json_t **report_out, GError **error);
#endif
