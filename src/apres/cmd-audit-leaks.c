/* SPDX-License-Identifier: Apache-2.0 */
/* apres audit leaks: what must be empty. */
#include "config.h"
#include "apres/audit-leaks.h"
#include "apres/audit-screen.h"
#include "apres/output.h"
#include "apres/rows.h"
#include "apres/table.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/text.h"

#include <stdio.h>
#include <sysexits.h>

static guint
count_left(const apres_book *book)
{
	guint count = 0;

	for (guint i = 0; i < book->sendings->len; i++)
		count += apres_sending_may_have_left(book->sendings->pdata[i]);
	return count;
}

static void
print_leaks(const apres_book *book, const GPtrArray *leaks)
{
	g_autoptr(apres_table) table = apres_table_new("entry|kind|what");
	guint left = count_left(book);

	if (leaks->len == 0)
		printf("No leak: %u %s that left, each by its policy, once, and "
		       "recorded before.\n",
		       left, apres_noun(left, "mail", "mails"));
	else
		printf("%u LEAK%s among %u %s that left:\n\n", leaks->len,
		       apres_noun(leaks->len, "", "S"), left,
		       apres_noun(left, "mail", "mails"));
	for (guint i = 0; i < leaks->len; i++) {
		const apres_leak *leak = leaks->pdata[i];
		apres_table_addf(table, "%" G_GINT64_FORMAT, leak->index);
		apres_table_add(table, leak->kind);
		apres_table_add(table, leak->what);
	}
	if (leaks->len > 0)
		apres_table_print(table, "");
}

static void
print_rows(const apres_rows *rows, const GPtrArray *leaks)
{
	for (guint i = 0; i < leaks->len; i++) {
		const apres_leak *leak = leaks->pdata[i];
		apres_rows_add(rows,
			       json_pack("{s:I, s:s, s:o}", "entry",
					 (json_int_t)leak->index, "kind", leak->kind,
					 "what", apres_output_string(leak->what)));
	}
}

static int
run_leaks(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *company = NULL;
	g_autoptr(apres_config) config = NULL;
	apres_rows rows = { .columns = "entry|kind|what" };
	const GOptionEntry own[] = {
		{ "company", 0, 0, G_OPTION_ARG_STRING, &company, "only this company",
		  "ID" },
		{ "csv", 0, 0, G_OPTION_ARG_NONE, &rows.csv,
		  "as a spreadsheet (RFC 4180)", NULL },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_audit_leaks, own, argc, argv, 0, 0, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	g_autoptr(apres_store) store = apres_audit_open(&cli, company, &config, error);
	g_autoptr(apres_book) book =
		store != NULL ? apres_book_read(store, company, error) : NULL;
	if (book == NULL)
		return EX_TEMPFAIL;
	g_autoptr(apres_policies) policies =
		apres_policies_new(store, config, apres_clock_now());
	g_autoptr(GPtrArray) leaks =
		apres_leaks_find(book, store, policies, company, 0, 0, error);
	if (leaks == NULL)
		return EX_TEMPFAIL;
	rows.json = cli.json;
	if (!apres_rows_begin(&rows, error))
		return EX_USAGE;
	if (apres_rows_wanted(&rows))
		print_rows(&rows, leaks);
	else
		print_leaks(book, leaks);
	return leaks->len == 0 ? 0 : 1;
}

const apres_verb apres_verb_audit_leaks = {
	.name = "audit leaks",
	.usage = "[--company ID] [--csv|--json]",
	.summary = "what must never have been sent; must be empty",
	.run = run_leaks,
	.notes = "Believes what the record says: audit verify first.\n"
		 "Exit status: 0 there is none, 1 there is.\n",
};
