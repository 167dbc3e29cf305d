/* SPDX-License-Identifier: Apache-2.0 */
/* apres retention run: whom the law lets go. */
#include "config.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "apres/table.h"
#include "store/erase-request.h"
#include "util/error.h"
#include "util/text.h"

#include <stdio.h>
#include <sysexits.h>

/* Where several must agree: what waits, and how they do. */
static void
print_asked(const json_t *asked)
{
	int requests = (int)json_integer_value(json_object_get(asked, "requests"));
	int before = (int)json_integer_value(json_object_get(asked, "before"));
	int first = (int)json_integer_value(json_object_get(asked, "first"));
	int last = (int)json_integer_value(json_object_get(asked, "last"));

	if (requests == 1)
		printf("Asked for; somebody else must look and agree: apres person "
		       "approve %d\n",
		       first);
	if (requests > 1)
		printf("Asked for; somebody else must look and agree: apres person "
		       "approve %d-%d\n",
		       first, MIN(last, first + APRES_ERASE_REQUESTS_AT_ONCE - 1));
	if (requests > APRES_ERASE_REQUESTS_AT_ONCE)
		printf("and so on up to %d, at most %d at once\n", last,
		       APRES_ERASE_REQUESTS_AT_ONCE);
	if (before > 0)
		printf("Asked for before, and still waiting: %d (apres person "
		       "requests)\n",
		       before);
}

static void
print_run(const json_t *answer, apres_store *store, const char *company)
{
	g_autoptr(apres_table) table = apres_table_new("who|due|by|kept");
	bool dry = json_is_true(json_object_get(answer, "dry"));
	const json_t *asked = json_object_get(answer, "asked");
	size_t i;
	const json_t *one;

	json_array_foreach(json_object_get(answer, "people"), i, one)
	{
		const char *kept = json_string_value(json_object_get(one, "kept"));
		g_autofree char *due = apres_screen_time(
			store, company, json_integer_value(json_object_get(one, "due")));
		/* Who is forgotten is not written down anywhere, not even here. */
		apres_table_add(table,
				dry || asked != NULL || kept != NULL
					? json_string_value(json_object_get(one, "name"))
					: "erased");
		apres_table_add(table, due);
		apres_table_add(table, json_string_value(json_object_get(one, "clause")));
		apres_table_add(table, kept != NULL ? kept : "-");
	}
	apres_table_print(table, "nobody is to be erased");
	printf("\n%d %s, %d due, %d erased%s\n",
	       (int)json_integer_value(json_object_get(answer, "looked")),
	       apres_noun((guint64)json_integer_value(json_object_get(answer, "looked")),
			  "person", "people"),
	       (int)json_integer_value(json_object_get(answer, "due")),
	       (int)json_integer_value(json_object_get(answer, "erased")),
	       dry ? " (--dry-run: nothing was done)" : "");
	print_asked(asked);
}

static int
run_run(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *company = NULL;
	json_auto_t *answer = NULL;
	gboolean dry = FALSE;
	const GOptionEntry own[] = {
		{ "company", 0, 0, G_OPTION_ARG_STRING, &company, "of this company",
		  "ID" },
		{ "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry, "only say who", NULL },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_retention_run, own, argc, argv, 0, 0,
			     error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	g_autoptr(apres_config) config = apres_cli_config(&cli, error);
	if (config == NULL)
		return EX_CONFIG;
	const apres_company_config *one = apres_cli_one_company(config, company, error);
	if (one == NULL)
		return EX_USAGE;
	json_t *args = json_pack("{s:s, s:b}", "company", one->id, "dry", (int)dry);
	if (!apres_screen_ask(config, "retention-run", args, &answer, error))
		return apres_error_exit_status(*error);
	if (cli.json) {
		apres_output_json(json_incref(answer));
		return 0;
	}
	g_autoptr(apres_store) store = apres_screen_store(config, error);
	if (store == NULL)
		return EX_TEMPFAIL;
	print_run(answer, store, one->id);
	return 0;
}

const apres_verb apres_verb_retention_run = {
	.name = "retention run",
	.usage = "[--dry-run] [--company ID] [--json]",
	.summary = "erase those whom the policy's laws keep no longer",
	.run = run_run,
	.notes = "A person is due when a law's longest time is over (at-most in the "
		 "packs), no other\nlaw keeps what there is (at-least), no legal hold "
		 "stands and every case has ended.\n"
		 "With erasure-approvals = 2 or more in apres.conf it is asked for, and "
		 "done when\nothers have agreed: apres person approve.\n",
};
