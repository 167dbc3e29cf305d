/* SPDX-License-Identifier: Apache-2.0 */
/* What "policy diff" and "policy try" share. */
#ifndef APRES_APRES_DIFF_SCREEN_H
#define APRES_APRES_DIFF_SCREEN_H
#include "policy/diff.h"

/* A line of JSON for each part, each case and each term. */
void apres_diff_print_json(const apres_diff *diff);
/* As a table of at most MAX rows. */
void apres_diff_print_parts(const apres_diff *diff, guint max);
/* What is gone from changed parts and what is new in them: of at most MAX parts, and of
 * each as many LINES; nothing if terms tell it all. */
void apres_diff_print_changes(const apres_diff *diff, guint max, guint lines);
/* In at most MAX groups that differ only in what the mail contains, the less strict
 * first; below them how many there are. */
void apres_diff_print_cases(const apres_diff *diff, guint max);
/* The terms alone, a line of JSON each. */
void apres_diff_print_terms_json(const apres_diff *diff);
/* What is asked or set otherwise; nothing if that is the same. */
void apres_diff_print_terms(const apres_diff *diff);
/* Of COUNT rows MAX were shown: say how to see the rest, if there is one. */
void apres_diff_print_more(guint count, guint max);
#endif
