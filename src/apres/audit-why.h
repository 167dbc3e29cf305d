/* SPDX-License-Identifier: Apache-2.0 */
/* A recorded decision, taken once more by the policy of its day. */
#ifndef APRES_APRES_AUDIT_WHY_H
#define APRES_APRES_AUDIT_WHY_H
#include "pipeline/basis.h"
#include "store/audit-book.h"

typedef struct apres_why {
	apres_audit_entry *entry;     /* "decided", as it was hashed */
	apres_record *record;         /* the mail */
	apres_policy *policy;         /* of that day */
	char *signature, *signed_by;  /* of the policy, or NULL */
	apres_assessment *assessment; /* what it decides now */
	GPtrArray *differences; /* char *, "rule: was no-feedback, is -"; none = the same
				 */
} apres_why;
void apres_why_free(apres_why *why);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_why, apres_why_free)

/*
 * Why entry INDEX: of the decision itself, or of the one that it follows from.  INPUT:
 * no such entry, it follows from no decision, or what it rested on is not kept.
 */
apres_why *apres_why_ask(apres_store *store, gint64 index, GError **error);
#endif
