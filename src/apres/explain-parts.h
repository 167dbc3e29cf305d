/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of "explain" share; nobody else includes this. */
#ifndef APRES_APRES_EXPLAIN_PARTS_H
#define APRES_APRES_EXPLAIN_PARTS_H
#include "apres/explain.h"

/* "base.xml:203"; caller owns. */
char *apres_explain_place(apres_origin origin);
/* Append the table of sentences and what each was read as, then what the whole was. */
void apres_explain_sentences(GString *out, const apres_policy *policy,
			     const apres_assessment *assessment, bool verbose);
/* Append the rules and what each came to; of a hold its reasons. */
void apres_explain_rules(GString *out, const apres_policy *policy,
			 const apres_decision *decision, bool verbose);
/* Append every check of the machine table and what it came to. */
void apres_explain_checks(GString *out, const apres_assessment *assessment);
/* The clause of the law behind the date of what is OWED, or NULL. */
const apres_clause *apres_explain_clock(const apres_policy *policy,
					const apres_assessment *assessment,
					const apres_obligation *owed);
#endif
