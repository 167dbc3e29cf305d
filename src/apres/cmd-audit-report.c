/* SPDX-License-Identifier: Apache-2.0 */
/* apres audit report --month: one page for whoever has to sign. */
#include "config.h"
#include "apres/audit-month.h"
#include "apres/audit-screen.h"
#include "apres/csv-out.h"
#include "apres/output.h"
#include "apres/page.h"
#include "store/zone.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/text.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

/* "2026-11" */
static bool
parse_month(const apres_month *m, int *year_out, int *month_out, GError **error)
{
	int year, month, used = 0;

	if (m->name == NULL || sscanf(m->name, "%4d-%2d%n", &year, &month, &used) != 2 ||
	    m->name[used] != '\0' || year < 1970 || month < 1 || month > 12)
		return apres_throw(error, APRES_ERROR_USAGE,
				   "--month '%s' is no month such as 2026-11",
				   m->name != NULL ? m->name : "");
	*year_out = year;
	*month_out = month;
	return true;
}

/* Where the company lives: a mail of New Year's Eve belongs to the old year there. */
static void
place_month(apres_month *m, int year, int month, apres_store *store)
{
	g_autoptr(GTimeZone) zone = apres_zone_of(store, m->company);
	g_autoptr(GDateTime) begin = g_date_time_new(zone, year, month, 1, 0, 0, 0);
	g_autoptr(GDateTime) end = g_date_time_add_months(begin, 1);

	m->from = g_date_time_to_unix(begin);
	m->until = g_date_time_to_unix(end);
}

static const char *
text_of(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text != NULL ? text : "-";
}

static int
number_of(const json_t *object, const char *name)
{
	return (int)json_integer_value(json_object_get(object, name));
}

/* ---- the page ---- */

/* ROWS of {"name", "mails"}. */
static void
add_rows(apres_page *page, const char *headings, const json_t *rows)
{
	size_t i;
	const json_t *row;

	apres_page_table(page, headings);
	json_array_foreach(rows, i, row)
		apres_page_count(page, text_of(row, "name"), number_of(row, "mails"));
	apres_page_table_end(page);
}

static void
add_mail(apres_page *page, const json_t *figures)
{
	const json_t *in = json_object_get(figures, "in");
	const json_t *out = json_object_get(figures, "out");

	apres_page_heading(page, "Came in");
	apres_page_paragraph(
		page, "%d %s decided upon.", number_of(in, "mails"),
		apres_noun((guint)number_of(in, "mails"), "mail was", "mails were"));
	add_rows(page, "decision|mails", json_object_get(in, "by_decision"));
	apres_page_heading(page, "Went out");
	apres_page_paragraph(page, "%d %s left, %d of them perhaps; %d came back.",
			     number_of(out, "mails"),
			     apres_noun((guint)number_of(out, "mails"), "mail", "mails"),
			     number_of(out, "perhaps"), number_of(out, "returned"));
	add_rows(page, "text|mails", json_object_get(out, "by_text"));
}

static void
add_leaks(apres_page *page, const json_t *leaks)
{
	size_t i;
	const json_t *leak;

	apres_page_heading(page, "Leaks");
	if (json_array_size(leaks) == 0)
		apres_page_paragraph(page, "None.");
	json_array_foreach(leaks, i, leak) apres_page_paragraph(
		page, "Entry %d: %s.", number_of(leak, "entry"), text_of(leak, "what"));
}

static void
add_people(apres_page *page, const json_t *people)
{
	apres_page_heading(page, "Left to people");
	apres_page_paragraph(
		page,
		"%d %s held for a person; still waiting: %d "
		"(apres review list).",
		number_of(people, "held"),
		apres_noun((guint)number_of(people, "held"), "mail was", "mails were"),
		number_of(people, "still_held"));
	apres_page_paragraph(page,
			     "Answers and debriefs that came to be owed: %d; met: %d, "
			     "of them late: %d.",
			     number_of(people, "opened"), number_of(people, "met"),
			     number_of(people, "late"));
	apres_page_paragraph(page, "Overdue at its end: %d (apres audit clocks).",
			     number_of(people, "overdue"));
}

/* A digest names bytes; people ask since when, and who says so. */
static void
add_policies(apres_page *page, const json_t *policies)
{
	size_t i;
	const json_t *row;

	apres_page_heading(page, "Policies that decided");
	apres_page_table(page, "policy|in force since|installed by|mails");
	json_array_foreach(policies, i, row)
	{
		bool installed = json_object_get(row, "serial") != NULL;
		g_autofree char *mails = g_strdup_printf("%d", number_of(row, "mails"));
		g_autofree char *name =
			installed ? g_strdup_printf("%s, serial %d",
						    text_of(row, "company"),
						    number_of(row, "serial"))
				  : g_strdup("the file of apres.conf");
		g_autofree char *digest = g_strdup_printf("files with the digest %.12s",
							  text_of(row, "digest"));
		apres_page_cell(page, name, digest);
		apres_page_cell(page, installed ? text_of(row, "since") : "not recorded",
				NULL);
		apres_page_cell(page, installed ? text_of(row, "approved_by") : "nobody",
				NULL);
		apres_page_cell(page, mails, NULL);
	}
	apres_page_table_end(page);
}

static void
print_page(const json_t *figures, bool html)
{
	const char *company = json_string_value(json_object_get(figures, "company"));
	const char *note = json_string_value(json_object_get(figures, "checkpoint"));
	g_autofree char *title =
		g_strdup_printf("%s, %s", company != NULL ? company : "All companies",
				text_of(figures, "month"));
	g_autoptr(apres_page) page = apres_page_new(html, title);

	add_mail(page, figures);
	add_leaks(page, json_object_get(figures, "leaks"));
	add_people(page, json_object_get(figures, "people"));
	add_policies(page, json_object_get(figures, "policies"));
	apres_page_heading(page, "Checkpoint");
	if (note == NULL)
		apres_page_paragraph(page, "None was signed up to then.");
	else
		apres_page_letter(page,
				  "The last of the month; --json has it as it was "
				  "signed, with no line broken",
				  "en", note);
	apres_page_paragraph(
		page,
		"The record has %d %s now; apres audit verify says "
		"what it proves.",
		number_of(figures, "entries"),
		apres_noun((guint)number_of(figures, "entries"), "entry", "entries"));
	apres_page_print(page);
}

/* ---- for spreadsheets ---- */

static void
csv_row(GString *out, const char *part, const char *what, int number)
{
	apres_csv_add(out, part);
	apres_csv_add(out, what);
	apres_csv_add_int(out, number);
	apres_csv_end(out);
}

static void
csv_rows(GString *out, const char *part, const json_t *rows, const char *name)
{
	size_t i;
	const json_t *row;

	json_array_foreach(rows, i, row)
		csv_row(out, part, text_of(row, name), number_of(row, "mails"));
}

static void
print_csv(const json_t *figures)
{
	const json_t *in = json_object_get(figures, "in");
	const json_t *out = json_object_get(figures, "out");
	g_autoptr(GString) csv = g_string_new("\"part\",\"what\",\"number\"\r\n");
	const char *name;
	json_t *value;

	csv_row(csv, "in", "mails", number_of(in, "mails"));
	csv_rows(csv, "in", json_object_get(in, "by_decision"), "name");
	csv_row(csv, "out", "mails", number_of(out, "mails"));
	csv_row(csv, "out", "perhaps", number_of(out, "perhaps"));
	csv_row(csv, "out", "returned", number_of(out, "returned"));
	csv_rows(csv, "text", json_object_get(out, "by_text"), "name");
	csv_row(csv, "leaks", "leaks",
		(int)json_array_size(json_object_get(figures, "leaks")));
	json_object_foreach(json_object_get(figures, "people"), name, value)
		csv_row(csv, "people", name, (int)json_integer_value(value));
	csv_rows(csv, "policy", json_object_get(figures, "policies"), "digest");
	csv_row(csv, "record", "entries", number_of(figures, "entries"));
	fputs(csv->str, stdout);
}

/* ---- the verb ---- */

static int
run_report(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *company = NULL, *month = NULL;
	g_autoptr(apres_config) config = NULL;
	gboolean html = FALSE, csv = FALSE;
	int year = 0, number = 0;
	const GOptionEntry own[] = {
		{ "month", 0, 0, G_OPTION_ARG_STRING, &month, "which month, as 2026-11",
		  "MONTH" },
		{ "company", 0, 0, G_OPTION_ARG_STRING, &company, "only this company",
		  "ID" },
		{ "html", 0, 0, G_OPTION_ARG_NONE, &html, "as one HTML page", NULL },
		{ "csv", 0, 0, G_OPTION_ARG_NONE, &csv, "the figures, for a spreadsheet",
		  NULL },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_audit_report, own, argc, argv, 0, 0,
			     error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	apres_month m = { .company = company, .name = month, .now = apres_clock_now() };
	if (!parse_month(&m, &year, &number, error))
		return EX_USAGE;
	g_autoptr(apres_store) store = apres_audit_open(&cli, company, &config, error);
	if (store == NULL)
		return EX_TEMPFAIL;
	place_month(&m, year, number, store);
	json_auto_t *figures = apres_month_figures(&m, config, store, error);
	if (figures == NULL)
		return EX_TEMPFAIL;
	if (cli.json)
		apres_output_json(json_incref(figures));
	else if (csv)
		print_csv(figures);
	else
		print_page(figures, html);
	return 0;
}

const apres_verb apres_verb_audit_report = {
	.name = "audit report",
	.usage = "--month YYYY-MM [--company ID] [--html|--csv|--json]",
	.summary = "one page: in, out, leaks, owed, policies, checkpoint of a month",
	.run = run_report,
};
