/* SPDX-License-Identifier: Apache-2.0 */
/* The packs' expressions are not measured at each load: here is where. */
#include "config.h"
#include "classify/cost.h"
#include "policy/load.h"

#include "temp.h"
#include "unit.h"

static const char all_packs[] =
	"<policy xmlns='urn:x-apres:policy:1' id='acme' base='1' xml:lang='en'>\n"
	"<use pack='standard'/><use pack='lang-en' auto='yes'/><use pack='lang-de'/>\n"
	"<use pack='lang-fr'/><use pack='lang-es'/><use pack='us'/>\n"
	"<company name='Acme' careers='https://acme.example/jobs' timezone='UTC'/>\n"
	"<contacts adjustments='a@acme.example' privacy='p@acme.example' "
	"hr='h@acme.example'/>\n"
	"<queue id='default' owner='o@acme.example' due='2bd'/>\n"
	"<debrief owner='d@acme.example' owner-name='Dee' due='5bd'/>\n"
	"</policy>\n";

static guint
steep(const apres_cond *cond)
{
	g_autofree char *unit = NULL;
	bool is = cond->kind == APRES_COND_PATTERN && cond->words == NULL &&
		  apres_cost_is_steep(cond, &unit);
	guint count = is ? 1 : 0;

	if (is)
		printf("# %s:%d: steep on '%s'\n", cond->origin.file, cond->origin.line,
		       unit);
	for (guint i = 0; cond->children != NULL && i < cond->children->len; i++)
		count += steep(cond->children->pdata[i]);
	return count;
}

START_TEST(test_the_shipped_expressions_are_quick)
{
	char *root = temp_dir();
	g_autofree char *path = g_build_filename(root, "policy.xml", NULL);
	g_autoptr(GError) error = NULL;
	guint count = 0;

	temp_write(root, "policy.xml", all_packs);
	g_autoptr(apres_policy) policy = apres_policy_load(path, NULL, &error);
	temp_remove(root);
	ck_assert_msg(policy != NULL, "%s", error != NULL ? error->message : "");
	for (guint i = 0; i < policy->classes->len; i++)
		count += steep(((apres_class *)policy->classes->pdata[i])->cond);
	ck_assert_uint_eq(count, 0);
}
END_TEST

static bool
is_steep(const char *expression)
{
	apres_cond cond = { .kind = APRES_COND_PATTERN, .source = (char *)expression };
	g_autofree char *example = NULL;
	bool steep = apres_cost_is_steep(&cond, &example);

	ck_assert(steep == (example != NULL));
	return steep;
}

/* It would see one. */
START_TEST(test_a_steep_expression_is_told)
{
	ck_assert(is_steep("^(?:a+)+$"));
	ck_assert(is_steep("(a|aa)+$"));
	ck_assert(is_steep("(?:\\w+\\s?)+\\.?end"));
}
END_TEST

/* Whose words must come in turn: of a text of many of one, then many of the next. */
START_TEST(test_words_in_turn_are_told)
{
	ck_assert(is_steep(".*foo.*bar.*baz"));
	ck_assert(is_steep("\\w.*foo.*bar.*baz.*qux"));
}
END_TEST

START_TEST(test_what_is_bounded_is_not)
{
	ck_assert(!is_steep("foo.*bar"));
	ck_assert(!is_steep(".*foo.*bar"));
	ck_assert(!is_steep("foo[^.]{0,60}bar[^.]{0,60}baz"));
	ck_assert(!is_steep("\\bfoo\\w* bar\\w*"));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("cost");
	TCase *tc = tcase_create("cost");

	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, test_the_shipped_expressions_are_quick);
	tcase_add_test(tc, test_a_steep_expression_is_told);
	tcase_add_test(tc, test_words_in_turn_are_told);
	tcase_add_test(tc, test_what_is_bounded_is_not);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
