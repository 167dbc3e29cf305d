/* SPDX-License-Identifier: Apache-2.0 */
/* Attacks on the keys of private parts; keys that are lost. */
#include "config.h"
#include "store/subject.h"
#include "util/error.h"

#include <unistd.h>

#include "sealed.h"
#include "unit.h"

START_TEST(test_the_key_file_is_lost)
{
	g_autofree char *path = keys_path();
	g_autoptr(GError) error = NULL;
	json_auto_t *pub = json_pack("{}");

	ck_assert_int_eq(g_remove(path), 0);
	open_store();
	assert_unopened(3, "keys.db' is missing; restore it");
	ck_assert_int_eq(state_of(4), APRES_BODY_NO_KEY);
	/* Nor is a new one made in its place. */
	g_autoptr(apres_txn) txn = apres_txn_begin(store, NULL);
	ck_assert(!apres_audit_append(store, "done", "contoso", 1, pub, pub, NOW, NULL,
				      &error));
	ck_assert_ptr_nonnull(strstr(error->message, "is missing; restore it"));
	ck_assert(!g_file_test(path, G_FILE_TEST_EXISTS));
}
END_TEST

START_TEST(test_the_key_file_is_another_stores)
{
	g_autofree char *path = keys_path();

	ck_assert_int_eq(g_remove(path), 0);
	ck_assert(apres_keyfile_create(path, NULL));
	open_store();
	assert_unopened(3, "belongs to another store");
}
END_TEST

/* The id alone does not make it the right one. */
START_TEST(test_the_key_file_has_other_keys)
{
	g_autofree char *path = keys_path();
	guint8 key[APRES_KEY_LEN];

	ck_assert_int_eq(g_remove(path), 0);
	ck_assert(apres_keyfile_create(path, NULL));
	g_autoptr(apres_keyfile) other = apres_keyfile_open(path, true, NULL);
	ck_assert(apres_keyfile_extend(other, 3, NULL));
	ck_assert_int_eq(apres_keyfile_get(other, 3, key), APRES_KEY_FOUND);
	g_autofree char *sql =
		g_strdup_printf("UPDATE meta SET value = '%s' WHERE name = 'keys'",
				apres_keyfile_id(other));
	execute(sql);
	open_store();
	assert_found("entry 0 has another private part than was committed to");
}
END_TEST

START_TEST(test_the_key_file_is_cut_off)
{
	g_autofree char *path = keys_path();

	ck_assert_int_eq(truncate(path, HEADER + 2 * RECORD), 0);
	assert_unopened(1, NULL);
	ck_assert_int_eq(truncate(path, HEADER + RECORD + 7), 0);
	assert_unopened(2, NULL);
	ck_assert_int_eq(truncate(path, HEADER - 1), 0);
	open_store();
	assert_unopened(3, "is no key file of apres");
}
END_TEST

/* An older copy is put back: what is lost stays lost, and the person is written on. */
START_TEST(test_an_older_key_file_is_put_back)
{
	g_autofree char *path = keys_path();
	json_auto_t *pub = json_pack("{}");

	ck_assert_int_eq(truncate(path, HEADER + 2 * RECORD), 0);
	open_store();
	assert_unopened(1, NULL);
	g_autoptr(apres_txn) txn = apres_txn_begin(store, NULL);
	ck_assert(apres_audit_append(store, "done", "contoso", 3, pub, pub, NOW, NULL,
				     NULL));
	ck_assert(apres_txn_commit(txn, NULL));
	assert_unopened(1, NULL);
	ck_assert_int_eq(state_of(4), APRES_BODY_NO_KEY);
	ck_assert_int_eq(state_of(6), APRES_BODY_OPEN);
}
END_TEST

static void
lose_keys(void)
{
	g_autofree char *path = keys_path();

	ck_assert_int_eq(g_remove(path), 0);
	open_store();
}

static void
assert_not_begun(const char *why)
{
	g_autoptr(GError) error = NULL;
	gint64 lost;

	ck_assert(!apres_keys_begin_anew(store, "Ana", "test", NOW, &lost, &error));
	ck_assert_int_eq(error->code, APRES_ERROR_INPUT);
	ck_assert_msg(strstr(error->message, why) != NULL, "%s", error->message);
}

static void
begin_anew(gint64 expected)
{
	g_autoptr(GError) error = NULL;
	gint64 lost;
	bool begun =
		apres_keys_begin_anew(store, "Ana", "the disk died", NOW, &lost, &error);

	ck_assert_msg(begun, "%s", error ? error->message : "");
	ck_assert_int_eq(lost, expected);
}

static void
assert_lost(guint64 lost, guint64 bodies, gint64 at)
{
	g_autoptr(apres_audit_report) report = verify();

	ck_assert_uint_eq(report->fault_count, 0);
	ck_assert_uint_eq(report->unopened, 0);
	ck_assert_uint_eq(report->lost, lost);
	ck_assert_uint_eq(report->bodies, bodies);
	ck_assert_int_eq(report->lost_at, at);
}

START_TEST(test_new_keys_in_the_place_of_lost_ones)
{
	g_autoptr(apres_audit_entry) entry = NULL;

	assert_not_begun("belongs to this store: nothing is lost");
	lose_keys();
	begin_anew(3);
	ck_assert(apres_audit_get(store, 6, &entry, NULL));
	ck_assert_str_eq(entry->type, APRES_AUDIT_KEYS_LOST);
	ck_assert_str_eq(json_string_value(json_object_get(entry->pub, "by")), "Ana");
	assert_lost(3, 0, 6);
	ck_assert_int_eq(state_of(4), APRES_BODY_LOST);
	/* The same people are written on, under numbers of their own. */
	append_one(8);
	assert_lost(3, 1, 6);
	assert_not_begun("nothing is lost");
	open_store();
	assert_lost(3, 1, 6);
	/* Once more: what was written since is lost as well. */
	lose_keys();
	assert_unopened(1, "is missing; restore it");
	begin_anew(4);
	assert_lost(4, 0, 8);
}
END_TEST

START_TEST(test_new_keys_leave_another_file_alone)
{
	g_autofree char *path = keys_path();

	lose_keys();
	ck_assert(apres_keyfile_create(path, NULL));
	{
		g_autoptr(apres_keyfile) other = apres_keyfile_open(path, true, NULL);
		ck_assert(apres_keyfile_extend(other, 3, NULL));
	}
	assert_not_begun("move it away first");
	ck_assert(g_file_set_contents(path, "no keys", -1, NULL));
	assert_not_begun("move it away first");
}
END_TEST

/* The file was made, and nothing recorded. */
START_TEST(test_new_keys_that_broke_off_are_begun_again)
{
	g_autofree char *path = keys_path();

	lose_keys();
	ck_assert(apres_keyfile_create(path, NULL));
	{
		g_autoptr(apres_keyfile) made = apres_keyfile_open(path, true, NULL);
		ck_assert(apres_keyfile_give_up(made, 3, NULL));
	}
	open_store();
	assert_unopened(3, "belongs to another store");
	begin_anew(3);
	assert_lost(3, 0, 6);
}
END_TEST

/* The setting is no evidence. */
START_TEST(test_only_an_entry_excuses_lost_keys)
{
	lose_keys();
	execute("INSERT INTO meta (name, value) VALUES ('keys-lost', '5')");
	assert_unopened(3, "is missing; restore it");
}
END_TEST

/* Nor do new keys excuse what was removed or changed. */
START_TEST(test_lost_keys_excuse_nothing_else)
{
	lose_keys();
	begin_anew(3);
	execute("DELETE FROM body WHERE idx = 4");
	assert_found("entry 4 has lost its private part, and no erasure is recorded");
}
END_TEST

START_TEST(test_keys_are_removed_while_in_use)
{
	g_autofree char *path = keys_path();
	g_autoptr(GError) error = NULL;
	json_auto_t *pub = json_pack("{}");
	g_autoptr(apres_txn) txn = apres_txn_begin(store, NULL);

	ck_assert_int_eq(g_remove(path), 0);
	ck_assert(!apres_audit_append(store, "done", "contoso", 1, pub, pub, NOW, NULL,
				      &error));
	ck_assert_ptr_nonnull(strstr(error->message, "removed or replaced while in use"));
}
END_TEST

static void
move_record(int from, int to)
{
	g_autofree char *path = keys_path();
	g_autofree char *data = NULL;
	gsize len;

	ck_assert(g_file_get_contents(path, &data, &len, NULL));
	memcpy(data + HEADER + (to - 1) * RECORD, data + HEADER + (from - 1) * RECORD,
	       RECORD);
	ck_assert(g_file_set_contents(path, data, (gssize)len, NULL));
}

START_TEST(test_a_key_is_put_in_the_place_of_another)
{
	move_record(1, 2);
	open_store();
	assert_unopened(1, NULL);
	ck_assert_int_eq(state_of(0), APRES_BODY_OPEN);
	ck_assert_int_eq(state_of(2), APRES_BODY_NO_KEY);
}
END_TEST

START_TEST(test_keys_of_nobody_are_collected)
{
	guint8 key[APRES_KEY_LEN];

	execute("DELETE FROM body WHERE subject = 2; DELETE FROM subject WHERE id = 2");
	open_store();
	const apres_keyfile *keys = apres_store_keys(store, NULL);
	ck_assert_int_eq(apres_keyfile_get(keys, 1, key), APRES_KEY_FOUND);
	ck_assert_int_eq(apres_keyfile_get(keys, 2, key), APRES_KEY_DESTROYED);
	ck_assert_int_eq(apres_keyfile_get(keys, 3, key), APRES_KEY_FOUND);
	/* Made ahead: it will be somebody's. */
	ck_assert_int_eq(apres_keyfile_get(keys, 4, key), APRES_KEY_FOUND);
	ck_assert_int_eq(apres_keyfile_get(keys, 1000, key), APRES_KEY_BEYOND);
}
END_TEST

/* The last number is not given to the next one, whose key would be the same. */
START_TEST(test_numbers_are_not_used_again)
{
	gint64 number;

	execute("DELETE FROM body WHERE subject = 3; DELETE FROM subject WHERE id = 3");
	g_autoptr(apres_txn) txn = apres_txn_begin(store, NULL);
	ck_assert(
		apres_subject_number(store, "contoso", "cy@mail.example", &number, NULL));
	ck_assert_int_eq(number, 4);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("audit-keys");
	TCase *t = tcase_create("attacks");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, test_the_key_file_is_lost);
	tcase_add_test(t, test_the_key_file_is_another_stores);
	tcase_add_test(t, test_the_key_file_has_other_keys);
	tcase_add_test(t, test_the_key_file_is_cut_off);
	tcase_add_test(t, test_an_older_key_file_is_put_back);
	tcase_add_test(t, test_new_keys_in_the_place_of_lost_ones);
	tcase_add_test(t, test_new_keys_leave_another_file_alone);
	tcase_add_test(t, test_new_keys_that_broke_off_are_begun_again);
	tcase_add_test(t, test_only_an_entry_excuses_lost_keys);
	tcase_add_test(t, test_lost_keys_excuse_nothing_else);
	tcase_add_test(t, test_keys_are_removed_while_in_use);
	tcase_add_test(t, test_a_key_is_put_in_the_place_of_another);
	tcase_add_test(t, test_keys_of_nobody_are_collected);
	tcase_add_test(t, test_numbers_are_not_used_again);
	suite_add_tcase(s, t);
	return unit_main(s);
}
