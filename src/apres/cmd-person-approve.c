/* SPDX-License-Identifier: Apache-2.0 */
/* apres person requests|approve|decline: whom somebody else asked to forget. */
#include "config.h"
#include "apres/output.h"
#include "apres/person-erased.h"
#include "apres/screen.h"
#include "apres/table.h"
#include "store/erase-request.h"
#include "util/error.h"

#include <stdio.h>
#include <sysexits.h>

/* ---- requests ---- */

static bool
list(const apres_cli *cli, const char *company, GError **error)
{
	g_autoptr(apres_config) config = apres_cli_config(cli, error);
	g_autoptr(apres_table) table =
		apres_table_new("request|company|asked|by|cause|basis");
	g_autoptr(GPtrArray) requests = NULL;

	if (config == NULL || !apres_cli_company(config, company, error))
		return false;
	g_autoptr(apres_store) store = apres_screen_store(config, error);
	if (store == NULL || !apres_erase_request_list(store, company, &requests, error))
		return false;
	for (guint i = 0; i < requests->len; i++) {
		const apres_erase_request *one = requests->pdata[i];
		g_autofree char *asked = apres_screen_time(store, one->company, one->at);

		if (cli->json) {
			apres_output_json(
				json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:o}", "id",
					  (json_int_t)one->id, "company",
					  apres_output_string(one->company), "asked",
					  apres_output_time(one->at), "by",
					  apres_output_string(one->by), "login",
					  apres_output_string(one->login), "cause",
					  apres_output_string(one->cause), "basis",
					  apres_output_string(one->basis)));
			continue;
		}
		apres_table_addf(table, "%" G_GINT64_FORMAT, one->id);
		apres_table_add(table, one->company);
		apres_table_add(table, asked);
		apres_table_add(table, one->by);
		apres_table_add(table, one->cause);
		apres_table_add(table, one->basis);
	}
	if (!cli->json)
		apres_table_print(table, "nobody asks to forget anybody");
	return true;
}

static int
run_requests(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *company = NULL;
	const GOptionEntry own[] = {
		{ "company", 0, 0, G_OPTION_ARG_STRING, &company, "only this company",
		  "ID" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_person_requests, own, argc, argv, 0, 0,
			     error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	return list(&cli, company, error) ? 0 : apres_error_exit_status(*error);
}

/* ---- approve, decline ---- */

/* The page as it is hashed is all of standard output; what to do next is beside it. */
static void
print_page(const json_t *answer)
{
	g_autofree char *requests = apres_person_requests_of(answer);
	const char *digest = json_string_value(json_object_get(answer, "digest"));

	fputs(json_string_value(json_object_get(answer, "page")), stdout);
	fflush(stdout);
	fprintf(stderr,
		"\nnothing is gone yet; to agree to just this:\n"
		"  apres person approve --seen %.12s --by NAME %s\n"
		"or: apres person decline --by NAME %s\n",
		digest, requests, requests);
}

/* "REQUEST" or "FIRST-LAST"; new reference, NULL on error. */
static json_t *
range_args(const char *text, GError **error)
{
	g_auto(GStrv) ends = g_strsplit(text, "-", 2);
	gint64 first, last;

	if (*text == '\0' || !apres_cli_number(ends[0], "request", &first, error))
		return NULL;
	if (ends[1] == NULL)
		return json_pack("{s:I}", "id", (json_int_t)first);
	if (!apres_cli_number(ends[1], "request", &last, error))
		return NULL;
	return json_pack("{s:I, s:I}", "id", (json_int_t)first, "last", (json_int_t)last);
}

/* NAME of ACTION with the options that are given; the answer is printed. */
static bool
ask(const apres_cli *cli, const char *action, const char *seen, const char *by,
    GError **error)
{
	g_autoptr(apres_config) config = apres_cli_config(cli, error);
	json_auto_t *answer = NULL;
	json_t *args = config != NULL ? range_args(cli->rest[0], error) : NULL;

	if (args == NULL)
		return false;
	if (by != NULL)
		json_object_set_new(args, "by", apres_output_string(by));
	if (seen != NULL)
		json_object_set_new(args, "seen", apres_output_string(seen));
	if (!apres_screen_ask(config, action, args, &answer, error))
		return false;
	if (cli->json)
		apres_output_json(json_incref(answer));
	else if (json_object_get(answer, "page") != NULL)
		print_page(answer);
	else if (g_str_equal(action, "erase-decline"))
		puts("declined; nothing is erased");
	else
		apres_person_print_erased(config, answer);
	return true;
}

static int
run_approve(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *seen = NULL;
	g_autofree char *by = NULL;
	const GOptionEntry own[] = {
		{ "seen", 0, 0, G_OPTION_ARG_STRING, &seen,
		  "agree to the page with this digest", "SHA256" },
		{ "by", 0, 0, G_OPTION_ARG_STRING, &by, "who agrees", "NAME" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_person_approve, own, argc, argv, 1, 1,
			     error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	if ((seen == NULL) != (by == NULL)) {
		apres_throw(error, APRES_ERROR_USAGE,
			    "to agree say what was looked at, and who agrees: --seen "
			    "SHA256 --by NAME");
		return EX_USAGE;
	}
	return ask(&cli, seen != NULL ? "erase-approve" : "erase-look", seen, by, error)
		       ? 0
		       : apres_error_exit_status(*error);
}

static int
run_decline(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *by = NULL;
	const GOptionEntry own[] = {
		{ "by", 0, 0, G_OPTION_ARG_STRING, &by, "who declines", "NAME" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_person_decline, own, argc, argv, 1, 1,
			     error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	return ask(&cli, "erase-decline", NULL, by != NULL ? by : apres_cli_user(), error)
		       ? 0
		       : apres_error_exit_status(*error);
}

const apres_verb apres_verb_person_requests = {
	.name = "person requests",
	.usage = "[--company ID] [--json]",
	.summary = "erasures that wait for somebody else to agree",
	.run = run_requests,
};

const apres_verb apres_verb_person_approve = {
	.name = "person approve",
	.usage = "[--seen SHA256 --by NAME] [--json] REQUEST|FIRST-LAST",
	.summary = "look at what would be erased, or agree to just that",
	.run = run_approve,
	.notes = "Without --seen only shown: the digest is that of standard output.  Who "
		 "looked is\nrecorded.  Of a range those that wait, at most 200, of one "
		 "company and cause.\n"
		 "Exit status: 0 shown, erased, or waiting for more, 65 it is not what "
		 "was seen, you\nhave asked or agreed already, or something forbids it, "
		 "75 try again.\n",
};

const apres_verb apres_verb_person_decline = {
	.name = "person decline",
	.usage = "[--by NAME] [--json] REQUEST|FIRST-LAST",
	.summary = "do not erase whom somebody asked to forget",
	.run = run_decline,
};
