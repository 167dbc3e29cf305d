/* SPDX-License-Identifier: Apache-2.0 */
/* How long the law keeps what we know of a person, and from when on it does not. */
#ifndef APRES_PIPELINE_RETENTION_H
#define APRES_PIPELINE_RETENTION_H
#include "policy/policy.h"
#include "store/person.h"

typedef struct apres_retention {
	const apres_clause *floor;   /* the one that keeps it longest, or NULL */
	gint64 until;                /* not to be erased before; 0 = at any time */
	const apres_clause *ceiling; /* the one that ends first, or NULL */
	gint64 due;                  /* to be erased then; 0 = no law says */
	bool open_case;              /* a case without an outcome: a person decides */
} apres_retention;

/*
 * By the clauses of POLICY that apply where the person's cases are.  A floor runs from
 * the last that happened, whatever the law counts from: never too short.  A ceiling
 * runs from the day on which the last case was decided, else from the last that
 * happened.
 */
bool apres_retention_of(apres_store *store, const apres_policy *policy,
			const apres_person *person, apres_retention *retention_out,
			GError **error);
/* INPUT, naming what stands in the way of erasing PERSON at NOW: a legal hold, a floor
 * with its clause, source and date, a mail that may announce a claim. */
bool apres_retention_allows(apres_store *store, const apres_policy *policy,
			    const apres_person *person, gint64 now, GError **error);
#endif
