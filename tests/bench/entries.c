/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What MAILS (20000) answered mails cost in the record: per mail the four entries that
 * apresd writes of one, of their usual sizes, in groups of 16 mails, and a checkpoint
 * after each group, in a transaction of its own.  Prints microseconds of processor a
 * mail; $BENCH_WITHOUT leaves parts out (without.c).  Not part of check.
 *
 * usage: tests/bench/entries FOLDER [MAILS]      FOLDER is a new one
 */
#include "config.h"
#include "store/audit.h"
#include "store/checkpoint.h"
#include "store/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#define NOW 1795528200
#define GROUP 16

static void
must(bool good, const GError *error)
{
	if (good)
		return;
	fprintf(stderr, "entries: %s\n", error != NULL ? error->message : "failed");
	exit(1);
}

static double
cpu_usecs(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static void
append(apres_store *store, const char *type, int mail, gsize facts, gsize body)
{
	g_autofree char *some = g_strnfill(facts, 'f');
	g_autofree char *words = g_strnfill(body, 'w');
	json_auto_t *pub = json_pack("{s:i, s:s}", "number", mail, "facts", some);
	json_auto_t *part =
		body > 0 ? json_pack("{s:i, s:s}", "n", mail, "text", words) : NULL;
	GError *error = NULL;

	must(apres_audit_append(store, type, "contoso", mail, pub, part, NOW, NULL,
				&error),
	     error);
}

static void
add_mail(apres_store *store, int mail)
{
	g_autofree char *sql = g_strdup_printf(
		"INSERT INTO message (id, company, mailbox, sha256, candidate, thread,"
		" text, received, decided, audience, effect, reasons, classes, unknown)"
		" VALUES (%d, 'contoso', 'm', 'sha-%d', 'person-%d@mail.example', 't',"
		" 'What was missing?', 1, 1, 0, 2, '[]', '[]', '[]')",
		mail, mail, mail);
	GError *error = NULL;

	must(apres_store_exec(store, sql, &error), error);
}

/* Sizes as of the mail that contrib/demo answers with no-feedback. */
static void
write_group(apres_store *store, int from, int to)
{
	GError *error = NULL;
	g_autoptr(apres_txn) txn = apres_txn_begin(store, &error);

	must(txn != NULL, error);
	for (int mail = from; mail <= to; mail++) {
		add_mail(store, mail);
		append(store, "decided", mail, 360, 5700);
		append(store, "send-intent", mail, 160, 1900);
		append(store, "outbox", mail, 130, 0);
		append(store, "send-result", mail, 190, 0);
	}
	must(apres_txn_commit(txn, &error), error);
}

/* As apresd does; without anything to sign the transaction is empty. */
static void
sign(apres_store *store, apres_log_signer *signer)
{
	GError *error = NULL;
	g_autoptr(apres_txn) txn = apres_txn_begin(store, &error);

	must(txn != NULL, error);
	g_autoptr(apres_checkpoint) checkpoint =
		apres_log_signer_sign(signer, store, NOW, &error);
	must(error == NULL, error);
	must(checkpoint == NULL || apres_txn_commit(txn, &error), error);
}

int
main(int argc, char **argv)
{
	int mails = argc > 2 ? atoi(argv[2]) : 20000;
	const char *without = getenv("BENCH_WITHOUT");
	GError *error = NULL;

	must(argc > 1 && mails > 0, NULL);
	apres_store *store = apres_store_open(argv[1], APRES_STORE_WRITE, &error);
	must(store != NULL, error);
	g_autoptr(apres_log_signer) signer =
		apres_log_signer_open(argv[1], "bench.example/apres", &error);
	must(signer != NULL, error);
	if (g_strcmp0(without, "tree") == 0 || g_strcmp0(without, "sealing") == 0)
		must(apres_store_exec(store, "DROP INDEX entry_leaf", &error), error);
	double cpu = cpu_usecs();
	for (int mail = 1; mail <= mails; mail += GROUP) {
		write_group(store, mail, MIN(mail + GROUP - 1, mails));
		sign(store, signer);
	}
	printf("%.2f\n", (cpu_usecs() - cpu) / mails);
	apres_store_close(store);
	return 0;
}
