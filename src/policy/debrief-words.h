/* SPDX-License-Identifier: Apache-2.0 */
/* The few words with which people answer a mail about a debrief: those of "say-..." in
 * the policy's wording, in all its languages at once. */
#ifndef APRES_POLICY_DEBRIEF_WORDS_H
#define APRES_POLICY_DEBRIEF_WORDS_H
#include "policy/policy.h"

typedef enum {
	APRES_SAYS_NOTHING, /* that is clear; WHY says it */
	/* its owner: */
	APRES_SAYS_SCHEDULED,
	APRES_SAYS_HELD,
	APRES_SAYS_NOTE, /* nothing has happened; for the record */
	/* the employee: */
	APRES_SAYS_YES,
	APRES_SAYS_NO,
	APRES_SAYS_NOT_ENOUGH,
	/* both: */
	APRES_SAYS_DECLINED,
} apres_debrief_says;

typedef struct apres_debrief_said {
	apres_debrief_says what;
	gint64 at;       /* SCHEDULED */
	char *note;      /* what else was written, at most 500 bytes; NULL = nothing */
	const char *why; /* NOTHING: "debrief-unclear", "debrief-when", "debrief-past" */
} apres_debrief_said;
void apres_debrief_said_clear(apres_debrief_said *said);

/*
 * What TEXT, the new text of a mail received at RECEIVED, says in its first line, which
 * the word begins and ends, or a stop divides from a note.  OWNER: in the words of who is
 * to hold it, else of the employee.  A yes ends the matter and so must stand for itself:
 * with a "but", a question or more than a few words it says nothing.  So must a note that
 * asks something, which is no note.
 */
void apres_debrief_words_read(const char *text, bool owner, const apres_policy *policy,
			      gint64 received, apres_debrief_said *said_out);
#endif
