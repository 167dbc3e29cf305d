/* SPDX-License-Identifier: Apache-2.0 */
/* Clauses of the law: what counts of several, and single faults at their places. */
#include "config.h"
#include "policy/load.h"
#include "util/clock.h"

#include "temp.h"
#include "unit.h"

#include <string.h>

enum { POLICY, PACK, FILES };
static const char *const names[FILES] = { "policy.xml", "own.xml" };

/* clang-format off */
static const char *const files[FILES] = {
	"<policy xmlns='urn:x-apres:policy:1' id='acme' base='1' xml:lang='en'>\n"
	"<use pack='standard'/><use pack='lang-en' auto='yes'/><use pack='own.xml'/>\n"
	"<company name='Acme' careers='https://acme.example/jobs' timezone='UTC' sector='public'/>\n"
	"<contacts adjustments='a@acme.example' privacy='p@acme.example' hr='h@acme.example'/>\n"
	"<queue id='default' owner='o@acme.example' due='2bd'/>\n"
	"<queue id='open'/>\n"
	"<queue id='privacy' due='20d'/>\n"
	"<class id='odd'><phrase>xyzzy</phrase></class>\n"
	"<rule id='odd' when='odd'><hold queue='open'/><because>Odd.</because></rule>\n"
	"<retain id='ours' records='mail' at-most='23mo' from='decision'><because>Ours.</because></retain>\n"
	"<clock id='our-clock' for='reasons' within='9bd' from='request' queue='open'><because>Ours.</because></clock>\n"
	"<retain id='advice' override='yes' records='debrief' at-most='30mo' from='decision'><because>Needed.</because></retain>\n"
	"</policy>\n",

	"<policy xmlns='urn:x-apres:policy:1' kind='pack' id='own' xml:lang='en'>\n"
	"<retain id='keep' final='yes' records='application mail' at-least='1y' from='record' source='Keep Act'><because>Kept.</because></retain>\n"
	"<retain id='keep-public' sector='public' records='mail' at-least='18mo' from='record' source='Keep Act 2'><because>Public.</because></retain>\n"
	"<retain id='drop' records='application mail' at-most='2y' from='decision' source='Drop Act'><because>Dropped.</because></retain>\n"
	"<retain id='advice' records='debrief' at-most='12mo' from='decision' source='Advice'><because>Advised.</because></retain>\n"
	"<clock id='data' for='privacy-answer' within='1mo' from='request' queue='privacy' source='Data Act 1'><because>Soon.</because></clock>\n"
	"<clock id='data-2' for='privacy-answer' within='45d' from='request' queue='privacy' source='Data Act 2'><because>Later.</because></clock>\n"
	"<clock id='hear' for='silence' within='45d' from='last-interview' source='Hear Act'><because>Heard.</because></clock>\n"
	"<require id='who' template='privacy-received' value='privacy-contact' source='Data Act 3'><because>Whom.</because></require>\n"
	"<require id='hello' template='privacy-received' xml:lang='en' source='Polite Act'><phrase>Hello</phrase><phrase>Dear</phrase><because>Polite.</because></require>\n"
	"<forbid id='promise' xml:lang='en' source='Promise Act'><phrase>we promise</phrase><because>None.</because></forbid>\n"
	"<forbid id='never' template='unheard-of' source='Unheard Act'><because>None.</because></forbid>\n"
	"</policy>\n",
};

#define TEXT(id, words) "<text template='" id "' xml:lang='en' override='yes'>Subject: S\n\n" words "</text>\n</policy>"

/* The first FROM of the file becomes TO: one error, and the note behind it. */
static const struct {
	const char *what;
	int file;
	const char *from, *to;
	const char *says, *note;
} faults[] = {
	{ "a kind of record that is none", PACK, "application mail", "applications mail",
	  "./own.xml:2:31: error: Element 'retain', attribute 'records': [facet 'enumeration'] The value 'applications' is not an element of the set {'application', 'mail', 'held-mail', 'decision', 'debrief', 'privacy-request'}. [E-SCHEMA]", NULL },
	{ "a period in words", PACK, "at-least='1y'", "at-least='1 year'",
	  "./own.xml:2:58: error: Element 'retain', attribute 'at-least': [facet 'pattern'] The value '1 year' is not accepted by the pattern '[1-9][0-9]{0,2}(d|mo|y)'. Write 30d, 6mo or 1y. [E-SCHEMA]", NULL },
	{ "a clock of hours", PACK, "within='1mo'", "within='12h'",
	  "./own.xml:6:39: error: Element 'clock', attribute 'within': [facet 'pattern'] The value '12h' is not accepted by the pattern '[1-9][0-9]{0,2}(d|bd|mo|y)'. Write 30d, 10bd (working days), 1mo or 1y. [E-SCHEMA]", NULL },
	{ "a law about no time", PACK, " at-least='1y'", "",
	  "./own.xml:2:1: error: 'keep': say at-least=\"1y\", at-most=\"6mo\" or both [E-RETAIN]", NULL },
	{ "a pack without its law", PACK, " source='Keep Act'", "",
	  "./own.xml:2:1: error: 'keep': a pack says which law: source=\"STATUTE, ARTICLE\" [E-SOURCE]", NULL },
	{ "no reason", PACK, "<because>Kept.</because>", "<because/>",
	  "./own.xml:2:1: error: 'keep': <because> must say why [E-BECAUSE]", NULL },
	{ "two clauses of one name", PACK, "id='drop'", "id='keep'",
	  "./own.xml:4:9: error: clause 'keep' exists already; to replace it say override=\"yes\" [E-TWICE]",
	  "./own.xml:2:1: note: 'keep' is defined here [E-TWICE]" },
	{ "a law that is final", POLICY, "id='advice' override", "id='keep' override",
	  "policy.xml:12:19: error: clause 'keep' is final and cannot be overridden [E-FINAL]",
	  "./own.xml:2:1: note: 'keep' is defined here [E-TWICE]" },
	{ "kept longer than kept at most", PACK, "records='application mail' at-least='1y'", "records='application' at-least='3y'",
	  "./own.xml:2:1: error: application: kept at least 3y by 'keep', and at most 2y by 'drop'; no case can obey both: a policy for each place [E-RETAIN]",
	  "./own.xml:4:1: note: 'drop', Drop Act: Dropped. [E-RETAIN]" },
	{ "the company drops what is to be kept", POLICY, "at-most='23mo'", "at-most='17mo'",
	  "policy.xml:10:1: error: mail: kept at least 18mo by 'keep-public', and at most 17mo by 'ours'; no case can obey both: a policy for each place [E-RETAIN]",
	  "./own.xml:3:1: note: 'keep-public', Keep Act 2: Public. [E-RETAIN]" },
	{ "the company keeps longer", POLICY, "at-most='23mo'", "at-most='25mo'",
	  "policy.xml:10:1: error: 'ours' is looser than 'drop'; a company can only be stricter, or say why: override that clause [E-TIGHTEN]",
	  "./own.xml:4:1: note: 'drop', Drop Act: Dropped. [E-TIGHTEN]" },
	{ "the company keeps shorter", POLICY, "records='mail' at-most='23mo'", "records='application' at-least='11mo'",
	  "policy.xml:10:1: error: 'ours' is looser than 'keep'; a company can only be stricter [E-TIGHTEN]",
	  "./own.xml:2:1: note: 'keep', Keep Act: Kept. [E-TIGHTEN]" },
	{ "the company takes longer", POLICY, "for='reasons' within='9bd'", "for='silence' within='46d'",
	  "policy.xml:11:1: error: 'our-clock' is looser than 'hear'; a company can only be stricter, or say why: override that clause [E-TIGHTEN]",
	  "./own.xml:8:1: note: 'hear', Hear Act: Heard. [E-TIGHTEN]" },
	{ "a queue later than the law", POLICY, "due='20d'", "due='29d'",
	  "policy.xml:7:1: error: queue 'privacy': due=\"29d\" is later than 'data' allows (1mo) [E-CLOCK]",
	  "./own.xml:6:1: note: 'data', Data Act 1: Soon. [E-CLOCK]" },
	{ "in working days", POLICY, "due='20d'", "due='21bd'",
	  "policy.xml:7:1: error: queue 'privacy': due=\"21bd\" is later than 'data' allows (1mo) [E-CLOCK]",
	  "./own.xml:6:1: note: 'data', Data Act 1: Soon. [E-CLOCK]" },
	{ "a clock of a queue that is not there", PACK, "queue='privacy'", "queue='privasy'",
	  "./own.xml:6:67: error: clause 'data': queue 'privasy' is not defined; nearest: 'privacy' [E-REF]", NULL },
	{ "a queue that waits for an interview", PACK, "from='last-interview'", "from='last-interview' queue='open'",
	  "./own.xml:8:45: error: 'hear': what waits in a queue is due from its mail on: say from=\"request\", or leave out queue [E-CLOCK]", NULL },
	{ "a placeholder that is none", PACK, "value='privacy-contact'", "value='privacy-contract'",
	  "./own.xml:9:47: error: 'who': no such placeholder: 'privacy-contract'; nearest: privacy-contact [E-REF]", NULL },
	{ "nothing required", PACK, " value='privacy-contact'", "",
	  "./own.xml:9:1: error: 'who' requires nothing: say value=\"PLACEHOLDER\" or <phrase> [E-REQUIRE]", NULL },
	{ "nothing forbidden", PACK, "template='unheard-of' ", "",
	  "./own.xml:12:1: error: 'never' forbids nothing: say template=\"ID\" or <phrase> [E-FORBID]", NULL },
	{ "a text that lacks what is required", POLICY, "</policy>", TEXT("privacy-received", "Hello, until {answer-by}."),
	  "policy.xml:13:1: error: text 'privacy-received' (en) has no {privacy-contact}, which 'who' requires [E-REQUIRE]",
	  "./own.xml:9:1: note: 'who', Data Act 3: Whom. [E-REQUIRE]" },
	{ "a text that has it only perhaps", POLICY, "</policy>", TEXT("privacy-received", "Hello.\n\n(optional) {privacy-contact}"),
	  "policy.xml:13:1: error: text 'privacy-received' (en) has no {privacy-contact}, which 'who' requires [E-REQUIRE]",
	  "./own.xml:9:1: note: 'who', Data Act 3: Whom. [E-REQUIRE]" },
	{ "a text without the words", POLICY, "</policy>", TEXT("privacy-received", "To {privacy-contact}."),
	  "policy.xml:13:1: error: text 'privacy-received' (en) does not say 'Hello', which 'hello' requires [E-REQUIRE]",
	  "./own.xml:10:1: note: 'hello', Polite Act: Polite. [E-REQUIRE]" },
	{ "a text that says what is forbidden", POLICY, "</policy>", TEXT("no-feedback", "Hello.\n\nThere, We\npromise."),
	  "policy.xml:17:8: error: text 'no-feedback' (en) says 'we promise', which 'promise' forbids [E-FORBID]",
	  "./own.xml:11:1: note: 'promise', Promise Act: None. [E-FORBID]" },
	{ "a reply that is forbidden", PACK, "template='unheard-of'", "template='other-role'",
	  "standard.xml:131:3: error: external mail of {other-role} gets the reply 'other-role', against 'never' [E-PROOF]",
	  "./own.xml:12:1: note: 'never': None. (Unheard Act) [E-PROOF]" },
	{ "a receipt that is forbidden", POLICY, "><hold queue='open'/><because>Odd.</because></rule>\n", " audience='external'><hold queue='open' receipt='r'/><because>Odd.</because></rule>"
	  "<template id='r' for='external' discloses='nothing'/><text template='r' xml:lang='en'>Subject: S\n\nHello.</text>"
	  "<forbid id='no-r' template='r'><because>No.</because></forbid>",
	  "policy.xml:9:53: error: rule 'odd' sends the receipt 'r', which 'no-r' forbids [E-FORBID]", NULL },
	{ "a company forbids what is not there", POLICY, "</policy>", "<forbid id='x' template='no-feedbak'><because>x</because></forbid></policy>",
	  "policy.xml:13:16: error: clause 'x': template 'no-feedbak' is not defined; nearest: 'no-feedback' [E-REF]", NULL },
};
/* clang-format on */

static char *
with_fault(int file, const char *from, const char *to)
{
	const char *text = files[file], *at = strstr(text, from);

	ck_assert_msg(at != NULL, "nothing to replace: %s", from);
	return g_strdup_printf("%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

/* The policy whose FILE is TEXT; or NULL, and what loading says. */
static apres_policy *
load(int file, const char *text, char **says_out)
{
	char *root = temp_dir();
	g_autofree char *here = g_get_current_dir();
	g_autoptr(GError) error = NULL;

	ck_assert_int_eq(g_chdir(root), 0);
	for (int i = 0; i < FILES; i++)
		temp_write(root, names[i], i == file ? text : files[i]);
	apres_policy *policy = apres_policy_load("policy.xml", NULL, &error);
	ck_assert_int_eq(g_chdir(here), 0);
	temp_remove(root);
	*says_out = error != NULL ? g_strdup(error->message) : NULL;
	return policy;
}

static apres_policy *
load_good(void)
{
	g_autofree char *says = NULL;
	apres_policy *policy = load(POLICY, files[POLICY], &says);

	ck_assert_msg(policy != NULL, "%s", says);
	return policy;
}

START_TEST(test_one_fault_names_both_places)
{
	g_autofree char *text =
		with_fault(faults[_i].file, faults[_i].from, faults[_i].to);
	g_autofree char *says = NULL;
	g_autoptr(apres_policy) policy = load(faults[_i].file, text, &says);
	const char *what = faults[_i].what;

	ck_assert_msg(policy == NULL, "%s: accepted", what);
	g_auto(GStrv) lines = g_strsplit(says, "\n", -1);
	ck_assert_msg(g_str_equal(lines[0], faults[_i].says), "%s: %s", what, lines[0]);
	if (faults[_i].note != NULL)
		ck_assert_msg(g_strcmp0(lines[1], faults[_i].note) == 0, "%s: %s", what,
			      lines[1]);
	for (char **line = lines + 1; *line != NULL; line++)
		ck_assert_msg(strstr(*line, ": error: ") == NULL, "%s: also %s", what,
			      *line);
}
END_TEST

/* What is kept of KIND, by which clauses. */
static void
expect_kept(const apres_policy *policy, apres_record_kind kind, const char *floor,
	    const char *ceiling)
{
	const apres_clause *least = apres_policy_floor(policy, kind);
	const apres_clause *most = apres_policy_ceiling(policy, kind);

	ck_assert_pstr_eq(least != NULL ? least->id : NULL, floor);
	ck_assert_pstr_eq(most != NULL ? most->id : NULL, ceiling);
}

START_TEST(test_the_strictest_clause_counts)
{
	g_autoptr(apres_policy) policy = load_good();

	expect_kept(policy, APRES_RECORD_APPLICATION, "keep", "drop");
	expect_kept(policy, APRES_RECORD_MAIL, "keep-public", "ours");
	expect_kept(policy, APRES_RECORD_DEBRIEF, NULL, "advice");
	expect_kept(policy, APRES_RECORD_DECISION, NULL, NULL);
	ck_assert_int_eq(
		apres_policy_ceiling(policy, APRES_RECORD_DEBRIEF)->ceiling.count, 30);
	ck_assert_str_eq(apres_policy_clock(policy, APRES_CLOCK_PRIVACY_ANSWER)->id,
			 "data");
	ck_assert_str_eq(apres_policy_clock(policy, APRES_CLOCK_SILENCE)->id, "hear");
	ck_assert_int_eq(apres_policy_clock(policy, APRES_CLOCK_SILENCE)->from,
			 APRES_EVENT_LAST_INTERVIEW);
	ck_assert(apres_policy_clock(policy, APRES_CLOCK_PRIVACY_CONFIRM) == NULL);
}
END_TEST

START_TEST(test_law_of_public_employers_binds_no_other)
{
	g_autofree char *text = with_fault(POLICY, " sector='public'", "");
	g_autofree char *says = NULL;
	g_autoptr(apres_policy) policy = load(POLICY, text, &says);

	ck_assert_msg(policy != NULL, "%s", says);
	expect_kept(policy, APRES_RECORD_MAIL, "keep", "ours");
}
END_TEST

static gint64
due(const apres_policy *policy, const char *queue, const char *received,
    const char **clause_out)
{
	const apres_clause *by = NULL;
	gint64 when;

	ck_assert(apres_clock_parse(received, &when));
	when = apres_policy_due(policy, apres_policy_queue(policy, queue), when, &by);
	*clause_out = by != NULL ? by->id : NULL;
	return when;
}

static gint64
at(const char *time)
{
	gint64 when;

	ck_assert(apres_clock_parse(time, &when));
	return when;
}

START_TEST(test_a_clock_gives_the_date_that_a_queue_does_not)
{
	g_autoptr(apres_policy) policy = load_good();
	const char *by;

	ck_assert(apres_policy_queue(policy, "open")->has_due);
	/* Thursday and nine working days. */
	ck_assert_int_eq(due(policy, "open", "2026-11-26T10:00:00Z", &by),
			 at("2026-12-09T17:00:00Z"));
	ck_assert_pstr_eq(by, "our-clock");
	/* The queue's own date is earlier. */
	ck_assert_int_eq(due(policy, "privacy", "2026-11-26T10:00:00Z", &by),
			 at("2026-12-16T10:00:00Z"));
	ck_assert_pstr_eq(by, NULL);
	/* Mail that no rule answers is owed as well: three working days. */
	ck_assert_int_eq(due(policy, "unclassified", "2026-11-26T10:00:00Z", &by),
			 at("2026-12-01T17:00:00Z"));
}
END_TEST

/* Twenty working days may be a month or more, by what holidays there are. */
START_TEST(test_no_date_is_later_than_the_clock)
{
	g_autofree char *text = with_fault(
		POLICY, "<queue id='privacy' due='20d'/>",
		"<queue id='privacy' due='20bd'/><calendar><holiday on='2027-02-15'>H"
		"</holiday><holiday on='2027-02-16'>H</holiday></calendar>");
	g_autofree char *says = NULL;
	g_autoptr(apres_policy) policy = load(POLICY, text, &says);
	const char *by;

	ck_assert_msg(policy != NULL, "%s", says);
	ck_assert_int_eq(due(policy, "privacy", "2027-02-01T10:00:00Z", &by),
			 at("2027-03-01T17:00:00Z"));
	ck_assert_pstr_eq(by, "data");
	ck_assert_int_eq(due(policy, "privacy", "2027-03-01T10:00:00Z", &by),
			 at("2027-03-29T17:00:00Z"));
	ck_assert_pstr_eq(by, NULL);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("clauses");
	TCase *tc = tcase_create("clauses");

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, test_one_fault_names_both_places, 0,
			    G_N_ELEMENTS(faults));
	tcase_add_test(tc, test_the_strictest_clause_counts);
	tcase_add_test(tc, test_law_of_public_employers_binds_no_other);
	tcase_add_test(tc, test_a_clock_gives_the_date_that_a_queue_does_not);
	tcase_add_test(tc, test_no_date_is_later_than_the_clock);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
