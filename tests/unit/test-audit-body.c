/* SPDX-License-Identifier: Apache-2.0 */
/* Attacks on private parts and on their keys, and what is said of them. */
#include "config.h"
#include "store/audit-parts.h"
#include "store/audit-verify.h"
#include "store/subject.h"
#include "util/error.h"

#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

#include "temp.h"
#include "unit.h"

#define NOW 1795528200
#define KEYS "keys.db"
#define HEADER 32
#define RECORD 40

/* Six entries about mails 1 to 3 of three people; the odd ones have no private part. */
static char *root;
static apres_store *store;

static void
execute(const char *sql)
{
	char *message = NULL;

	sqlite3_exec(store->db, sql, NULL, NULL, &message);
	ck_assert_msg(message == NULL, "%s: %s", sql, message);
}

static void
append(int number, const char *type)
{
	json_t *pub = json_pack("{s:i}", "number", number);
	json_t *body = number % 2 == 0
			       ? json_pack("{s:s, s:i}", "text", "Zanzibar", "n", number)
			       : NULL;

	ck_assert(apres_audit_append(store, type, "contoso", number / 2 + 1, pub, body,
				     NOW + number, NULL, NULL));
	json_decref(pub);
	json_decref(body);
}

static void
append_one(int number)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(store, NULL);

	append(number, "decided");
	ck_assert(apres_txn_commit(txn, NULL));
}

static void
open_store(void)
{
	g_autoptr(GError) error = NULL;

	g_clear_pointer(&store, apres_store_close);
	store = apres_store_open(root, APRES_STORE_WRITE, &error);
	ck_assert_msg(store != NULL, "%s", error ? error->message : "");
}

static void
setup(void)
{
	root = temp_dir();
	open_store();
	execute("INSERT INTO message (id, company, mailbox, sha256, candidate, thread,"
		" received, decided, audience, effect, reasons, classes, unknown) VALUES"
		" (1, 'contoso', 'm', 'a', 'ann@mail.example', 't', 1, 1, 0, 2, '[]',"
		" '[]', '[]'),"
		" (2, 'contoso', 'm', 'b', 'bob@mail.example', 't', 1, 1, 0, 2, '[]',"
		" '[]', '[]'),"
		" (3, 'contoso', 'm', 'c', NULL, 't', 1, 1, 0, 2, '[]', '[]', '[]')");
	g_autoptr(apres_txn) txn = apres_txn_begin(store, NULL);
	for (int i = 0; i < 6; i++)
		append(i, "decided");
	ck_assert(apres_txn_commit(txn, NULL));
}

static void
teardown(void)
{
	g_clear_pointer(&store, apres_store_close);
	temp_remove(root);
}

static apres_audit_report *
verify(void)
{
	g_autoptr(GError) error = NULL;
	apres_audit_report *report = apres_audit_verify(store, NULL, NULL, NULL, &error);

	ck_assert_msg(report != NULL, "%s", error ? error->message : "");
	return report;
}

static void
assert_found(const char *fault)
{
	g_autoptr(apres_audit_report) report = verify();

	ck_assert_msg(report->fault_count > 0, "nothing was found");
	const char *first = report->faults->pdata[0];
	ck_assert_msg(strstr(first, fault) != NULL, "\"%s\" is not \"%s\"", first, fault);
}

/* Not changed, not erased: nobody can say, and why. */
static void
assert_unopened(guint64 count, const char *why)
{
	g_autoptr(apres_audit_report) report = verify();

	ck_assert_uint_eq(report->fault_count, 0);
	ck_assert_uint_eq(report->erased, 0);
	ck_assert_uint_eq(report->unopened, count);
	if (why != NULL)
		ck_assert_ptr_nonnull(strstr(report->keys, why));
	else
		ck_assert_ptr_null(report->keys);
}

static apres_body_state
state_of(gint64 index)
{
	json_auto_t *body = NULL;
	apres_body_state state;

	ck_assert(apres_store_audit_body(store, index, &body, &state, NULL));
	ck_assert((body != NULL) == (state == APRES_BODY_OPEN));
	return state;
}

static char *
keys_path(void)
{
	return g_build_filename(root, KEYS, NULL);
}

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
