/* SPDX-License-Identifier: Apache-2.0 */
/* What every attack on a record needs: the record, and somebody who may write it. */
#ifndef APRES_TESTS_ATTACK_H
#define APRES_TESTS_ATTACK_H
#include "store/audit-parts.h"
#include "store/audit-verify.h"

#include <sqlite3.h>
#include <string.h>

#include "temp.h"

#define ORIGIN "contoso.example/apres/1"
#define NOW 1795528200

static char *root;
static apres_store *store;
static apres_note_public *key;
static GPtrArray *outside;

static inline void
teardown(void)
{
	g_clear_pointer(&outside, g_ptr_array_unref);
	g_clear_pointer(&key, apres_note_public_free);
	g_clear_pointer(&store, apres_store_close);
	temp_remove(root);
}

/* Somebody who may write the file. */
static inline void
attack(const char *sql)
{
	g_autofree char *path = g_build_filename(root, "apres.db", NULL);
	sqlite3 *db;
	char *message = NULL;

	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_exec(db, sql, NULL, NULL, &message);
	ck_assert_msg(message == NULL, "%s", message);
	sqlite3_close(db);
}
#endif
