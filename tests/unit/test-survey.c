/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "intake/survey.h"
#include "util/error.h"

#include <utime.h>

#include "temp.h"
#include "unit.h"

static char *root;

static void
setup(void)
{
	root = temp_dir();
	temp_mkdir(root, "new");
	temp_mkdir(root, "cur");
}

static void
teardown(void)
{
	temp_remove(root);
}

/* A mail that came at WHEN with FIELDS. */
static void
deliver(const char *name, gint64 when, const char *fields)
{
	g_autofree char *path = g_build_filename(root, name, NULL);
	g_autofree char *mail = g_strconcat(fields, "From: bo@mail.example\n\nx", NULL);
	struct utimbuf times = { (time_t)when, (time_t)when };

	ck_assert(g_file_set_contents(path, mail, -1, NULL));
	ck_assert_int_eq(utime(path, &times), 0);
}

static apres_survey *
survey(guint most)
{
	g_autoptr(GError) error = NULL;
	apres_survey *s = apres_survey_new(root, most, &error);

	ck_assert_msg(s != NULL, "%s", error != NULL ? error->message : "");
	return s;
}

START_TEST(the_youngest_are_read_and_all_are_counted)
{
	deliver("cur/1:2,S", 100, "Delivered-To: old@contoso.example\n");
	deliver("new/2", 300, "Delivered-To: first@contoso.example\n");
	deliver("cur/3:2,", 200, "Delivered-To: second@contoso.example\n");
	temp_mkdir(root, "new/4");
	g_autoptr(apres_survey) s = survey(2);
	ck_assert_uint_eq(s->in_new, 1);
	ck_assert_uint_eq(s->in_cur, 2);
	ck_assert_int_eq(s->youngest, 300);
	ck_assert_uint_eq(s->headers->len, 2);
	g_autofree char *first = apres_survey_delivered_to(s->headers->pdata[0]);
	g_autofree char *second = apres_survey_delivered_to(s->headers->pdata[1]);
	ck_assert_str_eq(first, "first@contoso.example");
	ck_assert_str_eq(second, "second@contoso.example");
}
END_TEST

START_TEST(half_must_agree)
{
	deliver("new/1", 1, "Authentication-Results: a.example; none\n");
	deliver("new/2", 2, "Authentication-Results: (us) a.example 1; none\n");
	deliver("new/3", 3, "Authentication-Results: b.example; none\n");
	deliver("new/4", 4, "");
	g_autoptr(apres_survey) s = survey(50);
	g_autofree char *agreed = apres_survey_agreed(s, apres_survey_authserv_id);
	ck_assert_str_eq(agreed, "a.example");
	deliver("new/5", 5, "");
	g_autoptr(apres_survey) more = survey(50);
	ck_assert_ptr_null(apres_survey_agreed(more, apres_survey_authserv_id));
}
END_TEST

START_TEST(an_empty_mailbox_agrees_on_nothing)
{
	g_autoptr(apres_survey) s = survey(50);

	ck_assert_int_eq(s->youngest, 0);
	ck_assert_ptr_null(apres_survey_agreed(s, apres_survey_received_by));
}
END_TEST

START_TEST(only_the_topmost_line_was_written_here)
{
	deliver("new/1", 1,
		"Received: from a.example (by c.example) by mx.example; x\n"
		"Received: by b.example; x\n"
		"X-Original-To: Jobs <jobs@contoso.example>\n");
	g_autoptr(apres_survey) s = survey(1);
	g_autofree char *by = apres_survey_received_by(s->headers->pdata[0]);
	g_autofree char *to = apres_survey_delivered_to(s->headers->pdata[0]);
	ck_assert_str_eq(by, "mx.example");
	ck_assert_str_eq(to, "jobs@contoso.example");
	ck_assert_ptr_null(apres_survey_authserv_id(s->headers->pdata[0]));
}
END_TEST

static const char *const sent_folders[] = { ".Sent", ".INBOX.Sent Items", "Sent Messages",
					    ".Envoy&AOk-s" };

START_TEST(sent_mail_is_found_under_its_usual_names)
{
	g_autofree char *cur = g_build_filename(sent_folders[_i], "cur", NULL);
	g_autofree char *expected = g_build_filename(root, sent_folders[_i], NULL);

	ck_assert_ptr_null(apres_survey_sent(root));
	temp_mkdir(root, sent_folders[_i]);
	ck_assert_ptr_null(apres_survey_sent(root));
	temp_mkdir(root, cur);
	g_autofree char *found = apres_survey_sent(root);
	ck_assert_str_eq(found, expected);
}
END_TEST

START_TEST(what_is_no_maildir_is_said)
{
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(apres_survey_new("/nonexistent", 1, &error));
	ck_assert(g_error_matches(error, APRES_ERROR, APRES_ERROR_TEMP));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("survey");
	TCase *t = tcase_create("survey");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, the_youngest_are_read_and_all_are_counted);
	tcase_add_test(t, half_must_agree);
	tcase_add_test(t, an_empty_mailbox_agrees_on_nothing);
	tcase_add_test(t, only_the_topmost_line_was_written_here);
	tcase_add_loop_test(t, sent_mail_is_found_under_its_usual_names, 0,
			    G_N_ELEMENTS(sent_folders));
	tcase_add_test(t, what_is_no_maildir_is_said);
	suite_add_tcase(s, t);
	return unit_main(s);
}
