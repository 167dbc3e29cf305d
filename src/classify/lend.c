/* SPDX-License-Identifier: Apache-2.0 */
/* Counters that child processes share with us, one for each pattern. */
#include "config.h"
#include "classify/lend.h"

#include <sys/mman.h>

#include "classify/evaluate.h"
#include "classify/pattern-parts.h"

/* So many tries, or half as many twice in a row, are often. */
#define OFTEN 100

static void
forget_needs(apres_expression *says)
{
	g_clear_pointer(&says->folded, g_free);
	g_clear_pointer(&says->starts, g_array_unref);
	g_clear_pointer(&says->needs, g_array_unref);
}

void
apres_pattern_lend(apres_pattern *pattern, bool places, atomic_uint *counter)
{
	apres_pattern_ready(pattern);
	if (pattern->says == NULL)
		return;
	apres_engine *used = apres_pattern_engine_for(pattern, places);
	apres_engine *other = places ? &pattern->says->anywhere : &pattern->says->here;
	if (used != NULL)
		used->lent = counter;
	/* Nobody asks for it, or for what is in the prefilter now. */
	g_clear_pointer(&other->code, pcre2_code_free);
	other->lent = counter;
	other->jit = false;
	forget_needs(pattern->says);
}

void
apres_pattern_learn(apres_pattern *pattern, bool always)
{
	apres_expression *says = pattern->says;
	apres_engine *with = says == NULL              ? NULL
			     : says->here.code != NULL ? &says->here
						       : &says->anywhere;

	if (with == NULL || with->code == NULL || with->lent == NULL)
		return;
	guint tries = atomic_load(with->lent);
	if (always || tries >= OFTEN)
		apres_engine_make_code(with);
	/* That somebody gave up stays, for who did may not have looked yet; and where
	 * somebody counted meanwhile, it is the next time. */
	if (tries != APRES_LENT_GAVE_UP)
		atomic_compare_exchange_strong(with->lent, &tries,
					       with->jit ? 0 : tries / 2);
}

void
apres_pattern_lend_no_more(apres_pattern *pattern)
{
	if (pattern->says != NULL)
		pattern->says->here.lent = pattern->says->anywhere.lent = NULL;
}

static gsize
size_of(const apres_classifier *c)
{
	return sizeof *c->lent * ((gsize)c->patterns->len + 1);
}

static bool
has_starts(const apres_classifier *c, guint pattern)
{
	return c->prefilter != NULL &&
	       apres_prefilter_has_starts(c->prefilter,
					  g_array_index(c->twins, guint, pattern));
}

/* False: there is no memory to share; then there is machine code of all. */
static bool
begin(apres_classifier *c)
{
	void *shared = mmap(NULL, size_of(c), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (shared == MAP_FAILED) {
		apres_classifier_jit(c);
		return false;
	}
	c->lent = shared;
	for (guint i = 0; i < c->patterns->len; i++)
		apres_pattern_lend(c->patterns->pdata[i], has_starts(c, i),
				   &c->lent[g_array_index(c->twins, guint, i)]);
	return true;
}

bool
apres_classifier_gave_up(const apres_classifier *c)
{
	for (guint i = 0; c->lent != NULL && !c->all_code && i < c->patterns->len; i++)
		if (c->lent[i] == APRES_LENT_GAVE_UP)
			return true;
	return false;
}

bool
apres_classifier_is_coded(const apres_classifier *c)
{
	return c->all_code;
}

void
apres_classifier_lend(apres_classifier *c)
{
	if (c->lent == NULL) {
		c->all_code = c->all_code || !begin(c);
		return;
	}
	c->all_code = c->all_code || apres_classifier_gave_up(c);
	for (guint i = 0; i < c->patterns->len; i++)
		if (g_array_index(c->twins, guint, i) == i)
			apres_pattern_learn(c->patterns->pdata[i], c->all_code);
}

void
apres_classifier_borrow(apres_classifier *c)
{
	c->is_borrowed = true;
}

void
apres_classifier_end_lending(apres_classifier *c)
{
	if (c->lent == NULL)
		return;
	/* Another classifier may have what is compiled (apres_classifier_new_like). */
	for (guint i = 0; i < c->patterns->len; i++)
		apres_pattern_lend_no_more(c->patterns->pdata[i]);
	munmap(c->lent, size_of(c));
}
