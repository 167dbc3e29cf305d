/* SPDX-License-Identifier: Apache-2.0 */
/* Which mail a rule decides, in sets and in words. */
#include "config.h"
#include "policy/load.h"
#include "policy/reach.h"

#include "temp.h"
#include "unit.h"

static const char frame[] =
	"<policy xmlns='urn:x-apres:policy:1' id='acme' base='1' xml:lang='en'>\n"
	"<use pack='standard'/><use pack='lang-en' auto='yes'/>\n"
	"<company name='Acme' careers='https://acme.example/jobs' timezone='UTC'/>\n"
	"<contacts adjustments='a@acme.example' privacy='p@acme.example' "
	"hr='h@acme.example'/>\n"
	"<queue id='default' owner='o@acme.example' due='2bd'/>\n"
	"<class id='a'><phrase>aa</phrase></class><class "
	"id='b'><phrase>bb</phrase></class>\n"
	"<class id='c'><phrase>cc</phrase></class><class id='mute'/>\n"
	"<class id='inside' audience='internal'><phrase>dd</phrase></class>\n"
	"<template id='t' for='external' discloses='nothing'/>\n"
	"<text template='t' xml:lang='en'>Subject: S\n\nHello.</text>\n"
	"%s\n</policy>\n";

#define ANSWER(id, classes)                                                              \
	"<rule id='" id "' answers='" classes "' audience='external'>"                   \
	"<reply template='t'/><because>w</because></rule>"
#define HOLD(id, classes, more)                                                          \
	"<rule id='" id "' when='" classes "' " more ">"                                 \
	"<hold queue='default'/><because>w</because></rule>"

static const struct {
	const char *what, *rules;
	const char *words;   /* of the rule 'r' */
	const char *instead; /* or NULL */
} cases[] = {
	{ "one class", ANSWER("r", "a"), "a", NULL },
	{ "any of several", ANSWER("r", "a b c"), "a, b or c", NULL },
	{ "what another rule takes alone", ANSWER("x", "a") ANSWER("r", "a b"),
	  "b; may also contain a", NULL },
	{ "only both together", ANSWER("x", "a") ANSWER("y", "b") ANSWER("r", "a b"),
	  "a and b", NULL },
	{ "one with one of others",
	  ANSWER("x", "a") ANSWER("y", "b c") ANSWER("r", "a b c"), "a with b or c",
	  NULL },
	{ "what an earlier rule takes", ANSWER("x", "a b") ANSWER("r", "b"), "",
	  "rule 'x' (policy.xml:13) takes it" },
	{ "what a rule holds", HOLD("x", "b", "") ANSWER("r", "b"), "",
	  "rule 'x' (policy.xml:13) holds it" },
	{ "what is held of one kind of mail only",
	  HOLD("x", "a", "audience='internal'") ANSWER("r", "a"), "a", NULL },
	{ "a class without words", ANSWER("r", "mute"), "", NULL },
	{ "a class of other people", ANSWER("r", "inside a"), "a", NULL },
	{ "a hold of many", HOLD("r", "a b mute", ""), "a or b", NULL },
	{ "a hold of a class of other people", HOLD("r", "inside", "audience='external'"),
	  "", NULL },
	{ "a hold in a language that nobody knows", HOLD("r", "a", "language='xx'"), "",
	  NULL },
	{ "an answer in a language that is not answered",
	  "<rule id='r' answers='a' audience='external' language='de'>"
	  "<reply template='t'/><because>w</because></rule>",
	  "", "it is held in 'unclassified'" },
};

START_TEST(test_a_rule_decides_what_no_other_does)
{
	char *root = temp_dir();
	g_autofree char *source = g_strdup_printf(frame, cases[_i].rules);
	g_autofree char *here = g_get_current_dir();
	g_autoptr(GError) error = NULL;

	temp_write(root, "policy.xml", source);
	ck_assert_int_eq(g_chdir(root), 0);
	g_autoptr(apres_policy) policy = apres_policy_load("policy.xml", NULL, &error);
	ck_assert_msg(policy != NULL, "%s", error != NULL ? error->message : "");
	const apres_rule *rule = apres_policy_rule(policy, "r");
	g_autoptr(GArray) sets = apres_reach_sets(policy, rule);
	g_autofree char *words = apres_reach_words(rule, sets);
	g_autofree char *instead = apres_reach_instead(policy, rule);
	ck_assert_msg(g_str_equal(words, cases[_i].words), "%s: '%s'", cases[_i].what,
		      words);
	if (sets->len == 0)
		ck_assert_msg(g_strcmp0(instead, cases[_i].instead) == 0, "%s: '%s'",
			      cases[_i].what, instead);
	ck_assert_int_eq(g_chdir(here), 0);
	temp_remove(root);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("reach");
	TCase *tc = tcase_create("reach");

	tcase_add_loop_test(tc, test_a_rule_decides_what_no_other_does, 0,
			    G_N_ELEMENTS(cases));
	suite_add_tcase(s, tc);
	return unit_main(s);
}
