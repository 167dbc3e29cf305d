/* SPDX-License-Identifier: Apache-2.0 */
/* What is not tried would not have matched. */
#include "config.h"
#include "classify/needs.h"

#include <stdio.h>
#include <string.h>

#include "classify/pattern.h"
#include "classify/prefilter.h"
#include "classify/words.h"
#include "policy/load.h"
#include "util/text.h"

#include "unit.h"

#define EVERY 25 /* of the known mails */

static bool
may_match(const char *expression, const char *text)
{
	g_autoptr(GArray) starts = NULL;
	g_autoptr(GArray) needs = apres_needs_of(expression, &starts);
	gpointer all[] = { needs }, all_starts[] = { starts };
	const GPtrArray one = { all, 1 }, one_start = { all_starts, 1 };
	gsize len = strlen(text);

	g_autoptr(apres_prefilter) prefilter = apres_prefilter_new(&one, &one_start);
	g_autoptr(apres_sightings) sightings = apres_sightings_new(prefilter);
	guint32 base = apres_sightings_add(sightings, text, len);
	g_autoptr(apres_possible) possible =
		apres_possible_new(sightings, base, text, len, 0, len);
	return apres_possible_has(possible, 0);
}

static const struct {
	const char *expression, *holds, *lacks; /* LACKS: NULL = nothing is certain */
} cases[] = {
	{ "feedback", "any feedback?", "any food back?" },
	{ "FeedBack", "any feedback?", "any food back?" },
	{ "\\bwe\\b", "as we say", "a wedding" },
	{ "\\bwe\\b", "well, we", "our pewter" },
	{ "\\bwe\\w*", "a wedding", "ewe" },
	{ "\\w*wed", "stewed", "wet" },
	{ "\\b(?:phone|video)\\s+call\\b", "a video\ncall", "a video of a call" },
	{ "\\b(?:phone|video)\\s+call\\b", "a phone call", "a phone callback" },
	{ "\\b(?:\\w+ )?call me", "do call me", "recall me" },
	{ "(?:so|\\w+ )?call me", "socall me", "come to me" },
	{ "colou?r", "color", "cold" },
	{ "colou?r", "colour", "coal or" },
	{ "reject(?:ed|ion)?", "reject", "project" },
	{ "(?:abc){2}d", "abcabcd", "abd" },
	{ "xyu{0,3}z", "xyz", NULL },
	{ "wxyu{0,3}z", "wxyuz", "wyxu" },
	{ "xyz{1,3}u", "xyzzu", "xz" },
	{ "xyz{00}u", "xyu", NULL },
	{ "a*bcd+", "bcd", "abc" },
	{ "why\\s*\\?", "why?", "who?" },
	{ "why\\s*\\?", "why ?", "what ?" },
	{ "a|", "", NULL },
	{ "(?:abc|x*)", "", NULL },
	{ "abc(?!d)", "abc", "ab" },
	{ "(?<!not )sure", "sure", "not" },
	{ "(?=.*late)soon", "soon or late", "soon" },
	{ "(?<=very )late\\b", "very late", "too late" },
	{ "^\\W*why\\s*\\?$", " why ?", "why" },
	{ "[abc]def", "adef", "adf" },
	{ "a[-\\s]?(?:bc|cd)e", "a-bce", "a-bde" },
	{ "a[-\\s]?(?:bc|cd)e", "acde", "a cd" },
	{ "[]x]def", "]def", "xd" },
	{ "[^]]def", "xdef", "xd" },
	{ "[\\]]def", "]def", "xd" },
	{ "\\d+ ?%", "12 %", "12" },
	{ "\\d+ ?%", "12%", "a few %" },
	{ "[[:alpha:]]def", "xdef", NULL },
	{ "[\\E]x]", "]", NULL },
	{ "[\\Q]x[\\E]", "]", NULL },
	{ "[\\c]x]", "x", NULL },
	{ "\\p{L}def\\pNx", "adef1x", "adx1" },
	{ "a\\.b\\+cd", "a.b+cd", "a.bcd" },
	{ "\\Qab\\E", "ab", NULL },
	{ "\\x{61}b", "ab", NULL },
	{ "(a)\\1", "aa", NULL },
	{ "(?i)ab", "ab", NULL },
	{ "(?x)a b", "ab", NULL },
	{ "(?<n>ab)\\k<n>", "abab", NULL },
	{ "\xd0\xb4zab?", "\xd0\xb4za",
	  "\xd0\xb4"
	  "ab" },
	{ "(?>ab|abc)def", "abdef", "abd" },
	{ "(?>ab|abc)d", "abd", "ab" },
	{ "(?|ab|cd)ef", "cdef", "cf" },
	{ "a{,2}b", "a{,2}b", NULL },
	{ "(?:(?:ab|cd)|(?:ef|gh))i", "efi", "ei" },
	{ "(?<![\\p{L}\\p{M}\\p{N}])we(?![\\p{L}\\p{M}\\p{N}])", "so we say",
	  "a wedding" },
	{ "\\b_no", "a _no", "_ano" },
	{ "\\bfoo_\\b", "foo_", "food" },
	{ "the \\bend\\b", "the end", "then ended" },
	{ "caf\xc3\xa9?not", "cafnot", "cannot" },
	{ "ab\xc3\xa9*not", "abnot", "abno" },
	{ "ab\xc3\xa9{0,2}not", "abnot", "abno" },
	{ "ab\\\xc3\xa9?not", "abnot", "abno" },
};

START_TEST(test_what_holds_it_may_match_and_what_lacks_it_not)
{
	ck_assert(may_match(cases[_i].expression, cases[_i].holds));
	if (cases[_i].lacks != NULL)
		ck_assert(!may_match(cases[_i].expression, cases[_i].lacks));
	else
		ck_assert(may_match(cases[_i].expression, "~"));
}
END_TEST

START_TEST(test_what_holds_it_does_match)
{
	const apres_cond cond = { .source = (char *)cases[_i].expression,
				  .origin = { .file = "x" } };
	g_autoptr(apres_pattern) pattern = apres_pattern_compile(&cond, NULL);
	g_autoptr(apres_matcher) matcher = apres_matcher_new(true);
	g_autoptr(GArray) matches = g_array_new(FALSE, FALSE, sizeof(apres_match));
	const char *text = cases[_i].holds;

	/* Not of what may match nothing at all: that is refused. */
	if (pattern == NULL)
		return;
	ck_assert(apres_pattern_match(pattern, matcher, text, 0, strlen(text), NULL, 1,
				      matches));
	ck_assert_uint_eq(matches->len, 1);
}
END_TEST

/* ---- the packs' expressions, and mail ---- */

static void
add_patterns(const apres_cond *cond, GPtrArray *all)
{
	if (cond->kind == APRES_COND_PATTERN && cond->words == NULL)
		g_ptr_array_add(all, apres_pattern_compile(cond, NULL));
	for (guint i = 0; cond->children != NULL && i < cond->children->len; i++)
		add_patterns(cond->children->pdata[i], all);
}

static void
add_texts(const char *language, GPtrArray *texts)
{
	g_autofree char *path = g_strdup_printf("%s/tests/data/candidates/known.%s.tsv",
						g_getenv("top_srcdir"), language);
	g_autofree char *all = NULL;

	ck_assert(g_file_get_contents(path, &all, NULL, NULL));
	g_auto(GStrv) lines = g_strsplit(all, "\n", -1);
	for (guint i = 0; lines[i] != NULL; i++)
		if (i % EVERY == 0)
			g_ptr_array_add(texts, apres_fold(lines[i], strlen(lines[i])));
}

static const struct {
	const char *expression, *text;
	guint places; /* where it is tried */
} beginnings[] = {
	{ "\\b(?:phone|video)\\s+call\\b", "a video call, a phone\ncall, a phone", 2 },
	{ "\\b(?:the )?offer\\b", "the offer, an offer; offers, proffer", 3 },
	{ "(?:so )*late", "so so late, lately", 4 },
	{ "\\b(?:so )+late", "so so late", 2 },
	{ "\\bwhy(?: not)?\\?", "why? why not? why", 2 },
	{ "(?<!not )\\bsure", "not sure, unsure", 1 },
	{ "(?=.*late)soon", "soon, late, soon", G_MAXUINT },
	{ "soon(?! or) late", "soon late, soon or late", 2 },
	{ "\303\251t\303\251|\\bsummer", "\303\251t\303\251, summer", 3 },
	{ "colou?r", "color colour cooler", 2 },
	{ "\\W*late", "late", G_MAXUINT },
	{ "[a-z]+ late", "too late", G_MAXUINT },
	{ "(?:a|late) b", "a b late b", 2 },
	{ "(?:a|late)", "late", G_MAXUINT },
	{ "(?i)late", "late", G_MAXUINT },
};

START_TEST(test_it_is_tried_where_it_may_begin)
{
	const char *text = beginnings[_i].text;
	gsize len = strlen(text);
	g_autoptr(GArray) starts = NULL;
	g_autoptr(GArray) needs = apres_needs_of(beginnings[_i].expression, &starts);
	g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(guint32));
	gpointer all[] = { needs }, all_starts[] = { starts };
	const GPtrArray one = { all, 1 }, one_start = { all_starts, 1 };

	g_autoptr(apres_prefilter) prefilter = apres_prefilter_new(&one, &one_start);
	g_autoptr(apres_sightings) sightings = apres_sightings_new(prefilter);
	guint32 base = apres_sightings_add(sightings, text, len);
	g_autoptr(apres_possible) possible =
		apres_possible_new(sightings, base, text, len, 0, len);
	ck_assert(apres_possible_has(possible, 0));
	bool known = apres_possible_places(possible, 0, places);
	ck_assert_uint_eq(known ? places->len : G_MAXUINT, beginnings[_i].places);
	ck_assert(known == apres_prefilter_has_starts(prefilter, 0));
}
END_TEST

/* What stands beyond the ends of a stretch is not there. */
START_TEST(test_a_stretch_is_a_text_of_its_own)
{
	const char *text = "xlate again late, late";
	gsize len = strlen(text);
	g_autoptr(GArray) starts = NULL;
	g_autoptr(GArray) needs = apres_needs_of("\\blate\\b", &starts);
	g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(guint32));
	gpointer all[] = { needs }, all_starts[] = { starts };
	const GPtrArray one = { all, 1 }, one_start = { all_starts, 1 };
	static const struct {
		gsize start, end;
		guint places;
	} stretches[] = { { 0, 22, 2 }, { 0, 11, 0 }, { 1, 11, 1 }, { 1, 16, 2 },
			  { 1, 15, 1 }, { 6, 16, 1 }, { 6, 17, 1 }, { 22, 22, 0 } };

	g_autoptr(apres_prefilter) prefilter = apres_prefilter_new(&one, &one_start);
	g_autoptr(apres_sightings) sightings = apres_sightings_new(prefilter);
	apres_sightings_add(sightings, "late late", 9);
	guint32 base = apres_sightings_add(sightings, text, len);
	for (gsize i = 0; i < G_N_ELEMENTS(stretches); i++) {
		g_autoptr(apres_possible) possible = apres_possible_new(
			sightings, base, text, len, stretches[i].start, stretches[i].end);
		ck_assert_int_eq(apres_possible_has(possible, 0),
				 stretches[i].places > 0);
		ck_assert(apres_possible_places(possible, 0, places));
		ck_assert_uint_eq(places->len, stretches[i].places);
		for (guint p = 0; p < places->len; p++)
			ck_assert_int_eq(strncmp(text + g_array_index(places, guint32, p),
						 "late", 4),
					 0);
	}
}
END_TEST

static bool
are_same(const GArray *one, const GArray *other)
{
	return one->len == other->len &&
	       (one->len == 0 ||
		memcmp(one->data, other->data, one->len * sizeof(apres_match)) == 0);
}

START_TEST(test_no_match_of_the_packs_is_missed)
{
	static const char *const languages[] = { "en", "de", "fr", "es" };
	g_autofree char *path =
		g_strdup_printf("%s/policies/contoso/policy.xml", g_getenv("top_srcdir"));
	g_autoptr(apres_policy) policy = apres_policy_load(path, NULL, NULL);
	g_autoptr(GPtrArray) patterns =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_pattern_free);
	g_autoptr(GPtrArray) texts =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_folded_free);
	g_autoptr(apres_matcher) matcher = apres_matcher_new(true);
	g_autoptr(GArray) matches = g_array_new(FALSE, FALSE, sizeof(apres_match));
	g_autoptr(GArray) at_places = g_array_new(FALSE, FALSE, sizeof(apres_match));
	g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autoptr(GPtrArray) needs = g_ptr_array_new();
	g_autoptr(GPtrArray) starts = g_ptr_array_new();
	guint tried = 0, matched = 0, spared = 0, placed = 0;

	ck_assert_ptr_nonnull(policy);
	for (guint i = 0; i < policy->classes->len; i++)
		add_patterns(((apres_class *)policy->classes->pdata[i])->cond, patterns);
	for (gsize i = 0; i < G_N_ELEMENTS(languages); i++)
		add_texts(languages[i], texts);
	for (guint i = 0; i < patterns->len; i++) {
		g_ptr_array_add(needs, (gpointer)apres_pattern_needs(patterns->pdata[i]));
		g_ptr_array_add(starts,
				(gpointer)apres_pattern_starts(patterns->pdata[i]));
	}
	g_autoptr(apres_prefilter) prefilter = apres_prefilter_new(needs, starts);
	for (guint t = 0; t < texts->len; t++) {
		const apres_folded *text = texts->pdata[t];
		g_autoptr(apres_sightings) sightings = apres_sightings_new(prefilter);
		guint32 base = apres_sightings_add(sightings, text->text, text->len);
		g_autoptr(apres_possible) may = apres_possible_new(
			sightings, base, text->text, text->len, 0, text->len);
		for (guint p = 0; p < patterns->len; p++) {
			apres_pattern *pattern = patterns->pdata[p];
			bool possible = apres_possible_has(may, p);
			g_array_set_size(matches, 0);
			apres_pattern_match(pattern, matcher, text->text, 0, text->len,
					    NULL, 64, matches);
			ck_assert_msg(possible || matches->len == 0, "%s in %s",
				      apres_pattern_cond(pattern)->source, text->text);
			if (possible && apres_possible_places(may, p, places)) {
				g_array_set_size(at_places, 0);
				apres_pattern_match(pattern, matcher, text->text, 0,
						    text->len, places, 64, at_places);
				ck_assert_msg(are_same(matches, at_places), "%s in %s",
					      apres_pattern_cond(pattern)->source,
					      text->text);
				placed += matches->len;
			}
			tried++;
			matched += matches->len > 0;
			spared += !possible;
		}
	}
	printf("# %u tried, %u matched, %u need not be\n", tried, matched, spared);
	ck_assert_uint_gt(matched, 500);
	ck_assert_uint_gt(placed, 500);
	ck_assert_uint_gt(spared, tried / 4 * 3);
}
END_TEST

/* As deep as PCRE2 may be asked to go, see pattern.c. */
START_TEST(test_nothing_is_nested_too_deeply)
{
	for (guint depth = 99; depth <= 101; depth++) {
		g_autoptr(GString) expression = g_string_new(NULL);
		for (guint i = 0; i < depth; i++)
			g_string_append(expression, "(?:abcd.efgh");
		for (guint i = 0; i < depth; i++)
			g_string_append(expression, "ijkl.|mnop.qrst.)");
		g_string_append(expression, ".zzzz|yyyy.xxxx.");
		g_autoptr(GPtrArray) all =
			g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
		GArray *starts;
		g_ptr_array_add(all, apres_needs_of(expression->str, &starts));
		const GPtrArray all_starts = { (gpointer *)&starts, 1 };
		g_autoptr(apres_prefilter) prefilter =
			apres_prefilter_new(all, &all_starts);
		g_clear_pointer(&starts, g_array_unref);
		ck_assert_ptr_nonnull(prefilter);
	}
}
END_TEST

/* An author's mistake costs moments, not minutes. */
START_TEST(test_many_sets_do_not_multiply_for_ever)
{
	g_autoptr(GString) expression = g_string_new(NULL);

	for (guint i = 0; i < 7; i++)
		g_string_append(expression, "[ab]");
	for (guint i = 0; i < 30000; i++)
		g_string_append(expression, "-x");
	ck_assert(
		may_match(expression->str, "abababa-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x-x"));
	ck_assert(!may_match(expression->str, "a-x"));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("needs");
	TCase *tc = tcase_create("all");
	const int count = G_N_ELEMENTS(cases);

	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, test_what_holds_it_may_match_and_what_lacks_it_not, 0,
			    count);
	tcase_add_loop_test(tc, test_what_holds_it_does_match, 0, count);
	tcase_add_loop_test(tc, test_it_is_tried_where_it_may_begin, 0,
			    G_N_ELEMENTS(beginnings));
	tcase_add_test(tc, test_a_stretch_is_a_text_of_its_own);
	tcase_add_test(tc, test_nothing_is_nested_too_deeply);
	tcase_add_test(tc, test_many_sets_do_not_multiply_for_ever);
	tcase_add_test(tc, test_no_match_of_the_packs_is_missed);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
