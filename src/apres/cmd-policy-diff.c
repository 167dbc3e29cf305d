/* SPDX-License-Identifier: Apache-2.0 */
/* apres policy diff OLD NEW: which parts differ, and which mail is treated differently.
 */
#include "config.h"
#include "apres/cli.h"
#include "apres/output.h"
#include "policy/diff.h"
#include "policy/load.h"
#include "util/error.h"

#include <stdio.h>
#include <sysexits.h>

static json_t *
part_to_json(const apres_diff_part *part)
{
	char change[] = { part->change, '\0' };

	return json_pack("{s:s, s:s, s:o, s:o, s:i}", "change", change, "kind",
			 part->kind, "name", apres_output_string(part->name), "file",
			 apres_output_string(part->origin.file), "line",
			 part->origin.line);
}

static json_t *
case_to_json(const apres_diff_case *c)
{
	return json_pack("{s:s, s:o, s:o, s:o, s:b}", "audience",
			 apres_audience_to_string(c->audience), "classes",
			 apres_output_string(c->classes), "was",
			 apres_output_string(c->was), "becomes",
			 apres_output_string(c->becomes), "weaker", c->weaker);
}

static void
print_json(const apres_diff *diff)
{
	for (guint i = 0; i < diff->parts->len; i++)
		apres_output_json(part_to_json(diff->parts->pdata[i]));
	for (guint i = 0; i < diff->cases->len; i++)
		apres_output_json(case_to_json(diff->cases->pdata[i]));
}

static void
print_parts(const GPtrArray *parts)
{
	g_autoptr(apres_table) table = apres_table_new(" |part|name|place");

	for (guint i = 0; i < parts->len; i++) {
		const apres_diff_part *part = parts->pdata[i];
		apres_table_addf(table, "%c", part->change);
		apres_table_add(table, part->kind);
		apres_table_add(table, part->name);
		if (part->origin.line > 0)
			apres_table_addf(table, "%s:%d:%d", part->origin.file,
					 part->origin.line, part->origin.column);
		else
			apres_table_add(table, part->origin.file);
	}
	apres_table_print(table, "The two have the same parts.");
}

static void
print_cases(const apres_diff *diff)
{
	g_autoptr(apres_table) table =
		apres_table_new(" |candidate|mail that contains|was|becomes");

	puts("");
	for (guint i = 0; i < diff->cases->len; i++) {
		const apres_diff_case *c = diff->cases->pdata[i];
		apres_table_add(table, c->weaker ? "!" : "");
		apres_table_add(table, apres_audience_to_string(c->audience));
		apres_table_add(table, c->classes);
		apres_table_add(table, c->was);
		apres_table_add(table, c->becomes);
	}
	apres_table_print(table, "No rule treats any mail differently.");
	if (diff->cases->len == 0)
		return;
	printf("\n%u kinds of mail would be treated differently; ", diff->cases->len);
	if (diff->weaker == 0)
		puts("none less strictly.");
	else
		printf("%u less strictly (marked !).\n", diff->weaker);
}

static int
run_diff(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *fail_on = NULL;
	const GOptionEntry own[] = {
		{ "fail-on", 0, 0, G_OPTION_ARG_STRING, &fail_on,
		  "exit with 65 if some mail is treated less strictly", "weaker" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_policy_diff, own, argc, argv, 2, 2, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	if (fail_on != NULL && !g_str_equal(fail_on, "weaker")) {
		apres_throw(error, APRES_ERROR_USAGE, "--fail-on '%s': only 'weaker'",
			    fail_on);
		return EX_USAGE;
	}
	g_autoptr(apres_policy) was = apres_policy_load(cli.rest[0], NULL, error);
	g_autoptr(apres_policy) is =
		was != NULL ? apres_policy_load(cli.rest[1], NULL, error) : NULL;
	if (is == NULL) {
		apres_cli_named_wrongly(error);
		return EX_CONFIG;
	}
	g_autoptr(apres_diff) diff = apres_policy_diff(was, is);
	if (cli.json) {
		print_json(diff);
	} else {
		print_parts(diff->parts);
		print_cases(diff);
	}
	return fail_on != NULL && diff->weaker > 0 ? EX_DATAERR : 0;
}

const apres_verb apres_verb_policy_diff = {
	.name = "policy diff",
	.usage = "[--fail-on weaker] [--json] OLD NEW",
	.summary = "parts that differ, and mail that would be treated differently",
	.run = run_diff,
	.notes = "Mail is compared by what it contains, one class or two, for every "
		 "kind of candidate.\n"
		 "Less strictly: a person no longer decides, something is no longer "
		 "owed, more is told.\n"
		 "Exit status: 0, 65 with --fail-on weaker if some mail is treated less "
		 "strictly,\n78 a policy does not load.\n",
};
