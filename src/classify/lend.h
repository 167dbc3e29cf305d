/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Patterns lent to child processes that may not make machine code.  All of it beforehand
 * takes 80 us and 12 KB a pattern, and a tenth of the patterns makes nine tries of ten:
 * so it is made for those.  The children count what they try, in memory that they
 * share with us; before the next one is forked, that is looked at.
 *
 * Where the interpreter gives up at a limit, machine code would have been asked (see
 * pattern.h).  A child cannot: it says so there, and has no answer.  Then all of it is
 * made, and the next child is asked again; so it does not matter who was asked first.
 *
 * What a child writes there makes for more machine code at worst: of our patterns, once.
 * Private to classify/.
 */
#ifndef APRES_CLASSIFY_LEND_H
#define APRES_CLASSIFY_LEND_H
#include "classify/classify.h"
#include "classify/pattern.h"

#include <stdatomic.h>

/* Instead of a number of tries: a limit ended one. */
#define APRES_LENT_GAVE_UP G_MAXUINT

/* Compile PATTERN now, as it is matched with PLACES or without, or index its table; count
 * its tries in *COUNTER (borrowed, for life). */
void apres_pattern_lend(apres_pattern *pattern, bool places, atomic_uint *counter);
/* Make machine code of PATTERN, lent before, if it was tried often since it was asked
 * last, or ALWAYS. */
void apres_pattern_learn(apres_pattern *pattern, bool always);
void apres_pattern_lend_no_more(apres_pattern *pattern);
/* For apres_classifier_free. */
void apres_classifier_end_lending(apres_classifier *classifier);
#endif
