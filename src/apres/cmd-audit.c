/* SPDX-License-Identifier: Apache-2.0 */
/* apres audit list|show: what was decided and sent. */
#include "config.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "store/audit.h"
#include "util/error.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#define PAGE 500
#define FACT_BYTES 80

static json_t *
entry_to_json(const apres_audit_entry *entry, bool private_too)
{
	json_t *row = json_object();

	json_object_set_new(row, "index", json_integer(entry->index));
	json_object_set_new(row, "at", apres_output_time(entry->at));
	json_object_set_new(row, "type", apres_output_string(entry->type));
	json_object_set_new(row, "company", apres_output_string(entry->company));
	json_object_set_new(row, "mail",
			    entry->message_id != 0 ? json_integer(entry->message_id)
						   : json_null());
	json_object_set(row, "facts", entry->pub);
	if (private_too) {
		json_object_set_new(row, "private",
				    entry->private_body != NULL
					    ? json_incref(entry->private_body)
					    : json_null());
		json_object_set_new(
			row, "private-state",
			apres_output_string(apres_body_state_words(entry->body_state)));
	}
	json_object_set_new(row, "hash", apres_output_string(entry->leaf_hex));
	return row;
}

/* "effect=reply rule=no-feedback": the facts of an entry on one line. */
static char *
facts_line(const json_t *facts)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)facts, name, value)
	{
		g_autofree char *text = NULL;
		char *dumped = NULL;

		if (json_is_null(value) ||
		    (json_is_array(value) && json_array_size(value) == 0))
			continue;
		if (json_is_string(value))
			text = g_strdup(json_string_value(value));
		else
			dumped = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
		/* A digest is for programs: eight digits tell it apart. */
		const char *shown = text != NULL ? text : dumped;
		bool digest = text != NULL && strlen(text) == 64 &&
			      strspn(text, "0123456789abcdef") == 64;
		g_string_append_printf(
			out, "%s%s=%.*s%s", out->len > 0 ? " " : "", name,
			digest ? 8 : FACT_BYTES, shown != NULL ? shown : "",
			shown != NULL && !digest && strlen(shown) > FACT_BYTES ? "..."
									       : "");
		free(dumped);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static void
add_row(apres_table *table, const apres_audit_entry *entry)
{
	g_autofree char *at = apres_screen_time(entry->at);
	g_autofree char *facts = facts_line(entry->pub);

	apres_table_addf(table, "%" G_GINT64_FORMAT, entry->index);
	apres_table_add(table, at);
	apres_table_add(table, entry->type);
	if (entry->message_id != 0)
		apres_table_addf(table, "%" G_GINT64_FORMAT, entry->message_id);
	else
		apres_table_add(table, "-");
	apres_table_add(table, facts);
}

static bool
list_entries(const apres_cli *cli, apres_store *store, const char *company, gint64 mail,
	     gint64 from, GError **error)
{
	g_autoptr(apres_table) table = apres_table_new("index|time|what|mail|facts");

	for (;;) {
		g_autoptr(GPtrArray) entries = NULL;

		if (!apres_audit_list(store, company, mail, from, PAGE, &entries, error))
			return false;
		for (guint i = 0; i < entries->len; i++) {
			const apres_audit_entry *entry = g_ptr_array_index(entries, i);

			if (cli->json)
				apres_output_json(entry_to_json(entry, false));
			else
				add_row(table, entry);
			from = entry->index + 1;
		}
		if (entries->len < PAGE)
			break;
	}
	if (!cli->json)
		apres_table_print(table, "nothing is recorded");
	return true;
}

static int
run_list(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *company = NULL;
	gint64 mail = 0, from = 0;
	const GOptionEntry own[] = {
		{ "company", 0, 0, G_OPTION_ARG_STRING, &company, "only this company",
		  "ID" },
		{ "mail", 0, 0, G_OPTION_ARG_INT64, &mail, "only about this mail", "ID" },
		{ "from", 0, 0, G_OPTION_ARG_INT64, &from, "begin at this index",
		  "INDEX" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_audit_list, own, argc, argv, 0, 0, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	g_autoptr(apres_config) config = apres_cli_config(&cli, error);
	if (config == NULL || !apres_cli_company(config, company, error))
		return EX_CONFIG;
	g_autoptr(apres_store) store = apres_screen_store(config, error);
	return store != NULL && list_entries(&cli, store, company, mail, from, error)
		       ? 0
		       : EX_TEMPFAIL;
}

static void
print_entry(const apres_audit_entry *entry)
{
	g_autofree char *at = apres_screen_time(entry->at);
	char *facts = json_dumps(entry->pub, JSON_INDENT(2));
	char *body = entry->private_body != NULL
			     ? json_dumps(entry->private_body, JSON_INDENT(2))
			     : NULL;

	printf(" %" G_GINT64_FORMAT
	       " · %s · %s · %s\n\n Facts\n%s\n\n Private\n%s\n\n Hash %s\n",
	       entry->index, entry->type, at,
	       entry->company != NULL ? entry->company : "-", facts,
	       body != NULL ? body : apres_body_state_words(entry->body_state),
	       entry->leaf_hex);
	free(facts);
	free(body);
}

static int
run_show(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autoptr(GPtrArray) entries = NULL;
	gint64 index = 0;

	if (!apres_cli_parse(&cli, &apres_verb_audit_show, NULL, argc, argv, 1, 1, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	/* The first entry of a tree has index 0. */
	if (!g_str_equal(cli.rest[0], "0") &&
	    !apres_cli_number(cli.rest[0], "entry", &index, error))
		return EX_USAGE;
	g_autoptr(apres_config) config = apres_cli_config(&cli, error);
	if (config == NULL)
		return EX_CONFIG;
	g_autoptr(apres_store) store = apres_screen_store(config, error);
	if (store == NULL || !apres_audit_list(store, NULL, 0, index, 1, &entries, error))
		return EX_TEMPFAIL;
	const apres_audit_entry *entry =
		entries->len > 0 ? g_ptr_array_index(entries, 0) : NULL;
	if (entry == NULL || entry->index != index) {
		apres_throw(error, APRES_ERROR_INPUT,
			    "there is no entry %s; see: apres audit list", cli.rest[0]);
		return EX_DATAERR;
	}
	if (cli.json)
		apres_output_json(entry_to_json(entry, true));
	else
		print_entry(entry);
	return 0;
}

const apres_verb apres_verb_audit_list = {
	.name = "audit list",
	.usage = "[--company ID] [--mail ID] [--from INDEX] [--json]",
	.summary = "everything that happened, without names or texts",
	.run = run_list,
};

const apres_verb apres_verb_audit_show = {
	.name = "audit show",
	.usage = "[--json] INDEX",
	.summary = "one entry with addresses, the words that matched and the bytes sent",
	.run = run_show,
	.notes = "Exit status: 0 shown, 65 if there is no such entry.\n",
};
