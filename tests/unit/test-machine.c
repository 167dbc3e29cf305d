/* SPDX-License-Identifier: Apache-2.0 */
/* Machine checks: the marks of machines, and the people who look like them. */
#include "config.h"
#include "message/auto-submitted.h"
#include "message/machine.h"
#include "unit.h"

#include <string.h>

static const struct {
	const char *value;
	apres_auto_kind kind;
} autos[] = {
	{ "no", APRES_AUTO_NO },
	{ " NO ", APRES_AUTO_NO },
	{ "no (typed by hand)", APRES_AUTO_NO },
	{ "(a (nested \\) one)) no (b)", APRES_AUTO_NO },
	{ "no; x=y", APRES_AUTO_NO },
	{ "no;", APRES_AUTO_NO },
	{ "no way", APRES_AUTO_GENERATED },
	{ "no (never ends", APRES_AUTO_GENERATED },
	{ "(never ends no", APRES_AUTO_GENERATED },
	{ "nope", APRES_AUTO_GENERATED },
	{ "\"no\"", APRES_AUTO_GENERATED },
	{ "", APRES_AUTO_GENERATED },
	{ ";", APRES_AUTO_GENERATED },
	{ "auto-generated", APRES_AUTO_GENERATED },
	{ "x-unheard-of", APRES_AUTO_GENERATED },
	{ "yes", APRES_AUTO_GENERATED },
	{ "Auto-Replied (vacation)", APRES_AUTO_REPLIED },
	{ "auto-replied(vacation (x))", APRES_AUTO_REPLIED },
	{ "auto-notified; owner-email=\"a;b@c.example\"", APRES_AUTO_NOTIFIED },
	{ "(c)auto-replied\t;a=b", APRES_AUTO_REPLIED },
};

START_TEST(test_auto_submitted_is_read_as_rfc_3834_says)
{
	ck_assert_msg(apres_auto_submitted_parse(autos[_i].value) == autos[_i].kind,
		      "'%s'", autos[_i].value);
}
END_TEST

/* Hits as "id:grade id:grade", grade P, C or F. */
static char *
check(const char *text)
{
	g_autoptr(GPtrArray) own = g_ptr_array_new();
	g_autoptr(GPtrArray) lists = g_ptr_array_new();
	g_ptr_array_add(own, (gpointer) "careers@contoso.example");
	g_ptr_array_add(lists, (gpointer) "careers.contoso.example");
	apres_machine_options options = { own, lists, strstr(text, "\nTo: ") != NULL };
	g_autofree char *mail = g_strdup_printf("%s\n\n", text);
	g_autoptr(apres_headers) headers = apres_headers_parse(mail, strlen(mail));
	g_autoptr(GPtrArray) hits = apres_machine_check(headers, &options);
	g_autoptr(GString) all = g_string_new(NULL);

	for (guint i = 0; i < hits->len; i++) {
		const apres_machine_hit *hit = hits->pdata[i];
		const apres_machine_kind *kind = apres_machine_find(hit->id);
		ck_assert_ptr_eq(kind->id, hit->id);
		ck_assert_int_eq(kind->grade, hit->grade);
		g_string_append_printf(all, "%s%s:%c", i > 0 ? " " : "", hit->id,
				       "PCF"[hit->grade]);
	}
	return g_string_free(g_steal_pointer(&all), FALSE);
}

static const struct {
	const char *headers, *hits;
} people[] = {
	{ "From: jo@b.example\nReturn-Path: <jo@b.example>\nSubject: My interview", "" },
	{ "From: jo@b.example\nX-Auto-Response-Suppress: DR, RN, NRN", "" },
	{ "From: jo@b.example\nX-Auto-Response-Suppress: None", "" },
	{ "From: jo@b.example\nAuto-Submitted: no (typed)", "" },
	{ "From: jo@b.example\nAuto-Submitted : no", "" },
	{ "From: jo@b.example\nAuto-Submitted:\n no", "" },
	{ "From: noreply.smith@b.example", "" },
	{ "From: o.bouncer@b.example\nReturn-Path: <o.bouncer@b.example>", "" },
	{ "From: jo@b.example\nSubject: Re: Auto: your application", "" },
	{ "From: jo@b.example\nSubject: Re: Automatic reply: your application", "" },
	{ "From: jo@b.example\nSubject: AW: Out of office hours", "" },
	{ "From: jo@b.example\nPrecedence: normal", "" },
	{ "From: jo@b.example\nPrecedence: special-delivery", "" },
	{ "From: jo@b.example\nPrecedence: (bulk) normal", "" },
	{ "From: jo@b.example\nTo: undisclosed-recipients:;\n"
	  "Cc: Careers: Contoso (jobs) <Careers+x@CONTOSO.example>, y@b.example;",
	  "" },
	{ "From: jo@b.example\nTo: x@b.example\nResent-To: careers@contoso.example", "" },
	{ "From: jo@b.example\nDelivered-To: careers@contoso.example\n"
	  "Delivered-To: jobs@contoso.example",
	  "" },
	{ "From: jo@b.example\nSender: careers@contoso.example\n"
	  "Return-Path: <careers+bncAB12@contoso.example>\n"
	  "Errors-To: careers-bounces@contoso.example\n"
	  "List-Id: Careers <careers.contoso.example>\nTo: jobs@contoso.example",
	  "" },
	{ "From: jo@b.example\nSubject: Re: Automatic reply: Re: Your application", "" },
	{ "From: jo@b.example\nErrors-To: jo@b.example", "" },
	{ "From: jo@b.example\nList-Id: \nList-Unsubscribe: <", "" },
	{ "From: jo@b.example\nX-Spam-Flag: NO\nX-Spam-Status: No, score=-1", "" },
	{ "From: jo@b.example\nX-Autoreply: no", "" },
	{ "From: jo@b.example\nX-MS-Exchange-Organization-SCL: -1", "" },
	{ "From: jo@b.example\nX-Rspamd-Action: no action", "" },
	{ "From: jo@b.example\nX-Forefront-Antispam-Report: CIP:1.2.3.4;SFV:NSPM;", "" },
	{ "From: jo@b.example\nReferences: <1@mid.contoso.example>\nMessage-ID: "
	  "<2@b.example>",
	  "" },
	{ "From: jo@b.example\nMessage-ID: <2@evil-mid.contoso.example.b.example>", "" },
	{ "From: jo@b.example\nTo: careers@contoso.example", "" },
	{ "From: jo@b.example\nList-Id: Careers <careers.contoso.example>\nList-Post: "
	  "<x@y>\n"
	  "Precedence: list\nX-Google-Group-Id: 1234567",
	  "" },
};

START_TEST(test_a_person_is_no_machine)
{
	g_autofree char *got = check(people[_i].headers);

	ck_assert_msg(strcmp(got, people[_i].hits) == 0, "%s\n-> %s", people[_i].headers,
		      got);
}
END_TEST

static const struct {
	const char *headers, *hits;
} machines[] = {
	{ "From: jo@b.example\nX-Apres-Loop: other-2", "loop-mark:P" },
	{ "Return-Path: <>\nFrom: jo@b.example", "null-path:F" },
	{ "Return-Path: < >\nFrom: jo@b.example", "null-path:F" },
	{ "Return-Path: <>\nReturn-Path: <jo@b.example>\nFrom: jo@b.example",
	  "null-path:F" },
	{ "From: jo@b.example\nContent-Type: multipart/report; "
	  "report-type=delivery-status",
	  "report:F" },
	{ "From: jo@b.example\nContent-type: Multipart/Report", "report:F" },
	{ "From: jo@b.example\nX-Failed-Recipients: a@b", "report:F" },
	{ "From: jo@b.example\nList-Id: <dev.lists.example>", "list:F" },
	{ "From: jo@b.example\nList-Id: <careers.contoso.example.evil.example>",
	  "list:F" },
	{ "From: jo@b.example\nList-Id: careers.contoso.example\nList-Id: "
	  "<dev.lists.example>",
	  "list:F" },
	{ "From: jo@b.example\nX-BeenThere: dev@lists.example", "list:F" },
	{ "From: jo@b.example\nAuto-Submitted: auto-replied", "auto-replied:C" },
	{ "From: jo@b.example\nAuto-Submitted: no\nAuto-Submitted: auto-replied",
	  "auto-replied:C" },
	{ "From: jo@b.example\nAuto-Submitted: auto-notified; owner-email=\"x\"",
	  "auto-replied:C" },
	{ "From: jo@b.example\nX-Spam-Flag: YES", "spam:C" },
	{ "From: jo@b.example\nX-Spam-Status: Yes, score=9", "spam:C" },
	{ "From: jo@b.example\nX-MS-Exchange-Organization-SCL: 6", "spam:C" },
	{ "From: jo@b.example\nX-Forefront-Antispam-Report: CIP:1;SFV:SPM;", "spam:C" },
	{ "From: Careers@Contoso.example", "own-address:C" },
	{ "From: careers+x@contoso.example", "own-address:C" },
	{ "From: jo@b.example\nSender: careers@contoso.example", "own-address:C" },
	{ "From: MAILER-DAEMON@b.example", "daemon-sender:C" },
	{ "From: jo@b.example\nAuto-Submitted: auto-generated", "auto-generated:P" },
	{ "From: jo@b.example\nAuto-Submitted:", "auto-generated:P" },
	{ "From: jo@b.example\nPrecedence: Bulk", "precedence:P" },
	{ "From: jo@b.example\nPrecedence: never-bounce\nPrecedence: bulk",
	  "precedence:P" },
	{ "From: jo@b.example\nX-Auto-Response-Suppress: DR, OOF,\tRN", "suppress:P" },
	{ "From: jo@b.example\nX-Auto-Response-Suppress: All", "suppress:P" },
	{ "From: jo@b.example\nPrecedence: (a comment) bulk", "precedence:P" },
	{ "From: jo@b.example\nTo: x@b.example", "not-to-us:P" },
	{ "From: jo@b.example\nTo: \"careers@contoso.example\" <x@b.example>",
	  "not-to-us:P" },
	{ "From: jo@b.example\nDelivered-To: careers@contoso.example\nDelivered-To: "
	  "Careers@Contoso.example",
	  "seen-before:P" },
	{ "From: \"Jo via Careers\" <careers@contoso.example>\n"
	  "List-Id: <careers.contoso.example>",
	  "list-rewrite:P" },
	{ "From: jo@b.example\nErrors-To: <dev-owner@lists.example>", "list-sender:P" },
	{ "From: jo@b.example\nReturn-Path: "
	  "<SRS0=HHH=TT=b.example=no-reply@fwd.example>",
	  "no-reply:P" },
	{ "From: jo@b.example\nReturn-Path: "
	  "<prvs=1234567890=MAILER-DAEMON@b.example>",
	  "daemon-sender:C" },
	{ "From: jo@b.example\nSubject: Re: Auto: Re: Automatic reply: Interview",
	  "stacked-subject:P" },
	{ "From: jo@b.example\nX-Autoreply: yes", "auto-reply-mark:P" },
	{ "From: jo@b.example\nX-Apple-Action: VACATION", "auto-reply-mark:P" },
	{ "From: jo@b.example\nX-Autoreply: yes\nPrecedence: auto_reply",
	  "precedence:P auto-reply-mark:P several-marks:C" },
	{ "From: jo@b.example\nSubject: Out of office\nPrecedence: bulk",
	  "precedence:P out-of-office:P several-marks:C" },
	{ "From: jo@b.example\nPrecedence: bulk\nX-Auto-Response-Suppress: All",
	  "precedence:P suppress:P" },
	{ "From: no-reply@b.example", "no-reply:P" },
	{ "From: NoReply+x=y@b.example", "no-reply:P" },
	{ "From: jobs-noreply@b.example", "no-reply:P" },
	{ "From: notifications@b.example", "system-sender:P" },
	{ "From: jo@b.example\nReturn-Path: <bounces+12-jo=b@esp.example>",
	  "list-sender:P" },
	{ "From: jo@b.example\nList-Unsubscribe: <https://b.example/u>", "bulk:P" },
	{ "From: jo@b.example\nX-GitHub-Reason: mention", "vendor-mark:P" },
	{ "From: jo@b.example\nContent-Type: text/calendar; method=REPLY", "calendar:P" },
	{ "From: jo@b.example\nSubject: Accepted: Interview", "calendar:P" },
	{ "From: jo@b.example\nSubject: =?utf-8?q?Abwesenheitsnotiz=3A_x?=",
	  "out-of-office:P" },
	{ "From: jo@b.example\nSubject: R\xc3\xa9ponse automatique : x",
	  "out-of-office:P" },
	{ "From: jo@b.example\nSubject: Respuesta autom\xc3\xa1tica: x",
	  "out-of-office:P" },
	{ "From: jo@b.example\nSubject: Automatiskt svar: x", "out-of-office:P" },
	{ "From: jo@b.example\nSubject: Risposta automatica", "out-of-office:P" },
	{ "From: jo@b.example\nSubject: Automatisch antwoord: x", "out-of-office:P" },
	{ "From: jo@b.example\nSubject: Odpowied\xc5\xba automatyczna: x",
	  "out-of-office:P" },
	{ "From: jo@b.example\nSubject: Automaattinen vastaus: x", "out-of-office:P" },
	{ "From: jo@b.example\nSubject: Frav\xc3\xa6r", "out-of-office:P" },
	{ "From: jo@b.example\nSubject: Resposta autom\xc3\xa1tica", "out-of-office:P" },
	{ "From: jo@b.example\nSubject: Jo Lee is out of the office", "out-of-office:P" },
	{ "From: jo@b.example\nSubject: [Ticket #123] Your interview", "ticket:P" },
	{ "From: jo@b.example\nSubject: Please confirm your message", "challenge:P" },
	{ "From: jo@b.example\nSubject: Undelivered Mail Returned to Sender",
	  "bounce-subject:P" },
};

START_TEST(test_a_machine_is_known_by_its_marks)
{
	g_autofree char *got = check(machines[_i].headers);

	ck_assert_msg(strcmp(got, machines[_i].hits) == 0, "%s\n-> %s",
		      machines[_i].headers, got);
}
END_TEST

START_TEST(test_fifty_hops_are_many_enough)
{
	g_autoptr(GString) text = g_string_new("From: jo@b.example");
	for (int i = 0; i < 50; i++)
		g_string_append(text, "\nReceived: x");
	g_autofree char *few = check(text->str);
	g_string_append(text, "\nReceived: x");
	g_autofree char *many = check(text->str);

	ck_assert_str_eq(few, "");
	ck_assert_str_eq(many, "too-many-hops:C");
}
END_TEST

START_TEST(test_a_crowd_is_no_conversation)
{
	g_autoptr(GString) text = g_string_new("From: jo@b.example\nCc: a@b.example");
	for (int i = 0; i < 20; i++)
		g_string_append(text, ", a@b.example");
	g_autofree char *got = check(text->str);

	ck_assert_str_eq(got, "crowd:P");
}
END_TEST

START_TEST(test_every_check_says_what_it_looks_at_and_on_whose_word)
{
	guint i;

	for (i = 0; apres_machine_at(i) != NULL; i++) {
		const apres_machine_kind *kind = apres_machine_at(i);
		ck_assert_ptr_eq(apres_machine_find(kind->id), kind);
		ck_assert_uint_gt(strlen(kind->looks_at), 1);
		ck_assert_uint_gt(strlen(kind->source), 1);
		ck_assert(kind->grade != APRES_MACHINE_FINAL || !kind->may_trust);
	}
	ck_assert_uint_eq(i, apres_machine_count());
	ck_assert_uint_gt(i, 30);
	ck_assert_ptr_null(apres_machine_find("no-such-check"));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("machine");
	TCase *tc = tcase_create("machine");

	tcase_add_loop_test(tc, test_auto_submitted_is_read_as_rfc_3834_says, 0,
			    G_N_ELEMENTS(autos));
	tcase_add_loop_test(tc, test_a_person_is_no_machine, 0, G_N_ELEMENTS(people));
	tcase_add_loop_test(tc, test_a_machine_is_known_by_its_marks, 0,
			    G_N_ELEMENTS(machines));
	tcase_add_test(tc, test_fifty_hops_are_many_enough);
	tcase_add_test(tc, test_a_crowd_is_no_conversation);
	tcase_add_test(tc, test_every_check_says_what_it_looks_at_and_on_whose_word);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
