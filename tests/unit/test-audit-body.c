/* SPDX-License-Identifier: Apache-2.0 */
/* Attacks on private parts, and what is said of them. */
#include "config.h"
#include "store/subject.h"

#include <sys/stat.h>

#include "sealed.h"
#include "unit.h"

START_TEST(test_what_is_sealed_is_read_again)
{
	g_autoptr(apres_audit_report) report = verify();
	g_autofree char *path = keys_path();
	struct stat st;

	ck_assert_uint_eq(report->fault_count, 0);
	ck_assert_uint_eq(report->bodies, 3);
	for (gint64 i = 0; i < 6; i++)
		ck_assert_int_eq(state_of(i),
				 i % 2 == 0 ? APRES_BODY_OPEN : APRES_BODY_NONE);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0600);
	ck_assert(!temp_holds(root, "apres.db", "Zanzibar"));
	ck_assert(!temp_holds(root, "apres.db-wal", "Zanzibar"));
}
END_TEST

START_TEST(test_everybody_has_a_key_of_his_own)
{
	gint64 ann, bob, nobody, none;

	ck_assert(apres_subject_find(store, "contoso", "ann@mail.example", &ann, NULL));
	ck_assert(apres_subject_find(store, "contoso", "bob@mail.example", &bob, NULL));
	ck_assert(apres_subject_find(store, "contoso", "mail:3", &nobody, NULL));
	ck_assert(apres_subject_find(store, "fabrikam", "ann@mail.example", &none, NULL));
	ck_assert_int_eq(ann, 1);
	ck_assert_int_eq(bob, 2);
	ck_assert_int_eq(nobody, 3);
	ck_assert_int_eq(none, 0);
}
END_TEST

START_TEST(test_ciphertext_is_edited)
{
	/* The first byte of the salt, which is sealed with it. */
	execute("UPDATE body SET data = CAST(x'00' || substr(data, 2) AS BLOB)"
		" WHERE idx = 4");
	assert_found("entry 4 has another private part than was committed to");
	ck_assert_int_eq(state_of(4), APRES_BODY_CHANGED);
}
END_TEST

START_TEST(test_its_nonce_is_edited)
{
	execute("UPDATE body SET nonce = zeroblob(12) WHERE idx = 4");
	assert_found("entry 4 has another private part than was committed to");
	execute("UPDATE body SET nonce = zeroblob(3) WHERE idx = 4");
	assert_found("entry 4 has another private part than was committed to");
	execute("UPDATE body SET data = zeroblob(3) WHERE idx = 4");
	assert_found("entry 4 has another private part than was committed to");
}
END_TEST

/* Also between two entries about one person, under one key. */
START_TEST(test_private_parts_are_swapped)
{
	execute("CREATE TEMP TABLE was AS SELECT * FROM body;"
		"UPDATE body SET (subject, nonce, data) ="
		" (SELECT subject, nonce, data FROM was WHERE was.idx = 2 - body.idx)"
		" WHERE idx IN (0, 2)");
	assert_found("entry 0 has another private part than was committed to");
	g_autoptr(apres_audit_report) report = verify();
	ck_assert_uint_eq(report->fault_count, 2);
}
END_TEST

START_TEST(test_private_parts_of_one_person_are_swapped)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(store, NULL);
	json_auto_t *pub = json_pack("{s:i}", "number", 0);
	json_auto_t *body = json_pack("{s:s}", "text", "Madagascar");

	ck_assert(apres_audit_append(store, "done", "contoso", 1, pub, body, NOW, NULL,
				     NULL));
	ck_assert(apres_txn_commit(txn, NULL));
	execute("CREATE TEMP TABLE was AS SELECT * FROM body;"
		"UPDATE body SET (nonce, data) ="
		" (SELECT nonce, data FROM was WHERE was.idx = 6 - body.idx)"
		" WHERE idx IN (0, 6)");
	assert_found("entry 0 has another private part than was committed to");
	ck_assert_int_eq(state_of(6), APRES_BODY_CHANGED);
}
END_TEST

START_TEST(test_it_is_dropped_without_an_erasure)
{
	execute("DELETE FROM body WHERE idx = 4");
	assert_found("entry 4 has lost its private part, and no erasure is recorded");
	ck_assert_int_eq(state_of(4), APRES_BODY_DROPPED);
}
END_TEST

static void
record_erasure(gint64 index)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(store, NULL);
	json_auto_t *pub = json_pack("{s:[I]}", "entries", (json_int_t)index);

	ck_assert(apres_audit_append(store, APRES_AUDIT_ERASE_INTENT, "contoso", 0, pub,
				     NULL, NOW, NULL, NULL));
	ck_assert(apres_txn_commit(txn, NULL));
}

START_TEST(test_it_is_dropped_with_an_erasure)
{
	execute("DELETE FROM body WHERE idx = 4");
	record_erasure(4);
	g_autoptr(apres_audit_report) report = verify();
	ck_assert_uint_eq(report->fault_count, 0);
	ck_assert_uint_eq(report->erased, 1);
	ck_assert_int_eq(state_of(4), APRES_BODY_ERASED);
	/* One erasure excuses only what it names. */
	execute("DELETE FROM body WHERE idx = 2");
	assert_found("entry 2 has lost its private part, and no erasure is recorded");
}
END_TEST

START_TEST(test_its_key_is_destroyed_without_an_erasure)
{
	ck_assert(apres_keyfile_destroy(apres_store_keys(store, NULL), 2, NULL));
	assert_found(
		"entry 2 has a private part whose key was destroyed, and no erasure is");
	ck_assert_int_eq(state_of(2), APRES_BODY_KEY_GONE);
	record_erasure(2);
	g_autoptr(apres_audit_report) report = verify();
	ck_assert_uint_eq(report->fault_count, 0);
	ck_assert_int_eq(state_of(2), APRES_BODY_ERASED);
}
END_TEST

START_TEST(test_one_is_added)
{
	execute("INSERT INTO body (idx, subject, nonce, data)"
		" SELECT 3, subject, nonce, data FROM body WHERE idx = 4");
	assert_found("entry 3 has a private part that was never committed to");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("audit-body");
	TCase *t = tcase_create("attacks");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, test_what_is_sealed_is_read_again);
	tcase_add_test(t, test_everybody_has_a_key_of_his_own);
	tcase_add_test(t, test_ciphertext_is_edited);
	tcase_add_test(t, test_its_nonce_is_edited);
	tcase_add_test(t, test_private_parts_are_swapped);
	tcase_add_test(t, test_private_parts_of_one_person_are_swapped);
	tcase_add_test(t, test_it_is_dropped_without_an_erasure);
	tcase_add_test(t, test_it_is_dropped_with_an_erasure);
	tcase_add_test(t, test_its_key_is_destroyed_without_an_erasure);
	tcase_add_test(t, test_one_is_added);
	suite_add_tcase(s, t);
	return unit_main(s);
}
