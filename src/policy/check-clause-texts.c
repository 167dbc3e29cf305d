/* SPDX-License-Identifier: Apache-2.0 */
/* What clauses want to stand in texts, and what they do not. */
#include "config.h"
#include "policy/build.h"

#include <string.h>

#include "classify/pattern.h"
#include "policy/text-source.h"
#include "util/text.h"

/* A text while clauses look at it. */
typedef struct reading {
	const apres_text *text;
	char *source;
	apres_origin begin;
	apres_folded *folded;
} reading;

static void
reading_clear(reading *r)
{
	g_free(r->source);
	apres_folded_free(r->folded);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(reading, reading_clear)

static bool
concerns(const apres_clause *clause, const apres_text *text)
{
	gsize len = clause->language != NULL ? strlen(clause->language) : 0;

	return len == 0 ||
	       (g_ascii_strncasecmp(text->language, clause->language, len) == 0 &&
		(text->language[len] == '\0' || text->language[len] == '-'));
}

/* The first place where PHRASE is in what is read. */
static bool
finds(const reading *r, const apres_cond *phrase, apres_match *match_out)
{
	g_autoptr(apres_pattern) pattern = apres_pattern_compile(phrase, NULL);
	g_autoptr(apres_matcher) matcher = apres_matcher_new(true);
	g_autoptr(GArray) matches = g_array_new(FALSE, FALSE, sizeof(apres_match));

	if (pattern == NULL)
		return false;
	apres_pattern_match(pattern, matcher, r->folded->text, 0, r->folded->len, NULL, 1,
			    matches);
	if (matches->len > 0)
		*match_out = g_array_index(matches, apres_match, 0);
	return matches->len > 0;
}

static void
forbid(apres_build *build, const apres_clause *clause, const reading *r)
{
	for (guint i = 0; i < clause->phrases->len; i++) {
		apres_match match;
		if (!finds(r, clause->phrases->pdata[i], &match))
			continue;
		gsize at = r->folded->origin[match.start];
		g_autofree char *words =
			g_strndup(r->folded->text + match.start, match.end - match.start);
		g_strdelimit(words, "\n", ' ');
		apres_check_against(
			build, "E-FORBID", apres_text_place(r->source, r->begin, at),
			clause, "text '%s' (%s) says '%s', which '%s' forbids",
			r->text->template_id, r->text->language, words, clause->id);
	}
}

static void
require(apres_build *build, const apres_clause *clause, const reading *r)
{
	bool said = clause->phrases->len == 0;
	apres_match match;

	for (guint i = 0; !said && i < clause->phrases->len; i++)
		said = finds(r, clause->phrases->pdata[i], &match);
	if (!said) {
		const apres_cond *first = clause->phrases->pdata[0];
		apres_check_against(build, "E-REQUIRE", r->begin, clause,
				    "text '%s' (%s) does not say '%s', which '%s' "
				    "requires",
				    r->text->template_id, r->text->language,
				    first->source, clause->id);
	}
	if (clause->value >= 0 && !apres_text_needs(r->text, (apres_value)clause->value))
		apres_check_against(build, "E-REQUIRE", r->begin, clause,
				    "text '%s' (%s) has no {%s}, which '%s' requires",
				    r->text->template_id, r->text->language,
				    apres_value_name((apres_value)clause->value),
				    clause->id);
}

static void
check_text(apres_build *build, const apres_text *text)
{
	const apres_policy *policy = build->policy;
	g_auto(reading) r = { .text = text };

	r.source = apres_text_source(policy, text, &r.begin);
	r.folded = apres_fold(r.source, strlen(r.source));
	for (guint i = 0; i < policy->clauses->len; i++) {
		const apres_clause *clause = policy->clauses->pdata[i];
		if (!apres_clause_binds(policy, clause) || !concerns(clause, text) ||
		    (clause->template_id != NULL &&
		     !g_str_equal(clause->template_id, text->template_id)))
			continue;
		if (clause->kind == APRES_CLAUSE_FORBID)
			forbid(build, clause, &r);
		else if (clause->kind == APRES_CLAUSE_REQUIRE)
			require(build, clause, &r);
	}
}

void
apres_check_clause_texts(apres_build *build)
{
	const apres_policy *policy = build->policy;

	if (policy->clauses->len == 0)
		return;
	for (guint i = 0; i < policy->templates->len; i++) {
		const apres_template *template = policy->templates->pdata[i];
		for (guint j = 0; j < template->texts->len; j++)
			check_text(build, template->texts->pdata[j]);
	}
}
