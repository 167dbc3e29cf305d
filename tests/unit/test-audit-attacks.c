/* SPDX-License-Identifier: Apache-2.0 */
/* More attacks on the record: types, other logs, old copies. */
#include "config.h"

#include "record.h"
#include "unit.h"

/* ---- types ---- */

#define LOOSEN(table)                                                                    \
	"PRAGMA writable_schema = ON;"                                                   \
	"UPDATE sqlite_schema SET sql = replace(replace(replace(sql, ') STRICT', ')'),"  \
	" ' INTEGER NOT NULL', ''), ' TEXT NOT NULL', '') WHERE name = '" table "';"     \
	"PRAGMA writable_schema = RESET;"

START_TEST(test_columns_of_other_types_that_read_the_same)
{
	static const char *const changes[] = {
		"at = CAST(at AS TEXT)",     "at = CAST(at AS REAL)",
		"message = CAST(4 AS TEXT)", "type = CAST(type AS BLOB)",
		"pub = CAST(pub AS TEXT)",   "com = hex(com)",
		"leaf = hex(leaf)",          "leaf = CAST(leaf AS TEXT)",
	};

	attack(LOOSEN("entry"));
	for (guint i = 0; i < G_N_ELEMENTS(changes); i++) {
		g_autofree char *sql =
			g_strdup_printf("UPDATE entry SET %s WHERE idx = 3", changes[i]);
		attack("CREATE TABLE IF NOT EXISTS kept AS SELECT * FROM entry WHERE idx "
		       "= 3");
		attack(sql);
		assert_found("entry 3 has a column of another type");
		attack("UPDATE entry SET (at, message, type, pub, com, leaf) = (SELECT "
		       "at, message, type, pub, com, leaf FROM kept) WHERE idx = 3");
	}
	g_autoptr(apres_audit_report) report = verify(store, NULL, NULL);
	ck_assert_uint_eq(report->fault_count, 0);
}
END_TEST

START_TEST(test_a_private_part_of_another_type)
{
	attack(LOOSEN("body") "UPDATE body SET subject = CAST(subject AS TEXT) WHERE idx "
			      "= 3");
	assert_found("entry 3 has another private part than was committed to");
	attack("UPDATE body SET subject = CAST(subject AS INTEGER),"
	       " data = CAST(data AS TEXT) WHERE idx = 3");
	assert_found("entry 3 has another private part than was committed to");
}
END_TEST

/* ---- written anew ---- */

/* Entry 3 says another number, and its leaf is that of it. */
static void
rehash(void)
{
	static const char pub[] = "{\"at\":1795528203,\"company\":\"contoso\",\"facts\":{"
				  "\"number\":7},\"mail\":4,\"type\":\"decided\"}";
	apres_hash com = { 0 };
	apres_hash leaf = apres_merkle_leaf(pub, strlen(pub), &com);
	g_autofree char *hex = apres_hash_to_hex(&leaf);
	g_autofree char *sql = g_strdup_printf("DELETE FROM body WHERE idx = 3;"
					       "UPDATE entry SET pub = CAST('%s' AS BLOB)"
					       ", com = zeroblob(32), leaf = x'%s'"
					       " WHERE idx = 3",
					       pub, hex);

	attack(sql);
}

START_TEST(test_an_entry_is_edited_and_hashed_anew)
{
	rehash();
	g_autoptr(apres_audit_report) report = verify(store, NULL, NULL);
	/* The entry by itself is sound: its checkpoint knows. */
	ck_assert_uint_eq(report->fault_count, 1);
	assert_first(report, "recorded checkpoint over 10 entries");
	ck_assert(!report->forked);
	g_autoptr(apres_audit_report) both = verify(store, outside, NULL);
	ck_assert_uint_eq(both->fault_count, 2);
	ck_assert(!both->forked);
}
END_TEST

static void
sign_from_nothing(void)
{
	attack("DELETE FROM checkpoint");
	temp_write(root, "log/signed",
		   "{\"size\":0,\"last\":"
		   "\"0000000000000000000000000000000000000000000000000000000000000000\","
		   "\"peaks\":[]}");
	append_some(10, 11);
	sign();
}

START_TEST(test_the_same_with_the_key)
{
	g_autoptr(GPtrArray) kept = g_ptr_array_new();

	rehash();
	sign_from_nothing();
	g_ptr_array_add(kept, outside->pdata[0]);
	g_autoptr(apres_audit_report) alone = verify(store, NULL, NULL);
	ck_assert_uint_eq(alone->fault_count, 0);
	g_autoptr(apres_audit_report) report = verify(store, kept, NULL);
	assert_first(report, "outside checkpoint over 10 entries: the log was another");
	ck_assert(report->forked);
	ck_assert_uint_eq(report->fork_size, 10);
	ck_assert_uint_eq(report->fork_same, 0);
}
END_TEST

static void
copy(const char *from, const char *to)
{
	g_autofree char *line = g_strdup_printf("sh -c 'rm -rf \"%s\" && cp -R \"%s\" "
						"\"%s\"'",
						to, from, to);
	int status;

	ck_assert(g_spawn_command_line_sync(line, NULL, NULL, &status, NULL));
	ck_assert_int_eq(status, 0);
}

/* All of it, with the key and with what was signed last. */
START_TEST(test_an_older_copy_of_everything_goes_on)
{
	g_autofree char *backup = g_strconcat(root, ".old", NULL);

	g_clear_pointer(&store, apres_store_close);
	copy(root, backup);
	open_store();
	append_some(20, 24);
	sign();
	append_some(24, 28);
	sign();
	g_clear_pointer(&store, apres_store_close);
	copy(backup, root);
	temp_remove(g_steal_pointer(&backup));
	open_store();
	/* Nothing was written since: it looks as if it had been cut off. */
	g_autoptr(apres_audit_report) before = verify(store, outside, NULL);
	assert_first(before, "over 14 entries: the log has only 10, its end was cut off");
	ck_assert(!before->forked);
	append_some(40, 56);
	g_autoptr(GPtrArray) kept = g_steal_pointer(&outside);
	outside = g_ptr_array_new_with_free_func((GDestroyNotify)apres_checkpoint_free);
	sign();
	g_autoptr(apres_audit_report) alone = verify(store, NULL, NULL);
	ck_assert_uint_eq(alone->fault_count, 0);
	g_autoptr(apres_audit_report) report = verify(store, kept, NULL);
	ck_assert_uint_eq(report->fault_count, 2);
	ck_assert(report->forked);
	ck_assert_uint_eq(report->fork_same, 10);
	ck_assert_uint_eq(report->fork_size, 14);
}
END_TEST

/* ---- checkpoints of other logs ---- */

static void
assert_refused(const char *note, gsize len, const char *why)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_checkpoint) opened =
		apres_checkpoint_open(key, note, len, &error);

	ck_assert_ptr_null(opened);
	ck_assert_msg(strstr(error->message, why) != NULL, "%s", error->message);
}

static char *
sign_text(const char *path, const char *name, const char *text)
{
	g_autoptr(apres_note_key) signer = apres_note_key_load(path, name, NULL);

	ck_assert_ptr_nonnull(signer);
	return apres_note_sign(signer, text, NULL);
}

START_TEST(test_checkpoints_of_other_logs)
{
	static const char ours[] =
		ORIGIN "\n5\n"
		       "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
	static const char theirs[] = "fabrikam.example/apres/1\n5\n"
				     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
	g_autofree char *own = g_build_filename(root, "log", "key.pem", NULL);
	g_autofree char *other = g_build_filename(root, "other.pem", NULL);

	ck_assert(apres_note_key_create(other, NULL));
	g_autofree char *same_name = sign_text(other, ORIGIN, ours);
	assert_refused(same_name, strlen(same_name), "not signed by " ORIGIN);
	g_autofree char *whole = sign_text(other, "fabrikam.example/apres/1", theirs);
	assert_refused(whole, strlen(whole), "not signed by " ORIGIN);
	g_autofree char *own_key = sign_text(own, ORIGIN, theirs);
	assert_refused(own_key, strlen(own_key), "but no checkpoint of its log");
	g_autofree char *renamed = sign_text(own, "fabrikam.example/apres/1", ours);
	assert_refused(renamed, strlen(renamed), "not signed by " ORIGIN);
	g_autofree char *policy = sign_text(own, ORIGIN, "policy\n");
	assert_refused(policy, strlen(policy), "but no checkpoint of its log");
	/* In the place of one of our own. */
	g_autofree char *sql =
		g_strdup_printf("UPDATE checkpoint SET note = '%s'", whole);
	attack(sql);
	assert_found("a recorded checkpoint: not signed by");
}
END_TEST

START_TEST(test_any_byte_of_a_checkpoint_is_changed)
{
	static const char others[] = "\0\n\r\t +-0=AZaz\x7f\x80\xff";
	const apres_checkpoint *good = outside->pdata[0];
	gsize len = strlen(good->note);
	g_autofree char *note = g_memdup2(good->note, len);

	for (gsize at = 0; at < len; at++) {
		for (gsize i = 0; i < sizeof others - 1 + 8; i++) {
			char byte =
				i < 8 ? (char)(good->note[at] ^ (1 << i)) : others[i - 8];
			if (byte == good->note[at])
				continue;
			note[at] = byte;
			g_autoptr(apres_checkpoint) opened =
				apres_checkpoint_open(key, note, len, NULL);
			ck_assert_msg(opened == NULL, "byte %d, as %d, still holds",
				      (int)at, byte);
		}
		note[at] = good->note[at];
		g_autoptr(apres_checkpoint) cut =
			apres_checkpoint_open(key, note, at, NULL);
		ck_assert_msg(cut == NULL, "the first %d bytes hold", (int)at);
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("audit-attacks");
	TCase *t = tcase_create("attacks");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, test_columns_of_other_types_that_read_the_same);
	tcase_add_test(t, test_a_private_part_of_another_type);
	tcase_add_test(t, test_an_entry_is_edited_and_hashed_anew);
	tcase_add_test(t, test_the_same_with_the_key);
	tcase_add_test(t, test_an_older_copy_of_everything_goes_on);
	tcase_add_test(t, test_checkpoints_of_other_logs);
	tcase_add_test(t, test_any_byte_of_a_checkpoint_is_changed);
	suite_add_tcase(s, t);
	return unit_main(s);
}
