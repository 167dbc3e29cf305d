/* SPDX-License-Identifier: Apache-2.0 */
/* apres audit reconcile: our record against the mail server's log, both ways. */
#include "config.h"
#include "apres/audit-screen.h"
#include "apres/mta-log.h"
#include "apres/output.h"
#include "apres/rows.h"
#include "apres/table.h"
#include "util/error.h"
#include "util/text.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

typedef struct reconcile_options {
	apres_cli cli;
	apres_audit_filter filter; /* company, from, until */
	char **logs;
	apres_rows rows;
} reconcile_options;

static void
reconcile_options_clear(reconcile_options *o)
{
	apres_cli_clear(&o->cli);
	apres_audit_filter_clear(&o->filter);
	g_strfreev(o->logs);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(reconcile_options, reconcile_options_clear)

typedef struct comparison {
	const reconcile_options *options;
	const apres_book *book;
	GHashTable *by_id;   /* Message-ID -> apres_mta_mail */
	GHashTable *senders; /* envelope senders of ours */
	GHashTable *domains; /* of our Message-IDs */
	apres_table *table;
	guint agree, differ;
} comparison;

static void
tell(comparison *c, const char *id, const char *ours, const char *theirs)
{
	c->differ++;
	if (apres_rows_wanted(&c->options->rows)) {
		apres_rows_add(&c->options->rows,
			       json_pack("{s:o, s:s, s:s}", "message_id",
					 apres_output_string(id), "record", ours,
					 "server", theirs));
		return;
	}
	apres_table_add(c->table, ours);
	apres_table_add(c->table, theirs);
	apres_table_add(c->table, id);
}

/* What the server did with it in the end. */
static const char *
end_of(const apres_mta_mail *mail)
{
	if (mail == NULL)
		return "not known";
	if (mail->sent > 0)
		return "sent";
	return mail->bounced > 0 ? "bounced" : "not delivered yet";
}

/* A bounce that we heard of, and what waits there, agree with "sent": it was accepted. */
static void
look_at_ours(comparison *c, const apres_sending *s)
{
	const apres_mta_mail *mail = g_hash_table_lookup(c->by_id, s->id);
	const char *end = end_of(mail);
	bool sent = g_strcmp0(s->state, "sent") == 0;

	if (sent &&
	    (mail == NULL || (mail->sent == 0 && mail->bounced > 0 && s->returned == 0)))
		tell(c, s->id, "sent", end);
	else if (!sent && mail != NULL)
		tell(c, s->id, s->state != NULL ? s->state : "-", end);
	else
		c->agree += sent;
}

static bool
is_ours(const comparison *c, const apres_mta_mail *mail)
{
	const char *at = mail->id != NULL ? strrchr(mail->id, '@') : NULL;

	if (mail->from == NULL)
		return false;
	if (*mail->from != '\0')
		return g_hash_table_contains(c->senders, mail->from);
	/* Of the null path every report of the server itself comes, too. */
	g_autofree char *domain =
		at != NULL ? g_strndup(at + 1, strcspn(at + 1, ">")) : NULL;
	return domain != NULL && g_hash_table_contains(c->domains, domain);
}

static void
look_at_theirs(comparison *c, const apres_mta_mail *mail)
{
	if (mail->sent + mail->bounced + mail->deferred == 0 || !is_ours(c, mail))
		return;
	if (mail->id == NULL || !g_hash_table_contains(c->book->by_id, mail->id))
		tell(c, mail->id != NULL ? mail->id : "(without Message-ID)", "not known",
		     end_of(mail));
}

static void
know_ours(comparison *c, const apres_config *config)
{
	const char *from = config->transport->envelope_from;

	if (from != NULL && *from != '\0')
		g_hash_table_add(c->senders, (gpointer)from);
	for (guint i = 0; i < c->book->sendings->len; i++) {
		const apres_sending *s = c->book->sendings->pdata[i];
		if (s->from != NULL && *s->from != '\0')
			g_hash_table_add(c->senders, s->from);
	}
	for (guint i = 0; i < config->companies->len; i++) {
		const apres_company_config *company = config->companies->pdata[i];
		g_hash_table_add(c->domains, company->domain);
	}
}

static void
compare(comparison *c, const apres_mta_log *log)
{
	const apres_audit_filter *f = &c->options->filter;

	/* A stranger's mail may bear the Message-ID of ours: that counts only if nothing
	 * left from us under it. */
	for (int ours = 0; ours < 2; ours++)
		for (guint i = 0; i < log->mails->len; i++) {
			apres_mta_mail *mail = log->mails->pdata[i];
			if (mail->id != NULL && is_ours(c, mail) == (ours == 1))
				g_hash_table_insert(c->by_id, mail->id, mail);
		}
	for (guint i = 0; i < c->book->sendings->len; i++) {
		const apres_sending *s = c->book->sendings->pdata[i];
		if (s->changed >= f->from && (f->until == 0 || s->changed < f->until))
			look_at_ours(c, s);
	}
	for (guint i = 0; i < log->mails->len; i++)
		look_at_theirs(c, log->mails->pdata[i]);
}

static bool
parse(reconcile_options *o, int argc, char **argv, GError **error)
{
	const GOptionEntry own[] = {
		{ "mta-log", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->logs,
		  "the mail server's log, or .gz; several times, the oldest first",
		  "FILE" },
		{ "from", 0, 0, G_OPTION_ARG_STRING, &o->filter.from_day,
		  "what was sent since; when the log begins", "DAY" },
		{ "until", 0, 0, G_OPTION_ARG_STRING, &o->filter.until_day,
		  "what was sent before its end", "DAY" },
		{ "csv", 0, 0, G_OPTION_ARG_NONE, &o->rows.csv,
		  "as a spreadsheet (RFC 4180)", NULL },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	return apres_cli_parse(&o->cli, &apres_verb_audit_reconcile, own, argc, argv, 0,
			       0, error) &&
	       (o->cli.help || o->logs != NULL ||
		apres_throw(error, APRES_ERROR_USAGE,
			    "--mta-log FILE is missing; see: apres audit reconcile "
			    "--help")) &&
	       apres_audit_filter_parse(&o->filter, error);
}

static void
print_sum(const comparison *c)
{
	if (c->differ == 0)
		printf("The record and the log agree: %u %s.\n", c->agree,
		       apres_noun(c->agree, "mail", "mails"));
	else
		printf("%u %s, %u DO NOT:\n\n", c->agree,
		       apres_noun(c->agree, "mail agrees", "mails agree"), c->differ);
	if (c->differ > 0)
		apres_table_print(c->table, "");
}

static bool
reconcile(comparison *c, const apres_config *config, GError **error)
{
	g_autoptr(apres_mta_log) log = apres_mta_log_new();
	g_autoptr(GHashTable) by_id = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) senders = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) domains = g_hash_table_new(g_str_hash, g_str_equal);

	for (char **path = c->options->logs; *path != NULL; path++)
		if (!apres_mta_log_read(log, *path, error))
			return false;
	if (log->mails->len == 0)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "no line of '%s' is one of a mail server",
				   c->options->logs[0]);
	if (!apres_rows_begin(&c->options->rows, error))
		return false;
	c->by_id = by_id;
	c->senders = senders;
	c->domains = domains;
	know_ours(c, config);
	compare(c, log);
	if (!apres_rows_wanted(&c->options->rows))
		print_sum(c);
	return true;
}

static int
run_reconcile(int argc, char **argv, GError **error)
{
	g_auto(reconcile_options)
		o = { .rows = { .columns = "message_id|record|server" } };
	g_autoptr(apres_config) config = NULL;

	if (!parse(&o, argc, argv, error))
		return EX_USAGE;
	if (o.cli.help)
		return 0;
	o.rows.json = o.cli.json;
	g_autoptr(apres_store) store = apres_audit_open(&o.cli, NULL, &config, error);
	g_autoptr(apres_book) book =
		store != NULL ? apres_book_read(store, NULL, error) : NULL;
	g_autoptr(apres_table) table =
		apres_table_new("by the record|by the server|Message-ID");
	comparison c = { .options = &o, .book = book, .table = table };
	if (book == NULL || !apres_audit_filter_place(&o.filter, store, error) ||
	    !reconcile(&c, config, error))
		return apres_error_exit_status(*error);
	return c.differ == 0 ? 0 : 1;
}

const apres_verb apres_verb_audit_reconcile = {
	.name = "audit reconcile",
	.usage = "--mta-log FILE [--mta-log FILE] [--from DAY] [--until DAY] "
		 "[--csv|--json]",
	.summary = "the record against the mail server's log, both ways",
	.run = run_reconcile,
	.notes =
		"Reads Postfix and Sendmail lines; of the mail server's mails those that "
		"left with our\nenvelope sender, or with none and a Message-ID of ours.\n"
		"Exit status: 0 they agree, 1 they do not, 65 the log cannot be read.\n",
};
