/* SPDX-License-Identifier: Apache-2.0 */
/* apres audit list: what happened, filtered, counted, for people and for programs. */
#include "config.h"
#include "apres/audit-screen.h"
#include "apres/csv-out.h"
#include "apres/known.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "apres/table.h"
#include "store/zone.h"
#include "util/clock.h"
#include "util/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

typedef struct list_options {
	apres_cli cli;
	apres_audit_filter filter;
	char *group_by;
	gboolean csv;
} list_options;

static void
list_options_clear(list_options *o)
{
	apres_cli_clear(&o->cli);
	apres_audit_filter_clear(&o->filter);
	g_free(o->group_by);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(list_options, list_options_clear)

/* What entries are printed to while they are read. */
typedef struct listing {
	const list_options *options;
	apres_store *store;
	apres_table *table; /* people's, or NULL */
	guint found;
	GHashTable *counts; /* --group-by: value -> how often; or NULL */
} listing;

static const char *const columns[] = { "effect", "audience", "rule",  "template",
				       "queue",  "language", "policy" };

static void
add_row(apres_table *table, apres_store *store, const apres_audit_entry *entry)
{
	g_autofree char *at = apres_screen_time(store, entry->company, entry->at);
	g_autofree char *facts = apres_audit_facts_line(store, entry);

	apres_table_addf(table, "%" G_GINT64_FORMAT, entry->index);
	apres_table_add(table, at);
	apres_table_add(table, entry->type);
	if (entry->message_id != 0)
		apres_table_addf(table, "%" G_GINT64_FORMAT, entry->message_id);
	else
		apres_table_add(table, "-");
	apres_table_add(table, facts);
}

static void
print_csv_head(void)
{
	g_autoptr(GString) row = g_string_new("index,time,type,company,mail");

	for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
		g_string_append_printf(row, ",%s", columns[i]);
	g_string_append(row, ",classes,hash");
	apres_csv_end(row);
	fputs(row->str, stdout);
}

static char *
joined(const json_t *array)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const json_t *one;
	size_t i;

	json_array_foreach(array, i, one)
	{
		if (json_is_string(one))
			g_string_append_printf(out, "%s%s", i > 0 ? " " : "",
					       json_string_value(one));
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static void
print_csv_row(const apres_audit_entry *entry)
{
	g_autofree char *at = apres_clock_format_utc(entry->at);
	g_autofree char *classes = joined(json_object_get(entry->pub, "classes"));
	g_autoptr(GString) row = g_string_new(NULL);

	apres_csv_add_int(row, entry->index);
	apres_csv_add(row, at);
	apres_csv_add(row, entry->type);
	apres_csv_add(row, entry->company);
	apres_csv_add_int(row, entry->message_id);
	for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
		apres_csv_add(row, apres_audit_fact(entry, columns[i]));
	apres_csv_add(row, classes);
	apres_csv_add(row, entry->leaf_hex);
	apres_csv_end(row);
	fputs(row->str, stdout);
}

/* ---- counting ---- */

static void
count(GHashTable *counts, const char *value)
{
	const char *key = value != NULL && *value != '\0' ? value : "-";
	guint before = GPOINTER_TO_UINT(g_hash_table_lookup(counts, key));

	g_hash_table_replace(counts, g_strdup(key), GUINT_TO_POINTER(before + 1));
}

/* A mail has several classes: it counts once for each. */
static void
count_entry(const listing *l, const apres_audit_entry *entry, const char *field)
{
	GHashTable *counts = l->counts;
	const json_t *classes = json_object_get(entry->pub, "classes");
	g_autoptr(GTimeZone) zone = apres_zone_of(l->store, entry->company);
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(entry->at);
	g_autoptr(GDateTime) time = g_date_time_to_timezone(utc, zone);
	const json_t *one;
	size_t i;

	if (g_str_equal(field, "type")) {
		count(counts, entry->type);
	} else if (g_str_equal(field, "company")) {
		count(counts, entry->company);
	} else if (g_str_equal(field, "day") || g_str_equal(field, "month")) {
		g_autofree char *text = g_date_time_format(
			time, g_str_equal(field, "day") ? "%Y-%m-%d" : "%Y-%m");
		count(counts, text);
	} else if (g_str_equal(field, "class")) {
		json_array_foreach(classes, i, one)
		{
			count(counts, json_string_value(one));
		}
	} else {
		count(counts, apres_audit_fact(entry, field));
	}
}

static bool
field_is_known(const char *field, GError **error)
{
	static const char *const others[] = { "type",  "company", "day",  "month",
					      "class", "mailbox", "mode", "kind" };

	for (guint i = 0; i < G_N_ELEMENTS(others); i++)
		if (g_str_equal(field, others[i]))
			return true;
	for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
		if (g_str_equal(field, columns[i]))
			return true;
	return apres_throw(error, APRES_ERROR_USAGE,
			   "--group-by '%s': only type, company, day, month, class, "
			   "mailbox, mode, kind, effect, audience, rule, template, "
			   "queue, language or policy",
			   field);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
print_counts(const listing *l)
{
	guint length;
	g_autofree gpointer *keys = g_hash_table_get_keys_as_array(l->counts, &length);
	const char *field = l->options->group_by;
	g_autofree char *headings = g_strdup_printf("%s|entries", field);
	g_autoptr(apres_table) table = apres_table_new(headings);

	if (l->options->csv)
		printf("%s,entries\r\n", field);
	qsort(keys, length, sizeof *keys, by_name);
	for (guint i = 0; i < length; i++) {
		const char *key = keys[i];
		guint number = GPOINTER_TO_UINT(g_hash_table_lookup(l->counts, key));
		g_autoptr(GString) row = g_string_new(NULL);

		if (l->options->csv) {
			apres_csv_add(row, key);
			apres_csv_add_int(row, number);
			apres_csv_end(row);
			fputs(row->str, stdout);
		} else if (l->options->cli.json) {
			apres_output_json(json_pack("{s:o, s:i}", field,
						    apres_output_string(key), "entries",
						    (int)number));
		} else {
			apres_table_add(table, key);
			apres_table_addf(table, "%u", number);
		}
	}
	if (!l->options->csv && !l->options->cli.json)
		apres_table_print(table, "nothing like that is recorded");
}

/* ---- the verb ---- */

static bool
take(const apres_audit_entry *entry, void *context)
{
	listing *l = context;

	if (!apres_audit_filter_takes(&l->options->filter, entry))
		return true;
	l->found++;
	if (l->counts != NULL)
		count_entry(l, entry, l->options->group_by);
	else if (l->options->csv)
		print_csv_row(entry);
	else if (l->options->cli.json)
		apres_output_json(apres_audit_entry_to_json(entry, false));
	else
		add_row(l->table, l->store, entry);
	return true;
}

/* What was never recorded: is there such a thing now? */
static bool
check_names(const apres_audit_filter *f, const apres_config *config, apres_store *store,
	    GError **error)
{
	return apres_known_check(config, store, f->company, APRES_KNOWN_CLASS, "--class",
				 f->class_id, error) &&
	       apres_known_check(config, store, f->company, APRES_KNOWN_RULE, "--rule",
				 f->rule, error) &&
	       apres_known_check(config, store, f->company, APRES_KNOWN_TEMPLATE,
				 "--template", f->template_id, error);
}

static bool
list_entries(list_options *o, const apres_config *config, apres_store *store,
	     GError **error)
{
	g_autoptr(apres_table) table = apres_table_new("index|time|what|mail|facts");
	g_autoptr(GHashTable) counts =
		o->group_by != NULL
			? g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)
			: NULL;
	listing l = { .options = o, .store = store, .table = table, .counts = counts };

	if (o->csv && counts == NULL)
		print_csv_head();
	if (!apres_audit_filter_find(&o->filter, store, error) ||
	    !apres_audit_walk(store, o->filter.company, o->filter.mail, o->filter.start,
			      take, &l, error) ||
	    (l.found == 0 && !check_names(&o->filter, config, store, error)))
		return false;
	if (counts != NULL)
		print_counts(&l);
	else if (!o->csv && !o->cli.json)
		apres_table_print(table, "nothing like that is recorded");
	return true;
}

/* clang-format off */
static bool
parse(list_options *o, int argc, char **argv, GError **error)
{
	const GOptionEntry own[] = {
		{ "company", 0, 0, G_OPTION_ARG_STRING, &o->filter.company, "only this company", "ID" },
		{ "mail", 0, 0, G_OPTION_ARG_INT64, &o->filter.mail, "only about this mail", "ID" },
		{ "to", 0, 0, G_OPTION_ARG_STRING, &o->filter.to, "only about mail from and to this person", "ADDRESS" },
		{ "case", 0, 0, G_OPTION_ARG_INT64, &o->filter.case_id, "only about this case and its mail", "ID" },
		{ "effect", 0, 0, G_OPTION_ARG_STRING, &o->filter.effect, "only decisions to reply, silence or hold", "EFFECT" },
		{ "class", 0, 0, G_OPTION_ARG_STRING, &o->filter.class_id, "only mail that was read as this", "CLASS" },
		{ "rule", 0, 0, G_OPTION_ARG_STRING, &o->filter.rule, "only what this rule decided", "RULE" },
		{ "template", 0, 0, G_OPTION_ARG_STRING, &o->filter.template_id, "only this text", "TEMPLATE" },
		{ "policy", 0, 0, G_OPTION_ARG_STRING, &o->filter.policy, "only under this policy; the beginning of its digest", "DIGEST" },
		{ "from", 0, 0, G_OPTION_ARG_STRING, &o->filter.from_day, "since this day or time", "DAY" },
		{ "until", 0, 0, G_OPTION_ARG_STRING, &o->filter.until_day, "up to the end of this day, or before this time", "DAY" },
		{ "start", 0, 0, G_OPTION_ARG_INT64, &o->filter.start, "begin at this entry", "INDEX" },
		{ "group-by", 0, 0, G_OPTION_ARG_STRING, &o->group_by, "count instead: how many entries of each", "FIELD" },
		{ "csv", 0, 0, G_OPTION_ARG_NONE, &o->csv, "as a spreadsheet (RFC 4180)", NULL },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};
	/* clang-format on */
	return apres_cli_parse(&o->cli, &apres_verb_audit_list, own, argc, argv, 0, 0,
			       error) &&
	       (!o->csv || !o->cli.json ||
		apres_throw(error, APRES_ERROR_USAGE, "either --csv or --json")) &&
	       (o->group_by == NULL || field_is_known(o->group_by, error)) &&
	       apres_audit_filter_parse(&o->filter, error);
}

static int
run_list(int argc, char **argv, GError **error)
{
	g_auto(list_options) o = { 0 };

	if (!parse(&o, argc, argv, error))
		return EX_USAGE;
	if (o.cli.help)
		return 0;
	g_autoptr(apres_config) config = NULL;
	g_autoptr(apres_store) store =
		apres_audit_open(&o.cli, o.filter.company, &config, error);
	return store != NULL && list_entries(&o, config, store, error)
		       ? 0
		       : apres_error_exit_status(*error);
}

const apres_verb apres_verb_audit_list = {
	.name = "audit list",
	.usage = "[--to ADDRESS] [--from DAY] [--until DAY] [--effect EFFECT] [...] "
		 "[--group-by FIELD] [--csv|--json]",
	.summary = "everything that happened, without names or texts",
	.run = run_list,
	.notes = "FIELD: type, company, day, month, class, mailbox, mode, kind, effect, "
		 "audience, rule,\ntemplate, queue, language or policy.\n",
};
