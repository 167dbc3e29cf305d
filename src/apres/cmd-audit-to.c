/* SPDX-License-Identifier: Apache-2.0 */
/* apres audit to ADDRESS: everything that was sent to a person, or held back. */
#include "config.h"
#include "apres/audit-screen.h"
#include "apres/output.h"
#include "apres/rows.h"
#include "apres/screen.h"
#include "message/address.h"
#include "util/error.h"
#include "util/text.h"

#include <stdio.h>
#include <sysexits.h>

static bool
is_for(const apres_sending *s, const char *person)
{
	g_autofree char *identity = s->to != NULL ? apres_address_identity(s->to) : NULL;

	return g_strcmp0(identity, person) == 0;
}

static json_t *
sending_to_json(const apres_sending *s)
{
	const apres_decided *d = s->decided;
	json_t *row = json_object();

	json_object_set_new(row, "index", json_integer(s->intent));
	json_object_set_new(row, "mail",
			    s->mail != 0 ? json_integer(s->mail) : json_null());
	json_object_set_new(row, "kind", apres_output_string(s->kind));
	json_object_set_new(row, "template", apres_output_string(s->template_id));
	json_object_set_new(row, "decided", apres_output_time(s->at));
	json_object_set_new(row, "rule", apres_output_string(d != NULL ? d->rule : NULL));
	json_object_set_new(row, "policy",
			    apres_output_string(d != NULL ? d->policy : NULL));
	json_object_set_new(row, "state", apres_output_string(s->state));
	json_object_set_new(row, "since", apres_output_time(s->changed));
	json_object_set_new(row, "server", apres_output_string(s->why));
	json_object_set_new(row, "returned", apres_output_time(s->returned));
	json_object_set_new(row, "message_id", apres_output_string(s->id));
	json_object_set_new(row, "receipt", apres_output_string(s->receipt));
	json_object_set_new(row, "sha256", apres_output_string(s->digest));
	return row;
}

static void
print_sending(apres_store *store, const apres_sending *s)
{
	const apres_decided *d = s->decided;
	g_autofree char *at = apres_screen_time(store, s->company, s->changed);
	g_autofree char *receipt = apres_audit_short(s->receipt);
	g_autofree char *why = s->why != NULL ? apres_output_clean(s->why, 50) : NULL;

	printf(" %-9s %s · %s %s", s->state != NULL ? s->state : "-", at,
	       s->kind != NULL ? s->kind : "-",
	       s->template_id != NULL ? s->template_id : "");
	if (why != NULL)
		printf(" · %s", why);
	printf("%s\n", s->returned != 0 ? " · came back" : "");
	if (d != NULL)
		printf("           mail %" G_GINT64_FORMAT
		       ", rule %s; apres audit why %" G_GINT64_FORMAT "\n",
		       s->mail, d->rule != NULL ? d->rule : "-", d->index);
	printf("           entry %" G_GINT64_FORMAT
	       ", receipt %s; apres audit show %" G_GINT64_FORMAT "\n",
	       s->intent, receipt, s->intent);
}

static void
print_held(apres_store *store, const apres_decided *d)
{
	g_autofree char *at = apres_screen_time(store, d->company, d->at);

	printf(" %-9s %s · mail %" G_GINT64_FORMAT
	       ", rule %s; apres audit why %" G_GINT64_FORMAT "\n",
	       d->effect, at, d->mail, d->rule != NULL ? d->rule : "-", d->index);
}

static json_t *
decided_to_json(const apres_decided *d)
{
	return json_pack("{s:I, s:I, s:o, s:o, s:o}", "index", (json_int_t)d->index,
			 "mail", (json_int_t)d->mail, "decided", apres_output_time(d->at),
			 "effect", apres_output_string(d->effect), "rule",
			 apres_output_string(d->rule));
}

static void
show_person(const apres_rows *rows, apres_store *store, const apres_book *book,
	    const char *person)
{
	guint sent = 0, others = 0;

	for (guint i = 0; i < book->sendings->len; i++) {
		const apres_sending *s = book->sendings->pdata[i];
		if (!is_for(s, person))
			continue;
		sent++;
		if (apres_rows_wanted(rows))
			apres_rows_add(rows, sending_to_json(s));
		else
			print_sending(store, s);
	}
	/* What was written and not answered by itself belongs to the answer. */
	for (guint i = 0; i < book->decided->len; i++) {
		const apres_decided *d = book->decided->pdata[i];
		if (g_strcmp0(d->candidate, person) != 0 ||
		    g_strcmp0(d->effect, "reply") == 0)
			continue;
		others++;
		if (apres_rows_wanted(rows))
			apres_rows_add(rows, decided_to_json(d));
		else
			print_held(store, d);
	}
	if (!apres_rows_wanted(rows))
		printf("%s%u mail%s written to %s, %u of theirs got no reply of ours\n",
		       sent + others > 0 ? "\n" : "", sent, apres_noun(sent, "", "s"),
		       person, others);
}

static int
run_to(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *company = NULL;
	apres_rows rows = { .columns = "index|mail|effect|kind|template|rule|policy|"
				       "decided|state|since|server|returned|message_id|"
				       "receipt|sha256" };
	const GOptionEntry own[] = {
		{ "company", 0, 0, G_OPTION_ARG_STRING, &company, "only this company",
		  "ID" },
		{ "csv", 0, 0, G_OPTION_ARG_NONE, &rows.csv,
		  "as a spreadsheet (RFC 4180)", NULL },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_audit_to, own, argc, argv, 1, 1, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	g_autofree char *person = apres_address_identity(cli.rest[0]);
	if (person == NULL) {
		apres_throw(error, APRES_ERROR_USAGE, "'%s' is not an address",
			    cli.rest[0]);
		return EX_USAGE;
	}
	g_autoptr(apres_store) store = apres_audit_open(&cli, company, NULL, error);
	g_autoptr(apres_book) book =
		store != NULL ? apres_book_read(store, company, error) : NULL;
	if (book == NULL)
		return EX_TEMPFAIL;
	rows.json = cli.json;
	if (!apres_rows_begin(&rows, error))
		return EX_USAGE;
	show_person(&rows, store, book, person);
	return 0;
}

const apres_verb apres_verb_audit_to = {
	.name = "audit to",
	.usage = "[--company ID] [--csv|--json] ADDRESS",
	.summary = "everything that was sent to a person, and why",
	.run = run_to,
	.notes = "What somebody else's mail server did with it is not known here.\n",
};
