/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A company's policy with one small mistake in it: what its tests do not notice, nobody
 * will.  Only the company's own files are changed, in memory.
 *
 *   a pattern never matches, or matches everything
 *   a rule is not there, answers one class more, holds one less, is for everybody
 *   what a rule obliges is not owed
 *   a class is of every audience; a <not> is dropped
 *   a clause is not there
 *   a number is one more, or one less
 */
#ifndef APRES_POLICY_MUTANT_H
#define APRES_POLICY_MUTANT_H
#include "policy/load.h"

typedef struct apres_mutant {
	apres_origin origin; /* of the element that is changed */
	char *what;          /* "rule 'shop' also answers 'withdraw'" */
	char *survives;      /* the element's survives=, or NULL */
	char *rule;          /* a rule that answers one more: its id, or NULL ... */
	char *also;          /* ... and what it answers too */
	struct _xmlNode *node, *instead; /* the element, and what stands in its place */
} apres_mutant;

typedef struct apres_mutants apres_mutants;

/*
 * All mutants of POLICY, which was loaded from a file and is read again.  CONFIG error
 * if it does not load any more.  POLICY is borrowed for life.  Caller owns.
 */
apres_mutants *apres_mutants_new(const apres_policy *policy, GError **error);
void apres_mutants_free(apres_mutants *mutants);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_mutants, apres_mutants_free)
guint apres_mutants_count(const apres_mutants *mutants);
const apres_mutant *apres_mutants_at(const apres_mutants *mutants, guint i);
/*
 * The policy with the Ith change; NULL with *ERROR (CONFIG) and *FINDINGS_OUT (as of
 * apres_policy_load) if it is refused: what was learnt by loading POLICY is not learnt
 * again.  Caller owns.
 */
apres_policy *apres_mutants_load(apres_mutants *mutants, guint i,
				 GPtrArray **findings_out, GError **error);
#endif
