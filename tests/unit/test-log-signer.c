/* SPDX-License-Identifier: Apache-2.0 */
/* What is signed, and what never is. */
#include "config.h"

#include "signed.h"
#include "unit.h"

START_TEST(test_an_older_copy_gets_no_signature)
{
	g_autoptr(GError) error = NULL;

	attack("DELETE FROM body WHERE idx > 7; DELETE FROM entry WHERE idx > 7;"
	       "DELETE FROM checkpoint WHERE size > 7");
	ck_assert_ptr_null(sign(&error));
	ck_assert_ptr_nonnull(strstr(error->message, "does not go on from its last"));
	g_clear_error(&error);
	/* Nor when it has grown past that point in another way. */
	append_some(20, 30);
	ck_assert_ptr_null(sign(&error));
	ck_assert_ptr_nonnull(strstr(error->message, "does not go on from its last"));
}
END_TEST

START_TEST(test_a_new_key_signs_no_old_record)
{
	g_autofree char *log = g_build_filename(root, "log", NULL);
	g_autofree char *away = g_build_filename(root, "away", NULL);
	g_autoptr(GError) error = NULL;

	ck_assert_int_eq(g_rename(log, away), 0);
	append_some(10, 11);
	ck_assert_ptr_null(sign(&error));
	ck_assert_ptr_nonnull(
		strstr(error->message, "but the audit log has checkpoints"));
}
END_TEST

START_TEST(test_a_lost_key_is_not_made_anew)
{
	g_autofree char *path = g_build_filename(root, "log", "key.pem", NULL);
	g_autofree char *before = temp_read(root, "log/public.key");
	g_autoptr(GError) error = NULL;

	ck_assert_int_eq(g_remove(path), 0);
	append_some(10, 11);
	ck_assert_ptr_null(sign(&error));
	ck_assert_ptr_nonnull(strstr(error->message, "key.pem' is missing; restore"));
	g_autofree char *after = temp_read(root, "log/public.key");
	ck_assert_str_eq(before, after);
}
END_TEST

START_TEST(test_a_beginning_that_broke_off_begins_again)
{
	g_autofree char *path = g_build_filename(root, "log", "key.pem", NULL);
	g_autofree char *fresh = g_build_filename(root, "log", "key.new", NULL);

	attack("DELETE FROM checkpoint");
	ck_assert_int_eq(g_rename(path, fresh), 0);
	g_autofree char *note = sign(NULL);
	ck_assert_ptr_nonnull(note);
}
END_TEST

START_TEST(test_a_group_that_was_rolled_back_was_never_there)
{
	g_autoptr(GError) error = NULL;

	{
		g_autoptr(apres_txn) txn = apres_txn_begin(store, NULL);
		append(10);
	}
	ck_assert_ptr_null(sign(&error));
	ck_assert_msg(error == NULL, "%s", error ? error->message : "");
	append_some(10, 12);
	g_autofree char *note = sign(&error);
	ck_assert_ptr_nonnull(note);
	ck_assert_ptr_nonnull(strstr(note, "\n12\n"));
	g_autoptr(apres_audit_report) report = verify(2);
	ck_assert_uint_eq(report->fault_count, 0);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("log-signer");
	TCase *t = tcase_create("signatures");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, test_an_older_copy_gets_no_signature);
	tcase_add_test(t, test_a_new_key_signs_no_old_record);
	tcase_add_test(t, test_a_lost_key_is_not_made_anew);
	tcase_add_test(t, test_a_beginning_that_broke_off_begins_again);
	tcase_add_test(t, test_a_group_that_was_rolled_back_was_never_there);
	suite_add_tcase(s, t);
	return unit_main(s);
}
