/* SPDX-License-Identifier: Apache-2.0 */
/* apres policy list: which policies were installed, and which is in force. */
#include "config.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "apres/table.h"
#include "store/install.h"

#include <string.h>
#include <sysexits.h>

static const char *
state_of(const apres_install *install)
{
	return install->current         ? "in force"
	       : install->in_force != 0 ? "was in force"
	       : install->passed        ? "passed over"
					: "waits";
}

static json_t *
install_to_json(const apres_install *install)
{
	json_t *approvals = json_array();

	for (guint i = 0; i < install->approvals->len; i++) {
		const apres_approval *approval = install->approvals->pdata[i];
		json_array_append_new(
			approvals, json_pack("{s:o, s:o, s:o}", "name",
					     apres_output_string(approval->name), "login",
					     apres_output_string(approval->login), "at",
					     apres_output_time(approval->at)));
	}
	return json_pack(
		"{s:I, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "serial",
		(json_int_t)install->serial, "company",
		apres_output_string(install->company), "state", state_of(install),
		"digest", apres_output_string(install->digest), "file",
		apres_output_string(install->file), "by",
		apres_output_string(install->by), "at", apres_output_time(install->at),
		"in_force_since", apres_output_time(install->in_force), "restores",
		install->restores != 0 ? json_integer(install->restores) : json_null(),
		"approvals", approvals, "signed_by",
		apres_output_string(install->signed_by), "signature",
		apres_output_string(install->signature));
}

/* Which columns of the list say something. */
typedef struct columns {
	bool company, signature;
} columns;

/* PATH as one would name it from here. */
static char *
from_here(const char *path)
{
	g_autofree char *here = g_get_current_dir();
	gsize len = strlen(here);

	return g_strdup(g_str_has_prefix(path, here) && path[len] == '/' ? path + len + 1
									 : path);
}

static void
add_row(apres_table *table, apres_store *store, const apres_install *install,
	columns with)
{
	g_autofree char *at = apres_screen_time(store, install->company, install->at);
	g_autofree char *names = apres_approval_names(install->approvals);
	g_autofree char *file = from_here(install->file);

	apres_table_addf(table, "%d", (int)install->serial);
	if (with.company)
		apres_table_add(table, install->company);
	apres_table_add(table, state_of(install));
	apres_table_add(table, at);
	apres_table_add(table, names);
	if (with.signature)
		apres_table_add(table,
				install->signed_by != NULL ? install->signed_by : "-");
	/* A digest is for programs: eight digits tell it apart. */
	apres_table_addf(table, "%.8s", install->digest);
	if (install->restores != 0)
		apres_table_addf(table, "as policy %d", (int)install->restores);
	else
		apres_table_add(table, file);
}

static void
print_list(apres_store *store, const GPtrArray *installs)
{
	columns with = { 0 };

	for (guint i = 0; i < installs->len; i++) {
		const apres_install *first = installs->pdata[0];
		const apres_install *one = installs->pdata[i];
		with.company |= !g_str_equal(one->company, first->company);
		with.signature |= one->signed_by != NULL;
	}
	g_autofree char *headings = g_strdup_printf(
		"number%s|state|installed|approved by%s|digest|file",
		with.company ? "|company" : "", with.signature ? "|signed by" : "");
	g_autoptr(apres_table) table = apres_table_new(headings);
	for (guint i = 0; i < installs->len; i++)
		add_row(table, store, installs->pdata[i], with);
	apres_table_print(table, "no policy was installed; the file that "
				 "apres.conf names is in force");
}

static int
run_list(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *company = NULL;
	g_autoptr(GPtrArray) installs = NULL;
	const GOptionEntry own[] = {
		{ "company", 0, 0, G_OPTION_ARG_STRING, &company, "only this company",
		  "ID" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_policy_list, own, argc, argv, 0, 0, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	g_autoptr(apres_config) config = apres_cli_config(&cli, error);
	if (config == NULL || !apres_cli_company(config, company, error))
		return EX_CONFIG;
	g_autoptr(apres_store) store = apres_screen_store(config, error);
	if (store == NULL || !apres_install_list(store, company, &installs, error))
		return EX_TEMPFAIL;
	for (guint i = 0; cli.json && i < installs->len; i++)
		apres_output_json(install_to_json(installs->pdata[i]));
	if (!cli.json)
		print_list(store, installs);
	return 0;
}

const apres_verb apres_verb_policy_list = {
	.name = "policy list",
	.usage = "[--company ID] [--json]",
	.summary = "the policies that were installed, by whom, and which is in force",
	.run = run_list,
	.notes = "Exit status: 0 shown, 64 wrong usage, 75 nothing is recorded yet, 78 "
		 "the\nconfiguration is at fault.\n",
};
