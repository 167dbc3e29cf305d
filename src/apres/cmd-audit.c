/* SPDX-License-Identifier: Apache-2.0 */
/* apres audit show: one entry, and how entries are shown. */
#include "config.h"
#include "apres/audit-screen.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "apres/table.h"
#include "util/error.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#define SHORT 8

json_t *
apres_audit_entry_to_json(const apres_audit_entry *entry, bool private_too)
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

char *
apres_audit_short(const char *text)
{
	return text != NULL ? g_strndup(text, SHORT) : g_strdup("-");
}

apres_store *
apres_audit_open(const apres_cli *cli, const char *company, apres_config **config_out,
		 GError **error)
{
	g_autoptr(apres_config) config = apres_cli_config(cli, error);

	if (config == NULL || !apres_cli_company(config, company, error))
		return NULL;
	g_autoptr(apres_store) store = apres_screen_store(config, error);
	if (store != NULL && config_out != NULL)
		*config_out = g_steal_pointer(&config);
	return g_steal_pointer(&store);
}

/* A mail or its text, line by line. */
static void
print_lines(const char *title, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	printf("\n %s\n", title);
	for (guint i = 0; lines[i] != NULL; i++) {
		g_autofree char *line = apres_output_clean(g_strchomp(lines[i]), 1000);
		if (lines[i + 1] != NULL || *line != '\0')
			printf("%s%s\n", *line != '\0' ? "   " : "", line);
	}
}

/* What matched, and by which line of which file. */
static void
print_evidence(const json_t *evidence)
{
	g_autoptr(apres_table) table = apres_table_new("read as|matched|by");
	size_t i;
	const json_t *one;

	json_array_foreach(evidence, i, one)
	{
		static const char *const cells[] = { "class", "text", "pattern" };
		for (guint c = 0; c < G_N_ELEMENTS(cells); c++) {
			const char *text =
				json_string_value(json_object_get(one, cells[c]));
			g_autofree char *clean =
				apres_output_clean(text != NULL ? text : "-", 60);
			apres_table_add(table, clean);
		}
	}
	putchar('\n');
	apres_table_print(table, "");
}

/* PRIVATE as people read it: what is a mail or a list not as JSON. */
static void
print_private(const json_t *private)
{
	static const char *const texts[][2] = { { "text", "Text" },
						{ "bytes", "Bytes" } };
	json_auto_t *rest = json_copy((json_t *)private);
	const json_t *evidence = json_object_get(private, "evidence");

	json_object_del(rest, "evidence");
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		json_object_del(rest, texts[i][0]);
	if (json_object_size(rest) > 0) {
		g_autofree char *text = apres_output_json_text(rest, JSON_INDENT(2));
		puts(text);
	}
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		const char *text =
			json_string_value(json_object_get(private, texts[i][0]));
		if (text != NULL)
			print_lines(texts[i][1], text);
	}
	if (json_array_size(evidence) > 0)
		print_evidence(evidence);
}

static void
print_entry(apres_store *store, const apres_audit_entry *entry)
{
	g_autofree char *at = apres_screen_time(store, entry->company, entry->at);
	json_auto_t *legible = apres_audit_facts(store, entry);
	g_autofree char *facts = apres_output_json_text(legible, JSON_INDENT(2));

	printf(" %" G_GINT64_FORMAT " · %s · %s · %s\n\n Facts\n%s\n\n Private\n",
	       entry->index, entry->type, at,
	       entry->company != NULL ? entry->company : "-", facts);
	if (json_is_object(entry->private_body))
		print_private(entry->private_body);
	else
		puts(apres_body_state_words(entry->body_state));
	printf("\n Hash %s\n", entry->leaf_hex);
}

static int
run_show(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autoptr(apres_audit_entry) entry = NULL;
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
	if (store == NULL)
		return EX_TEMPFAIL;
	if (!apres_audit_get(store, index, &entry, error))
		return apres_error_exit_status(*error);
	if (cli.json)
		apres_output_json(apres_audit_entry_to_json(entry, true));
	else
		print_entry(store, entry);
	return 0;
}

const apres_verb apres_verb_audit_show = {
	.name = "audit show",
	.usage = "[--json] INDEX",
	.summary = "one entry with addresses, the words that matched and the bytes sent",
	.run = run_show,
	.notes = "Exit status: 0 shown, 65 if there is no such entry.\n",
};
