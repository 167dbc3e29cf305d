/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SQLite behind a handful of short calls, so that a function here reads as
 * its SQL.  Private to store/.  Statements are prepared once and kept.
 */
#ifndef APRES_STORE_DB_H
#define APRES_STORE_DB_H
#include "store/keyfile.h"
#include "store/sealer.h"
#include "store/store.h"

#include <sqlite3.h>
#include <sys/types.h>

struct apres_store {
	sqlite3 *db;
	char *folder;
	int lock_fd;            /* -1 when reading */
	dev_t device;           /* of the file that is open ... */
	ino_t inode;            /* ... as it was found */
	GHashTable *statements; /* SQL text (static) -> sqlite3_stmt */
	GHashTable *zones;      /* company, "" = none -> GTimeZone (zone.c) */
	apres_keyfile *keys;    /* NULL until needed */
	apres_sealer *sealer;   /* NULL until needed */
	bool writes;            /* opened for writing */
	char *login;            /* of the person who acts now, or NULL */
};

/* A statement in use: reset when it leaves scope. */
typedef struct apres_query {
	apres_store *store;
	sqlite3_stmt *statement; /* NULL: preparing failed, every call fails */
	int next;                /* parameter to bind */
	int column;              /* column to read */
} apres_query;

/*
 * Begins a query that reads all of a table that grows with the mail: once at a start, for
 * a person who waits, or once a day.  Nothing else may (tests/unit/plans.h).
 */
#define APRES_QUERY_WHOLE "/* whole */ "

/* SQL must be a string constant. */
apres_query apres_query_of(apres_store *store, const char *sql);
void apres_query_clear(apres_query *query);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(apres_query, apres_query_clear)

/* Bind the next parameter. */
void apres_bind_int(apres_query *query, gint64 value);
void apres_bind_text(apres_query *query, const char *value); /* NULL = NULL; copied */
void apres_bind_blob(apres_query *query, gconstpointer data, gsize len);
void apres_bind_bytes(apres_query *query, GBytes *bytes); /* NULL = NULL */
/* A vector of words as JSON text; NULL = []. */
void apres_bind_words(apres_query *query, char *const *words);

/* The next row: *ROW_OUT false at the end.  TEMP (busy, full, I/O) or INTERNAL. */
bool apres_query_step(apres_query *query, bool *row_out, GError **error);
/* A statement without rows. */
bool apres_query_run(apres_query *query, GError **error);
/* The same; *CHANGED_OUT: how many rows it changed. */
bool apres_query_run_changed(apres_query *query, int *changed_out, GError **error);

/* The first row's one column: 0, or NULL, without a row.  Caller owns the text. */
bool apres_query_int(apres_query *query, gint64 *value_out, GError **error);
bool apres_query_text(apres_query *query, char **text_out, GError **error);
/* Every row, as TAKE makes it of the columns: an array that frees each with FREE. */
bool apres_query_rows(apres_query *query, gpointer (*take)(apres_query *query),
		      GDestroyNotify free, GPtrArray **rows_out, GError **error);
/* Every row's one column, added to VALUES (gint64), or to a set of texts. */
bool apres_query_add_ints(apres_query *query, GArray *values, GError **error);
bool apres_query_add_texts(apres_query *query, GHashTable *set, GError **error);

/* Read the next column of the row. */
gint64 apres_take_int(apres_query *query);
char *apres_take_text(apres_query *query); /* NULL for NULL; caller owns */
GBytes *apres_take_bytes(apres_query *query);
/* NULL unless the column holds a blob, whatever the schema says. */
GBytes *apres_take_blob(apres_query *query);
char **apres_take_words(apres_query *query);
/* The same, borrowed until the next step. */
const char *apres_peek_text(apres_query *query);
gconstpointer apres_peek_blob(apres_query *query, gsize *len_out);
/* Do the next columns hold what TYPES says, whatever the schema says: a letter each, i
 * an integer, t a text, b a blob; T: or NULL?  Reads none. */
bool apres_query_holds(const apres_query *query, const char *types);

/* The rowid of the last insert. */
gint64 apres_store_last_id(apres_store *store);
/* INTERNAL error unless a transaction is open: every write belongs to one. */
bool apres_store_in_txn(apres_store *store, GError **error);
/* What SQLite says of its last failure, as an error; false. */
bool apres_store_fail(apres_store *store, const char *what, GError **error);
/* Several statements without parameters. */
bool apres_store_exec(apres_store *store, const char *sql, GError **error);

/* schema.c: bring the database to the newest version, in steps that each commit. */
bool apres_schema_migrate(apres_store *store, GError **error);
/* How many steps there are, and the SQL of one: from version I to I + 1; for tests. */
guint apres_schema_steps(void);
const char *apres_schema_step(guint i);
/* CONFIG error if the database was written by a newer program. */
bool apres_schema_check(apres_store *store, GError **error);
#endif
