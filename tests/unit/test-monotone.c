/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A policy that is added to is never laxer: with one more class, hold rule or
 * obligation no mail that was held gets a reply, but for what was held only
 * because no rule spoke of it.  Tried on random policies and mails; the seed is
 * fixed, so what fails once fails again.
 */
#include "config.h"
#include "pipeline/policy-test.h"
#include "policy/load.h"

#include <string.h>

#include "temp.h"
#include "unit.h"

#define SEED 20261126
#define POLICIES 12
#define MAILS 120
#define NOW G_GINT64_CONSTANT(1764000000) /* any second will do */

/* Words that no built-in class knows; the last two are courtesy. */
static const char *const words[] = { "apple", "banana", "cherry", "damson",
				     "elder", "fig",    "grape",  "hazel" };
#define CLASSES G_N_ELEMENTS(words)
#define BACKGROUND 6 /* of the words, from here on */

static const char frame[] =
	"<policy xmlns='urn:x-apres:policy:1' id='acme' base='1' xml:lang='en'>\n"
	"<use pack='standard'/><use pack='lang-en' auto='yes'/>\n"
	"<company name='Acme' careers='https://acme.example/jobs' timezone='UTC'/>\n"
	"<contacts adjustments='a@acme.example' privacy='p@acme.example' "
	"hr='h@acme.example'/>\n"
	"<queue id='default' owner='o@acme.example' due='2bd'/>\n"
	"<queue id='other' owner='p@acme.example' due='1bd'/>\n"
	"<debrief owner='d@acme.example' owner-name='Dee' due='5bd'/>\n"
	"<template id='t' for='external' discloses='nothing'/>\n"
	"<text template='t' xml:lang='en'>Subject: S\n\nHello.</text>\n"
	"%s\n</policy>\n";

/* Some of the words' classes, at least one: "c0 c3". */
static char *
some_classes(GRand *random, guint below)
{
	g_autoptr(GString) names = g_string_new(NULL);

	while (names->len == 0)
		for (guint i = 0; i < below; i++)
			if (g_rand_int_range(random, 0, 3) == 0)
				g_string_append_printf(names, "%sc%u",
						       names->len > 0 ? " " : "", i);
	return g_string_free(g_steal_pointer(&names), FALSE);
}

static void
add_rule(GString *policy, GRand *random, const char *id)
{
	static const char *const effects[] = {
		"answers='%s' audience='external'><reply template='t'/>",
		"answers='%s'><nothing-to-answer/>",
		"when='%s'><hold queue='other'/>",
		"when='%s'><oblige kind='answer' queue='default'/>",
	};
	guint kind = (guint)g_rand_int_range(random, 0, G_N_ELEMENTS(effects));
	g_autofree char *classes = some_classes(random, BACKGROUND);
	g_auto(GStrv) parts = g_strsplit(effects[kind], "%s", 2);

	g_string_append_printf(policy,
			       "<rule id='%s' %s%s%s<because>w</because></rule>\n", id,
			       parts[0], classes, parts[1]);
}

static void
add_mail(GString *policy, GRand *random)
{
	g_autoptr(GString) says = g_string_new(NULL);

	for (int n = g_rand_int_range(random, 1, 5); n > 0; n--)
		g_string_append_printf(says, "%s of the %s. ",
				       g_rand_boolean(random) ? "About" : "Is it",
				       words[g_rand_int_range(random, 0, CLASSES)]);
	g_string_append_printf(policy, "<test says='%s' expect='hold'/>\n", says->str);
}

static char *
random_policy(GRand *random)
{
	g_autoptr(GString) policy = g_string_new(NULL);

	for (guint i = 0; i < CLASSES; i++)
		g_string_append_printf(policy,
				       "<class id='c%u'%s><re>\\b\\w+ (?:it )?of the "
				       "%s</re></class>\n",
				       i, i >= BACKGROUND ? " background='yes'" : "",
				       words[i]);
	for (int i = 0, n = g_rand_int_range(random, 3, 8); i < n; i++) {
		g_autofree char *id = g_strdup_printf("r%d", i);
		add_rule(policy, random, id);
	}
	for (guint i = 0; i < MAILS; i++)
		add_mail(policy, random);
	return g_string_free(g_steal_pointer(&policy), FALSE);
}

/* One more class, hold rule or obligation. */
static char *
addition(GRand *random)
{
	g_autofree char *classes = some_classes(random, CLASSES);
	const char *word = words[g_rand_int_range(random, 0, CLASSES)];

	switch (g_rand_int_range(random, 0, 3)) {
	case 0:
		return g_strdup_printf("<class id='more'><phrase>%s</phrase></class>",
				       word);
	case 1:
		return g_strdup_printf("<rule id='more' when='%s'><hold queue='default'/>"
				       "<because>w</because></rule>",
				       classes);
	default:
		return g_strdup_printf("<rule id='more' when='%s'>"
				       "<oblige kind='answer' queue='other'/>"
				       "<because>w</because></rule>",
				       classes);
	}
}

/* What becomes of the mails of the policy with LINES; array of apres_test_result. */
static GPtrArray *
outcomes(const char *lines, apres_policy **policy_out)
{
	char *root = temp_dir();
	g_autofree char *source = g_strdup_printf(frame, lines);
	g_autofree char *path = g_build_filename(root, "policy.xml", NULL);
	g_autoptr(GError) error = NULL;

	temp_write(root, "policy.xml", source);
	*policy_out = apres_policy_load(path, NULL, &error);
	temp_remove(root);
	ck_assert_msg(*policy_out != NULL, "%s\n%s", error != NULL ? error->message : "",
		      source);
	return apres_policy_test_run(*policy_out, NOW);
}

START_TEST(test_what_is_added_makes_no_policy_laxer)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(SEED + (guint32)_i);
	g_autofree char *lines = random_policy(random);
	g_autofree char *more = addition(random);
	g_autofree char *longer = g_strconcat(lines, more, NULL);
	g_autoptr(apres_policy) policy = NULL;
	g_autoptr(apres_policy) stricter = NULL;
	g_autoptr(GPtrArray) before = outcomes(lines, &policy);
	g_autoptr(GPtrArray) after = outcomes(longer, &stricter);
	guint replies = 0, held = 0;

	ck_assert_uint_eq(before->len, MAILS);
	ck_assert_uint_eq(after->len, MAILS);
	for (guint i = 0; i < before->len; i++) {
		const apres_test_result *was = before->pdata[i], *is = after->pdata[i];
		replies += g_str_has_prefix(was->got, "reply");
		if (!g_str_has_prefix(was->got, "hold") ||
		    strcmp(was->got, "hold unclassified") == 0)
			continue;
		held++;
		ck_assert_msg(!g_str_has_prefix(is->got, "reply"),
			      "'%s' was '%s', is '%s' with %s", was->test->says, was->got,
			      is->got, more);
	}
	printf("# policy %d: of %d mails %u get a reply, %u are held by a rule\n", _i,
	       MAILS, replies, held);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("monotone");
	TCase *tc = tcase_create("monotone");

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, test_what_is_added_makes_no_policy_laxer, 0, POLICIES);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
