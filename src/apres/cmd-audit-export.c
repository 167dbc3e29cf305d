/* SPDX-License-Identifier: Apache-2.0 */
/* apres audit export: the record, or a part of it, for people who have no apres. */
#include "config.h"
#include "apres/export.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "util/bundle.h"
#include "util/error.h"
#include "util/text.h"

#include <signal.h>
#include <stdio.h>
#include <sysexits.h>

typedef struct export_options {
	apres_cli cli;
	apres_audit_filter filter;
	char *by, *because;
} export_options;

static void
export_options_clear(export_options *o)
{
	apres_cli_clear(&o->cli);
	apres_audit_filter_clear(&o->filter);
	g_free(o->by);
	g_free(o->because);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(export_options, export_options_clear)

/* clang-format off */
static bool
parse(export_options *o, int argc, char **argv, GError **error)
{
	const GOptionEntry own[] = {
		{ "by", 0, 0, G_OPTION_ARG_STRING, &o->by, "who exports it, for the record", "NAME" },
		{ "because", 0, 0, G_OPTION_ARG_STRING, &o->because, "why, for the record; names nobody", "TEXT" },
		{ "company", 0, 0, G_OPTION_ARG_STRING, &o->filter.company, "only this company", "ID" },
		{ "mail", 0, 0, G_OPTION_ARG_INT64, &o->filter.mail, "only about this mail", "ID" },
		{ "to", 0, 0, G_OPTION_ARG_STRING, &o->filter.to, "only about mail from and to this person", "ADDRESS" },
		{ "case", 0, 0, G_OPTION_ARG_INT64, &o->filter.case_id, "only about this case and its mail", "ID" },
		{ "effect", 0, 0, G_OPTION_ARG_STRING, &o->filter.effect, "only mail decided to reply, silence or hold", "EFFECT" },
		{ "class", 0, 0, G_OPTION_ARG_STRING, &o->filter.class_id, "only mail that was read as this", "CLASS" },
		{ "rule", 0, 0, G_OPTION_ARG_STRING, &o->filter.rule, "only mail that this rule decided", "RULE" },
		{ "template", 0, 0, G_OPTION_ARG_STRING, &o->filter.template_id, "only mail about this text", "TEMPLATE" },
		{ "policy", 0, 0, G_OPTION_ARG_STRING, &o->filter.policy, "only under this policy; the beginning of its digest", "DIGEST" },
		{ "from", 0, 0, G_OPTION_ARG_STRING, &o->filter.from_day, "since this day or time", "DAY" },
		{ "since", 0, 0, G_OPTION_ARG_STRING, &o->filter.from_day, "the same", "DAY" },
		{ "until", 0, 0, G_OPTION_ARG_STRING, &o->filter.until_day, "up to the end of this day, or before this time", "DAY" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};
	/* clang-format on */
	if (!apres_cli_parse(&o->cli, &apres_verb_audit_export, own, argc, argv, 1, 1,
			     error))
		return false;
	if (!o->cli.help && (o->by == NULL || o->because == NULL || *o->by == '\0' ||
			     *o->because == '\0'))
		return apres_throw(error, APRES_ERROR_USAGE,
				   "say who and why: --by NAME --because TEXT");
	return apres_audit_filter_parse(&o->filter, error);
}

/* Who exported what: before it has its name, so that there is none without an entry. */
static bool
record(const export_options *o, const apres_config *config, const apres_export *x,
       GError **error)
{
	const apres_export_counts *counts = apres_export_counted(x);
	json_t *filter = apres_audit_filter_to_json(&o->filter);
	gint64 about = o->filter.mail != 0 ? o->filter.mail : apres_export_about(x);
	json_auto_t *answer = NULL;
	json_t *args = json_pack(
		"{s:o, s:o, s:o, s:o?, s:o, s:I, s:I, s:I, s:I, s:s}", "by",
		apres_output_string(o->by), "because", apres_output_string(o->because),
		"company", apres_output_string(o->filter.company), "to",
		o->filter.to != NULL ? apres_output_string(o->filter.to) : NULL, "filter",
		filter, "mail", (json_int_t)about, "entries", (json_int_t)counts->entries,
		"mails", (json_int_t)counts->mails, "missing",
		(json_int_t)counts->missing, "manifest", apres_export_manifest(x));

	return apres_screen_ask(config, "audit-export", args, &answer, error) ||
	       apres_throw_prefix(error,
				  "nothing was exported, as it cannot be recorded");
}

static void
print_done(const export_options *o, const apres_export *x)
{
	const apres_export_counts *c = apres_export_counted(x);
	const char *folder = o->cli.rest[0];

	if (o->cli.json) {
		apres_output_json(json_pack(
			"{s:o, s:I, s:I, s:I, s:I, s:s}", "folder",
			apres_output_string(folder), "entries", (json_int_t)c->entries,
			"mails", (json_int_t)c->mails, "missing", (json_int_t)c->missing,
			"size", (json_int_t)c->size, "manifest",
			apres_export_manifest(x)));
		return;
	}
	printf("%s: %" G_GUINT64_FORMAT " %s with proofs, %" G_GUINT64_FORMAT
	       " %s; README.txt tells how it is checked\n",
	       folder, c->entries, apres_noun(c->entries, "entry", "entries"), c->mails,
	       apres_noun(c->mails, "mail", "mails"));
	if (c->missing > 0)
		printf("%" G_GUINT64_FORMAT
		       " %s could not be exported; missing.csv says which and why\n",
		       c->missing, apres_noun(c->missing, "thing", "things"));
	printf("SHA-256 of " APRES_BUNDLE_SUMS
	       ", to be told to whoever gets it by another way:\n%s\n",
	       apres_export_manifest(x));
}

static int
run_export(int argc, char **argv, GError **error)
{
	g_auto(export_options) o = { 0 };
	g_autoptr(apres_config) config = NULL;

	if (!parse(&o, argc, argv, error))
		return EX_USAGE;
	if (o.cli.help)
		return 0;
	/* A limit on the size of files is an error like a full disk, and not an end that
	 * leaves half a folder behind. */
	signal(SIGXFSZ, SIG_IGN);
	g_autoptr(apres_store) store =
		apres_audit_open(&o.cli, o.filter.company, &config, error);
	if (store == NULL)
		return apres_error_exit_status(*error);
	g_autofree char *line = apres_log_public_key(config->state, error);
	g_autoptr(apres_note_public) key =
		line != NULL ? apres_note_public_parse(line, error) : NULL;
	g_autoptr(apres_export) x =
		key != NULL ? apres_export_write(store, config, key, &o.filter,
						 o.cli.rest[0], error)
			    : NULL;
	if (x == NULL || !record(&o, config, x, error) || !apres_export_finish(x, error))
		return apres_error_exit_status(*error);
	print_done(&o, x);
	return apres_export_counted(x)->missing == 0 ? 0 : 1;
}

const apres_verb apres_verb_audit_export = {
	.name = "audit export",
	.usage = "--by NAME --because TEXT [--to ADDRESS] [--from DAY] [--until DAY] "
		 "[...] [--json] FOLDER",
	.summary = "mails, entries and proofs in a folder, for people who have no apres",
	.run = run_export,
	.notes = "The filters are those of \"audit list\"; of a mail that one takes, all "
		 "is exported.\nFOLDER is new or empty.  It names people: keep it as you "
		 "keep the record.\nExit status: 0 all is there, 1 something is not, and "
		 "missing.csv says why, 65 nothing\nlike that is recorded, 78 the record "
		 "is not what was signed.\n",
};
