/* SPDX-License-Identifier: Apache-2.0 */
/* What sets parts of a text apart: of replies (text.c) and of wording alike. */
#ifndef APRES_POLICY_TEXT_MARKS_H
#define APRES_POLICY_TEXT_MARKS_H
/* Begins the first line of a mail. */
#define APRES_SUBJECT_MARK "Subject:"
/* Begins a paragraph that is left out if a value in it is missing. */
#define APRES_OPTIONAL_MARK "(optional) "
#endif
