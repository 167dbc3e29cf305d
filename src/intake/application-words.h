/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Does a subject say that a mail belongs to an application?  Only headers are read
 * to find out whose mail it is, so the subject is all there is to go by; words of
 * English, German, French and Spanish.  SUBJECT: folded, without "Re:".
 */
#ifndef APRES_INTAKE_APPLICATION_WORDS_H
#define APRES_INTAKE_APPLICATION_WORDS_H
#include <stdbool.h>

/* "Application for Data Engineer", "job interview": whoever wrote it. */
bool apres_words_of_application(const char *subject);
/* "Your interview on Thursday": who wrote it first speaks to the candidate. */
bool apres_words_to_candidate(const char *subject);
/* "Your application": as before, and not of a conversation in which both sides are ours.
 */
bool apres_words_to_applicant(const char *subject);
/* "My application": the candidate wrote it first. */
bool apres_words_by_candidate(const char *subject);
/* "Three profiles", "your candidate": about candidates, to somebody else. */
bool apres_words_about_candidates(const char *subject);
/* Does SUBJECT bear a number like one of the NULL-ended PATTERNS, "REQ-#": '#' stands for
 * digits, case does not matter, nothing else of a word stands before or behind it? */
bool apres_words_bear_requisition(const char *subject, char *const *patterns);
#endif
