/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "classify/classify.h"
#include "unit.h"

#include <string.h>

static const apres_origin nowhere = { "a.xml", 1, 1 };

static apres_cond *
pattern(const char *re)
{
	apres_cond *cond = apres_cond_new(APRES_COND_PATTERN, nowhere);

	cond->source = g_strdup(re);
	cond->fields = 1u << APRES_FIELD_TEXT;
	return cond;
}

static apres_cond *
reference(const char *class_id)
{
	apres_cond *cond = apres_cond_new(APRES_COND_CLASS, nowhere);

	cond->class_ref = g_strdup(class_id);
	return cond;
}

/* KIND over FIRST and SECOND (or NULL); takes both. */
static apres_cond *
group(apres_cond_kind kind, apres_cond *first, apres_cond *second)
{
	apres_cond *cond = apres_cond_new(kind, nowhere);

	g_ptr_array_add(cond->children, first);
	if (second != NULL)
		g_ptr_array_add(cond->children, second);
	return cond;
}

static apres_class *
class_of(const char *id, bool part, apres_cond *cond)
{
	apres_class *class = apres_class_new(id, nowhere);

	class->part = part;
	class->cond = cond;
	return class;
}

/* What CLASSES (taken) read in TEXT. */
typedef struct reading {
	GPtrArray *classes;
	apres_classifier *classifier;
	apres_reading *reading;
} reading;

static reading
read_text(apres_class *first, apres_class *second, const char *text)
{
	g_autofree char *copy = g_strdup(text);
	apres_message message = { .text = copy };
	reading r = { .classes = g_ptr_array_new_with_free_func(
			      (GDestroyNotify)apres_class_free) };
	g_autoptr(GError) error = NULL;

	g_ptr_array_add(r.classes, first);
	if (second != NULL)
		g_ptr_array_add(r.classes, second);
	r.classifier = apres_classifier_new(r.classes, NULL, &error);
	ck_assert_msg(r.classifier != NULL, "%s", error != NULL ? error->message : "");
	r.reading = apres_classify(r.classifier, &message);
	return r;
}

static void
reading_clear(reading *r)
{
	apres_reading_free(r->reading);
	apres_classifier_free(r->classifier);
	g_ptr_array_unref(r->classes);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(reading, reading_clear)

static apres_class *
in_a_sentence(apres_cond *first, apres_cond *second)
{
	return class_of("c", false, group(APRES_COND_SENTENCE, first, second));
}

START_TEST(test_a_part_in_a_sentence_speaks_of_that_sentence)
{
	g_auto(reading) apart = read_text(
		in_a_sentence(pattern("train"), reference("late")),
		class_of("late", true, group(APRES_COND_ANY, pattern("late"), NULL)),
		"The train came. I was late.");
	g_auto(reading) together = read_text(
		in_a_sentence(pattern("train"), reference("late")),
		class_of("late", true, group(APRES_COND_ANY, pattern("late"), NULL)),
		"Well. The train was late.");

	ck_assert(!apres_reading_has(apart.reading, "c"));
	ck_assert(apres_reading_has(together.reading, "c"));
}
END_TEST

START_TEST(test_a_class_in_a_sentence_speaks_of_the_whole_mail)
{
	g_auto(reading) r = read_text(
		in_a_sentence(pattern("train"), reference("late")),
		class_of("late", false, group(APRES_COND_ANY, pattern("late"), NULL)),
		"The train came. I was late. Late, I say.");

	ck_assert(apres_reading_has(r.reading, "c"));
	/* "train", and "late" twice for each of the two classes: nothing is told again.
	 */
	ck_assert_uint_eq(r.reading->evidence->len, 5);
}
END_TEST

START_TEST(test_the_same_pattern_in_two_classes_is_evidence_for_both)
{
	g_auto(reading) r = read_text(
		class_of("a", false, group(APRES_COND_ANY, pattern("late"), NULL)),
		class_of("b", false, group(APRES_COND_ANY, pattern("late"), NULL)),
		"I was late.");

	ck_assert(apres_reading_has(r.reading, "a") && apres_reading_has(r.reading, "b"));
	ck_assert_uint_eq(r.reading->evidence->len, 2);
	const apres_evidence *first = r.reading->evidence->pdata[0];
	const apres_evidence *second = r.reading->evidence->pdata[1];
	ck_assert_str_eq(first->class_id, "a");
	ck_assert_str_eq(second->class_id, "b");
	ck_assert_ptr_ne(first->pattern, second->pattern);
}
END_TEST

START_TEST(test_the_last_of_a_thousand_sentences_is_read)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (int i = 0; i < 1000; i++)
		g_string_append(text, "It rained. ");
	g_string_append(text, "The train was late.");
	g_auto(reading) r = read_text(in_a_sentence(pattern("train"), pattern("late")),
				      NULL, text->str);
	ck_assert(apres_reading_has(r.reading, "c"));
	ck_assert_uint_eq(r.reading->sentences->len, 1001);
}
END_TEST

START_TEST(test_a_pattern_that_does_not_end_is_unknown_not_false)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (int i = 0; i < 40; i++)
		g_string_append_c(text, 'a');
	g_string_append_c(text, '!');
	g_auto(reading) r = read_text(
		class_of("c", false, group(APRES_COND_ANY, pattern("^(?:a+)+$"), NULL)),
		NULL, text->str);
	ck_assert_uint_eq(r.reading->classes->len, 0);
	ck_assert_uint_eq(r.reading->unknown->len, 1);
	ck_assert_str_eq(r.reading->unknown->pdata[0], "c");
}
END_TEST

/* Machine code is made for what is used often: it must not say anything else. */
START_TEST(test_the_hundredth_mail_is_read_like_the_first)
{
	static const char *const texts[] = { "the train was late", "a bus", "aaaa!" };
	g_autoptr(GString) endless = g_string_new(NULL);

	for (int i = 0; i < 40; i++)
		g_string_append_c(endless, 'a');
	g_string_append_c(endless, '!');
	g_auto(reading) r =
		read_text(in_a_sentence(pattern("(?:train|bus)\\b"), pattern("la(te)?")),
			  class_of("b", false, pattern("^(?:a+)+$")), "a");
	for (int i = 0; i < 100; i++) {
		if (i == 70)
			apres_classifier_jit(r.classifier);
		for (guint k = 0; k <= G_N_ELEMENTS(texts); k++) {
			g_autofree char *text = g_strdup(
				k < G_N_ELEMENTS(texts) ? texts[k] : endless->str);
			apres_message message = { .text = text };
			g_autoptr(apres_reading) again =
				apres_classify(r.classifier, &message);
			ck_assert_int_eq(apres_reading_has(again, "c"), k == 0);
			ck_assert(!apres_reading_has(again, "b"));
			ck_assert_uint_eq(again->unknown->len, k == G_N_ELEMENTS(texts));
		}
	}
}
END_TEST

/* A ladder of RUNGS classes, each of which refers to the next one twice: as many ways
 * down as two to the power of RUNGS.  The first asks within a sentence if PART. */
static GPtrArray *
ladder(guint rungs, bool part)
{
	GPtrArray *classes =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_class_free);

	for (guint i = 0; i < rungs; i++) {
		g_autofree char *id = g_strdup_printf("c%u", i);
		g_autofree char *next = g_strdup_printf("c%u", i + 1);
		apres_cond *cond = i + 1 == rungs
					   ? group(APRES_COND_ANY, pattern("late"), NULL)
					   : group(i == 0 && part ? APRES_COND_SENTENCE
								  : APRES_COND_ALL,
						   reference(next), reference(next));
		g_ptr_array_add(classes, class_of(id, part && i > 0, cond));
	}
	return classes;
}

START_TEST(test_classes_that_share_what_they_refer_to_are_looked_at_once)
{
	g_autofree char *text = g_strdup("The train was late.");
	apres_message message = { .text = text };
	g_autoptr(GPtrArray) classes = ladder(48, _i == 1);
	g_autoptr(GError) error = NULL;
	apres_classifier *classifier = apres_classifier_new(classes, NULL, &error);

	ck_assert_ptr_nonnull(classifier);
	apres_reading *found = apres_classify(classifier, &message);
	ck_assert(apres_reading_has(found, "c0"));
	apres_reading_free(found);
	apres_classifier_free(classifier);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("classify");
	TCase *tc = tcase_create("classify");

	tcase_add_test(tc, test_a_part_in_a_sentence_speaks_of_that_sentence);
	tcase_add_test(tc, test_a_class_in_a_sentence_speaks_of_the_whole_mail);
	tcase_add_test(tc, test_the_same_pattern_in_two_classes_is_evidence_for_both);
	tcase_add_test(tc, test_the_last_of_a_thousand_sentences_is_read);
	tcase_add_test(tc, test_a_pattern_that_does_not_end_is_unknown_not_false);
	tcase_add_test(tc, test_the_hundredth_mail_is_read_like_the_first);
	tcase_add_loop_test(
		tc, test_classes_that_share_what_they_refer_to_are_looked_at_once, 0, 2);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
