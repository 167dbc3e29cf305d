/* SPDX-License-Identifier: Apache-2.0 */
/* Reports about deliveries: what they say, and what damage makes of them. */
#include "config.h"
#include "message/message.h"

#include <string.h>

#include "bounces.h"
#include "unit.h"

#define ID "apres.0123@contoso.example"

static void
setup(void)
{
	apres_message_init();
}

static apres_message *
parse(const char *name)
{
	g_autofree char *mail = bounce_new(name, "b@contoso.example", ID);

	return apres_message_parse(mail, strlen(mail));
}

START_TEST(a_report_says_what_happened_to_which_mail)
{
	g_autoptr(apres_message) message = parse(bounces[_i].name);
	bool report = bounces[_i].kind != APRES_REPORT_NONE;

	ck_assert_int_eq(message->report.kind, bounces[_i].kind);
	ck_assert_pstr_eq(message->report.status, bounces[_i].status);
	ck_assert_pstr_eq(message->report.message_id, report ? ID : NULL);
}
END_TEST

/* As above, with one thing replaced. */
static const struct {
	const char *what, *by;
	apres_report_kind kind;
	const char *status;
	bool id;
} changes[] = {
	{ "Action: failed", "action : FAILED (so sorry)", APRES_REPORT_FAILED, "5.1.1",
	  true },
	{ "Action: failed", "Action: failure", APRES_REPORT_UNCLEAR, NULL, true },
	{ "Action: failed\n", "", APRES_REPORT_UNCLEAR, NULL, true },
	{ "Status: 5.1.1", "Status: 5.1.1 (bad mailbox)", APRES_REPORT_FAILED, "5.1.1",
	  true },
	{ "Status: 5.1.1", "Status: 5.1.1; rm -rf", APRES_REPORT_FAILED, "5.1.1", true },
	{ "Status: 5.1.1", "Status: 5.1.1<b>", APRES_REPORT_FAILED, NULL, true },
	{ "Status: 5.1.1", "Status: 5.1.1111", APRES_REPORT_FAILED, NULL, true },
	{ "Status: 5.1.1", "Status: 3.1.1", APRES_REPORT_FAILED, NULL, true },
	{ "Status: 5.1.1", "Status: call +1 312 555 0100", APRES_REPORT_FAILED, NULL,
	  true },
	{ "Message-ID: <" ID ">", "Message-ID: " ID, APRES_REPORT_FAILED, "5.1.1",
	  false },
	{ "Message-ID: <" ID ">", "Message-ID: <a b@c>", APRES_REPORT_FAILED, "5.1.1",
	  false },
	{ "report-type=delivery-status", "report-type=disposition-notification",
	  APRES_REPORT_FAILED, "5.1.1", true },
	{ "message/delivery-status", "message/disposition-notification",
	  APRES_REPORT_UNCLEAR, NULL, true },
	{ "message/delivery-status", "message/global-delivery-status",
	  APRES_REPORT_FAILED, "5.1.1", true },
	{ "Action: failed", "Action: delivered\nStatus: 2.0.0\n\nAction: failed",
	  APRES_REPORT_FAILED, "5.1.1", true },
	{ "Action: failed", "Action: failed\nStatus: 5.7.1\n\nAction: delayed",
	  APRES_REPORT_FAILED, "5.7.1", true },
};

START_TEST(what_is_not_plain_is_left_out)
{
	g_autofree char *mail = bounce_new("postfix-failed", "b@contoso.example", ID);
	g_auto(GStrv) parts = g_strsplit(mail, changes[_i].what, 2);

	ck_assert_uint_eq(g_strv_length(parts), 2);
	g_autofree char *changed = g_strconcat(parts[0], changes[_i].by, parts[1], NULL);
	g_autoptr(apres_message) message = apres_message_parse(changed, strlen(changed));
	ck_assert_int_eq(message->report.kind, changes[_i].kind);
	ck_assert_pstr_eq(message->report.status, changes[_i].status);
	ck_assert_pstr_eq(message->report.message_id, changes[_i].id ? ID : NULL);
}
END_TEST

START_TEST(a_report_that_somebody_attached_is_his_subject)
{
	g_autofree char *report = bounce_new("postfix-failed", "b@contoso.example", ID);
	g_autofree char *mail =
		g_strconcat("From: jo@mail.example\nSubject: What is this?\n"
			    "MIME-Version: 1.0\nContent-Type: multipart/mixed; "
			    "boundary=outer\n\n--outer\n\nI got this.\n--outer\n"
			    "Content-Type: message/rfc822\n\n",
			    report, "\n--outer--\n", NULL);
	g_autoptr(apres_message) message = apres_message_parse(mail, strlen(mail));

	ck_assert_int_eq(message->report.kind, APRES_REPORT_NONE);
	ck_assert_ptr_null(message->report.message_id);
}
END_TEST

START_TEST(reports_of_other_kinds_are_none)
{
	static const char *const kinds[] = { "disposition-notification",
					     "feedback-report" };
	g_autofree char *mail = g_strdup_printf(
		"From: jo@mail.example\nMIME-Version: 1.0\n"
		"Content-Type: multipart/report; report-type=%s; boundary=b\n\n"
		"--b\n\nSee below.\n--b\nContent-Type: message/%s\n\n"
		"Action: failed\n--b\nContent-Type: text/rfc822-headers\n\n"
		"Message-ID: <" ID ">\n\n--b--\n",
		kinds[_i], kinds[_i]);
	g_autoptr(apres_message) message = apres_message_parse(mail, strlen(mail));

	ck_assert_int_eq(message->report.kind, APRES_REPORT_NONE);
	ck_assert_ptr_null(message->report.message_id);
}
END_TEST

static void
check_plain(const apres_delivery_report *report)
{
	ck_assert_int_le(report->kind, APRES_REPORT_FAILED);
	ck_assert(report->status == NULL || apres_report_status_valid(report->status));
	ck_assert(report->message_id == NULL ||
		  apres_report_id_valid(report->message_id));
}

/* Bytes overwritten, lines lost, the end missing: always the same for one number. */
START_TEST(damage_never_crashes)
{
	g_autofree char *mail = bounce_new(bounces[_i % 7].name, "b@contoso.example", ID);
	g_autoptr(GRand) rand = g_rand_new_with_seed((guint32)_i);
	gsize len = strlen(mail);

	for (int n = g_rand_int_range(rand, 1, 60); n > 0; n--)
		mail[g_rand_int_range(rand, 0, (gint32)len)] =
			"\n\r\t :<>;=-\"0a\x80\xff"[g_rand_int_range(rand, 0, 15)];
	len = (gsize)g_rand_int_range(rand, (gint32)len / 4, (gint32)len);
	g_autoptr(apres_message) message = apres_message_parse(mail, len);
	check_plain(&message->report);
}
END_TEST

START_TEST(an_endless_report_is_read_to_a_limit)
{
	apres_delivery_report report = { 0 };
	g_autoptr(GString) text = g_string_new(NULL);

	while (text->len < APRES_REPORT_MAX_BYTES)
		g_string_append(text, "Action: delayed\r\n\r\n");
	g_string_append(text, "Action: failed\r\n");
	apres_delivery_report_read(&report, text->str, text->len);
	ck_assert_int_eq(report.kind, APRES_REPORT_DELAYED);
	apres_delivery_report_clear(&report);
	apres_delivery_report_read(&report, "", 0);
	ck_assert_int_eq(report.kind, APRES_REPORT_UNCLEAR);
	apres_delivery_report_clear(&report);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("delivery-report");
	TCase *tc = tcase_create("delivery-report");

	tcase_add_unchecked_fixture(tc, setup, NULL);
	tcase_add_loop_test(tc, a_report_says_what_happened_to_which_mail, 0,
			    G_N_ELEMENTS(bounces));
	tcase_add_loop_test(tc, what_is_not_plain_is_left_out, 0, G_N_ELEMENTS(changes));
	tcase_add_test(tc, a_report_that_somebody_attached_is_his_subject);
	tcase_add_loop_test(tc, reports_of_other_kinds_are_none, 0, 2);
	tcase_add_loop_test(tc, damage_never_crashes, 0, 400);
	tcase_add_test(tc, an_endless_report_is_read_to_a_limit);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
