/* SPDX-License-Identifier: Apache-2.0 */
/* A store that an older apres wrote is brought up to date, and nothing in it is lost. */
#include "config.h"
#include "store/audit-parts.h"
#include "store/db.h"
#include "store/message.h"
#include "store/obligation.h"

#include <string.h>

#include "temp.h"
#include "unit.h"

static void
run(sqlite3 *db, const char *sql)
{
	char *words = NULL;

	ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, &words) == SQLITE_OK, "%s: %s",
		      sql, words);
}

static gint64
number(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement = NULL;
	gint64 value = -1;

	ck_assert_msg(sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK,
		      "%s", sql);
	if (sqlite3_step(statement) == SQLITE_ROW)
		value = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return value;
}

/* Two mails, what is owed for them and a reply, in columns that version 1 has. */
static const char rows[] =
	"INSERT INTO message (id, company, mailbox, sha256, candidate, thread, received,"
	" decided, audience, effect, queue, reasons, classes, unknown)"
	" VALUES (1, 'contoso', 'recruiting', 'aa', 'bo@mail.example', 't1', 1000, 1001, "
	"0, 2,"
	" 'default', '[]', '[]', '[]'),"
	" (2, 'contoso', 'recruiting', 'bb', 'cy@mail.example', 't2', 1000, 1001, 0, 0,"
	" NULL, '[]', '[]', '[]');"
	"INSERT INTO obligation (id, message, company, candidate, thread, kind, queue, "
	"owner,"
	" due, rule, opened, grown) VALUES (1, 1, 'contoso', 'bo@mail.example', 't1', 0,"
	" 'default', 'ana@contoso.example', 2000, 'hold', 1001, 3);"
	"INSERT INTO obligation (id, message, company, candidate, thread, kind, owner,"
	" due, rule, opened, closed, closed_how) VALUES (2, 2, 'contoso', "
	"'cy@mail.example',"
	" 't2', 1, 'lea@contoso.example', 3000, 'debrief', 1001, 1500, 'replied');"
	"INSERT INTO outbox (id, message, company, kind, recipient, envelope_from,"
	" smtp_message_id, bytes, state, needs_approval, created, send_after)"
	" VALUES (1, 2, 'contoso', 'reply', 'cy@mail.example', 'r@contoso.example', 'x',"
	" x'41', 4, 0, 1001, 1001);"
	"INSERT INTO name VALUES ('recruiting', '1.M1', 'seen', 1, 1001);"
	"INSERT INTO mode VALUES ('contoso', '', 2);";

/* Begun under version 1, and since then brought to VERSION. */
static void
write_old_store(const char *folder, guint version)
{
	g_autofree char *path = g_build_filename(folder, "apres.db", NULL);
	g_autofree char *mark = g_strdup_printf("PRAGMA user_version = %u", version);
	sqlite3 *db = NULL;

	g_chmod(folder, 0700);
	ck_assert(sqlite3_open(path, &db) == SQLITE_OK);
	for (guint i = 0; i < version; i++) {
		run(db, apres_schema_step(i));
		if (i == 0)
			run(db, rows);
	}
	run(db, mark);
	sqlite3_close(db);
}

static void
check_owed(apres_store *store)
{
	g_autoptr(GPtrArray) open = NULL;
	g_autoptr(apres_owed) closed = NULL;

	ck_assert(apres_obligation_list(store, NULL, &open, NULL));
	ck_assert_uint_eq(open->len, 1);
	const apres_owed *one = open->pdata[0];
	ck_assert_int_eq(one->id, 1);
	ck_assert_str_eq(one->owner, "ana@contoso.example");
	ck_assert_int_eq(one->due, 2000);
	ck_assert_uint_eq(one->grown, 3);
	ck_assert_int_eq(one->since, 1001);
	ck_assert(apres_obligation_get(store, 2, &closed, NULL));
	ck_assert_str_eq(closed->closed_how, "replied");
	ck_assert_int_eq(closed->kind, APRES_OBLIGATION_DEBRIEF);
}

START_TEST(test_every_version_comes_up_to_date)
{
	char *folder = temp_dir();
	g_autoptr(GError) error = NULL;

	write_old_store(folder, (guint)_i);
	apres_store *store = apres_store_open(folder, APRES_STORE_WRITE, &error);
	ck_assert_msg(store != NULL, "from %d: %s", _i, error ? error->message : "");
	check_owed(store);
	g_autoptr(GPtrArray) held = NULL;
	ck_assert(apres_review_list(store, "contoso", &held, NULL));
	ck_assert_uint_eq(held->len, 1);
	ck_assert_int_eq(number(store->db, "SELECT count(*) FROM outbox"), 1);
	ck_assert_int_eq(
		number(store->db, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
	ck_assert_int_eq(number(store->db, "SELECT count(*) FROM pragma_integrity_check"
					   " WHERE integrity_check <> 'ok'"),
			 0);
	apres_store_close(store);
	temp_remove(folder);
}
END_TEST

/* Entries are left out: what they say must fit together, and has a test below. */
#define TABLES                                                                           \
	"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE "         \
	"'sqlite%' AND name NOT IN ('entry', 'body', 'subject', 'tree')"
/* 7, 'x' or x'78', by the type of each column. */
#define VALUES                                                                           \
	"SELECT group_concat(CASE type WHEN 'TEXT' THEN quote('x') WHEN 'BLOB' THEN"     \
	" quote(x'78') ELSE '7' END, ', ') FROM pragma_table_info('%s')"

static char *
text(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement = NULL;

	ck_assert(sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK);
	ck_assert(sqlite3_step(statement) == SQLITE_ROW);
	char *value = g_strdup((const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	return value;
}

/* A row, if there is none. */
static void
fill_table(sqlite3 *db, const char *table)
{
	g_autofree char *count = g_strdup_printf("SELECT count(*) FROM \"%s\"", table);
	g_autofree char *columns = g_strdup_printf(VALUES, table);
	g_autofree char *values = text(db, columns);
	g_autofree char *insert =
		g_strdup_printf("INSERT INTO \"%s\" VALUES (%s)", table, values);

	if (number(db, count) == 0)
		run(db, insert);
}

static GPtrArray *
tables_of(sqlite3 *db)
{
	GPtrArray *tables = g_ptr_array_new_with_free_func(g_free);
	sqlite3_stmt *statement = NULL;

	ck_assert(sqlite3_prepare_v2(db, TABLES, -1, &statement, NULL) == SQLITE_OK);
	while (sqlite3_step(statement) == SQLITE_ROW)
		g_ptr_array_add(tables, g_strdup((const char *)sqlite3_column_text(
						statement, 0)));
	sqlite3_finalize(statement);
	return tables;
}

/* Begun under each version, with a row in every table that it has. */
START_TEST(test_no_table_of_any_version_loses_a_row)
{
	char *folder = temp_dir();
	g_autofree char *path = g_build_filename(folder, "apres.db", NULL);
	g_autoptr(GError) error = NULL;
	sqlite3 *db = NULL;

	write_old_store(folder, (guint)_i);
	ck_assert(sqlite3_open(path, &db) == SQLITE_OK);
	g_autoptr(GPtrArray) tables = tables_of(db);
	for (guint i = 0; i < tables->len; i++)
		fill_table(db, tables->pdata[i]);
	ck_assert_uint_gt(tables->len, 5);
	sqlite3_close(db);
	apres_store *store = apres_store_open(folder, APRES_STORE_WRITE, &error);
	ck_assert_msg(store != NULL, "from %d: %s", _i, error ? error->message : "");
	for (guint i = 0; i < tables->len; i++) {
		g_autofree char *count = g_strdup_printf("SELECT count(*) FROM \"%s\"",
							 (char *)tables->pdata[i]);
		ck_assert_msg(number(store->db, count) >= 1, "from %d: nothing is in %s",
			      _i, (char *)tables->pdata[i]);
	}
	apres_store_close(store);
	temp_remove(folder);
}
END_TEST

/* Private parts that lay open are sealed; nothing of them is left in the clear. */
START_TEST(test_private_parts_are_sealed)
{
	char *folder = temp_dir();
	static const char plain[] =
		"INSERT INTO entry VALUES (0, 1000, 'decided', 'contoso', 1,"
		" CAST('{\"at\":1000,\"company\":\"contoso\",\"facts\":{},\"mail\":1,"
		"\"type\":\"decided\"}' AS BLOB), x'%s', x'%s');"
		"INSERT INTO body (idx, salt, data) VALUES"
		" (0, zeroblob(32), CAST('{\"text\":\"Zanzibar\"}' AS BLOB))";
	static const char pub[] = "{\"at\":1000,\"company\":\"contoso\",\"facts\":{},"
				  "\"mail\":1,\"type\":\"decided\"}";
	static const char text[] = "{\"text\":\"Zanzibar\"}";
	const guint8 salt[32] = { 0 };
	g_autoptr(apres_sealer) sealer = apres_sealer_new();
	apres_hash com = apres_sealer_commit(sealer, salt, text, strlen(text));
	apres_hash leaf = apres_merkle_leaf(pub, strlen(pub), &com);
	g_autofree char *com_hex = apres_hash_to_hex(&com);
	g_autofree char *leaf_hex = apres_hash_to_hex(&leaf);
	g_autofree char *sql = g_strdup_printf(plain, com_hex, leaf_hex);
	g_autofree char *path = g_build_filename(folder, "apres.db", NULL);
	g_autoptr(GError) error = NULL;
	json_auto_t *body = NULL;
	apres_body_state state;
	sqlite3 *db = NULL;

	write_old_store(folder, 17);
	ck_assert(sqlite3_open(path, &db) == SQLITE_OK);
	run(db, sql);
	sqlite3_close(db);
	apres_store *store = apres_store_open(folder, APRES_STORE_WRITE, &error);
	ck_assert_msg(store != NULL, "%s", error ? error->message : "");
	ck_assert(apres_store_audit_body(store, 0, &body, &state, NULL));
	ck_assert_int_eq(state, APRES_BODY_OPEN);
	ck_assert_str_eq(json_string_value(json_object_get(body, "text")), "Zanzibar");
	ck_assert_int_eq(number(store->db, "SELECT count(*) FROM body JOIN subject s"
					   " ON s.id = body.subject WHERE s.name ="
					   " 'bo@mail.example'"),
			 1);
	ck_assert(!temp_holds(folder, "apres.db", "Zanzibar"));
	ck_assert(!temp_holds(folder, "apres.db-wal", "Zanzibar"));
	apres_store_close(store);
	temp_remove(folder);
}
END_TEST

/* What is made step by step is what is made at once. */
START_TEST(test_old_and_new_stores_are_the_same)
{
	char *was = temp_dir(), *is = temp_dir();
	static const char schema[] =
		"SELECT total(length(sql)) + count(*) FROM sqlite_schema";

	write_old_store(was, 1);
	apres_store *old = apres_store_open(was, APRES_STORE_WRITE, NULL);
	apres_store *fresh = apres_store_open(is, APRES_STORE_WRITE, NULL);
	ck_assert_ptr_nonnull(old);
	ck_assert_ptr_nonnull(fresh);
	ck_assert_int_eq(number(old->db, schema), number(fresh->db, schema));
	apres_store_close(old);
	apres_store_close(fresh);
	temp_remove(was);
	temp_remove(is);
}
END_TEST

START_TEST(test_a_newer_store_is_left_alone)
{
	char *folder = temp_dir();
	g_autoptr(GError) error = NULL;
	g_autofree char *path = g_build_filename(folder, "apres.db", NULL);
	sqlite3 *db = NULL;

	write_old_store(folder, apres_schema_steps());
	ck_assert(sqlite3_open(path, &db) == SQLITE_OK);
	run(db, "PRAGMA user_version = 9999");
	sqlite3_close(db);
	ck_assert_ptr_null(apres_store_open(folder, APRES_STORE_WRITE, &error));
	ck_assert_msg(strstr(error->message, "written by a newer apres") != NULL, "%s",
		      error->message);
	temp_remove(folder);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("schema");
	TCase *tcase = tcase_create("schema");

	tcase_set_timeout(tcase, 30);
	tcase_add_loop_test(tcase, test_every_version_comes_up_to_date, 1,
			    (int)apres_schema_steps() + 1);
	tcase_add_loop_test(tcase, test_no_table_of_any_version_loses_a_row, 1,
			    (int)apres_schema_steps() + 1);
	tcase_add_test(tcase, test_private_parts_are_sealed);
	tcase_add_test(tcase, test_old_and_new_stores_are_the_same);
	tcase_add_test(tcase, test_a_newer_store_is_left_alone);
	suite_add_tcase(suite, tcase);
	return unit_main(suite);
}
