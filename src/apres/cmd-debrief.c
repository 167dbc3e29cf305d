/* SPDX-License-Identifier: Apache-2.0 */
/* apres debrief list|schedule|held|answer|note|resume|close. */
#include "config.h"
#include "apres/next-words.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "apres/table.h"
#include "store/debrief.h"
#include "store/step.h"
#include "util/error.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static bool
print_row(const apres_cli *cli, apres_store *store, apres_table *table,
	  const apres_debrief *d, GError **error)
{
	g_autoptr(apres_owed) owed = NULL;
	const char *state = apres_debrief_state_to_string(d->state);
	gint64 escalated;

	if (!apres_obligation_get(store, d->owed_id, &owed, error) ||
	    !apres_step_escalated(store, d->owed_id, &escalated, error))
		return false;
	bool open = owed != NULL && owed->closed == 0;
	if (cli->json) {
		apres_output_json(json_pack(
			"{s:I, s:o, s:o, s:o, s:s, s:I, s:o, s:o, s:o, s:o, s:I}", "id",
			(json_int_t)d->id, "company", apres_output_string(d->company),
			"person", apres_output_string(d->person), "requisition",
			apres_output_string(d->requisition), "state", state, "escalated",
			(json_int_t)escalated, "owner", apres_output_string(d->owner),
			"scheduled", apres_output_time(d->at), "owed_by",
			apres_output_string(open ? owed->owner : NULL), "due",
			apres_output_time(open ? owed->due : 0), "owed",
			(json_int_t)d->owed_id));
		return true;
	}
	g_autofree char *at = apres_screen_time(store, d->company, d->at);
	g_autofree char *due = apres_screen_time(store, d->company, open ? owed->due : 0);
	apres_table_addf(table, "%" G_GINT64_FORMAT, d->id);
	if (escalated > 0)
		apres_table_addf(table, "%s, escalated %" G_GINT64_FORMAT, state,
				 escalated);
	else
		apres_table_add(table, state);
	apres_table_add(table, d->person);
	apres_table_add(table, d->requisition);
	apres_table_add(table, d->state == APRES_DEBRIEF_SCHEDULED ? at : NULL);
	apres_table_add(table, open ? owed->owner : NULL);
	apres_table_add(table, due);
	return true;
}

static bool
list(const apres_cli *cli, const char *company, bool all, GError **error)
{
	g_autoptr(apres_config) config = apres_cli_config(cli, error);
	g_autoptr(apres_table) table =
		apres_table_new("id|state|employee|post|scheduled|next step by|until");
	g_autoptr(GPtrArray) debriefs = NULL;

	if (config == NULL || !apres_cli_company(config, company, error))
		return false;
	g_autoptr(apres_store) store = apres_screen_store(config, error);
	if (store == NULL || !apres_debrief_list(store, company, all, &debriefs, error))
		return false;
	for (guint i = 0; i < debriefs->len; i++)
		if (!print_row(cli, store, table, debriefs->pdata[i], error))
			return false;
	if (!cli->json)
		apres_table_print(table, "no debrief is owed");
	return true;
}

static int
run_list(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *company = NULL;
	gboolean all = FALSE;
	const GOptionEntry own[] = {
		{ "company", 0, 0, G_OPTION_ARG_STRING, &company, "only this company",
		  "ID" },
		{ "all", 0, 0, G_OPTION_ARG_NONE, &all, "those that are over, too",
		  NULL },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_debrief_list, own, argc, argv, 0, 0,
			     error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	return list(&cli, company, all, error) ? 0 : EX_TEMPFAIL;
}

/* How it is now, and what comes next. */
static bool
print_new_state(const apres_config *config, gint64 id, GError **error)
{
	g_autoptr(apres_store) store = apres_screen_store(config, error);
	g_autoptr(apres_debrief) d = NULL;
	g_autoptr(apres_owed) owed = NULL;

	if (store == NULL || !apres_debrief_get(store, id, &d, error) ||
	    !apres_obligation_get(store, d->owed_id, &owed, error))
		return false;
	g_autofree char *next = apres_next_of_debrief(store, d, owed);
	printf("recorded: %s; %s%s\n", apres_debrief_state_to_string(d->state),
	       next != NULL ? "next: " : "nothing is owed any more",
	       next != NULL ? next : "");
	return true;
}

static bool
record_event(const apres_cli *cli, const apres_config *config, gint64 id, json_t *args,
	     GError **error)
{
	json_auto_t *answer = NULL;

	if (!apres_screen_ask(config, "debrief", args, &answer, error))
		return false;
	if (!cli->json)
		return print_new_state(config, id, error);
	apres_output_json(json_incref(answer));
	return true;
}

/* EVENT NULL: the word behind the number says it. */
static int
run_event(const apres_verb *verb, const char *event, int argc, char **argv,
	  GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *by = NULL, *at = NULL, *note = NULL;
	gint64 id;
	const GOptionEntry own[] = {
		{ "by", 0, 0, G_OPTION_ARG_STRING, &by, "who says so", "NAME" },
		{ "note", 0, 0, G_OPTION_ARG_STRING, &note, "a word for the record",
		  "TEXT" },
		{ "at", 0, 0, G_OPTION_ARG_STRING, &at, "when it is to be held", "TIME" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};
	int words = event == NULL ? 2 : 1;

	if (!apres_cli_parse(&cli, verb, own, argc, argv, words, words, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	bool noted = note != NULL || strstr(verb->usage, "[--note") != NULL;
	if (by == NULL || !noted ||
	    (at == NULL) != (strstr(verb->usage, "--at") == NULL)) {
		apres_throw(error, APRES_ERROR_USAGE, "usage: apres %s %s", verb->name,
			    verb->usage);
		return EX_USAGE;
	}
	g_autoptr(apres_config) config = apres_cli_config(&cli, error);
	if (config == NULL || !apres_cli_number(cli.rest[0], "debrief", &id, error))
		return EX_USAGE;
	json_t *args = json_pack("{s:I, s:o, s:o}", "id", (json_int_t)id, "event",
				 apres_output_string(event != NULL ? event : cli.rest[1]),
				 "by", apres_output_string(by));
	if (at != NULL)
		json_object_set_new(args, "at", apres_output_string(at));
	if (note != NULL)
		json_object_set_new(args, "note", apres_output_string(note));
	return record_event(&cli, config, id, args, error) ? 0 : EX_TEMPFAIL;
}

#define ON_DEBRIEF(symbol, words, options, about, event)                                 \
	static int run_##symbol(int argc, char **argv, GError **error)                   \
	{                                                                                \
		return run_event(&apres_verb_debrief_##symbol, event, argc, argv,        \
				 error);                                                 \
	}                                                                                \
	const apres_verb apres_verb_debrief_##symbol = {                                 \
		.name = words,                                                           \
		.usage = options,                                                        \
		.summary = about,                                                        \
		.run = run_##symbol,                                                     \
		.notes = "Exit status: 0 recorded, 65 that does not fit what it is, 75 " \
			 "try again.\n",                                                 \
	}

const apres_verb apres_verb_debrief_list = {
	.name = "debrief list",
	.usage = "[--company ID] [--all] [--json]",
	.summary = "debriefs that employees are owed, and who has the next step",
	.run = run_list,
};
ON_DEBRIEF(schedule, "debrief schedule", "--at TIME --by NAME [--note TEXT] [--json] ID",
	   "when the debrief is to be held", "schedule");
ON_DEBRIEF(held, "debrief held", "--by NAME [--note TEXT] [--json] ID",
	   "it was held, says who owes it; HR asks the employee", "held");
ON_DEBRIEF(answer, "debrief answer",
	   "--by NAME [--note TEXT] [--json] ID yes|no|not-enough|declined",
	   "what the employee says: it took place, or it is owed again", NULL);
ON_DEBRIEF(note, "debrief note", "--by NAME --note TEXT [--json] ID",
	   "a word about it, for the record; it is owed as before", "note");
ON_DEBRIEF(resume, "debrief resume", "--by NAME [--note TEXT] [--json] ID",
	   "it need not wait for lawyers any more", "resume");
ON_DEBRIEF(close, "debrief close", "--by NAME [--note TEXT] [--json] ID",
	   "HR ends it without a word of the employee", "close");
