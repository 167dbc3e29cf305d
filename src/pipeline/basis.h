/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a decision was made on, besides the words of the mail, kept so that it
 * can be made again: checks, doubts, history.  Nothing in it names a person but
 * who owed what.
 */
#ifndef APRES_PIPELINE_BASIS_H
#define APRES_PIPELINE_BASIS_H
#include "pipeline/assess.h"
#include "policy/treatment.h"
#include "store/message.h"

/* Everything a decision was made on, and what it came to; all borrowed. */
typedef struct apres_grounds {
	const apres_policy *policy;
	const apres_facts *facts;
	const apres_reading *reading; /* or NULL */
	const apres_history *history;
	const apres_case *application;  /* or NULL */
	const apres_decision *decision; /* as it was recorded */
	const char *unwritten; /* template that had been chosen and could not be written,
				  or NULL */
} apres_grounds;
/* As one line of JSON; caller owns. */
char *apres_basis_write(const apres_grounds *grounds);

/* What READING (or NULL) quotes, to be kept with it; NULL if it is very long: then its
 * end may have been lost on the way.  Caller owns. */
char *apres_basis_quoted(const apres_reading *reading);

/*
 * Decide about RECORD again, under POLICY, at the time it was decided.  Words
 * are read anew.  Who wrote, the checks of machines, what had been sent before
 * and the classes that look at what was not kept (apres_basis_lacks) count as they did
 * then.  INPUT error if its basis was not kept.  Caller owns.
 */
apres_assessment *apres_basis_decide(const apres_policy *policy,
				     const apres_record *record, GError **error);
/* What came of RECORD when it was decided.  INPUT error as above.  Caller owns. */
apres_treatment *apres_basis_treatment(const apres_record *record, GError **error);
/* What had been sent before RECORD, as it counted then.  INPUT error as above. */
bool apres_basis_history(const apres_record *record, apres_history *history_out,
			 GError **error);
/* Does CLASS (of a loaded policy) look at addresses, headers or attachments, which are
 * not kept, or at quoted text, where that was not QUOTED (kept)? */
bool apres_basis_lacks(const apres_class *class, bool quoted);
#endif
