/* SPDX-License-Identifier: Apache-2.0 */
/* apres audit show: one entry, and how entries are shown. */
#include "config.h"
#include "apres/audit-screen.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "util/error.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#define SHORT 8
#define FACT_BYTES 80

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

/* In an entry times are seconds. */
static bool
is_time(const char *name, const json_t *value)
{
	static const char *const times[] = { "at",       "due", "expires", "from",
					     "received", "to",  NULL };

	return json_is_integer(value) && g_strv_contains(times, name);
}

/* VALUE with its times as people read them.  New reference. */
static json_t *
legible(apres_store *store, const char *company, const char *name, const json_t *value)
{
	json_t *copy;
	const char *key;
	json_t *one;
	size_t i;

	if (is_time(name, value)) {
		g_autofree char *time =
			apres_screen_time(store, company, json_integer_value(value));
		return json_string(time);
	}
	if (json_is_array(value)) {
		copy = json_array();
		json_array_foreach(value, i, one)
			json_array_append_new(copy, legible(store, company, "", one));
		return copy;
	}
	if (!json_is_object(value))
		return json_deep_copy(value);
	copy = json_object();
	json_object_foreach((json_t *)value, key, one)
		json_object_set_new(copy, key, legible(store, company, key, one));
	return copy;
}

/* "effect=reply rule=no-feedback": the facts of an entry on one line. */
char *
apres_audit_facts_line(apres_store *store, const apres_audit_entry *entry)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const char *name;
	json_t *value;
	json_auto_t *facts = legible(store, entry->company, "", entry->pub);

	json_object_foreach(facts, name, value)
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
			digest ? SHORT : FACT_BYTES, shown != NULL ? shown : "",
			shown != NULL && !digest && strlen(shown) > FACT_BYTES ? "..."
									       : "");
		free(dumped);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
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

static void
print_entry(apres_store *store, const apres_audit_entry *entry)
{
	g_autofree char *at = apres_screen_time(store, entry->company, entry->at);
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
