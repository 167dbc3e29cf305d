/* SPDX-License-Identifier: Apache-2.0 */
/* apres config check|list: the configuration file, and every key there is. */
#include "config.h"
#include "apres/cli.h"
#include "apres/table.h"
#include "pipeline/config-disk.h"
#include "pipeline/debrief-hr.h"
#include "apres/output.h"
#include "pipeline/in-force.h"
#include "util/text.h"

#include <stdio.h>
#include <sysexits.h>

/*
 * A policy that nobody has signed is not taken: a fault, if FAULTS are asked for; whether
 * it loads at all, and what it says, is for apres policy check.  Of one that loads: what
 * works, and probably not as it is meant.
 */
static void
look_at_policies(const apres_config *config, GPtrArray *faults, GPtrArray *warnings)
{
	g_autoptr(GHashTable) in_force = apres_in_force_peek(config, NULL);

	/* What is wrong with the store then, apres doctor says. */
	for (guint i = 0; in_force != NULL && i < config->companies->len; i++) {
		const apres_company_config *company = config->companies->pdata[i];
		g_autoptr(GError) error = NULL;
		g_autoptr(apres_policy) policy =
			apres_in_force_shown(config, company, in_force, &error);
		const char *remedy;
		if (policy == NULL && company->policy_keys[0] != NULL && faults != NULL) {
			g_autofree char *group =
				g_strdup_printf("company %s", company->id);
			g_autofree char *place =
				apres_config_place(config, group, "policy");
			g_ptr_array_add(faults,
					g_strdup_printf("%s: %s", place, error->message));
		}
		if (policy == NULL)
			continue;
		g_autofree char *what =
			apres_debrief_hr_trouble(config, company->id, policy, &remedy);
		if (what != NULL)
			g_ptr_array_add(warnings,
					g_strdup_printf("%s; remedy: %s", what, remedy));
	}
}

static int
run_check(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };

	if (!apres_cli_parse(&cli, &apres_verb_config_check, NULL, argc, argv, 0, 0,
			     error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	g_autoptr(apres_config) config = apres_cli_config(&cli, error);
	if (config == NULL)
		return EX_CONFIG;
	g_autoptr(GPtrArray) faults = apres_config_look_at_disk(config);
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
	look_at_policies(config, faults->len == 0 ? faults : NULL, warnings);
	if (cli.json) {
		apres_output_json(json_pack("{s:s, s:o, s:o}", "file", config->path,
					    "faults", apres_output_strings(faults),
					    "warnings", apres_output_strings(warnings)));
	} else {
		for (guint i = 0; i < warnings->len; i++)
			puts(g_ptr_array_index(warnings, i));
		for (guint i = 0; i < faults->len; i++)
			puts(g_ptr_array_index(faults, i));
		if (faults->len == 0)
			printf("%s: good; %u compan%s, %u mailbox%s\n", config->path,
			       config->companies->len,
			       apres_noun(config->companies->len, "y", "ies"),
			       config->mailboxes->len,
			       apres_noun(config->mailboxes->len, "", "es"));
	}
	return faults->len > 0 ? EX_CONFIG : 0;
}

static json_t *
row_to_json(char **row)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s}", "group", row[0], "key", row[1],
			 "type", row[2], "default", row[3], "help", row[4]);
}

static int
run_list(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };

	if (!apres_cli_parse(&cli, &apres_verb_config_list, NULL, argc, argv, 0, 0,
			     error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	g_autofree char *text = apres_config_describe();
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autoptr(apres_table) table = apres_table_new("group|key|value|default|meaning");
	for (guint i = 0; *lines[i] != '\0'; i++) {
		g_auto(GStrv) row = g_strsplit(lines[i], "\t", 5);

		if (cli.json)
			apres_output_json(row_to_json(row));
		for (guint j = 0; !cli.json && j < 5; j++)
			apres_table_add(table, row[j]);
	}
	if (!cli.json)
		apres_table_print(table, "");
	return 0;
}

const apres_verb apres_verb_config_check = {
	.name = "config check",
	.usage = "[-c FILE] [--json]",
	.summary =
		"read the configuration and look whether its files and folders are there",
	.run = run_check,
	.notes = "Exit status: 0 good, or only warnings; 78 something is to be fixed.\n",
};

const apres_verb apres_verb_config_list = {
	.name = "config list",
	.usage = "[--json]",
	.summary = "every key of the configuration with its default",
	.run = run_list,
};
