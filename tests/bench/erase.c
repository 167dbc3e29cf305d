/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What sealing, proving and a reader beside the writer cost, how long forgetting takes:
 * writes a store of COUNT (100000) entries about COUNT / 10 people, every other with a
 * private part, then forgets three of them.  Not part of check:
 *
 *   make tests/bench/erase && tests/bench/erase [COUNT]
 */
#include "config.h"
#include "pipeline/erasure.h"
#include "store/audit-prove.h"
#include "store/audit-verify.h"
#include "store/audit.h"
#include "store/db.h"

#include <glib/gstdio.h>
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
	const apres_erasure_order order = {
		.cause = "request", .basis = "asked", .approver = "Ana", .by = "bench"
	};
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

/* ---- proofs, bytes, a reader beside the writer ---- */

#define PROOFS 10000
#define TIMED 200

static void
time_proofs(apres_store *store, const char *folder, int count)
{
	GError *error = NULL;
	g_autoptr(apres_log_signer) signer =
		apres_log_signer_open(folder, "bench.example/apres", &error);
	must(signer != NULL, error);
	g_autoptr(apres_txn) txn = apres_txn_begin(store, &error);
	g_autoptr(apres_checkpoint) signed_now =
		apres_log_signer_sign(signer, store, NOW, &error);
	must(signed_now != NULL && apres_txn_commit(txn, &error), error);
	g_autofree char *line = apres_log_public_key(folder, &error);
	g_autoptr(apres_note_public) key = apres_note_public_parse(line, &error);
	must(key != NULL, error);
	double cpu = cpu_secs();
	g_autoptr(apres_audit_prover) prover = apres_audit_prover_new(store, key, &error);
	must(prover != NULL, error);
	double ready = cpu_secs();
	gsize bytes = 0;
	for (int i = 0; i < PROOFS; i++) {
		guint64 index = (guint64)i * (guint64)count / PROOFS;
		apres_audit_proof *proof =
			apres_audit_prover_prove(prover, index, &error);
		must(proof != NULL, error);
		bytes += proof->path->len * sizeof(apres_hash);
		apres_audit_proof_free(proof);
	}
	printf("proofs: %.2f s of CPU to begin, then %.1f us each; a path has %.0f "
	       "bytes\n",
	       ready - cpu, (cpu_secs() - ready) * 1e6 / PROOFS, (double)bytes / PROOFS);
}

static int
compare_doubles(gconstpointer a, gconstpointer b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* TIMED commits of one entry each: half of them, and 99 in a hundred, took at most. */
static void
time_commits(apres_store *store, int first, const char *beside)
{
	double took[TIMED];
	GError *error = NULL;

	for (int i = 0; i < TIMED; i++) {
		gint64 start = g_get_monotonic_time();
		g_autoptr(apres_txn) txn = apres_txn_begin(store, &error);
		must(txn != NULL, error);
		append(store, 1, first + i);
		must(apres_txn_commit(txn, &error), error);
		took[i] = (double)(g_get_monotonic_time() - start) / 1e3;
	}
	qsort(took, TIMED, sizeof *took, compare_doubles);
	printf("a commit %s: p50 %.2f ms, p99 %.2f ms\n", beside, took[TIMED / 2],
	       took[TIMED * 99 / 100]);
}

/* Somebody reads, and goes on reading, what was there before. */
static void
time_reader(apres_store *store, const char *folder, int count)
{
	GError *error = NULL;

	time_commits(store, count, "alone");
	apres_store *reader = apres_store_open(folder, APRES_STORE_READ, &error);
	must(reader != NULL, error);
	must(apres_store_exec(reader, "BEGIN", &error), error);
	gint64 before = number(reader, "SELECT max(idx) FROM entry");
	time_commits(store, count + TIMED, "beside a reader");
	must(number(reader, "SELECT max(idx) FROM entry") == before, NULL);
	must(apres_store_exec(reader, "COMMIT", &error), error);
	apres_store_close(reader);
}

static void
print_bytes(apres_store *store, int count)
{
	gint64 all = number(store, "SELECT sum(pgsize) FROM dbstat WHERE name IN"
				   " ('entry', 'entry_leaf', 'entry_erased',"
				   " 'entry_debrief', 'body', 'body_subject', 'subject',"
				   " 'subject_name')");

	printf("on disk: %.1f bytes an entry, private parts and indexes included\n",
	       (double)all / count);
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
	static const char *const files[] = {
		"apres.db",    "apres.db-wal",   "apres.db-shm", "keys.db", "lock",
		"log/key.pem", "log/public.key", "log/signed",   "log"
	};
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
	print_bytes(store, count);
	time_verify(store);
	time_proofs(store, folder, count);
	time_reader(store, folder, count);
	for (int i = 1; i <= 3; i++)
		forget(store, folder, i * count / 40);
	apres_store_close(store);
	for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path = g_build_filename(folder, files[i], NULL);
		g_remove(path);
	}
	rmdir(folder);
	return 0;
}
