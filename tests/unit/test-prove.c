/* SPDX-License-Identifier: Apache-2.0 */
/* What a policy must never or always do, and the witness of each violation. */
#include "config.h"
#include "policy/prove.h"

#include "temp.h"
#include "unit.h"

#include <string.h>

static const char frame[] =
	"<policy xmlns='urn:x-apres:policy:1' id='acme' base='1' xml:lang='en'>\n"
	"<use pack='standard'/><use pack='lang-en' auto='yes'/>\n"
	"<company name='Acme' careers='https://acme.example/jobs' timezone='UTC'/>\n"
	"<contacts adjustments='a@acme.example' privacy='p@acme.example' "
	"hr='h@acme.example'/>\n"
	"<people domain='acme.example'/>\n"
	"<queue id='default' owner='o@acme.example' due='2bd'/>\n"
	"<debrief owner='o@acme.example' owner-name='O' due='5bd' "
	"escalate-to='h@acme.example'/>\n"
	"%s\n</policy>\n";

#define TEXT(id) "<text template='" id "' xml:lang='en'>Subject: S\n\nHello.</text>"
#define WHY "<because>w</because>"

static const struct {
	const char *what;
	const char *lines;
	const char *says; /* part of the refusal; NULL = sound */
} cases[] = {
	{ "the packs as they are", "", NULL },
	{ "a text for outsiders discloses feedback",
	  "<class id='x'><phrase>x</phrase></class>"
	  "<template id='t' for='external' discloses='feedback'/>" TEXT(
		  "t") "<rule id='r' answers='x' "
		       "audience='external'><reply template='t'/>" WHY "</rule>",
	  "no feedback to external candidates [E-DISCLOSES]" },
	{ "debriefs are no longer owed for every request",
	  "<rule id='debrief-owed' override='yes' when='debrief-escalation' "
	  "audience='internal'><oblige kind='debrief'/>" WHY "</rule>",
	  "internal mail of {feedback-request} gets a hold and nobody owes what is due, "
	  "against 'internal-requests-owe-a-debrief'" },
	{ "what employees ask is no longer looked for in their mail",
	  "<class id='feedback-request' override='yes' "
	  "audience='external'><phrase>feedback</phrase></class>",
	  "class 'feedback-request' is never true of internal mail, of which "
	  "'internal-requests-owe-a-debrief' speaks [E-PROOF]" },
	{ "a company forbids itself to be silent",
	  "<never id='speak' class='nothing-asked'><nothing-to-answer/>" WHY "</never>",
	  "gets silence, against 'speak'" },
	{ "a company wants a class held, and another rule answers it",
	  "<always id='mine' class='other-role' audience='external'><hold/>" WHY
	  "</always>",
	  "external mail of {other-role} gets the reply 'other-role', against 'mine'" },
	{ "what holds already may be demanded",
	  "<always id='mine' class='scheduling'><hold/>" WHY "</always>", NULL },
	{ "an unverified candidate gets nothing",
	  "<never id='mine' audience='unverified'><reply/>" WHY "</never>", NULL },
	{ "a rule of one language breaks it",
	  "<class id='x'><phrase>x</phrase></class>"
	  "<template id='t' for='external' discloses='status'/>" TEXT(
		  "t") "<rule id='r' answers='x' audience='external' "
		       "language='en'><reply template='t'/>" WHY "</rule>"
		       "<never id='mine' class='x' audience='external'><reply "
		       "discloses='status'/>" WHY "</never>",
	  "gets the reply 't', against 'mine'" },
	{ "a rule of one stage breaks it",
	  "<class id='x'><phrase>x</phrase></class>"
	  "<template id='t' for='external' discloses='nothing'/>" TEXT(
		  "t") "<rule id='r' answers='x' audience='external' "
		       "stage='decision'><reply template='t'/>" WHY "</rule>"
		       "<always id='mine' class='x'><hold/>" WHY "</always>",
	  "external mail of {x} gets the reply 't', against 'mine'" },
	{ "a duty is only owed in cases that ended so",
	  "<class id='x'><phrase>x</phrase></class>"
	  "<rule id='r' when='x' outcome='hired'><oblige kind='debrief'/>" WHY "</rule>"
	  "<always id='mine' class='x'><oblige kind='debrief'/>" WHY "</always>",
	  "external mail of {x} gets a hold and nobody owes what is due, against "
	  "'mine'" },
	{ "an invariant names a class that is not there",
	  "<always id='mine' class='sheduling'><hold/>" WHY "</always>",
	  "class 'sheduling' is not defined" },
	{ "base's law stays",
	  "<never id='no-feedback-outside' override='yes' "
	  "audience='external'><nothing-to-answer/>" WHY "</never>",
	  "[E-FINAL]" },
	{ "too much to prove is refused",
	  "<class id='c1'><phrase>c</phrase></class><class "
	  "id='c2'><phrase>c</phrase></class>"
	  "<class id='c3'><phrase>c</phrase></class><class "
	  "id='c4'><phrase>c</phrase></class>"
	  "<class id='c5'><phrase>c</phrase></class><class "
	  "id='c6'><phrase>c</phrase></class>"
	  "<class id='c7'><phrase>c</phrase></class><class "
	  "id='c8'><phrase>c</phrase></class>"
	  "<class id='c9'><phrase>c</phrase></class><class "
	  "id='d1'><phrase>c</phrase></class>"
	  "<class id='d2'><phrase>c</phrase></class><class "
	  "id='d3'><phrase>c</phrase></class>"
	  "<class id='d4'><phrase>c</phrase></class><class "
	  "id='d5'><phrase>c</phrase></class>"
	  "<class id='d6'><phrase>c</phrase></class><class "
	  "id='d7'><phrase>c</phrase></class>"
	  "<class id='d8'><phrase>c</phrase></class>"
	  "<rule id='r' audience='external' answers='c1 c2 c3 c4 c5 c6 c7 c8 c9 d1 d2 d3 "
	  "d4 d5 "
	  "d6 d7 d8'><reply template='no-feedback'/>" WHY "</rule>",
	  "make two rules of it, each of some of its classes" },
};

START_TEST(test_what_must_hold_is_proved)
{
	char *root = temp_dir();
	g_autofree char *source = g_strdup_printf(frame, cases[_i].lines);
	g_autofree char *path = g_build_filename(root, "policy.xml", NULL);
	g_autoptr(GError) error = NULL;

	temp_write(root, "policy.xml", source);
	g_autoptr(apres_policy) policy = apres_policy_load(path, NULL, &error);
	if (cases[_i].says == NULL)
		ck_assert_msg(policy != NULL, "%s: %s", cases[_i].what,
			      error != NULL ? error->message : "");
	else
		ck_assert_msg(policy == NULL && strstr(error->message, cases[_i].says),
			      "%s: %s", cases[_i].what,
			      policy != NULL ? "accepted" : error->message);
	temp_remove(root);
}
END_TEST

#define RECEIPT                                                                          \
	"<class id='x'><phrase>x</phrase></class>"                                       \
	"<template id='r' for='external' discloses='nothing'/>" TEXT(                    \
		"r") "<queue id='idle'/><rule id='r' when='x' audience='external'>"      \
		     "<hold queue='idle' receipt='r'/>" WHY "</rule>"

/* Even if the loader let it through, the proof would not. */
static const struct {
	const char *lines;
	const char *template_id;
	apres_discloses discloses;
	bool promises;
	const char *says;
} let_through[] = {
	{ "", "other-role", APRES_DISCLOSES_FEEDBACK, false,
	  "external mail of {other-role} gets the reply 'other-role', against "
	  "'no-feedback-outside'" },
	{ RECEIPT, "r", APRES_DISCLOSES_FEEDBACK, false,
	  "external mail of {x} gets a hold with the receipt 'r', against "
	  "'no-feedback-outside'" },
	{ "", "other-role", APRES_DISCLOSES_NOTHING, true,
	  "external mail of {other-role} gets the reply 'other-role' and nobody owes "
	  "what is due, against 'promises-are-owed'" },
	{ RECEIPT, "r", APRES_DISCLOSES_NOTHING, true,
	  "external mail of {x} gets a hold with the receipt 'r' and nobody owes what is "
	  "due, against 'promises-are-owed'" },
	{ RECEIPT, "r", APRES_DISCLOSES_NOTHING, false, NULL },
};

START_TEST(test_what_the_loader_would_let_through_is_refuted)
{
	char *root = temp_dir();
	g_autofree char *source = g_strdup_printf(frame, let_through[_i].lines);
	g_autofree char *path = g_build_filename(root, "policy.xml", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) findings =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_finding_free);

	temp_write(root, "policy.xml", source);
	g_autoptr(apres_policy) policy = apres_policy_load(path, NULL, &error);
	ck_assert_msg(policy != NULL, "%s", error != NULL ? error->message : "");
	for (guint i = 0; i < policy->templates->len; i++) {
		apres_template *template = policy->templates->pdata[i];
		if (!g_str_equal(template->id, let_through[_i].template_id))
			continue;
		template->discloses = let_through[_i].discloses;
		template->promises_human = let_through[_i].promises;
	}
	ck_assert_int_eq(apres_policy_prove(policy, findings),
			 let_through[_i].says == NULL);
	if (let_through[_i].says != NULL)
		ck_assert_str_eq(((apres_finding *)findings->pdata[0])->message,
				 let_through[_i].says);
	temp_remove(root);
}
END_TEST

/* Nothing holds mail of ID any more, and a rule answers it. */
static void
answer_instead(apres_policy *policy, const char *id)
{
	for (guint i = 0; i < policy->rules->len; i++) {
		apres_rule *rule = policy->rules->pdata[i];
		guint at;
		if (rule->kind == APRES_RULE_WHEN &&
		    g_ptr_array_find_with_equal_func(rule->classes, id, g_str_equal, &at))
			g_ptr_array_remove_index(rule->classes, at);
		if (g_str_equal(rule->id, "other-role"))
			g_ptr_array_add(rule->classes, g_strdup(id));
	}
}

/* Base's law names every class that no machine may answer, and suspicion. */
START_TEST(test_no_grave_class_can_be_answered)
{
	char *root = temp_dir();
	g_autofree char *source = g_strdup_printf(frame, "");
	g_autofree char *path = g_build_filename(root, "policy.xml", NULL);
	guint tried = 0;

	temp_write(root, "policy.xml", source);
	g_autoptr(apres_policy) sound = apres_policy_load(path, NULL, NULL);
	ck_assert_ptr_nonnull(sound);
	for (guint i = 0; i < sound->classes->len; i++) {
		const apres_class *class = sound->classes->pdata[i];
		g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func(
			(GDestroyNotify)apres_finding_free);
		if (!class->never_automatic && !g_str_equal(class->id, "suspicion"))
			continue;
		g_autoptr(apres_policy) policy = apres_policy_load(path, NULL, NULL);
		g_autofree char *says = g_strdup_printf(
			"external mail of {%s} gets the reply 'other-role', against "
			"'never-automatic-is-held'",
			class->id);
		answer_instead(policy, class->id);
		ck_assert_msg(!apres_policy_prove(policy, findings), "%s", class->id);
		ck_assert_str_eq(((apres_finding *)findings->pdata[0])->message, says);
		tried++;
	}
	ck_assert_uint_eq(tried, 15);
	temp_remove(root);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("prove");
	TCase *tc = tcase_create("prove");

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, test_what_must_hold_is_proved, 0, G_N_ELEMENTS(cases));
	tcase_add_loop_test(tc, test_what_the_loader_would_let_through_is_refuted, 0,
			    G_N_ELEMENTS(let_through));
	tcase_add_test(tc, test_no_grave_class_can_be_answered);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
