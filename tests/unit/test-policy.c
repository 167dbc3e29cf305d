/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "policy/policy.h"
#include "unit.h"

#include <string.h>

/* The look-ups only read, so the test builds what it needs by hand. */
START_TEST(test_things_are_found_by_id)
{
	apres_class thanks = { .id = (char *)"thanks" };
	apres_queue legal = { .id = (char *)"legal" };
	g_autoptr(GPtrArray) classes = g_ptr_array_new();
	g_autoptr(GPtrArray) queues = g_ptr_array_new();
	apres_policy policy = { .classes = classes, .queues = queues };

	g_ptr_array_add(classes, &thanks);
	g_ptr_array_add(queues, &legal);
	ck_assert_ptr_eq(apres_policy_class(&policy, "thanks"), &thanks);
	ck_assert_ptr_eq(apres_policy_queue(&policy, "legal"), &legal);
	ck_assert_ptr_null(apres_policy_class(&policy, "legal"));
	ck_assert_ptr_null(apres_policy_class(&policy, NULL));
	ck_assert_ptr_null(apres_policy_rule(&policy, "any"));
}
END_TEST

static void
add_text(GPtrArray *texts, apres_text *text, const char *language)
{
	text->language = language;
	g_ptr_array_add(texts, text);
}

START_TEST(test_a_text_is_found_by_tag_then_primary_tag_then_the_policys_language)
{
	apres_text en = { 0 }, de = { 0 }, fr_ca = { 0 };
	g_autoptr(GPtrArray) texts = g_ptr_array_new();
	g_autoptr(GPtrArray) templates = g_ptr_array_new();
	apres_template template = { .id = (char *)"no-feedback", .texts = texts };
	apres_policy policy = { .templates = templates, .language = "en" };

	g_ptr_array_add(templates, &template);
	add_text(texts, &en, "en");
	add_text(texts, &de, "de");
	add_text(texts, &fr_ca, "fr-CA");
	ck_assert_ptr_eq(apres_policy_text(&policy, "no-feedback", "de"), &de);
	ck_assert_ptr_eq(apres_policy_text(&policy, "no-feedback", "de-AT"), &de);
	ck_assert_ptr_eq(apres_policy_text(&policy, "no-feedback", "fr-ca"), &fr_ca);
	ck_assert_ptr_eq(apres_policy_text(&policy, "no-feedback", "fr"), &en);
	ck_assert_ptr_eq(apres_policy_text(&policy, "no-feedback", NULL), &en);
	ck_assert_ptr_null(apres_policy_text(&policy, "other", "en"));
	policy.language = "es";
	ck_assert_ptr_null(apres_policy_text(&policy, "no-feedback", "it"));
}
END_TEST

START_TEST(test_names_are_the_words_of_the_manual)
{
	ck_assert_str_eq(apres_effect_to_string(APRES_EFFECT_SILENCE), "silence");
	ck_assert_str_eq(apres_audience_to_string(APRES_AUDIENCE_UNVERIFIED),
			 "unverified");
	ck_assert_str_eq(apres_obligation_kind_to_string(APRES_OBLIGATION_DEBRIEF),
			 "debrief");
	ck_assert_str_eq(apres_discloses_to_string(APRES_DISCLOSES_PAY_RANGE),
			 "pay-range");
	ck_assert_int_lt(APRES_EFFECT_REPLY, APRES_EFFECT_SILENCE);
	ck_assert_int_lt(APRES_EFFECT_SILENCE, APRES_EFFECT_HOLD);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("policy");
	TCase *tc = tcase_create("policy");

	tcase_add_test(tc, test_things_are_found_by_id);
	tcase_add_test(
		tc,
		test_a_text_is_found_by_tag_then_primary_tag_then_the_policys_language);
	tcase_add_test(tc, test_names_are_the_words_of_the_manual);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
