/* SPDX-License-Identifier: Apache-2.0 */
/* A record whose private parts and keys are attacked. */
#ifndef APRES_TESTS_SEALED_H
#define APRES_TESTS_SEALED_H
#include "store/audit-parts.h"
#include "store/audit-verify.h"

#include <string.h>

#include "temp.h"

#define NOW 1795528200
#define KEYS "keys.db"
#define HEADER 32
#define RECORD 40

/* Six entries about mails 1 to 3 of three people; the odd ones have no private part. */
static char *root;
static apres_store *store;

static inline void
execute(const char *sql)
{
	char *message = NULL;

	sqlite3_exec(store->db, sql, NULL, NULL, &message);
	ck_assert_msg(message == NULL, "%s: %s", sql, message);
}

static inline void
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

static inline void
append_one(int number)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(store, NULL);

	append(number, "decided");
	ck_assert(apres_txn_commit(txn, NULL));
}

static inline void
open_store(void)
{
	g_autoptr(GError) error = NULL;

	g_clear_pointer(&store, apres_store_close);
	store = apres_store_open(root, APRES_STORE_WRITE, &error);
	ck_assert_msg(store != NULL, "%s", error ? error->message : "");
}

static inline void
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

static inline void
teardown(void)
{
	g_clear_pointer(&store, apres_store_close);
	temp_remove(root);
}

static inline apres_audit_report *
verify(void)
{
	g_autoptr(GError) error = NULL;
	apres_audit_report *report = apres_audit_verify(store, NULL, NULL, NULL, &error);

	ck_assert_msg(report != NULL, "%s", error ? error->message : "");
	return report;
}

static inline void
assert_found(const char *fault)
{
	g_autoptr(apres_audit_report) report = verify();

	ck_assert_msg(report->fault_count > 0, "nothing was found");
	const char *first = report->faults->pdata[0];
	ck_assert_msg(strstr(first, fault) != NULL, "\"%s\" is not \"%s\"", first, fault);
}

/* Not changed, not erased: nobody can say, and why. */
static inline void
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

static inline apres_body_state
state_of(gint64 index)
{
	json_auto_t *body = NULL;
	apres_body_state state;

	ck_assert(apres_store_audit_body(store, index, &body, &state, NULL));
	ck_assert((body != NULL) == (state == APRES_BODY_OPEN));
	return state;
}

static inline char *
keys_path(void)
{
	return g_build_filename(root, KEYS, NULL);
}
#endif
