/* SPDX-License-Identifier: Apache-2.0 */
/* apres audit verify: what the record proves, and what only with others' help. */
#include "config.h"
#include "apres/audit-screen.h"
#include "apres/output.h"
#include "apres/receipts.h"
#include "apres/screen.h"
#include "store/audit-verify.h"
#include "util/error.h"
#include "util/fsutil.h"
#include "util/text.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

/* What the exit status of "audit verify" says. */
enum { PROVEN = 0, TAMPERED = 1, UNREADABLE = 2, CONSISTENT = 3 };

#define MAX_NOTE (64 * 1024)

static void
free_checkpoint(gpointer checkpoint)
{
	apres_checkpoint_free(checkpoint);
}

/* The key named by GIVEN (itself, or a file that holds it), else the log's own. */
static apres_note_public *
find_key(const apres_config *config, const char *given, GError **error)
{
	g_autofree char *line = NULL;

	if (given == NULL) {
		line = apres_log_public_key(config->state, error);
	} else if (g_file_test(given, G_FILE_TEST_EXISTS)) {
		g_autoptr(GBytes) bytes = apres_file_read(given, MAX_NOTE, error);
		if (bytes != NULL)
			line = g_strndup(g_bytes_get_data(bytes, NULL),
					 g_bytes_get_size(bytes));
	} else {
		line = g_strdup(given);
	}
	return line != NULL ? apres_note_public_parse(line, error) : NULL;
}

/* A key of another installation says nothing about this record; nor does one that was
 * changed, unless a checkpoint kept outside is signed with it. */
static bool
check_key(const apres_config *config, const apres_note_public *key, bool outside,
	  GError **error)
{
	g_autofree char *line = apres_log_public_key(config->state, NULL);
	g_autoptr(apres_note_public) own =
		line != NULL ? apres_note_public_parse(line, NULL) : NULL;

	if (own == NULL || apres_note_public_equal(own, key) ||
	    (outside &&
	     g_str_equal(apres_note_public_name(own), apres_note_public_name(key))))
		return true;
	return apres_throw(error, APRES_ERROR_INPUT,
			   "this is not the key of this record: '%s' is given, and the "
			   "record is signed by '%s'; see apres audit key",
			   apres_note_public_name(key), apres_note_public_name(own));
}

static GPtrArray *
read_checkpoints(const apres_note_public *key, char **paths, GError **error)
{
	g_autoptr(GPtrArray) checkpoints =
		g_ptr_array_new_with_free_func(free_checkpoint);

	for (; paths != NULL && *paths != NULL; paths++) {
		g_autoptr(GBytes) bytes = apres_file_read(*paths, MAX_NOTE, error);
		gsize len;

		if (bytes == NULL)
			return NULL;
		const char *note = g_bytes_get_data(bytes, &len);
		apres_checkpoint *one = apres_checkpoint_open(key, note, len, error);
		if (one == NULL) {
			apres_throw_prefix(error, "'%s'", *paths);
			return NULL;
		}
		g_ptr_array_add(checkpoints, one);
	}
	return g_steal_pointer(&checkpoints);
}

/* ---- verify ---- */

/* KNOWN: the entry about lost keys that whoever asks has read, or -1. */
static int
verdict(const apres_audit_report *report, gint64 known)
{
	bool lost = report->lost > 0 && report->lost_at != known;

	if (report->fault_count > 0)
		return TAMPERED;
	if (report->unopened > 0 || lost || report->strange->len > 0)
		return UNREADABLE;
	return report->covered > 0 ? PROVEN : CONSISTENT;
}

static json_t *
fork_to_json(const apres_audit_report *report)
{
	return report->forked
		       ? json_pack("{s:I, s:I}", "same", (json_int_t)report->fork_same,
				   "size", (json_int_t)report->fork_size)
		       : json_null();
}

static json_t *
report_to_json(const apres_audit_report *report, gint64 known)
{
	static const char *const words[] = { [PROVEN] = "proven",
					     [TAMPERED] = "tampered",
					     [UNREADABLE] = "unreadable",
					     [CONSISTENT] = "consistent" };

	return json_pack(
		"{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:i, s:i, s:I, s:o, s:i, s:i, s:o, "
		"s:I, s:o}",
		"verdict", words[verdict(report, known)], "entries",
		(json_int_t)report->entries, "private", (json_int_t)report->bodies,
		"erased", (json_int_t)report->erased, "unopened",
		(json_int_t)report->unopened, "lost", (json_int_t)report->lost, "lost_at",
		(json_int_t)report->lost_at, "checkpoints", (int)report->checkpoints,
		"outside", (int)report->outside, "covered", (json_int_t)report->covered,
		"fork", fork_to_json(report), "receipts", (int)report->receipts,
		"missing", (int)report->missing, "strange",
		apres_output_strings(report->strange), "faults",
		(json_int_t)report->fault_count, "first",
		apres_output_strings(report->faults));
}

/* Who comes to read this needs to know what to do first. */
static void
print_fork(const apres_audit_report *report)
{
	printf("\nTwo histories: fork at size %" G_GUINT64_FORMAT, report->fork_size);
	if (report->fork_same > 0)
		printf(" (up to size %" G_GUINT64_FORMAT " they are the same)",
		       report->fork_same);
	printf(". Both were signed with the key of\n"
	       "this record: an older copy of the state folder was put back and went "
	       "on, or somebody\n"
	       "who holds the key wrote it anew. Keep both; what left in the other one "
	       "is in the\n"
	       "log of the mail server (apres audit reconcile).\n");
}

static void
print_faults(const apres_audit_report *report)
{
	for (guint i = 0; i < report->faults->len; i++)
		printf("%s\n", (const char *)report->faults->pdata[i]);
	if (report->fault_count > report->faults->len)
		printf("and %" G_GUINT64_FORMAT " more\n",
		       report->fault_count - report->faults->len);
	if (report->missing > 0)
		printf("\nReplies left that this record does not know: an older copy was "
		       "put back after they\nhad left, or their entries were removed.\n");
	if (report->forked)
		print_fork(report);
	else
		printf("\nThe record was changed. Keep a copy of the state folder as it "
		       "is.\n");
}

/* The tree holds; whether the private parts do, nobody can say without their keys. */
static void
print_unopened(const apres_audit_report *report)
{
	printf("%" G_GUINT64_FORMAT
	       " private parts cannot be opened, and were not erased: %s.\n",
	       report->unopened,
	       report->keys != NULL
		       ? report->keys
		       : "keys.db was cut off, damaged, or is an older copy; restore it "
			 "from its backup");
}

/* What was counted, good or bad. */
static void
print_counts(const apres_audit_report *report)
{
	printf("%" G_GUINT64_FORMAT " %s, %" G_GUINT64_FORMAT
	       " of them with a private part; %u checkpoint%s of our own%s\n",
	       report->entries, apres_noun(report->entries, "entry", "entries"),
	       report->bodies, report->checkpoints,
	       apres_noun(report->checkpoints, "", "s"),
	       report->fault_count == 0 ? ", each as it was written" : "");
	if (report->erased > 0)
		printf("%" G_GUINT64_FORMAT
		       " private %s erased, as entries about it say\n",
		       report->erased,
		       apres_noun(report->erased, "part was", "parts were"));
	if (report->unopened > 0)
		print_unopened(report);
	if (report->lost > 0)
		printf("%" G_GUINT64_FORMAT
		       " private parts can never be read again: their keys were lost, as "
		       "entry %" G_GINT64_FORMAT
		       " says\n(apres audit show %" G_GINT64_FORMAT
		       "). They were not erased, and nobody can say that they are "
		       "unchanged.\n",
		       report->lost, report->lost_at, report->lost_at);
	if (report->receipts > 0)
		printf("%u receipt%s in this record\n", report->receipts,
		       apres_noun(report->receipts, " is", "s are"));
	for (guint i = 0; i < report->strange->len; i++)
		printf("receipt %s: this receipt is not in this record: made up, of "
		       "another record, or removed\n",
		       (const char *)report->strange->pdata[i]);
	printf("\n");
}

/* Losing the same keys is bad news once; another loss has another entry. */
static void
print_known(const apres_audit_report *report, gint64 known)
{
	if (known >= 0 && report->lost_at != known)
		printf("Entry %" G_GINT64_FORMAT " is not the last to say that keys were "
		       "lost.\n\n",
		       known);
	else if (report->lost > 0 && known < 0)
		printf("Who has read that entry, and knows of this loss, says so: "
		       "--known-loss %" G_GINT64_FORMAT ".\n\n",
		       report->lost_at);
}

static void
print_report(const apres_audit_report *report, gint64 known)
{
	print_counts(report);
	print_known(report, known);
	if (report->fault_count > 0) {
		print_faults(report);
		return;
	}
	if (report->covered == 0) {
		printf("Consistent in itself. That says nothing against somebody who "
		       "holds "
		       "the signing key\nor who cut off the end: give checkpoints that "
		       "were "
		       "kept elsewhere (--checkpoint FILE).\n");
		return;
	}
	printf("Nothing was changed or removed up to entry %" G_GUINT64_FORMAT
	       ": checkpoints kept outside say the same.\n",
	       report->covered - 1);
	if (report->covered < report->entries)
		printf("The %" G_GUINT64_FORMAT
		       " entries after it are consistent; no outside checkpoint covers "
		       "them.\n",
		       report->entries - report->covered);
}

/* Whatever the reason is: nothing can be said. */
static int
unreadable(GError **error)
{
	fprintf(stderr, "apres: %s\n", (*error)->message);
	g_clear_error(error);
	return UNREADABLE;
}

static int
run_verify(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *key_name = NULL, *mbox = NULL;
	g_auto(GStrv) paths = NULL;
	g_autoptr(GPtrArray) receipts = NULL;
	gint64 known = -1;
	const GOptionEntry own[] = {
		{ "known-loss", 0, 0, G_OPTION_ARG_INT64, &known,
		  "the entry about lost keys that you have read", "INDEX" },
		{ "checkpoint", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths,
		  "a checkpoint that was kept elsewhere; several times", "FILE" },
		{ "receipts", 0, 0, G_OPTION_ARG_FILENAME, &mbox,
		  "replies that were received (mbox, or one mail)", "MBOX" },
		{ "key", 0, 0, G_OPTION_ARG_FILENAME, &key_name,
		  "public key that was kept elsewhere, or its file", "KEY" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_audit_verify, own, argc, argv, 0, 0,
			     error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	g_autoptr(apres_config) config = apres_cli_config(&cli, error);
	g_autoptr(apres_note_public) key =
		config != NULL ? find_key(config, key_name, error) : NULL;
	g_autoptr(GPtrArray) outside =
		key != NULL ? read_checkpoints(key, paths, error) : NULL;
	if (outside == NULL || !check_key(config, key, outside->len > 0, error) ||
	    (mbox != NULL && (receipts = apres_receipts_read(mbox, error)) == NULL))
		return unreadable(error);
	g_autoptr(apres_store) store = apres_screen_store(config, error);
	g_autoptr(apres_audit_report) report =
		store != NULL ? apres_audit_verify(store, key, outside, receipts, error)
			      : NULL;
	if (report == NULL)
		return unreadable(error);
	if (cli.json)
		apres_output_json(report_to_json(report, known));
	else
		print_report(report, known);
	return verdict(report, known);
}

const apres_verb apres_verb_audit_verify = {
	.name = "audit verify",
	.usage = "[--checkpoint FILE]... [--receipts MBOX] [--key KEY] [--known-loss "
		 "INDEX] [--json]",
	.summary = "what the record proves: that nothing was changed or removed",
	.run = run_verify,
	.notes =
		"Exit status: 0 the record agrees with checkpoints kept outside, 3 it is "
		"only\nconsistent in itself, 1 it was changed, 2 nothing can be said: "
		"private\nparts cannot be opened, the key or a receipt is not of this "
		"record.\n",
};
