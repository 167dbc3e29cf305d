/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the work of an expression grows with the text.  Work is counted, not timed:
 * the smallest match limit that is enough, in PCRE2's interpreter, so that it is the
 * same on any machine.  A courtesy to those who write patterns: the texts that are tried
 * are few, and what holds a mail is the limit at run time (classify.h).
 */
#ifndef APRES_CLASSIFY_COST_H
#define APRES_CLASSIFY_COST_H
#include "classify/class.h"

/*
 * Does COND, a <re> that compiles, take more than about the square of the length of some
 * text?  Then *EXAMPLE_OUT is how such a text begins; caller owns.
 */
bool apres_cost_is_steep(const apres_cond *cond, char **example_out);
#endif
