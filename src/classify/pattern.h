/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One pattern: a <phrase>, <re> or <words> made comparable with folded text, compiled
 * and run under fixed limits.
 *
 * What PCRE2's JIT compiler made says quickly what matches and what does not,
 * but to make it takes as long as many matches: so it is made for what is used
 * often.  JIT and interpreter agree; where one gives up, the other has the last
 * word, so it does not matter who was asked first.
 */
#ifndef APRES_CLASSIFY_PATTERN_H
#define APRES_CLASSIFY_PATTERN_H
#include "classify/class.h"

typedef struct apres_pattern apres_pattern;

/*
 * The text that PCRE2 is given for COND.
 *
 * A phrase is folded whole; white space matches any, apostrophes may be
 * missing, and no letter or digit may touch an end that is one.
 *
 * In a regex only what stands for itself is folded: characters outside ASCII
 * (with the marks that follow) and white space, which matches a space as well
 * as a line break.  ASCII letters, escapes and syntax stay as they are, as
 * matching ignores case.  A character that folds to several is grouped, so
 * that a quantifier keeps its meaning; in a [class] it is refused.
 *
 * ORIGINS (guint32), if not NULL, receives the offset in COND's source of each
 * byte returned.  Caller owns.  On error NULL, *WHY_OUT a static sentence and
 * *OFFSET_OUT where in the source it is.
 */
char *apres_pattern_fold(const apres_cond *cond, GArray *origins, const char **why_out,
			 gsize *offset_out);

/* CONFIG error "FILE:LINE:COLUMN: error: ...".  COND is borrowed for life.  Caller owns.
 */
apres_pattern *apres_pattern_compile(const apres_cond *cond, GError **error);
/* The same for COND, which says what OTHER (no <words>) does: what is compiled is shared,
 * and lives as long as one of them. */
apres_pattern *apres_pattern_twin(const apres_cond *cond, const apres_pattern *other);
/* COND, of which is known that it compiles: it does so when it is first matched.  Caller
 * owns. */
apres_pattern *apres_pattern_new_known(const apres_cond *cond);
void apres_pattern_free(apres_pattern *pattern);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_pattern, apres_pattern_free)
/* Compile now, with machine code where there is a JIT compiler, as it is matched with
 * PLACES or without.  For whoever may not do so later see lend.h. */
void apres_pattern_jit(apres_pattern *pattern, bool places);
const apres_cond *apres_pattern_cond(const apres_pattern *pattern);
/* What its expression needs (needs.h), borrowed; NULL for <words>. */
const GArray *apres_pattern_needs(apres_pattern *pattern);
/* The literals that its matches begin with (needs.h), borrowed; NULL: anything. */
const GArray *apres_pattern_starts(apres_pattern *pattern);
/* The version of PCRE2; caller owns. */
char *apres_pattern_engine(void);
/* Where a match lies in the folded text, in bytes. */
typedef struct apres_match {
	guint32 start;
	guint32 end;
} apres_match;

/* Room to match in, and what is known of one mail's texts: one a mail.  MAKES_CODE: not
 * in a child, see lend.h. */
typedef struct apres_matcher apres_matcher;
apres_matcher *apres_matcher_new(bool makes_code);
void apres_matcher_free(apres_matcher *matcher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_matcher, apres_matcher_free)

/*
 * Append the first MAX matches in [START, END) of TEXT (valid UTF-8, folded) to
 * MATCHES (apres_match); what lies outside is not seen, so ^ and $ match at the
 * ends.  PLACES (guint32, in order), if not NULL: a match begins at one of these bytes
 * of TEXT, and it is tried nowhere else.  False if a limit was hit, or it does not
 * compile after all: then more might have matched.
 */
bool apres_pattern_match(apres_pattern *pattern, apres_matcher *matcher, const char *text,
			 gsize start, gsize end, const GArray *places, guint max,
			 GArray *matches);
#endif
