/* SPDX-License-Identifier: Apache-2.0 */
/* What must never have happened. */
#ifndef APRES_APRES_AUDIT_LEAKS_H
#define APRES_APRES_AUDIT_LEAKS_H
#include "apres/audit-policies.h"
#include "store/audit-book.h"

typedef struct apres_leak {
	gint64 index; /* entry to look at, or -1 */
	char *kind;   /* "disclosed", "never-automatic", "no-intent", "lost", "twice" */
	char *what;   /* for people */
} apres_leak;

/*
 * Those of BOOK and of STORE's outbox (COMPANY NULL = all) between FROM and UNTIL (0 =
 * open): feedback, or a text for employees, to somebody who is not one, by the policy of
 * its day or by the one in force; a reply to mail that no machine may answer; mail
 * without its intent; an intent of which the outbox knows nothing, or that it says ended
 * otherwise; what was sent twice.  Array of apres_leak; caller owns.
 */
GPtrArray *apres_leaks_find(const apres_book *book, apres_store *store,
			    apres_policies *policies, const char *company, gint64 from,
			    gint64 until, GError **error);
#endif
