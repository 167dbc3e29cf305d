/* SPDX-License-Identifier: Apache-2.0 */
/* Attacks on the record, and what finds them. */
#include "config.h"
#include "store/audit-prove.h"

#include "signed.h"
#include "unit.h"

START_TEST(test_a_good_record)
{
	g_autoptr(apres_audit_report) alone = verify(0);
	g_autoptr(apres_audit_report) report = verify(2);

	ck_assert_uint_eq(alone->fault_count, 0);
	ck_assert_uint_eq(alone->covered, 0);
	ck_assert_uint_eq(report->fault_count, 0);
	ck_assert_uint_eq(report->entries, 10);
	ck_assert_uint_eq(report->bodies, 5);
	ck_assert_uint_eq(report->checkpoints, 2);
	ck_assert_uint_eq(report->covered, 10);
}
END_TEST

START_TEST(test_what_was_hashed_is_edited)
{
	attack("UPDATE entry SET pub = CAST(replace(CAST(pub AS TEXT), '\"number\":3',"
	       " '\"number\":4') AS BLOB) WHERE idx = 3");
	assert_found("entry 3 is not what was hashed");
}
END_TEST

START_TEST(test_a_column_beside_it_is_edited)
{
	attack("UPDATE entry SET company = 'fabrikam' WHERE idx = 3");
	assert_found("entry 3 has columns that are not what was hashed");
	attack("UPDATE entry SET company = 'contoso', message = 9 WHERE idx = 3");
	assert_found("entry 3 has columns that are not what was hashed");
	attack("UPDATE entry SET message = 4, at = at + 1 WHERE idx = 3");
	assert_found("entry 3 has columns that are not what was hashed");
	attack("UPDATE entry SET at = at - 1, type = 'done' WHERE idx = 3");
	assert_found("entry 3 has columns that are not what was hashed");
}
END_TEST

START_TEST(test_a_column_gets_another_type)
{
	attack("PRAGMA writable_schema = ON;"
	       "UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')')"
	       " WHERE name = 'entry';"
	       "PRAGMA writable_schema = RESET;"
	       "UPDATE entry SET pub = CAST(pub AS TEXT) WHERE idx = 3");
	assert_found("entry 3 has a column of another type");
}
END_TEST

START_TEST(test_an_entry_in_the_middle_is_removed)
{
	attack("DELETE FROM body WHERE idx = 4; DELETE FROM entry WHERE idx = 4");
	assert_found("entry 5 stands where entry 4 should");
}
END_TEST

/* Without the key: what lies behind moves up, and hashes as it did. */
static const char renumber[] =
	"DELETE FROM body WHERE idx = 3; DELETE FROM entry WHERE idx = 3;"
	"UPDATE entry SET idx = -idx + 1 WHERE idx > 3;"
	"UPDATE entry SET idx = -idx WHERE idx < 0;"
	"UPDATE body SET idx = -idx + 1 WHERE idx > 3;"
	"UPDATE body SET idx = -idx WHERE idx < 0";

START_TEST(test_an_entry_is_removed_and_the_rest_renumbered)
{
	attack(renumber);
	assert_found("recorded checkpoint over 5 entries: the log was another one then");
}
END_TEST

START_TEST(test_the_same_with_the_checkpoints_and_the_key)
{
	attack(renumber);
	attack("DELETE FROM checkpoint");
	g_autofree char *state = g_build_filename(root, "log", "signed", NULL);
	ck_assert(g_file_set_contents(
		state,
		"{\"size\":0,\"last\":"
		"\"0000000000000000000000000000000000000000000000000000000000000000\","
		"\"peaks\":[]}",
		-1, NULL));
	g_autofree char *note = sign(NULL);
	ck_assert_ptr_nonnull(note);
	/* The house alone cannot know better: that is what is said of it. */
	g_autoptr(apres_audit_report) alone = verify(0);
	ck_assert_uint_eq(alone->fault_count, 0);
	ck_assert_uint_eq(alone->covered, 0);
	g_autoptr(apres_audit_report) report = verify(1);
	ck_assert_uint_eq(report->fault_count, 1);
	ck_assert_ptr_nonnull(strstr(report->faults->pdata[0],
				     "outside checkpoint over 5 entries: the log was "
				     "another one then"));
}
END_TEST

START_TEST(test_the_end_is_cut_off)
{
	attack("DELETE FROM body WHERE idx > 7; DELETE FROM entry WHERE idx > 7");
	assert_found("recorded checkpoint over 10 entries: the log has only 8");
}
END_TEST

START_TEST(test_the_end_is_cut_off_with_its_checkpoint)
{
	attack("DELETE FROM body WHERE idx > 7; DELETE FROM entry WHERE idx > 7;"
	       "DELETE FROM checkpoint WHERE size > 7");
	g_autoptr(apres_audit_report) alone = verify(0);
	ck_assert_uint_eq(alone->fault_count, 0);
	g_autoptr(apres_audit_report) early = verify(1);
	ck_assert_uint_eq(early->fault_count, 0);
	ck_assert_uint_eq(early->covered, 5);
	g_autoptr(apres_audit_report) late = verify(2);
	ck_assert_uint_eq(late->fault_count, 1);
	ck_assert_ptr_nonnull(strstr(late->faults->pdata[0], "its end was cut off"));
}
END_TEST

START_TEST(test_a_checkpoint_of_another_log)
{
	g_autofree char *path = g_build_filename(root, "other.pem", NULL);
	g_autoptr(GError) error = NULL;
	const apres_checkpoint *good = outside->pdata[0];

	ck_assert(apres_note_key_create(path, NULL));
	g_autoptr(apres_note_key) other = apres_note_key_load(path, ORIGIN, NULL);
	g_autofree char *text =
		apres_note_open(key, good->note, strlen(good->note), NULL);
	g_autofree char *note = apres_note_sign(other, text, NULL);
	ck_assert_ptr_null(apres_checkpoint_open(key, note, strlen(note), &error));
	ck_assert_ptr_nonnull(strstr(error->message, "not signed by " ORIGIN));
}
END_TEST

START_TEST(test_a_recorded_checkpoint_is_edited)
{
	attack("UPDATE checkpoint SET note = replace(note, '5', '6') WHERE size = 5");
	assert_found("a recorded checkpoint: not signed by");
}
END_TEST

START_TEST(test_a_receipt_is_looked_for)
{
	g_autoptr(GPtrArray) receipts = g_ptr_array_new();
	g_autoptr(GPtrArray) entries = NULL;
	apres_receipt nonsense_one = { (char *)"no hash at all", NULL };

	ck_assert(apres_audit_list(store, NULL, 0, 9, 1, &entries, NULL));
	const apres_audit_entry *last = entries->pdata[0];
	apres_receipt one = { last->leaf_hex, NULL };
	g_ptr_array_add(receipts, &one);
	g_autoptr(apres_audit_report) report =
		apres_audit_verify(store, key, NULL, receipts, NULL);
	ck_assert_uint_eq(report->receipts, 1);
	ck_assert_uint_eq(report->fault_count, 0);
	/* The last entry, cut off after the last checkpoint: only its receipt knows. */
	attack("DELETE FROM body; DELETE FROM entry WHERE idx = 9;"
	       "DELETE FROM checkpoint WHERE size = 10");
	g_autoptr(apres_audit_report) cut =
		apres_audit_verify(store, key, NULL, receipts, NULL);
	ck_assert_uint_eq(cut->receipts, 0);
	g_ptr_array_add(receipts, &nonsense_one);
	g_autoptr(apres_audit_report) nonsense =
		apres_audit_verify(store, key, NULL, receipts, NULL);
	ck_assert_uint_eq(nonsense->fault_count, cut->fault_count);
	ck_assert_uint_eq(cut->strange->len, 1);
	ck_assert_uint_eq(nonsense->strange->len, 2);
}
END_TEST

START_TEST(test_the_writer_goes_on_beside_it)
{
	g_autoptr(apres_store) reader = apres_store_open(root, APRES_STORE_READ, NULL);
	g_autoptr(apres_txn) snapshot = apres_txn_begin_read(reader, NULL);
	gint64 before, after;

	ck_assert(apres_audit_size(reader, &before, NULL));
	append_some(10, 20);
	ck_assert(apres_audit_size(reader, &after, NULL));
	ck_assert_int_eq(before, after);
}
END_TEST

START_TEST(test_proofs)
{
	g_autoptr(GError) error = NULL;

	for (guint64 i = 0; i < 10; i++) {
		g_autoptr(apres_audit_proof) proof =
			apres_audit_prove(store, key, i, &error);
		ck_assert_msg(proof != NULL, "%s", error ? error->message : "");
		ck_assert_uint_eq(proof->path->len, i < 8 ? 4 : 2);
	}
	append_some(10, 11);
	ck_assert_ptr_null(apres_audit_prove(store, key, 10, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "younger than the last checkpoint"));
	g_clear_error(&error);
	ck_assert_ptr_null(apres_audit_prove(store, key, 11, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "there is no entry 11"));
	g_clear_error(&error);
	attack("UPDATE entry SET pub = x'7b7d' WHERE idx = 3");
	ck_assert_ptr_null(apres_audit_prove(store, key, 3, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "entry 3 was changed"));
	g_clear_error(&error);
	attack("UPDATE entry SET leaf = zeroblob(32) WHERE idx = 2");
	ck_assert_ptr_null(apres_audit_prove(store, key, 7, &error));
	ck_assert_ptr_nonnull(
		strstr(error->message, "not what its last checkpoint signed"));
}
END_TEST

/* With its salt anybody can make the commitment again. */
START_TEST(test_a_private_part_is_opened_with_its_salt)
{
	for (guint64 i = 0; i < 2; i++) {
		g_autoptr(apres_audit_proof) proof =
			apres_audit_prove(store, key, i, NULL);
		g_autoptr(GBytes) salt = NULL, text = NULL;
		gsize salt_len, len;

		ck_assert(apres_audit_opening(store, (gint64)i, &salt, &text, NULL));
		if (i % 2 == 1) {
			ck_assert(salt == NULL && text == NULL);
			continue;
		}
		gconstpointer salt_data = g_bytes_get_data(salt, &salt_len);
		gconstpointer data = g_bytes_get_data(text, &len);
		ck_assert_uint_eq(salt_len, APRES_SALT_LEN);
		g_autoptr(apres_sealer) sealer = apres_sealer_new();
		apres_hash made = apres_sealer_commit(sealer, salt_data, data, len);
		ck_assert(apres_hash_equal(&made, &proof->com));
		ck_assert_mem_eq(data, "{\"to\":\"anna@mail.example\"}", len);
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("audit");
	TCase *t = tcase_create("attacks");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, test_a_good_record);
	tcase_add_test(t, test_what_was_hashed_is_edited);
	tcase_add_test(t, test_a_column_beside_it_is_edited);
	tcase_add_test(t, test_a_column_gets_another_type);
	tcase_add_test(t, test_an_entry_in_the_middle_is_removed);
	tcase_add_test(t, test_an_entry_is_removed_and_the_rest_renumbered);
	tcase_add_test(t, test_the_same_with_the_checkpoints_and_the_key);
	tcase_add_test(t, test_the_end_is_cut_off);
	tcase_add_test(t, test_the_end_is_cut_off_with_its_checkpoint);
	tcase_add_test(t, test_a_checkpoint_of_another_log);
	tcase_add_test(t, test_a_recorded_checkpoint_is_edited);
	tcase_add_test(t, test_a_receipt_is_looked_for);
	tcase_add_test(t, test_the_writer_goes_on_beside_it);
	tcase_add_test(t, test_proofs);
	tcase_add_test(t, test_a_private_part_is_opened_with_its_salt);
	suite_add_tcase(s, t);
	return unit_main(s);
}
