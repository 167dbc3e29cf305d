/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "classify/class.h"
#include "unit.h"

START_TEST(test_every_field_has_a_name_that_leads_back)
{
	for (int i = APRES_FIELD_SUBJECT; i <= APRES_FIELD_ATTACHMENT; i++) {
		apres_field field = APRES_FIELD_TO;
		ck_assert(apres_field_from_string(apres_field_to_string((apres_field)i),
						  &field));
		ck_assert_int_eq(field, i);
	}
}
END_TEST

START_TEST(test_an_unknown_field_is_none)
{
	apres_field field = APRES_FIELD_TO;

	ck_assert(!apres_field_from_string("feild", &field));
	ck_assert(!apres_field_from_string(NULL, &field));
	ck_assert_int_eq(field, APRES_FIELD_TO);
}
END_TEST

START_TEST(test_a_class_owns_its_tree)
{
	apres_origin origin = { "a.xml", 1, 2 };
	g_autoptr(apres_class) class = apres_class_new("thanks", origin);

	class->cond = apres_cond_new(APRES_COND_ANY, origin);
	apres_cond *leaf = apres_cond_new(APRES_COND_PATTERN, origin);
	leaf->source = g_strdup("thank you");
	g_ptr_array_add(class->cond->children, leaf);
	ck_assert_str_eq(class->id, "thanks");
	ck_assert_ptr_null(leaf->children);
	ck_assert_int_eq(class->cond->origin.column, 2);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("class");
	TCase *tc = tcase_create("class");

	tcase_add_test(tc, test_every_field_has_a_name_that_leads_back);
	tcase_add_test(tc, test_an_unknown_field_is_none);
	tcase_add_test(tc, test_a_class_owns_its_tree);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
