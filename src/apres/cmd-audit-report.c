/* SPDX-License-Identifier: Apache-2.0 */
/* apres audit report --month: one page for whoever has to sign. */
#include "config.h"
#include "apres/audit-leaks.h"
#include "apres/audit-screen.h"
#include "apres/page.h"
#include "store/audit-clocks.h"
#include "store/audit-verify.h"
#include "util/clock.h"
#include "util/error.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

/* What the page is made of; FROM <= it happened < UNTIL. */
typedef struct report {
	const char *company, *month;
	gint64 from, until, now;
	apres_config *config;
	apres_store *store;
	apres_book *book;
	apres_page *page;
} report;

static bool
is_within(const report *r, gint64 when)
{
	return when >= r->from && when < r->until;
}

/* "2026-11" in local time. */
static bool
parse_month(report *r, GError **error)
{
	int year, month, used = 0;

	if (r->month == NULL ||
	    sscanf(r->month, "%4d-%2d%n", &year, &month, &used) != 2 ||
	    r->month[used] != '\0' || year < 1970 || month < 1 || month > 12)
		return apres_throw(error, APRES_ERROR_USAGE,
				   "--month '%s' is no month such as 2026-11",
				   r->month != NULL ? r->month : "");
	g_autoptr(GDateTime) begin = g_date_time_new_local(year, month, 1, 0, 0, 0);
	g_autoptr(GDateTime) end = g_date_time_add_months(begin, 1);
	r->from = g_date_time_to_unix(begin);
	r->until = g_date_time_to_unix(end);
	return true;
}

static void
count(GHashTable *counts, const char *key)
{
	guint before = GPOINTER_TO_UINT(g_hash_table_lookup(counts, key));

	g_hash_table_insert(counts, (gpointer)key, GUINT_TO_POINTER(before + 1));
}

/* COUNTS (borrowed text -> how often) as a table, without order. */
static void
add_counts(report *r, const char *headings, GHashTable *counts)
{
	GHashTableIter at;
	gpointer key, value;

	apres_page_table(r->page, headings);
	g_hash_table_iter_init(&at, counts);
	while (g_hash_table_iter_next(&at, &key, &value)) {
		g_autofree char *number = g_strdup_printf("%u", GPOINTER_TO_UINT(value));
		apres_page_cell(r->page, key, NULL);
		apres_page_cell(r->page, number, NULL);
	}
	apres_page_table_end(r->page);
}

static void
write_in(report *r)
{
	g_autoptr(GHashTable) effects = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) policies = g_hash_table_new(g_str_hash, g_str_equal);
	guint total = 0;

	for (guint i = 0; i < r->book->decided->len; i++) {
		const apres_decided *d = r->book->decided->pdata[i];
		if (!is_within(r, d->at))
			continue;
		total++;
		count(effects, d->effect != NULL ? d->effect : "-");
		count(policies, d->policy != NULL ? d->policy : "-");
	}
	apres_page_heading(r->page, "Came in");
	apres_page_paragraph(r->page, "%u mails were decided upon.", total);
	add_counts(r, "decision|mails", effects);
	apres_page_heading(r->page, "Policies that decided");
	add_counts(r, "policy|mails", policies);
}

static void
write_out(report *r)
{
	g_autoptr(GHashTable) texts = g_hash_table_new(g_str_hash, g_str_equal);
	guint total = 0, returned = 0, unknown = 0;

	for (guint i = 0; i < r->book->sendings->len; i++) {
		const apres_sending *s = r->book->sendings->pdata[i];
		returned += s->returned != 0 && is_within(r, s->returned);
		if (!is_within(r, s->changed) || !apres_sending_may_have_left(s))
			continue;
		total++;
		unknown += g_strcmp0(s->state, "unknown") == 0;
		count(texts, s->template_id != NULL ? s->template_id
			     : s->kind != NULL      ? s->kind
						    : "-");
	}
	apres_page_heading(r->page, "Went out");
	apres_page_paragraph(r->page, "%u mails left, %u of them perhaps; %u came back.",
			     total, unknown, returned);
	add_counts(r, "text|mails", texts);
}

static bool
write_leaks(report *r, GError **error)
{
	g_autoptr(apres_policies) policies =
		apres_policies_new(r->store, r->config, r->now);
	g_autoptr(GPtrArray) leaks = apres_leaks_find(
		r->book, r->store, policies, r->company, r->from, r->until, error);

	if (leaks == NULL)
		return false;
	apres_page_heading(r->page, "Leaks");
	if (leaks->len == 0)
		apres_page_paragraph(r->page, "None.");
	for (guint i = 0; i < leaks->len; i++) {
		const apres_leak *leak = leaks->pdata[i];
		apres_page_paragraph(r->page, "Entry %" G_GINT64_FORMAT ": %s.",
				     leak->index, leak->what);
	}
	return true;
}

static bool
write_owed(report *r, GError **error)
{
	g_autoptr(GPtrArray) owings = apres_owings_read(r->store, r->company, error);
	gint64 end = MIN(r->until, r->now);
	guint opened = 0, met = 0, late = 0, overdue = 0;

	for (guint i = 0; owings != NULL && i < owings->len; i++) {
		const apres_owing *o = owings->pdata[i];
		if (g_strcmp0(o->what, "notify") == 0)
			continue;
		bool met_here = o->met != 0 && is_within(r, o->met);
		bool open = o->since < end && (o->met == 0 || o->met >= end);
		opened += is_within(r, o->since);
		met += met_here;
		late += met_here && apres_owing_late(o, r->now) > 0;
		overdue += open && o->due != 0 && o->due < end;
	}
	apres_page_heading(r->page, "Owed by people");
	apres_page_paragraph(r->page,
			     "%u came to be owed, %u were met, %u of them late; at the "
			     "end %u were overdue (apres audit clocks).",
			     opened, met, late, overdue);
	return owings != NULL;
}

static bool
write_checkpoint(report *r, GError **error)
{
	gint64 size = 0;
	g_autofree char *note = NULL;

	if (!apres_checkpoint_before(r->store, r->until, &note, error) ||
	    !apres_audit_size(r->store, &size, error))
		return false;
	apres_page_heading(r->page, "Checkpoint");
	if (note == NULL)
		apres_page_paragraph(r->page, "None was signed up to then.");
	else
		apres_page_letter(r->page, "The last of the month, as it was signed",
				  "en", note);
	apres_page_paragraph(r->page,
			     "The record has %" G_GINT64_FORMAT
			     " entries now; apres audit verify says what it proves.",
			     size);
	return true;
}

static bool
write_report(report *r, bool html, GError **error)
{
	g_autofree char *title = g_strdup_printf(
		"%s, %s", r->company != NULL ? r->company : "All companies", r->month);
	g_autoptr(apres_page) page = apres_page_new(html, title);

	r->page = page;
	write_in(r);
	write_out(r);
	if (!write_leaks(r, error) || !write_owed(r, error) ||
	    !write_checkpoint(r, error))
		return false;
	apres_page_print(page);
	return true;
}

static int
run_report(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *company = NULL, *month = NULL;
	g_autoptr(apres_config) config = NULL;
	gboolean html = FALSE;
	const GOptionEntry own[] = {
		{ "month", 0, 0, G_OPTION_ARG_STRING, &month, "which month, as 2026-11",
		  "MONTH" },
		{ "company", 0, 0, G_OPTION_ARG_STRING, &company, "only this company",
		  "ID" },
		{ "html", 0, 0, G_OPTION_ARG_NONE, &html, "as one HTML page", NULL },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_audit_report, own, argc, argv, 0, 0,
			     error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	report r = { .company = company, .month = month, .now = apres_clock_now() };
	if (!parse_month(&r, error))
		return EX_USAGE;
	g_autoptr(apres_store) store = apres_audit_open(&cli, company, &config, error);
	g_autoptr(apres_book) book =
		store != NULL ? apres_book_read(store, company, error) : NULL;
	r.config = config;
	r.store = store;
	r.book = book;
	return book != NULL && write_report(&r, html, error) ? 0 : EX_TEMPFAIL;
}

const apres_verb apres_verb_audit_report = {
	.name = "audit report",
	.usage = "--month YYYY-MM [--company ID] [--html]",
	.summary = "one page: in, out, leaks, owed, policies, checkpoint of a month",
	.run = run_report,
};
