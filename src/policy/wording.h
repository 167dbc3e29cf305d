/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What apres writes to a company's own people, and the words of theirs that it
 * understands, by language: the program's (policies/wording/), then the company's over
 * them, but words that people may answer beside them.
 */
#ifndef APRES_POLICY_WORDING_H
#define APRES_POLICY_WORDING_H
#include "policy/policy.h"

/* The program's own.  Caller owns. */
apres_wording *apres_wording_new(void);
void apres_wording_free(apres_wording *wording);

/*
 * Put SOURCE over what WORDING says in LANGUAGE.  A line "[name]" begins what NAME is in
 * this language, to the next one; a line that begins with "#" is a remark.  A mail begins
 * with "Subject: ..." and is paragraphs, one that begins with "(optional) " left out
 * without a value; words stand one a line, and come beside those that were there.  CONFIG
 * error "FILE:LINE:COLUMN: error: ..." for a name or placeholder that there is not, a
 * name twice or without its bracket, text that is of no name, and what is empty.
 */
bool apres_wording_read(apres_wording *wording, const char *language, apres_origin at,
			const char *source, GError **error);

/*
 * What KEY is in LANGUAGE (NULL: the policy's), else in the policy's, else in English,
 * with the values of pairs: name, value, ..., NULL.  A value is put in once and never
 * read again for placeholders; NULL is empty.  Caller owns.
 */
char *apres_wording_say(const apres_policy *policy, const char *language, const char *key,
			...) G_GNUC_NULL_TERMINATED;
/* The same of a mail; *SUBJECT_OUT and *TEXT_OUT: caller owns. */
void apres_wording_mail(const apres_policy *policy, const char *language, const char *key,
			char **subject_out, char **text_out, ...) G_GNUC_NULL_TERMINATED;
/* The words of KEY in all languages, folded (util/text.h); array of char *.  Caller owns.
 */
GPtrArray *apres_wording_words(const apres_policy *policy, const char *key);
#endif
