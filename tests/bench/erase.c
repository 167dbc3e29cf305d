/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What sealing costs and how long forgetting takes: writes a store of COUNT (100000)
 * entries about COUNT / 10 people, every other with a private part, then forgets three
 * of them.  Not part of check:
 *
 *   make tests/bench/erase && tests/bench/erase [COUNT]
 */
#include "config.h"
#include "pipeline/erasure.h"
#include "store/audit-verify.h"
#include "store/audit.h"
#include "store/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#define NOW 1795528200
#define GROUP 64

static void
must(bool good, const GError *error)
{
	if (good)
		return;
	fprintf(stderr, "erase: %s\n", error != NULL ? error->message : "failed");
	exit(1);
}

static double
cpu_secs(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static gint64
number(apres_store *store, const char *sql)
{
	g_auto(apres_query) query = apres_query_of(store, sql);
	gint64 value = 0;
	GError *error = NULL;

	must(apres_query_int(&query, &value, &error), error);
	return value;
}

static void
add_mail(apres_store *store, int person)
{
	g_autofree char *sql = g_strdup_printf(
		"INSERT INTO message (id, company, mailbox, sha256, candidate, thread,"
		" text, received, decided, audience, effect, reasons, classes, unknown)"
		" VALUES (%d, 'contoso', 'm', 'sha-%d', 'person-%d@mail.example', 't',"
		" 'Person %d would like to know what was missing, and says so at length',"
		" 1, 1, 0, 2, '[]', '[]', '[]')",
		person, person, person, person);
	GError *error = NULL;

	must(apres_store_exec(store, sql, &error), error);
}

static void
append(apres_store *store, int person, int number_of_it)
{
	json_auto_t *pub =
		json_pack("{s:i, s:s}", "number", number_of_it, "rule", "no-feedback");
	g_autofree char *words = g_strnfill(400, 'w');
	json_auto_t *body = number_of_it % 2 == 0
				    ? json_pack("{s:i, s:s}", "n", person, "text", words)
				    : NULL;
	GError *error = NULL;

	must(apres_audit_append(store, "decided", "contoso", person, pub, body, NOW, NULL,
				&error),
	     error);
}

static void
fill(apres_store *store, int count)
{
	GError *error = NULL;

	for (int i = 0; i < count;) {
		g_autoptr(apres_txn) txn = apres_txn_begin(store, &error);
		must(txn != NULL, error);
		for (int end = MIN(i + GROUP, count); i < end; i++) {
			if (i % 10 == 0)
				add_mail(store, i / 10 + 1);
			append(store, i / 10 + 1, i);
		}
		must(apres_txn_commit(txn, &error), error);
	}
}

static void
forget(apres_store *store, const char *folder, int who)
{
	const apres_erasure_order order = { "request", "asked", "Ana", "bench" };
	g_autofree char *name = g_strdup_printf("person-%d@mail.example", who);
	g_autoptr(apres_person) person = NULL;
	json_auto_t *report = NULL;
	GError *error = NULL;
	gint64 start = g_get_monotonic_time();
	double cpu = cpu_secs();

	must(apres_person_find(store, "contoso", name, &person, &error), error);
	must(person != NULL, NULL);
	must(apres_erasure_run(store, folder, person, &order, NOW, &report, &error),
	     error);
	printf("forgotten: %d entries in %.0f ms, %.0f ms of CPU, %d of its names and "
	       "words left\n",
	       (int)person->entries->len, (double)(g_get_monotonic_time() - start) / 1e3,
	       (cpu_secs() - cpu) * 1e3,
	       (int)json_integer_value(json_object_get(report, "remaining")));
}

static void
print_sizes(apres_store *store)
{
	gint64 bodies = number(store, "SELECT count(*) FROM body");
	gint64 sealed =
		number(store, "SELECT sum(length(data) + length(nonce)) FROM body");
	gint64 pages = number(store, "SELECT sum(pgsize) FROM dbstat WHERE name IN"
				     " ('body', 'body_subject', 'subject',"
				     " 'subject_name')");
	gint64 plain;
	GError *error = NULL;

	must(apres_store_exec(store,
			      "CREATE TABLE plain (idx INTEGER PRIMARY KEY, salt BLOB"
			      " NOT NULL, nonce BLOB, data BLOB NOT NULL) STRICT;"
			      "INSERT INTO plain SELECT idx, zeroblob(32), NULL,"
			      " zeroblob(length(data) - 48) FROM body",
			      &error),
	     error);
	plain = number(store, "SELECT sum(pgsize) FROM dbstat WHERE name = 'plain'");
	must(apres_store_exec(store, "DROP TABLE plain", &error), error);
	printf("a private part: %.1f bytes sealed; on disk %.1f with keys' numbers, %.1f "
	       "unsealed\n",
	       (double)sealed / (double)bodies, (double)pages / (double)bodies,
	       (double)plain / (double)bodies);
}

static void
time_verify(apres_store *store)
{
	GError *error = NULL;
	double cpu = cpu_secs();
	g_autoptr(apres_audit_report) report =
		apres_audit_verify(store, NULL, NULL, NULL, &error);

	must(report != NULL && report->fault_count == 0, error);
	printf("verified: %d entries, %d of them opened, in %.2f s of CPU\n",
	       (int)report->entries, (int)report->bodies, cpu_secs() - cpu);
}

int
main(int argc, char **argv)
{
	int count = argc > 1 ? atoi(argv[1]) : 100000;
	static const char *const files[] = { "apres.db", "apres.db-wal", "apres.db-shm",
					     "keys.db", "lock" };
	GError *error = NULL;
	g_autofree char *folder = g_dir_make_tmp("apres-bench.XXXXXX", &error);

	must(folder != NULL, error);
	apres_store *store = apres_store_open(folder, APRES_STORE_WRITE, &error);

	must(store != NULL, error);
	double cpu = cpu_secs();
	fill(store, count);
	printf("%d entries: %.1f us of CPU each\n", count,
	       (cpu_secs() - cpu) * 1e6 / count);
	print_sizes(store);
	time_verify(store);
	for (int i = 1; i <= 3; i++)
		forget(store, folder, i * count / 40);
	apres_store_close(store);
	for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path = g_build_filename(folder, files[i], NULL);
		unlink(path);
	}
	rmdir(folder);
	return 0;
}
