/* SPDX-License-Identifier: Apache-2.0 */
/* apres policy show: a policy in words, for those who answer for it. */
#ifndef APRES_APRES_SHOW_H
#define APRES_APRES_SHOW_H
#include "apres/page.h"
#include "policy/policy.h"

/* One section of the page each; POLICY is loaded. */
void apres_show_basis(apres_page *page, const apres_policy *policy);
void apres_show_answers(apres_page *page, const apres_policy *policy);
void apres_show_holds(apres_page *page, const apres_policy *policy);
void apres_show_owed(apres_page *page, const apres_policy *policy);
void apres_show_always(apres_page *page, const apres_policy *policy);
void apres_show_law(apres_page *page, const apres_policy *policy);
void apres_show_texts(apres_page *page, const apres_policy *policy);
/* The same as objects, one a line, to standard output. */
void apres_show_json(const apres_policy *policy);

/* "3 working days", "no date" for NULL; caller owns. */
char *apres_show_duration(const apres_duration *duration);
/* "standard.xml:92"; caller owns. */
char *apres_show_place(apres_origin at);
/* "English" for "en"; the tag itself if it has no name here. */
const char *apres_show_language(const char *tag);
/* "answer by ana@acme.example within 2 working days", or NULL; caller owns. */
char *apres_show_duties(const apres_policy *policy, const apres_rule *rule);
/* What an invariant says, in a sentence; caller owns. */
char *apres_show_invariant(const apres_invariant *invariant);
/* What CLAUSE asks: "kept at least 1 year, from record on"; caller owns. */
char *apres_show_clause(const apres_clause *clause);
/* Does it count, or does another clause ask more of the same? */
bool apres_show_is_strictest(const apres_policy *policy, const apres_clause *clause);
/* What is known of when counsel read PACK; caller owns. */
char *apres_show_review(const apres_pack *pack);
/* "candidates from outside", "employees" ...; caller owns. */
char *apres_show_audiences(guint audiences);
/* What RULE asks of the candidate's case, or NULL; caller owns. */
char *apres_show_case(const apres_rule *rule);
/* "a, b or c"; caller owns. */
char *apres_show_list(const GPtrArray *words, const char *last);
/* TEXT as it is sent: what the policy knows is put in, the rest stays {name}.  With
 * the subject.  Caller owns. */
char *apres_show_letter(const apres_policy *policy, const apres_text *text);
/* Is there mail that RULE, an answer, decides? */
bool apres_show_is_used(const apres_policy *policy, const apres_template *template);
#endif
