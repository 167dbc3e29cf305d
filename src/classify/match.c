/* SPDX-License-Identifier: Apache-2.0 */
/* A pattern, run: by the interpreter of PCRE2 or by machine code. */
#include "config.h"
#include "classify/classify.h"
#include "classify/lend.h"
#include "classify/likeness.h"
#include "classify/pattern-parts.h"
#include "classify/words.h"

/* In 50 mails fewer cost no less, and in one mail more cost no more. */
#define MATCHES_BEFORE_JIT 10

struct apres_matcher {
	bool makes_code;
	pcre2_match_data *data;
	pcre2_match_context *context;
	apres_likeness_memory likeness;
};

void
apres_engine_make_code(apres_engine *engine)
{
	if (!engine->jit)
		pcre2_jit_compile(engine->code, PCRE2_JIT_COMPLETE);
	engine->jit = true;
}

void
apres_pattern_ready(apres_pattern *pattern)
{
	if (pattern->cond->words != NULL)
		apres_words_ready(pattern->cond->words);
	if (pattern->cond->likeness != NULL)
		apres_likeness_ready(pattern->cond->likeness);
}

void
apres_pattern_jit(apres_pattern *pattern, bool places)
{
	apres_pattern_ready(pattern);
	if (pattern->says == NULL)
		return;
	apres_engine *with = apres_pattern_engine_for(pattern, places);
	if (with != NULL)
		apres_engine_make_code(with);
	/* The other one is not asked; and if it were, there is none to be made. */
	(places ? &pattern->says->anywhere : &pattern->says->here)->jit = true;
}

apres_matcher *
apres_matcher_new(bool makes_code)
{
	apres_matcher *matcher = g_new0(apres_matcher, 1);

	matcher->makes_code = makes_code;
	/* Only the whole match is of interest, so one pair is room enough. */
	matcher->data = pcre2_match_data_create(1, NULL);
	matcher->context = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(matcher->context, APRES_MATCH_LIMIT);
	pcre2_set_depth_limit(matcher->context, APRES_MATCH_DEPTH_LIMIT);
	pcre2_set_heap_limit(matcher->context, APRES_MATCH_HEAP_LIMIT_KB);
	return matcher;
}

void
apres_matcher_free(apres_matcher *matcher)
{
	if (!matcher)
		return;
	pcre2_match_data_free(matcher->data);
	pcre2_match_context_free(matcher->context);
	g_free(matcher);
}

/* Lists and tables speak for the whole stretch or not at all. */
static void
match_whole(const apres_cond *cond, apres_matcher *matcher, const char *text, gsize start,
	    gsize end, GArray *matches)
{
	apres_match match = { (guint32)start, (guint32)end };

	if (cond->words != NULL ? apres_words_cover(cond->words, text, start, end)
				: apres_likeness_holds(cond->likeness, text + start,
						       end - start, &matcher->likeness))
		g_array_append_val(matches, match);
}

/* A PCRE2 result, of machine code where there is some unless OPTIONS forbid it. */
static int
match_once(const apres_engine *with, apres_matcher *matcher, PCRE2_SPTR subject,
	   gsize len, gsize at, guint32 options)
{
	/* NO_UTF_CHECK: the field was checked once, when it was folded. */
	return pcre2_match(with->code, subject, len, at,
			   PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY | options, matcher->data,
			   matcher->context);
}

/* The same of what is lent: there is no machine code, and none may be made. */
static int
match_lent(const apres_engine *with, apres_matcher *matcher, PCRE2_SPTR subject,
	   gsize len, gsize at)
{
	int rc = match_once(with, matcher, subject, len, at, 0);
	guint tries = atomic_load(with->lent);

	/* Others count there, too: a try may be lost, that somebody gave up must not. */
	if (rc < 0 && rc != PCRE2_ERROR_NOMATCH)
		atomic_store(with->lent, APRES_LENT_GAVE_UP);
	else if (tries < APRES_LENT_GAVE_UP - 1)
		atomic_compare_exchange_strong(with->lent, &tries, tries + 1);
	return rc;
}

/* The next match from AT on; a PCRE2 result. */
static int
match_next(apres_engine *with, apres_matcher *matcher, PCRE2_SPTR subject, gsize len,
	   gsize at)
{
	if (!with->jit && !matcher->makes_code && with->lent != NULL)
		return match_lent(with, matcher, subject, len, at);
	bool jit = with->jit || ++with->matches > MATCHES_BEFORE_JIT;
	if (jit)
		apres_engine_make_code(with);
	int rc = match_once(with, matcher, subject, len, at, 0);
	if (rc >= 0 || rc == PCRE2_ERROR_NOMATCH)
		return rc;
	apres_engine_make_code(with);
	return match_once(with, matcher, subject, len, at, jit ? PCRE2_NO_JIT : 0);
}

/* The same, at one of PLACES, from *NEXT of them on, which lie OFFSET behind. */
static int
match_at(apres_engine *with, apres_matcher *matcher, PCRE2_SPTR subject, gsize len,
	 gsize at, const GArray *places, guint *next, gsize offset)
{
	for (; *next < places->len; ++*next) {
		gsize place = g_array_index(places, guint32, *next) - offset;
		if (place < at)
			continue;
		int rc = match_next(with, matcher, subject, len, place);
		if (rc != PCRE2_ERROR_NOMATCH)
			return rc;
	}
	return PCRE2_ERROR_NOMATCH;
}

bool
apres_pattern_match(apres_pattern *pattern, apres_matcher *matcher, const char *text,
		    gsize start, gsize end, const GArray *places, guint max,
		    GArray *matches)
{
	PCRE2_SPTR subject = (PCRE2_SPTR)text + start;
	gsize len = end - start;
	gsize at = 0;
	guint next = 0;

	if (pattern->says == NULL) {
		match_whole(pattern->cond, matcher, text, start, end, matches);
		return true;
	}
	apres_engine *with = apres_pattern_engine_for(pattern, places != NULL);
	if (with == NULL)
		return false;
	for (guint found = 0; found < max && at <= len; found++) {
		int rc = places != NULL ? match_at(with, matcher, subject, len, at,
						   places, &next, start)
					: match_next(with, matcher, subject, len, at);
		if (rc == PCRE2_ERROR_NOMATCH)
			return true;
		if (rc < 0)
			return false;
		const gsize *pair = pcre2_get_ovector_pointer(matcher->data);
		/* \K in a look-around can turn a match around; such a one says nothing.
		 */
		if (pair[1] <= pair[0] || pair[1] <= at)
			return false;
		apres_match match = { (guint32)(start + pair[0]),
				      (guint32)(start + pair[1]) };
		g_array_append_val(matches, match);
		at = pair[1];
	}
	return true;
}
