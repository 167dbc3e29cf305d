/* SPDX-License-Identifier: Apache-2.0 */
/*
 * No statement that was used on STORE may read all of a table that grows with the mail:
 * what a mail costs does not depend on how many there were before it.
 */
#ifndef APRES_TESTS_PLANS_H
#define APRES_TESTS_PLANS_H
#include "store/db.h"

#include <check.h>

/* Of these there is a handful, or they are no tables. */
static const char *const plans_small[] = { "mode",
					   "pause",
					   "meta",
					   "install",
					   "install_company",
					   "approval",
					   "policy",
					   "sqlite_sequence",
					   "json_each",
					   "CONSTANT",
					   NULL };

/* An index of what is open only, which is little. */
static inline bool
plans_is_partial(apres_store *store, const char *name)
{
	sqlite3_stmt *s;

	ck_assert_int_eq(sqlite3_prepare_v2(store->db,
					    "SELECT 1 FROM sqlite_schema WHERE type = "
					    "'index' AND name = ?1 AND sql LIKE '% "
					    "WHERE %'",
					    -1, &s, NULL),
			 SQLITE_OK);
	sqlite3_bind_text(s, 1, name, -1, SQLITE_TRANSIENT);
	bool yes = sqlite3_step(s) == SQLITE_ROW;
	sqlite3_finalize(s);
	return yes;
}

/* A line of EXPLAIN QUERY PLAN: "SCAN outbox USING INDEX outbox_open". */
static inline bool
plans_is_good(apres_store *store, const char *line)
{
	g_auto(GStrv) words = g_strsplit(line, " ", -1);
	guint n = g_strv_length(words);

	/* A company's replies are counted without reading them. */
	if (strstr(line, " INDEX outbox_company") != NULL &&
	    strstr(line, "COVERING") == NULL)
		return false;
	/* Nearly every store is of one company: that is all of it. */
	if (n > 2 && g_str_equal(words[0], "SEARCH"))
		return !g_str_has_suffix(line, "(company=?)") ||
		       plans_is_partial(store, words[n - 2]) ||
		       g_strv_contains(plans_small, words[n - 2]);
	return n < 2 || !g_str_equal(words[0], "SCAN") ||
	       g_strv_contains(plans_small, words[1]) || words[1][0] == '(' ||
	       (n > 3 && plans_is_partial(store, words[n - 1]));
}

static inline void
plans_check(apres_store *store)
{
	GHashTableIter iter;
	gpointer sql;

	g_hash_table_iter_init(&iter, store->statements);
	while (g_hash_table_iter_next(&iter, &sql, NULL)) {
		if (g_str_has_prefix(sql, APRES_QUERY_WHOLE))
			continue;
		g_autofree char *explain = g_strconcat("EXPLAIN QUERY PLAN ", sql, NULL);
		sqlite3_stmt *s;
		/* Of a table that a migration has dropped since. */
		if (sqlite3_prepare_v2(store->db, explain, -1, &s, NULL) != SQLITE_OK)
			continue;
		while (sqlite3_step(s) == SQLITE_ROW) {
			const char *line = (const char *)sqlite3_column_text(s, 3);
			ck_assert_msg(plans_is_good(store, line), "%s: %s",
				      (const char *)sql, line);
		}
		sqlite3_finalize(s);
	}
}
#endif
