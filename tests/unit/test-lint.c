/* SPDX-License-Identifier: Apache-2.0 */
/* What is allowed in a policy and probably not meant: each fault, at its place. */
#include "config.h"
#include "policy/lint.h"
#include "util/clock.h"

#include "temp.h"
#include "unit.h"

#include <string.h>

static const char frame[] =
	"<policy xmlns='urn:x-apres:policy:1' id='acme' base='1' xml:lang='en'>\n"
	"<use pack='standard'/><use pack='us' reviewed='2026-11-24' by='Kim'/><use "
	"pack='lang-en' auto='yes'/>\n"
	"<company name='Acme' careers='https://acme.example/jobs' timezone='UTC'/>\n"
	"<contacts adjustments='a@acme.example' privacy='p@acme.example' "
	"hr='h@acme.example'/>\n"
	"<queue id='default' owner='o@acme.example' due='2bd'/>\n"
	"%s\n</policy>\n";

#define NOW "2026-11-24T13:50:00Z"
#define CLASS(id) "<class id='" id "'><phrase>xyzzy</phrase></class>"
#define TEMPLATE "<template id='t' for='external' discloses='nothing'/>"
#define RULE                                                                             \
	"<rule id='r' answers='x' audience='external'><reply template='t'/>"             \
	"<because>w</because></rule>"
#define TEXT(words) "<text template='t' xml:lang='en'>Subject: S\n\n" words "</text>"
#define DE(words) "<text template='t' xml:lang='de'>Subject: S\n\n" words "</text>"
#define HOLD(id, rest)                                                                   \
	"<rule id='" id "' " rest "><hold queue='default'/><because>w</because></rule>"
#define REPLY(words) CLASS("x") TEMPLATE RULE "\n" TEXT(words)

/* The first six lines are the frame's. */
static const struct {
	const char *what, *lines;
	const char *says; /* the one warning begins so; NULL = there is none */
} cases[] = {
	{ "the packs as they are", "", NULL },
	{ "a class, a template, a text and a rule", REPLY("Hello."), NULL },

	{ "a placeholder of a word processor", REPLY("Hello [First Name]."),
	  "policy.xml:9:7: warning: '[First Name]' is sent as it stands; if a value "
	  "belongs "
	  "there, write it as {name} [W-VALUE]" },
	{ "of a mailing program", REPLY("Hello %FNAME%."),
	  "policy.xml:9:7: warning: '%FNAME%' is sent as it stands" },
	{ "of merged letters", REPLY("Hello \302\253Name\302\273."),
	  "policy.xml:9:7: warning: '\302\253Name\302\273' is sent as it stands" },
	{ "of a template", REPLY("Hello ${name}."),
	  "policy.xml:9:7: warning: '${name}' is sent as it stands" },
	{ "with spaces in it", REPLY("Hello {{ name }}."),
	  "policy.xml:9:7: warning: '{{ name }}' is sent as it stands" },
	{ "what was left to be written", REPLY("Hello, TODO."),
	  "policy.xml:9:8: warning: 'TODO' is sent as it stands" },
	{ "what only looks like one",
	  REPLY("Hola, todo: 5 % of $50 [1], a_b, 100 % US$50k."), NULL },

	{ "another rule holds its mail",
	  HOLD("h", "when='x'") "\n" CLASS("x") TEMPLATE TEXT("Hello.") RULE,
	  "policy.xml:9:14: warning: rule 'r' never applies: of every mail that it is "
	  "for, "
	  "rule 'h' (policy.xml:6) holds it [W-RULE]" },
	{ "an earlier rule takes its mail",
	  "<rule id='late' answers='other-role' audience='external'>"
	  "<reply template='no-feedback'/><because>w</because></rule>",
	  "policy.xml:6:1: warning: rule 'late' never applies: of every mail that it is "
	  "for, rule 'other-role' (standard.xml:" },
	{ "a class of other people",
	  "<class id='x' audience='internal'><phrase>xyzzy</phrase></class>" HOLD(
		  "r", "when='x' audience='external'"),
	  "policy.xml:6:65: warning: rule 'r' never applies: none of its classes" },
	{ "a language that nobody speaks",
	  CLASS("x") HOLD("r", "when='x' language='tlh'"),
	  "policy.xml:6:45: warning: rule 'r' never applies" },
	{ "employees, and nobody is one",
	  CLASS("x") HOLD("r", "when='x' audience='internal'"),
	  "policy.xml:6:45: warning: rule 'r' never applies: it is for employees" },
	{ "employees, and there are some",
	  "<people domain='acme.example'/><debrief owner='o@acme.example' owner-name='O' "
	  "due='5bd'/>" CLASS("x") HOLD("r", "when='x' audience='internal'"),
	  NULL },

	{ "a class that no rule names", CLASS("x"),
	  "policy.xml:6:1: warning: no rule names class 'x'" },
	{ "a background class need not be named",
	  "<class id='x' background='yes'><phrase>xyzzy</phrase></class>", NULL },
	{ "a part of nothing", "<class id='x' part='yes'><phrase>xyzzy</phrase></class>",
	  "policy.xml:6:1: warning: class 'x' is part of no class" },
	{ "a part of something",
	  "<class id='x' part='yes'><phrase>xyzzy</phrase></class><class id='y' "
	  "background='yes'><class-ref ref='x'/></class>",
	  NULL },
	{ "a class without words", "<class id='x'/>" CLASS("y") HOLD("r", "when='x y'"),
	  "policy.xml:6:1: warning: class 'x' has no words" },
	{ "a template that no rule sends", TEMPLATE TEXT("Hello."),
	  "policy.xml:6:1: warning: no rule sends template 't' [W-UNUSED]" },
	{ "other words for a text that nobody gets",
	  "<text template='internal-debrief' xml:lang='en' override='yes'>Subject: S\n\n"
	  "Hello.</text>",
	  "policy.xml:6:1: warning: no rule sends template 'internal-debrief'" },
	{ "a text in a language that is not read", REPLY("Hello.") DE("Guten Tag."),
	  "policy.xml:9:14: warning: this text is never sent: say <use "
	  "pack=\"lang-de\"" },

	{ "a queue that nobody answers by a time",
	  "<queue id='x'/>" CLASS("y") "<rule id='r' when='y'><hold "
				       "queue='x'/><because>b</because></rule>",
	  "policy.xml:6:1: warning: mail held in queue 'x' is owed by nobody" },
	{ "one that somebody does",
	  "<queue id='x' due='1bd'/>" CLASS("y") "<rule id='r' when='y'><hold "
						 "queue='x'/><because>b</because></rule>",
	  NULL },

	{ "a language without a text",
	  "<use pack='lang-de' auto='yes'/>\n" REPLY("Hello."),
	  "policy.xml:7:45: warning: template 't' has no text in 'de'" },
	{ "a language with one",
	  "<use pack='lang-de' auto='yes'/>" REPLY("Hello.") DE("Guten Tag."), NULL },

	{ "a role that nobody may know", REPLY("About {name}:\nyour {role}."),
	  "policy.xml:10:6: warning: without a record of the application nobody knows "
	  "{role}" },
	{ "a role that is left out then", REPLY("Hello.\n\n(optional) Your {role}."),
	  NULL },

	{ "an apology", REPLY("Hello.\n\nUnfortunately, no."),
	  "policy.xml:11:1: warning: 'unfortunately': a text for outsiders" },
	{ "a reason over two lines", REPLY("We took other\ncandidates."),
	  "policy.xml:9:9: warning: 'other candidates': " },
	{ "a promise", REPLY("Your papers stay on  file."),
	  "policy.xml:9:18: warning: 'on file': " },
	{ "a promise to come back", REPLY("Hello.\n\nWe will keep\nyou in mind."),
	  "policy.xml:11:9: warning: a promise to keep the candidate in mind: sent only "
	  "where a case has talent-pool=yes" },
	{ "a disability is no reason of ours",
	  REPLY("An adjustment, for example because of a disability."), NULL },
	{ "a reason", REPLY("No, because of your disabilities."),
	  "policy.xml:9:5: warning: 'because': " },
	{ "the same in German",
	  "<use pack='lang-de' auto='yes'/>" REPLY("Hello.") DE("Für Sie leider nicht."),
	  "policy.xml:11:9: warning: 'leider': " },
	{ "in French",
	  "<use pack='lang-fr' auto='yes'/>" REPLY(
		  "Hello.") "<text template='t' xml:lang='fr'>Subject: S\n\nC'est parce "
			    "qu'il y a d'autres profils.</text>",
	  "policy.xml:11:7: warning: 'parce qu': " },
	{ "in Spanish",
	  "<use pack='lang-es' auto='yes'/>" REPLY(
		  "Hello.") "<text template='t' xml:lang='es'>Subject: "
			    "S\n\nDesafortunadamente no.</text>",
	  "policy.xml:11:1: warning: 'desafortunadamente': " },

	{ "a dot that is any character",
	  "<class id='x' background='yes'><re>\\bacme.example\\b</re></class>",
	  "policy.xml:6:42: warning: '.' matches any character; of the domain "
	  "'.example'" },
	{ "a dot behind a repeat",
	  "<class id='x' background='yes'><re>[a-z]+.example</re></class>",
	  "policy.xml:6:42: warning: '.' matches any character; of the domain "
	  "'.example'" },
	{ "a dot in a domain of any country",
	  "<class id='x' background='yes'><re>jobs@acme.ca</re></class>",
	  "policy.xml:6:45: warning: '.' matches any character; of the domain '.ca'" },
	{ "dots that are meant, behind repeats",
	  "<class id='x' background='yes'><re>no.+com</re><re>\\w+\\.com</re><re>x+.*de"
	  "</re></class>",
	  NULL },
	{ "dots that are meant",
	  "<class id='x' background='yes'><re>acme\\.com</re><re>a.b</re><re>a[.]com</re>"
	  "<re>l.?essai</re><phrase>acme.com</phrase></class>",
	  NULL },

	{ "holidays that end",
	  "<calendar><holiday on='2026-12-25'>C</holiday>\n"
	  "<holiday on='2026-12-28'>B</holiday><holiday on='2026-01-01'>N</holiday>"
	  "</calendar>",
	  "policy.xml:7:1: warning: no holiday is known after 2026-12-28" },
	{ "holidays that do not",
	  "<calendar><holiday on='2026-12-25'>C</holiday><holiday on='2027-12-25'>C"
	  "</holiday></calendar>",
	  NULL },
};

static GPtrArray *
lint(const char *lines, const char *now)
{
	char *root = temp_dir();
	g_autofree char *source = g_strdup_printf(frame, lines);
	g_autofree char *here = g_get_current_dir();
	g_autoptr(GError) error = NULL;
	GPtrArray *findings =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_finding_free);
	gint64 when = 0;

	temp_write(root, "policy.xml", source);
	ck_assert_int_eq(g_chdir(root), 0);
	ck_assert(apres_clock_parse(now, &when));
	g_autoptr(apres_policy) policy = apres_policy_load("policy.xml", NULL, &error);
	ck_assert_msg(policy != NULL, "%s", error != NULL ? error->message : "");
	apres_policy_lint(policy, when, findings);
	ck_assert_int_eq(g_chdir(here), 0);
	temp_remove(root);
	return findings;
}

START_TEST(test_what_is_probably_not_meant_is_said)
{
	g_autoptr(GPtrArray) findings = lint(cases[_i].lines, NOW);
	g_autofree char *first =
		findings->len > 0 ? apres_finding_format(findings->pdata[0]) : NULL;
	g_autofree char *second =
		findings->len > 1 ? apres_finding_format(findings->pdata[1]) : NULL;

	ck_assert_msg(findings->len == (cases[_i].says != NULL),
		      "%s: %u warnings: %s; %s", cases[_i].what, findings->len, first,
		      second);
	if (first != NULL)
		ck_assert_msg(g_str_has_prefix(first, cases[_i].says), "%s: %s",
			      cases[_i].what, first);
}
END_TEST

START_TEST(test_a_pack_is_reviewed_in_time)
{
	g_autoptr(GPtrArray) in_time = lint("", "2027-05-24T12:00:00Z");
	g_autoptr(GPtrArray) late = lint("", "2027-05-25T00:00:00Z");

	ck_assert_uint_eq(in_time->len, 0);
	ck_assert_uint_eq(late->len, 1);
	g_autofree char *says = apres_finding_format(late->pdata[0]);
	ck_assert_msg(g_str_has_prefix(says, "us.xml:7:28: warning: pack 'us' was to be "
					     "reviewed by 2027-05-24"),
		      "%s", says);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("lint");
	TCase *tc = tcase_create("lint");

	tcase_set_timeout(tc, 60);

	tcase_add_loop_test(tc, test_what_is_probably_not_meant_is_said, 0,
			    G_N_ELEMENTS(cases));
	tcase_add_test(tc, test_a_pack_is_reviewed_in_time);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
