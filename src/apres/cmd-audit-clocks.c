/* SPDX-License-Identifier: Apache-2.0 */
/* apres audit clocks: what was owed, and whether it was met in time. */
#include "config.h"
#include "apres/audit-screen.h"
#include "apres/output.h"
#include "apres/rows.h"
#include "apres/screen.h"
#include "apres/table.h"
#include "store/audit-clocks.h"
#include "util/clock.h"

#include <stdio.h>
#include <sysexits.h>

static void
add_row(apres_table *table, apres_store *store, const apres_owing *o, gint64 now)
{
	gint64 late = apres_owing_late(o, now);
	g_autofree char *since = apres_screen_time(store, o->company, o->since);
	g_autofree char *due = apres_screen_time(store, o->company, o->due);
	g_autofree char *told = apres_screen_time(store, o->company, o->told_at);
	g_autofree char *met = apres_screen_time(store, o->company, o->met);
	g_autofree char *by = late > 0 ? apres_screen_age(0, late) : g_strdup("-");

	apres_table_addf(table, "%" G_GINT64_FORMAT, o->id);
	apres_table_add(table, o->what != NULL ? o->what : "-");
	apres_table_addf(table, "%" G_GINT64_FORMAT, o->mail);
	apres_table_add(table, since);
	apres_table_add(table, due);
	apres_table_add(table, told);
	apres_table_add(table, met);
	apres_table_add(table, by);
}

static json_t *
row_of(const apres_owing *o, gint64 now)
{
	return json_pack("{s:I, s:o, s:I, s:o, s:o, s:i, s:i, s:o, s:o, s:I}", "owed",
			 (json_int_t)o->id, "what", apres_output_string(o->what), "mail",
			 (json_int_t)o->mail, "since", apres_output_time(o->since), "due",
			 apres_output_time(o->due), "moved", (int)o->moved, "told",
			 (int)o->told, "told_at", apres_output_time(o->told_at), "met",
			 apres_output_time(o->met), "late_secs",
			 (json_int_t)apres_owing_late(o, now));
}

/* Whoever is only told owes nothing. */
static bool
is_owed(const apres_owing *o)
{
	return g_strcmp0(o->what, "notify") != 0;
}

static void
show(const apres_rows *rows, apres_store *store, const GPtrArray *owings, bool late_only)
{
	g_autoptr(apres_table) table =
		apres_table_new("owed|what|mail|since|by|told|met|late by");
	gint64 now = apres_clock_now();
	guint count = 0, late = 0, open = 0;

	for (guint i = 0; i < owings->len; i++) {
		const apres_owing *o = owings->pdata[i];
		bool is_late = apres_owing_late(o, now) > 0;
		if (!is_owed(o))
			continue;
		count++;
		late += is_late;
		open += o->met == 0;
		if (late_only && !is_late)
			continue;
		if (apres_rows_wanted(rows))
			apres_rows_add(rows, row_of(o, now));
		else
			add_row(table, store, o, now);
	}
	if (apres_rows_wanted(rows))
		return;
	printf("%u were owed: %u met, %u open; %u late\n\n", count, count - open, open,
	       late);
	apres_table_print(table,
			  late_only ? "nothing is or was late" : "nothing was ever owed");
}

static int
run_clocks(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *company = NULL;
	gboolean late = FALSE;
	apres_rows rows = { .columns = "owed|what|mail|since|due|moved|told|told_at|met|"
				       "late_secs" };
	const GOptionEntry own[] = {
		{ "company", 0, 0, G_OPTION_ARG_STRING, &company, "only this company",
		  "ID" },
		{ "late", 0, 0, G_OPTION_ARG_NONE, &late, "only what is or was late",
		  NULL },
		{ "csv", 0, 0, G_OPTION_ARG_NONE, &rows.csv,
		  "as a spreadsheet (RFC 4180)", NULL },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_audit_clocks, own, argc, argv, 0, 0,
			     error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	g_autoptr(apres_store) store = apres_audit_open(&cli, company, NULL, error);
	g_autoptr(GPtrArray) owings =
		store != NULL ? apres_owings_read(store, company, error) : NULL;
	if (owings == NULL)
		return EX_TEMPFAIL;
	rows.json = cli.json;
	if (!apres_rows_begin(&rows, error))
		return EX_USAGE;
	show(&rows, store, owings, late);
	return 0;
}

const apres_verb apres_verb_audit_clocks = {
	.name = "audit clocks",
	.usage = "[--company ID] [--late] [--csv|--json]",
	.summary = "what was owed: since when, told, met, how late",
	.run = run_clocks,
};
