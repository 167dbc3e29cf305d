/* SPDX-License-Identifier: Apache-2.0 */
/* apres legal-hold list|set|lift: what stops erasure. */
#include "config.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "apres/table.h"
#include "store/legal-hold.h"
#include "store/message.h"
#include "util/error.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

/* ---- list ---- */

static json_t *
hold_to_json(const apres_legal_hold *hold)
{
	return json_pack(
		"{s:s, s:o, s:o, s:o, s:o, s:o}", "company", hold->company, "name",
		*hold->name != '\0' ? apres_output_string(hold->name) : json_null(),
		"case",
		hold->application != 0 ? json_integer(hold->application) : json_null(),
		"since", apres_output_time(hold->at), "by", apres_output_string(hold->by),
		"because", apres_output_string(hold->because));
}

static void
add_hold(apres_table *table, apres_store *store, const apres_legal_hold *hold)
{
	g_autofree char *since = apres_screen_time(store, hold->company, hold->at);

	apres_table_add(table, hold->company);
	if (hold->application != 0)
		apres_table_addf(table, "case %d", (int)hold->application);
	else
		apres_table_add(table, hold->name);
	apres_table_add(table, since);
	apres_table_add(table, hold->by);
	apres_table_add(table, hold->because);
}

static bool
print_proposed(apres_store *store, const char *company, GError **error)
{
	g_autoptr(GArray) ids = NULL;

	if (!apres_legal_hold_proposed(store, company, &ids, error))
		return false;
	for (guint i = 0; i < ids->len; i++) {
		g_autoptr(apres_record) record = NULL;
		if (!apres_message_get(store, g_array_index(ids, gint64, i), &record,
				       error))
			return false;
		const char *who = record->candidate != NULL ? record->candidate : "-";
		printf("proposed: mail %d of %s may announce a claim\n  apres legal-hold "
		       "set "
		       "--company %s --by NAME --because TEXT %s\n",
		       (int)record->id, who, record->company, who);
	}
	return true;
}

static int
run_list(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *company = NULL;
	g_autoptr(GPtrArray) holds = NULL;
	g_autoptr(apres_table) table = apres_table_new("company|whose|since|by|because");
	const GOptionEntry own[] = {
		{ "company", 0, 0, G_OPTION_ARG_STRING, &company, "only this company",
		  "ID" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_legal_hold_list, own, argc, argv, 0, 0,
			     error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	g_autoptr(apres_config) config = apres_cli_config(&cli, error);
	if (config == NULL || !apres_cli_company(config, company, error))
		return EX_CONFIG;
	g_autoptr(apres_store) store = apres_screen_store(config, error);
	if (store == NULL || !apres_legal_hold_list(store, company, &holds, error))
		return EX_TEMPFAIL;
	for (guint i = 0; i < holds->len; i++) {
		if (cli.json)
			apres_output_json(hold_to_json(holds->pdata[i]));
		else
			add_hold(table, store, holds->pdata[i]);
	}
	if (cli.json)
		return 0;
	apres_table_print(table, "no legal hold stands");
	return print_proposed(store, company, error) ? 0 : EX_TEMPFAIL;
}

/* ---- set, lift ---- */

static int
run_act(const apres_verb *verb, const char *action, const char *done, int argc,
	char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *company = NULL, *by = NULL, *because = NULL;
	const GOptionEntry own[] = {
		{ "company", 0, 0, G_OPTION_ARG_STRING, &company, "of this company",
		  "ID" },
		{ "by", 0, 0, G_OPTION_ARG_STRING, &by, "who says so", "NAME" },
		{ "because", 0, 0, G_OPTION_ARG_STRING, &because,
		  "the reason, for the record", "TEXT" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};
	gint64 id = 0;

	if (!apres_cli_parse(&cli, verb, own, argc, argv, 1, 1, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	if (by == NULL || because == NULL || *because == '\0') {
		apres_throw(error, APRES_ERROR_USAGE,
			    "say who and why: --by NAME --because TEXT");
		return EX_USAGE;
	}
	g_autoptr(apres_config) config = apres_cli_config(&cli, error);
	if (config == NULL)
		return EX_CONFIG;
	const apres_company_config *one = apres_cli_one_company(config, company, error);
	const char *whose = cli.rest[0];
	bool is_case = g_str_has_prefix(whose, "case:");
	if (one == NULL ||
	    (is_case && !apres_cli_number(whose + strlen("case:"), "case", &id, error)))
		return EX_USAGE;
	json_t *args = json_pack("{s:s, s:o, s:o}", "company", one->id, "by",
				 apres_output_string(by), "because",
				 apres_output_string(because));
	if (is_case)
		json_object_set_new(args, "id", json_integer(id));
	else
		json_object_set_new(args, "name", apres_output_string(whose));
	return apres_screen_act(&cli, config, action, args, done, error)
		       ? 0
		       : apres_error_exit_status(*error);
}

static int
run_set(int argc, char **argv, GError **error)
{
	return run_act(&apres_verb_legal_hold_set, "legal-hold-set",
		       "held: nothing of it is erased", argc, argv, error);
}

static int
run_lift(int argc, char **argv, GError **error)
{
	return run_act(&apres_verb_legal_hold_lift, "legal-hold-lift",
		       "lifted: the policy's periods count again", argc, argv, error);
}

const apres_verb apres_verb_legal_hold_list = {
	.name = "legal-hold list",
	.usage = "[--company ID] [--json]",
	.summary = "legal holds that stand, and those that held mail proposes",
	.run = run_list,
};

const apres_verb apres_verb_legal_hold_set = {
	.name = "legal-hold set",
	.usage = "--by NAME --because TEXT [--company ID] [--json] ADDRESS|case:ID",
	.summary = "erase nothing of a person or a case until it is lifted",
	.run = run_set,
};

const apres_verb apres_verb_legal_hold_lift = {
	.name = "legal-hold lift",
	.usage = "--by NAME --because TEXT [--company ID] [--json] ADDRESS|case:ID",
	.summary = "end a legal hold",
	.run = run_lift,
};
