/* SPDX-License-Identifier: Apache-2.0 */
/* How long, by when, and what texts must say: which of two policies asks more. */
#include "config.h"
#include "policy/diff.h"

typedef const apres_duration *(*measure)(const apres_clause *clause);

static const apres_duration *
floor_of(const apres_clause *clause)
{
	return &clause->floor;
}

static const apres_duration *
ceiling_of(const apres_clause *clause)
{
	return &clause->ceiling;
}

static const apres_duration *
within_of(const apres_clause *clause)
{
	return &clause->within;
}

static char *
words(const apres_clause *clause, measure of)
{
	return clause != NULL ? apres_duration_to_string(*of(clause))
			      : g_strdup("nothing");
}

void
apres_diff_add_term(apres_diff *diff, char *name, char *was, char *becomes, bool weaker,
		    apres_origin origin)
{
	apres_diff_term *term = g_new0(apres_diff_term, 1);

	term->name = name;
	term->was = was;
	term->becomes = becomes;
	term->weaker = weaker;
	term->origin = origin;
	diff->looser += weaker;
	g_ptr_array_add(diff->terms, term);
}

/* What is asked by one clause and by the other, NULL = by none. */
static void
compare(apres_diff *diff, const char *name, const char *what, const apres_clause *was,
	const apres_clause *is, measure of, bool long_is_more)
{
	if (was == is ||
	    (was != NULL && is != NULL && apres_duration_is_same(*of(was), *of(is))))
		return;
	bool weaker = is == NULL;
	if (was != NULL && is != NULL) {
		int before = apres_duration_longest(*of(was));
		int after = apres_duration_longest(*of(is));
		weaker = long_is_more ? after < before : after > before;
	}
	apres_diff_add_term(diff, g_strconcat(name, what, NULL), words(was, of),
			    words(is, of), weaker, is != NULL ? is->origin : was->origin);
}

/* Clauses about texts: by id, as they have no measure. */
static const apres_clause *
find(const apres_policy *policy, const apres_clause *like)
{
	for (guint i = 0; i < policy->clauses->len; i++) {
		const apres_clause *clause = policy->clauses->pdata[i];
		if (clause->kind == like->kind && g_str_equal(clause->id, like->id) &&
		    apres_clause_binds(policy, clause))
			return clause;
	}
	return NULL;
}

/* What A asks of texts, and B does not. */
static void
compare_texts(apres_diff *diff, const apres_policy *a, const apres_policy *b, bool lost)
{
	for (guint i = 0; i < a->clauses->len; i++) {
		const apres_clause *clause = a->clauses->pdata[i];
		if ((clause->kind != APRES_CLAUSE_REQUIRE &&
		     clause->kind != APRES_CLAUSE_FORBID) ||
		    !apres_clause_binds(a, clause) || find(b, clause) != NULL)
			continue;
		apres_diff_add_term(
			diff,
			g_strdup_printf("%s %s",
					apres_clause_kind_to_string(clause->kind),
					clause->id),
			g_strdup(lost ? "asked" : "nothing"),
			g_strdup(lost ? "nothing" : "asked"), lost, clause->origin);
	}
}

void
apres_diff_terms(const apres_policy *was, const apres_policy *is, apres_diff *diff)
{
	for (int i = 0; i < APRES_RECORD_COUNT_; i++) {
		apres_record_kind kind = (apres_record_kind)i;
		const char *name = apres_record_kind_to_string(kind);
		compare(diff, name, " kept at least", apres_policy_floor(was, kind),
			apres_policy_floor(is, kind), floor_of, true);
		compare(diff, name, " kept at most", apres_policy_ceiling(was, kind),
			apres_policy_ceiling(is, kind), ceiling_of, false);
	}
	for (int i = 0; i < APRES_CLOCK_COUNT_; i++) {
		apres_clock_kind kind = (apres_clock_kind)i;
		compare(diff, apres_clock_kind_to_string(kind), " within",
			apres_policy_clock(was, kind), apres_policy_clock(is, kind),
			within_of, false);
	}
	compare_texts(diff, was, is, true);
	compare_texts(diff, is, was, false);
}
