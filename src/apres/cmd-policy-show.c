/* SPDX-License-Identifier: Apache-2.0 */
/* apres policy show: the policy as a document that its owner can sign. */
#include "config.h"
#include "apres/policy-argument.h"
#include "apres/show.h"
#include "util/error.h"

#include <sysexits.h>

static void
print_page(const apres_policy *policy, bool html)
{
	g_autofree char *title = g_strdup_printf(
		"%s: what is answered, what is left to people, what is owed",
		policy->company_name != NULL ? policy->company_name : policy->id);
	g_autoptr(apres_page) page = apres_page_new(html, title);

	apres_show_basis(page, policy);
	apres_show_answers(page, policy);
	apres_show_holds(page, policy);
	apres_show_owed(page, policy);
	apres_show_always(page, policy);
	apres_show_law(page, policy);
	apres_page_paragraph(page,
			     "All of this, with the texts, has the digest %s: by it "
			     "policies are told apart in the record and in apres policy "
			     "list.",
			     policy->digest);
	apres_show_texts(page, policy);
	apres_page_print(page);
}

static int
run_show(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	gboolean html = FALSE;
	const GOptionEntry own[] = {
		{ "html", 0, 0, G_OPTION_ARG_NONE, &html,
		  "one HTML file, to read or to print", NULL },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_policy_show, own, argc, argv, 1, 1, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	if (html && cli.json) {
		apres_throw(error, APRES_ERROR_USAGE,
			    "--html and --json exclude each other: say one of them");
		return EX_USAGE;
	}
	g_autoptr(GError) why = NULL;
	g_autoptr(apres_policy) policy = apres_policy_argument(&cli, cli.rest[0], &why);
	if (policy == NULL) {
		int status = apres_error_exit_status(why);
		g_propagate_error(error, g_steal_pointer(&why));
		return status;
	}
	if (cli.json)
		apres_show_json(policy);
	else
		print_page(policy, html);
	return 0;
}

const apres_verb apres_verb_policy_show = {
	.name = "policy show",
	.usage = "[--html | --json] FILE|NUMBER",
	.summary = "the policy in words: what is answered, left to people, owed",
	.run = run_show,
	.notes = "With the reason and the place of each rule, and every text that can be "
		 "sent.\n"
		 "NUMBER is that of a policy in apres policy list: what was installed, "
		 "byte for byte.\n"
		 "Exit status: 0, 65 there is no such number, 75 nothing is recorded "
		 "yet, 78 the\npolicy does not load.\n",
};
