/* SPDX-License-Identifier: Apache-2.0 */
/* apres case list|show|set: what is known of applications. */
#include "config.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "apres/table.h"
#include "message/address.h"
#include "policy/case.h"
#include "store/case.h"
#include "util/error.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

/* ---- list ---- */

static json_t *
record_to_json(const apres_case_record *record)
{
	json_t *json = json_object();

	json_object_set_new(json, "id", json_integer(record->id));
	json_object_set_new(json, "company", apres_output_string(record->company));
	for (guint i = 0; i < APRES_CASE_FIELD_COUNT_; i++)
		json_object_set_new(json, apres_case_field_name((apres_case_field)i),
				    apres_output_string(record->value[i]));
	return json;
}

static void
add_cell(apres_table *table, const char *value)
{
	apres_table_add(table, value != NULL ? value : "-");
}

static void
add_row(apres_table *table, const apres_case_record *record)
{
	apres_table_addf(table, "%" G_GINT64_FORMAT, record->id);
	add_cell(table, record->value[APRES_CASE_REQUISITION]);
	add_cell(table, record->value[APRES_CASE_PERSON]);
	add_cell(table, record->value[APRES_CASE_STAGE]);
	add_cell(table, record->value[APRES_CASE_OUTCOME]);
	add_cell(table, record->value[APRES_CASE_INTERVIEWED]);
	add_cell(table, record->value[APRES_CASE_RECORDED]);
	add_cell(table, record->value[APRES_CASE_ADDRESSES]);
}

typedef struct case_filter {
	apres_cli cli;
	char *company, *requisition, *person, *address, *stage, *outcome;
} case_filter;

static void
case_filter_clear(case_filter *filter)
{
	apres_cli_clear(&filter->cli);
	g_free(filter->company);
	g_free(filter->requisition);
	g_free(filter->person);
	g_free(filter->address);
	g_free(filter->stage);
	g_free(filter->outcome);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(case_filter, case_filter_clear)

static bool
parse_filter(case_filter *f, int argc, char **argv, GError **error)
{
	const GOptionEntry own[] = {
		{ "company", 0, 0, G_OPTION_ARG_STRING, &f->company, "only this company",
		  "ID" },
		{ "requisition", 0, 0, G_OPTION_ARG_STRING, &f->requisition,
		  "only this post", "ID" },
		{ "person", 0, 0, G_OPTION_ARG_STRING, &f->person, "only this person",
		  "ID" },
		{ "address", 0, 0, G_OPTION_ARG_STRING, &f->address,
		  "only who writes from it", "ADDRESS" },
		{ "stage", 0, 0, G_OPTION_ARG_STRING, &f->stage,
		  "applied, review, interview or decision", "STAGE" },
		{ "outcome", 0, 0, G_OPTION_ARG_STRING, &f->outcome,
		  "none, rejected, offered, hired, withdrawn or closed", "OUTCOME" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};
	apres_stage stage;
	apres_case_outcome outcome;

	if (!apres_cli_parse(&f->cli, &apres_verb_case_list, own, argc, argv, 0, 0,
			     error))
		return false;
	if (f->stage != NULL && !apres_stage_from_string(f->stage, &stage))
		return apres_throw(error, APRES_ERROR_USAGE, "no stage '%s'; choose %s",
				   f->stage, apres_case_field_help(APRES_CASE_STAGE));
	if (f->outcome != NULL && !apres_case_outcome_from_string(f->outcome, &outcome))
		return apres_throw(error, APRES_ERROR_USAGE, "no outcome '%s'; choose %s",
				   f->outcome, apres_case_field_help(APRES_CASE_OUTCOME));
	return true;
}

static int
run_list(int argc, char **argv, GError **error)
{
	g_auto(case_filter) f = { 0 };
	g_autoptr(apres_table) table = apres_table_new(
		"id|requisition|person|stage|outcome|interviewed|recorded|addresses");
	g_autoptr(GPtrArray) records = NULL;

	if (!parse_filter(&f, argc, argv, error))
		return EX_USAGE;
	if (f.cli.help)
		return 0;
	g_autoptr(apres_config) config = apres_cli_config(&f.cli, error);
	if (config == NULL || !apres_cli_company(config, f.company, error))
		return EX_CONFIG;
	g_autoptr(apres_store) store = apres_screen_store(config, error);
	g_autofree char *identity =
		f.address != NULL ? apres_address_identity(f.address) : NULL;
	const apres_case_filter filter = {
		.company = f.company,
		.requisition = f.requisition,
		.person = f.person,
		.address = identity != NULL ? identity : f.address,
		.stage = f.stage,
		.outcome = f.outcome,
	};
	if (store == NULL || !apres_case_list(store, &filter, &records, error))
		return EX_TEMPFAIL;
	for (guint i = 0; i < records->len; i++) {
		if (f.cli.json)
			apres_output_json(record_to_json(records->pdata[i]));
		else
			add_row(table, records->pdata[i]);
	}
	if (!f.cli.json)
		apres_table_print(table, "no such case; see: apres case import --help");
	return 0;
}

/* ---- show, set ---- */

/* The case that the argument TEXT numbers. */
static apres_case_record *
find(const apres_config *config, const char *text, GError **error)
{
	apres_case_record *record = NULL;
	gint64 id;

	if (!apres_cli_number(text, "case", &id, error))
		return NULL;
	g_autoptr(apres_store) store = apres_screen_store(config, error);
	if (store == NULL || !apres_case_get(store, id, &record, error))
		return NULL;
	if (record == NULL)
		apres_throw(error, APRES_ERROR_INPUT,
			    "there is no case %" G_GINT64_FORMAT "; see: apres case list",
			    id);
	return record;
}

static int
run_show(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };

	if (!apres_cli_parse(&cli, &apres_verb_case_show, NULL, argc, argv, 1, 1, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	g_autoptr(apres_config) config = apres_cli_config(&cli, error);
	if (config == NULL)
		return EX_CONFIG;
	g_autoptr(apres_case_record) record = find(config, cli.rest[0], error);
	if (record == NULL)
		return EX_TEMPFAIL;
	if (cli.json) {
		apres_output_json(record_to_json(record));
		return 0;
	}
	for (guint i = 0; i < APRES_CASE_FIELD_COUNT_; i++) {
		const char *value = record->value[i] != NULL ? record->value[i] : "-";
		g_autofree char *shown = apres_output_clean(value, 500);
		printf("%-16s %s\n", apres_case_field_name((apres_case_field)i), shown);
	}
	return 0;
}

/* "outcome=rejected" into FIELDS. */
static bool
take_assignment(json_t *fields, const char *text, GError **error)
{
	const char *equals = strchr(text, '=');
	g_autofree char *name =
		equals != NULL ? g_strndup(text, (gsize)(equals - text)) : NULL;
	apres_case_field field;

	if (equals == NULL)
		return apres_throw(error, APRES_ERROR_USAGE,
				   "'%s' is not FIELD=VALUE, as outcome=rejected", text);
	if (!apres_case_field_find(name, &field))
		return apres_throw(error, APRES_ERROR_USAGE,
				   "a case has no field '%s'; see: apres case set --help",
				   name);
	if (field == APRES_CASE_PERSON || field == APRES_CASE_REQUISITION)
		return apres_throw(error, APRES_ERROR_USAGE,
				   "%s tells a case from others and cannot be changed",
				   name);
	json_object_set_new(fields, name, apres_output_string(equals + 1));
	return true;
}

static bool
set_fields(const apres_cli *cli, const apres_config *config, const char *by,
	   GError **error)
{
	g_autoptr(apres_case_record) record = find(config, cli->rest[0], error);
	json_auto_t *fields = json_object();

	if (record == NULL)
		return false;
	json_object_set_new(fields, "person",
			    apres_output_string(record->value[APRES_CASE_PERSON]));
	json_object_set_new(fields, "requisition",
			    apres_output_string(record->value[APRES_CASE_REQUISITION]));
	for (char **text = cli->rest + 1; *text != NULL; text++)
		if (!take_assignment(fields, *text, error))
			return false;
	json_t *args = json_pack("{s:s, s:[O], s:o}", "company", record->company, "cases",
				 fields, "by", apres_output_string(by));
	return apres_screen_act(cli, config, "case-put", args, "recorded", error);
}

static int
run_set(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *by = NULL;
	const GOptionEntry own[] = {
		{ "by", 0, 0, G_OPTION_ARG_STRING, &by, "who says so, for the record",
		  "NAME" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_case_set, own, argc, argv, 2, -1, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	if (by == NULL) {
		apres_throw(error, APRES_ERROR_USAGE,
			    "say who says so: --by NAME; see: apres case set --help");
		return EX_USAGE;
	}
	g_autoptr(apres_config) config = apres_cli_config(&cli, error);
	if (config == NULL)
		return EX_CONFIG;
	return set_fields(&cli, config, by, error) ? 0 : EX_TEMPFAIL;
}

const apres_verb apres_verb_case_list = {
	.name = "case list",
	.usage = "[--company ID] [--requisition ID] [--person ID] [--address ADDRESS] "
		 "[--stage STAGE] [--outcome OUTCOME] [--json]",
	.summary = "the applications that are known",
	.run = run_list,
};

const apres_verb apres_verb_case_show = {
	.name = "case show",
	.usage = "[--json] ID",
	.summary = "all that is known of one application",
	.run = run_show,
};

const apres_verb apres_verb_case_set = {
	.name = "case set",
	.usage = "--by NAME [--json] ID FIELD=VALUE...",
	.summary = "record what became of an application, by mail, call or letter",
	.run = run_set,
	.notes =
		"A call: outcome=rejected outcome-channel=call outcome-date=2026-12-02.\n"
		"FIELD= forgets a value.  Replies in the case that have not left are "
		"cancelled if it\ngoes on or ends; a person owes the answer.\n"
		"Exit status: 0 recorded, 64 wrong usage, 65 no such case or no such "
		"value,\n75 try again, 78 configuration at fault.\n",
};
