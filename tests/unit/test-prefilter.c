/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Verdicts are the same with the prefilter and without it: classes, what is unknown, and
 * every piece of evidence; but that an expression which cannot match no longer reaches
 * its match limit (prefilter.h).  Over policies and mails at random, and those we have.
 *
 * APRES_PREFILTER="POLICIES MAILS" says how many ("make check-prefilter": 200 500),
 * APRES_PREFILTER_SEED which, APRES_PREFILTER_MAILS names a folder of mails, to be read
 * under contoso's policy.
 */
#include "config.h"
#include "classify/evaluate.h"
#include "classify/pattern.h"
#include "policy/load.h"
#include "util/fsutil.h"

#include <stdio.h>
#include <string.h>

#include "random-expression.h"
#include "two-verdicts.h"
#include "unit.h"

#define POLICIES 25
#define MAILS 40
#define SEED 20261127
#define CLASSES 8
#define EVERY 40 /* of the known mails */

/* ---- at random ---- */

static const apres_origin nowhere = { "random", 1, 1 };

/* A pattern that compiles; TEXT gets what it may match. */
static apres_cond *
random_pattern(GRand *random, GString *text)
{
	for (;;) {
		apres_cond *cond = apres_cond_new(APRES_COND_PATTERN, nowhere);
		cond->literal = g_rand_int_range(random, 0, 5) == 0;
		cond->fields = 1u << APRES_FIELD_TEXT | 1u << APRES_FIELD_SUBJECT;
		if (g_rand_int_range(random, 0, 10) == 0)
			cond->fields |= 1u << APRES_FIELD_FROM | 1u << APRES_FIELD_QUOTED;
		if (cond->literal) {
			const char *word = random_word(random);
			cond->source =
				g_strdup_printf("%s %s", word, random_word(random));
			g_string_append(text, cond->source);
		} else {
			cond->source = random_expression(random, text);
		}
		g_string_append_c(text, ' ');
		g_autoptr(apres_pattern) pattern = apres_pattern_compile(cond, NULL);
		if (pattern != NULL)
			return cond;
		apres_cond_free(cond);
	}
}

static apres_cond *
random_cond(GRand *random, guint number, guint depth, GString *text)
{
	static const apres_cond_kind kinds[] = { APRES_COND_ANY,      APRES_COND_ANY,
						 APRES_COND_ALL,      APRES_COND_NOT,
						 APRES_COND_SENTENCE, APRES_COND_CLASS };
	apres_cond_kind kind = kinds[g_rand_int_range(random, 0, G_N_ELEMENTS(kinds))];

	if (depth > 0 && (depth > 2 || g_rand_boolean(random)))
		return random_pattern(random, text);
	if (kind == APRES_COND_CLASS && number == 0)
		kind = APRES_COND_ANY;
	apres_cond *cond = apres_cond_new(kind, nowhere);
	if (kind == APRES_COND_CLASS)
		cond->class_ref = g_strdup_printf(
			"c%d", g_rand_int_range(random, 0, (gint32)number));
	else
		for (int n = g_rand_int_range(random, 1, 4); n > 0; n--)
			g_ptr_array_add(cond->children,
					random_cond(random, number, depth + 1, text));
	return cond;
}

static GPtrArray *
random_classes(GRand *random, GString *text)
{
	GPtrArray *classes =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_class_free);

	for (guint i = 0; i < CLASSES; i++) {
		g_autofree char *id = g_strdup_printf("c%u", i);
		apres_class *class = apres_class_new(id, nowhere);
		class->cond = random_cond(random, i, 0, text);
		class->part = g_rand_int_range(random, 0, 4) == 0;
		g_ptr_array_add(classes, class);
		g_string_append_c(text, '\n');
	}
	return classes;
}

/* Some of the LINES, and words. */
static char *
random_text(GRand *random, char **lines)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (int n = g_rand_int_range(random, 0, 12); n > 0; n--) {
		if (g_rand_boolean(random))
			g_string_append(text,
					lines[g_rand_int_range(random, 0, CLASSES)]);
		for (int w = g_rand_int_range(random, 0, 6); w > 0; w--) {
			random_say(random, text, random_word(random));
			g_string_append_c(text, " \n,.-"[g_rand_int_range(random, 0, 5)]);
		}
		g_string_append(text, n % 2 != 0 ? ". " : "?\n\n");
	}
	/* A row of words in which a careless expression loses itself. */
	if (g_rand_int_range(random, 0, 20) == 0)
		g_string_append(text, "aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa!");
	return g_utf8_make_valid(text->str, (gssize)text->len);
}

static void
compare_policy(GRand *random, guint mails, tally *sum)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GPtrArray) classes = random_classes(random, text);
	g_autoptr(GPtrArray) questions =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_cond_free);
	g_auto(GStrv) lines = g_strsplit(text->str, "\n", -1);
	g_autoptr(GError) error = NULL;

	g_ptr_array_add(questions, random_pattern(random, text));
	ck_assert_uint_ge(g_strv_length(lines), CLASSES);
	g_autoptr(apres_classifier) with =
		apres_classifier_new(classes, questions, &error);
	ck_assert_msg(with != NULL, "%s", error != NULL ? error->message : "");
	g_autoptr(apres_classifier) without = without_prefilter(with);
	for (guint i = 0; i < mails; i++) {
		g_autofree char *says = random_text(random, lines);
		g_autofree char *subject = random_text(random, lines);
		apres_message message = { .text = says,
					  .subject = subject,
					  .quoted = says };
		compare(with, without, &message, sum);
	}
}

START_TEST(test_policies_at_random)
{
	const char *seed = g_getenv("APRES_PREFILTER_SEED");
	const char *counts = g_getenv("APRES_PREFILTER");
	g_autoptr(GRand) random = g_rand_new_with_seed(
		seed != NULL ? (guint32)strtoul(seed, NULL, 10) : SEED);
	guint policies = POLICIES, mails = MAILS;
	tally sum = { 0 };

	if (counts != NULL)
		ck_assert_int_eq(sscanf(counts, "%u %u", &policies, &mails), 2);
	for (guint i = 0; i < policies; i++)
		compare_policy(random, mails, &sum);
	print_tally(&sum);
	ck_assert_uint_gt(sum.classes, sum.mails / 2);
	ck_assert_uint_gt(sum.evidence, sum.mails / 2);
}
END_TEST

/* ---- limits ---- */

/* Is the one class unknown, by CLASSIFIER, of a mail that says TEXT? */
static bool
is_unknown(const apres_classifier *classifier, char *text)
{
	apres_message message = { .text = text };
	g_autoptr(apres_reading) reading = apres_classify(classifier, &message);

	ck_assert_uint_eq(reading->classes->len, 0);
	return reading->unknown->len == 1;
}

/* What may match trips as it always did, and a person answers; what cannot need not. */
START_TEST(test_a_limit_is_unknown_unless_it_cannot_match)
{
	char may[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac, code 99";
	char cannot[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac, code 98, 99";
	g_autoptr(GPtrArray) classes =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_class_free);
	apres_class *class = apres_class_new("steep", nowhere);

	class->cond = apres_cond_new(APRES_COND_PATTERN, nowhere);
	class->cond->source = g_strdup("(?:a|a)+b, code 99");
	class->cond->fields = 1u << APRES_FIELD_TEXT;
	g_ptr_array_add(classes, class);
	g_autoptr(apres_classifier) with = apres_classifier_new(classes, NULL, NULL);
	g_autoptr(apres_classifier) without = without_prefilter(with);
	ck_assert(is_unknown(without, may));
	ck_assert(is_unknown(with, may));
	ck_assert(is_unknown(without, cannot));
	ck_assert(!is_unknown(with, cannot));
}
END_TEST

/* A look may reach the limit where the rest does not stand: a person answers, still. */
START_TEST(test_a_limit_never_becomes_a_match)
{
	char text[] = "faaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac, foo b";
	g_autoptr(GPtrArray) classes =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_class_free);
	apres_class *class = apres_class_new("steep", nowhere);

	class->cond = apres_cond_new(APRES_COND_PATTERN, nowhere);
	class->cond->source = g_strdup("(?!f(?:a|a)+b)(?:foo|fie)");
	class->cond->fields = 1u << APRES_FIELD_TEXT;
	g_ptr_array_add(classes, class);
	g_autoptr(apres_classifier) with = apres_classifier_new(classes, NULL, NULL);
	g_autoptr(apres_classifier) without = without_prefilter(with);
	ck_assert(is_unknown(without, text));
	ck_assert(is_unknown(with, text));
}
END_TEST

/* ---- what we have ---- */

static apres_policy *
contoso(void)
{
	g_autofree char *path =
		g_strdup_printf("%s/policies/contoso/policy.xml", g_getenv("top_srcdir"));
	g_autoptr(GError) error = NULL;
	apres_policy *policy = apres_policy_load(path, NULL, &error);

	ck_assert_msg(policy != NULL, "%s", error != NULL ? error->message : "");
	return policy;
}

START_TEST(test_the_known_mails)
{
	static const char *const languages[] = { "en", "de", "fr", "es" };
	g_autoptr(apres_policy) policy = contoso();
	g_autoptr(apres_classifier) without = without_prefilter(policy->classifier);
	tally sum = { 0 };

	for (gsize i = 0; i < G_N_ELEMENTS(languages); i++) {
		g_autofree char *path =
			g_strdup_printf("%s/tests/data/candidates/known.%s.tsv",
					g_getenv("top_srcdir"), languages[i]);
		g_autofree char *all = NULL;
		ck_assert(g_file_get_contents(path, &all, NULL, NULL));
		g_auto(GStrv) lines = g_strsplit(all, "\n", -1);
		for (guint l = 0; l < g_strv_length(lines); l += EVERY) {
			g_autofree char *text = g_strcompress(lines[l]);
			apres_message message = { .text = text };
			compare(policy->classifier, without, &message, &sum);
		}
	}
	print_tally(&sum);
	ck_assert_uint_gt(sum.classes, sum.mails);
}
END_TEST

static void
compare_folder(const char *folder, const apres_classifier *with,
	       const apres_classifier *without, tally *sum)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;

	ck_assert_msg(dir != NULL, "%s cannot be read", folder);
	while ((name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_autofree char *bytes = NULL;
		gsize len;
		if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
			compare_folder(path, with, without, sum);
		} else if (g_file_get_contents(path, &bytes, &len, NULL)) {
			g_autoptr(apres_message) message =
				apres_message_parse(bytes, len);
			compare(with, without, message, sum);
		}
	}
}

/* Other people's mail is not in this repository. */
START_TEST(test_mails_of_a_folder)
{
	g_autoptr(apres_policy) policy = contoso();
	g_autoptr(apres_classifier) without = without_prefilter(policy->classifier);
	tally sum = { 0 };

	compare_folder(g_getenv("APRES_PREFILTER_MAILS"), policy->classifier, without,
		       &sum);
	print_tally(&sum);
	ck_assert_uint_gt(sum.mails, 0);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("prefilter");
	TCase *tc = tcase_create("all");

	tcase_set_timeout(tc, 3600);
	tcase_add_test(tc, test_policies_at_random);
	tcase_add_test(tc, test_a_limit_is_unknown_unless_it_cannot_match);
	tcase_add_test(tc, test_a_limit_never_becomes_a_match);
	tcase_add_test(tc, test_the_known_mails);
	if (g_getenv("APRES_PREFILTER_MAILS") != NULL)
		tcase_add_test(tc, test_mails_of_a_folder);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
