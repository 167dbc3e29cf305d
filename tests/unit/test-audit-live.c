/* SPDX-License-Identifier: Apache-2.0 */
/* The record beside its writer, and beside what left. */
#include "config.h"
#include "reply/reply.h"

#include "record.h"
#include "unit.h"

/* ---- while it is written ---- */

/* What the writer does while a reader is in the middle of it. */
typedef struct meanwhile {
	void (*act)(void);
	int calls;
	apres_store *reader;
} meanwhile;

/* Has the pass begun?  Then its snapshot stands. */
static bool
is_in_the_pass(sqlite3 *db)
{
	for (sqlite3_stmt *s = sqlite3_next_stmt(db, NULL); s != NULL;
	     s = sqlite3_next_stmt(db, s)) {
		const char *sql = sqlite3_sql(s);
		if (sql != NULL && sqlite3_stmt_busy(s) &&
		    strstr(sql, "FROM entry") != NULL)
			return true;
	}
	return false;
}

static int
on_progress(void *data)
{
	meanwhile *m = data;

	if (is_in_the_pass(m->reader->db) && m->calls++ < 3)
		m->act();
	return 0;
}

static apres_store *
open_reader(meanwhile *m)
{
	m->reader = apres_store_open(root, APRES_STORE_READ, NULL);
	ck_assert_ptr_nonnull(m->reader);
	sqlite3_progress_handler(m->reader->db, 20, on_progress, m);
	return m->reader;
}

static void
write_on(void)
{
	append_some(100, 164);
	sign();
}

START_TEST(test_entries_are_written_during_it)
{
	meanwhile m = { write_on, 0, NULL };
	g_autoptr(GPtrArray) kept = g_ptr_array_new();
	g_autoptr(apres_store) reader = open_reader(&m);
	gint64 size;

	g_ptr_array_add(kept, outside->pdata[0]);
	g_autoptr(apres_audit_report) report = verify(reader, kept, NULL);
	ck_assert_int_gt(m.calls, 2);
	ck_assert_uint_eq(report->fault_count, 0);
	ck_assert_uint_eq(report->unopened, 0);
	ck_assert_uint_eq(report->covered, 10);
	ck_assert(apres_audit_size(store, &size, NULL));
	ck_assert_int_eq(size, 10 + 3 * 64);
	ck_assert_uint_eq(report->entries, 10);
	ck_assert_uint_eq(report->bodies, 10);
}
END_TEST

/* As an erasure does it: the entry, which names the first COUNT, then all keys, then the
 * rows. */
static void
forget(int count)
{
	static const char sql[] = "DELETE FROM body";
	json_auto_t *pub = json_pack("{s:[]}", "entries");
	g_autoptr(apres_txn) txn = apres_txn_begin(store, NULL);

	for (int i = 0; i < count; i++)
		json_array_append_new(json_object_get(pub, "entries"), json_integer(i));
	ck_assert(apres_audit_append(store, APRES_AUDIT_ERASE_INTENT, "contoso", 0, pub,
				     NULL, NOW, NULL, NULL));
	ck_assert(apres_txn_commit(txn, NULL));
	for (gint64 i = 1; i <= 10; i++)
		ck_assert(apres_keyfile_destroy(apres_store_keys(store, NULL), i, NULL));
	ck_assert(apres_store_exec(store, sql, NULL));
}

static void
forget_all(void)
{
	forget(10);
}

static void
forget_more_than_is_said(void)
{
	forget(9);
}

/* The rows are those of the snapshot; their keys are gone. */
START_TEST(test_somebody_is_forgotten_during_it)
{
	meanwhile m = { forget_all, 0, NULL };
	g_autoptr(apres_store) reader = open_reader(&m);
	g_autoptr(apres_audit_report) report = verify(reader, NULL, NULL);

	ck_assert_int_gt(m.calls, 0);
	ck_assert_uint_eq(report->entries, 10);
	ck_assert_uint_gt(report->erased, 0);
	ck_assert_uint_eq(report->erased + report->bodies, 10);
	ck_assert_uint_eq(report->fault_count, 0);
}
END_TEST

START_TEST(test_somebody_is_forgotten_during_a_quick_look)
{
	meanwhile m = { forget_all, 0, NULL };
	g_autoptr(apres_store) reader = open_reader(&m);
	g_autofree char *fault = NULL;
	gint64 count;

	ck_assert(apres_audit_look(reader, 0, &count, &fault, NULL));
	ck_assert_int_gt(m.calls, 0);
	ck_assert_msg(fault == NULL, "%s", fault);
	ck_assert_int_eq(count, 10);
}
END_TEST

/* That the first was erased excuses no other. */
START_TEST(test_a_key_is_destroyed_beside_an_erasure)
{
	meanwhile m = { forget_more_than_is_said, 0, NULL };
	g_autoptr(apres_store) reader = open_reader(&m);
	g_autofree char *fault = NULL;
	gint64 count;

	ck_assert(apres_audit_look(reader, 0, &count, &fault, NULL));
	ck_assert_int_gt(m.calls, 0);
	ck_assert_ptr_nonnull(fault);
	ck_assert_ptr_nonnull(strstr(fault, "entry 9 has a private part whose key"));
}
END_TEST

/* ---- replies that came back ---- */

#define MARK "0123456789abcdef"

static char *
record_mail(const char *seed)
{
	g_autofree char *id = apres_message_id_new(MARK, "contoso.example", seed);
	json_auto_t *pub = json_pack("{s:s}", "id", id);
	g_autoptr(apres_txn) txn = apres_txn_begin(store, NULL);

	ck_assert(apres_store_meta_set(store, "message-id-key", MARK, NULL));
	ck_assert(apres_audit_append(store, "send-intent", "contoso", 1, pub, NULL, NOW,
				     NULL, NULL));
	ck_assert(apres_txn_commit(txn, NULL));
	return g_steal_pointer(&id);
}

static apres_audit_report *
verify_receipt(const char *leaf, const char *id)
{
	apres_receipt one = { (char *)leaf, (char *)id };
	g_autoptr(GPtrArray) receipts = g_ptr_array_new();

	g_ptr_array_add(receipts, &one);
	return verify(store, NULL, receipts);
}

START_TEST(test_a_reply_that_only_we_can_have_sent)
{
	g_autofree char *zeros = g_strnfill(64, '0');
	g_autofree char *id = record_mail("first");
	g_autofree char *lost = apres_message_id_new(MARK, "contoso.example", "second");
	g_autofree char *others =
		apres_message_id_new("another", "contoso.example", "second");

	/* Not in the record, and nobody else has the key of its Message-ID. */
	g_autoptr(apres_audit_report) missing = verify_receipt(zeros, lost);
	assert_first(missing, "is ours, and nothing in the log says that it was sent");
	ck_assert_uint_eq(missing->missing, 1);
	/* The header alone was changed, or the mail is made up: that accuses nobody. */
	g_autoptr(apres_audit_report) edited = verify_receipt(zeros, id);
	ck_assert_uint_eq(edited->fault_count, 0);
	ck_assert_uint_eq(edited->strange->len, 1);
	g_autoptr(apres_audit_report) forged = verify_receipt(zeros, others);
	ck_assert_uint_eq(forged->fault_count, 0);
	ck_assert_uint_eq(forged->strange->len, 1);
	g_autoptr(apres_audit_report) nameless = verify_receipt(zeros, NULL);
	ck_assert_uint_eq(nameless->strange->len, 1);
}
END_TEST

/* ---- groups ---- */

START_TEST(test_a_group_that_broke_off_after_its_keys)
{
	{
		g_autoptr(apres_txn) txn = apres_txn_begin(store, NULL);
		for (int i = 50; i < 150; i++)
			append(i);
	}
	g_clear_pointer(&store, apres_store_close);
	open_store();
	g_autoptr(apres_audit_report) report = verify(store, outside, NULL);
	ck_assert_uint_eq(report->fault_count, 0);
	ck_assert_uint_eq(report->entries, 10);
	/* Who comes next gets a number, and a key, that nobody had. */
	append_some(10, 12);
	g_autoptr(apres_audit_report) after = verify(store, outside, NULL);
	ck_assert_uint_eq(after->fault_count, 0);
	ck_assert_uint_eq(after->bodies, 12);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("audit-live");
	TCase *t = tcase_create("attacks");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, test_entries_are_written_during_it);
	tcase_add_test(t, test_somebody_is_forgotten_during_it);
	tcase_add_test(t, test_somebody_is_forgotten_during_a_quick_look);
	tcase_add_test(t, test_a_key_is_destroyed_beside_an_erasure);
	tcase_add_test(t, test_a_reply_that_only_we_can_have_sent);
	tcase_add_test(t, test_a_group_that_broke_off_after_its_keys);
	suite_add_tcase(s, t);
	return unit_main(s);
}
