/* SPDX-License-Identifier: Apache-2.0 */
/* apres due list|done|move: what is owed, by date; who hears of it next.  apres owed is
 * the list. */
#include "config.h"
#include "apres/known.h"
#include "apres/next-words.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "apres/table.h"
#include "store/step.h"
#include "util/clock.h"
#include "util/error.h"

#include <string.h>
#include <sysexits.h>

/* Whatever one of these verbs takes. */
typedef struct due_options {
	apres_cli cli;
	char *company, *owner, *queue, *kind, *by, *how, *why, *to;
	gboolean late;
} due_options;

static void
due_options_clear(due_options *o)
{
	apres_cli_clear(&o->cli);
	g_free(o->company);
	g_free(o->owner);
	g_free(o->queue);
	g_free(o->kind);
	g_free(o->by);
	g_free(o->how);
	g_free(o->why);
	g_free(o->to);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(due_options, due_options_clear)

/* ---- list ---- */

static bool
is_wanted(const due_options *o, const apres_owed *owed, gint64 now)
{
	return (o->owner == NULL || g_strcmp0(o->owner, owed->owner) == 0) &&
	       (o->queue == NULL || g_strcmp0(o->queue, owed->queue) == 0) &&
	       (o->kind == NULL ||
		strcmp(o->kind, apres_obligation_kind_to_string(owed->kind)) == 0) &&
	       (!o->late || (owed->due != 0 && owed->due < now));
}

static json_t *
row_to_json(const apres_owed *owed, gint64 at, const char *step, gint64 now)
{
	json_t *row = json_object();

	json_object_set_new(row, "id", json_integer(owed->id));
	json_object_set_new(row, "mail",
			    owed->message_id != 0 ? json_integer(owed->message_id)
						  : json_null());
	json_object_set_new(row, "case",
			    owed->application != 0 ? json_integer(owed->application)
						   : json_null());
	json_object_set_new(row, "company", apres_output_string(owed->company));
	json_object_set_new(row, "candidate", apres_output_string(owed->candidate));
	json_object_set_new(row, "kind",
			    json_string(apres_obligation_kind_to_string(owed->kind)));
	json_object_set_new(row, "queue", apres_output_string(owed->queue));
	json_object_set_new(row, "owner", apres_output_string(owed->owner));
	json_object_set_new(row, "rule", apres_output_string(owed->rule));
	json_object_set_new(row, "since", apres_output_time(owed->opened));
	json_object_set_new(row, "due", apres_output_time(owed->due));
	json_object_set_new(row, "late", json_boolean(owed->due != 0 && owed->due < now));
	json_object_set_new(row, "moved", json_integer(owed->round));
	json_object_set_new(row, "next", apres_output_time(at));
	json_object_set_new(row, "step", apres_output_string(step));
	json_object_set_new(row, "further_mails", json_integer(owed->grown));
	return row;
}

static void
add_row(apres_table *table, apres_store *store, const apres_owed *owed, gint64 at,
	const char *step, gint64 now)
{
	g_autofree char *due = apres_screen_time(store, owed->company, owed->due);
	g_autofree char *next = apres_screen_time(store, owed->company, at);

	apres_table_addf(table, "%" G_GINT64_FORMAT, owed->id);
	if (owed->message_id != 0)
		apres_table_addf(table, "mail %" G_GINT64_FORMAT, owed->message_id);
	else
		apres_table_addf(table, "case %" G_GINT64_FORMAT, owed->application);
	apres_table_add(table, apres_obligation_kind_to_string(owed->kind));
	apres_table_add(table, owed->owner);
	apres_table_addf(table, "%s%s", due,
			 owed->due != 0 && owed->due < now ? " LATE" : "");
	if (step != NULL)
		apres_table_addf(table, "%s %s", apres_next_step_word(step), next);
	else
		apres_table_add(table, "-");
	apres_table_add(table, owed->queue);
	apres_table_add(table, owed->candidate);
}

/* What nothing is owed in, or by: is there such a thing? */
static bool
check_names(const due_options *o, const apres_config *config, apres_store *store,
	    const GPtrArray *owed, GError **error)
{
	bool queue = false, owner = false;

	for (guint i = 0; i < owed->len; i++) {
		const apres_owed *one = owed->pdata[i];
		queue |= g_strcmp0(o->queue, one->queue) == 0;
		owner |= g_strcmp0(o->owner, one->owner) == 0;
	}
	return apres_known_check(config, store, o->company, APRES_KNOWN_QUEUE, "--queue",
				 queue ? NULL : o->queue, error) &&
	       apres_known_check(config, store, o->company, APRES_KNOWN_OWNER, "--owner",
				 owner ? NULL : o->owner, error);
}

static bool
list_due(const due_options *o, GError **error)
{
	g_autoptr(apres_config) config = apres_cli_config(&o->cli, error);
	g_autoptr(apres_table) table =
		apres_table_new("id|about|what|owner|due|next|queue|candidate");
	g_autoptr(GPtrArray) owed = NULL;
	gint64 now = apres_clock_now();

	if (config == NULL || !apres_cli_company(config, o->company, error))
		return false;
	g_autoptr(apres_store) store = apres_screen_store(config, error);
	if (store == NULL || !apres_obligation_list(store, o->company, &owed, error) ||
	    !check_names(o, config, store, owed, error))
		return false;
	for (guint i = 0; i < owed->len; i++) {
		const apres_owed *one = owed->pdata[i];
		g_autofree char *step = NULL;
		gint64 at;
		if (!is_wanted(o, one, now))
			continue;
		if (!apres_step_next_of(store, one->id, &at, &step, error))
			return false;
		if (o->cli.json)
			apres_output_json(row_to_json(one, at, step, now));
		else
			add_row(table, store, one, at, step, now);
	}
	if (!o->cli.json)
		apres_table_print(table, "nothing is owed");
	return true;
}

static int
run_list_as(const apres_verb *verb, int argc, char **argv, GError **error)
{
	g_auto(due_options) o = { 0 };
	const GOptionEntry own[] = {
		{ "company", 0, 0, G_OPTION_ARG_STRING, &o.company, "only this company",
		  "ID" },
		{ "owner", 0, 0, G_OPTION_ARG_STRING, &o.owner, "only this person's",
		  "ADDRESS" },
		{ "queue", 0, 0, G_OPTION_ARG_STRING, &o.queue, "only of this queue",
		  "ID" },
		{ "what", 0, 0, G_OPTION_ARG_STRING, &o.kind,
		  "only answers, confirmations or debriefs",
		  "answer|confirmation|debrief" },
		{ "late", 0, 0, G_OPTION_ARG_NONE, &o.late, "only what is late", NULL },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&o.cli, verb, own, argc, argv, 0, 0, error))
		return EX_USAGE;
	if (o.cli.help)
		return 0;
	if (o.kind != NULL && strcmp(o.kind, "answer") != 0 &&
	    strcmp(o.kind, "debrief") != 0 && strcmp(o.kind, "confirmation") != 0) {
		apres_throw(error, APRES_ERROR_USAGE,
			    "--what '%s': there are answer, confirmation and debrief",
			    o.kind);
		return EX_USAGE;
	}
	return list_due(&o, error) ? 0 : apres_error_exit_status(*error);
}

static int
run_list(int argc, char **argv, GError **error)
{
	return run_list_as(&apres_verb_due_list, argc, argv, error);
}

static int
run_owed(int argc, char **argv, GError **error)
{
	return run_list_as(&apres_verb_owed, argc, argv, error);
}

/* ---- done, move ---- */

static bool
check_by(const due_options *o, GError **error)
{
	return o->by != NULL ||
	       apres_throw(error, APRES_ERROR_USAGE, "say who: --by NAME");
}

static int
run_done(int argc, char **argv, GError **error)
{
	g_auto(due_options) o = { 0 };
	gint64 id;
	const GOptionEntry own[] = {
		{ "by", 0, 0, G_OPTION_ARG_STRING, &o.by, "who did it", "NAME" },
		{ "how", 0, 0, G_OPTION_ARG_STRING, &o.how, "a word for the record",
		  "TEXT" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&o.cli, &apres_verb_due_done, own, argc, argv, 1, 1, error))
		return EX_USAGE;
	if (o.cli.help)
		return 0;
	g_autoptr(apres_config) config = apres_cli_config(&o.cli, error);
	if (config == NULL || !check_by(&o, error) ||
	    !apres_cli_number(o.cli.rest[0], "number of what is owed", &id, error))
		return EX_USAGE;
	json_t *args = json_pack("{s:I, s:o}", "id", (json_int_t)id, "by",
				 apres_output_string(o.by));
	if (o.how != NULL)
		json_object_set_new(args, "how", apres_output_string(o.how));
	return apres_screen_act(&o.cli, config, "due-done", args, "done", error)
		       ? 0
		       : EX_TEMPFAIL;
}

static int
run_move(int argc, char **argv, GError **error)
{
	g_auto(due_options) o = { 0 };
	gint64 id;
	const GOptionEntry own[] = {
		{ "to", 0, 0, G_OPTION_ARG_STRING, &o.to, "the new date", "DATE" },
		{ "by", 0, 0, G_OPTION_ARG_STRING, &o.by, "who says so", "NAME" },
		{ "why", 0, 0, G_OPTION_ARG_STRING, &o.why, "the reason, for the record",
		  "TEXT" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&o.cli, &apres_verb_due_move, own, argc, argv, 1, 1, error))
		return EX_USAGE;
	if (o.cli.help)
		return 0;
	g_autoptr(apres_config) config = apres_cli_config(&o.cli, error);
	if (config == NULL || !check_by(&o, error) ||
	    !apres_cli_number(o.cli.rest[0], "number of what is owed", &id, error))
		return EX_USAGE;
	if (o.to == NULL || o.why == NULL || *o.why == '\0') {
		apres_throw(error, APRES_ERROR_USAGE,
			    "say until when and why: --to DATE --why TEXT");
		return EX_USAGE;
	}
	json_t *args =
		json_pack("{s:I, s:o, s:o, s:o}", "id", (json_int_t)id, "to",
			  apres_output_string(o.to), "by", apres_output_string(o.by),
			  "why", apres_output_string(o.why));
	return apres_screen_act(&o.cli, config, "due-move", args,
				"moved; the reminders are counted from the new date",
				error)
		       ? 0
		       : EX_TEMPFAIL;
}

#define LIST_USAGE                                                                       \
	"[--company ID] [--owner ADDRESS] [--queue ID] [--what WHAT] [--late] [--json]"

const apres_verb apres_verb_owed = {
	.name = "owed",
	.usage = LIST_USAGE,
	.summary = "what people owe, by date: due list in one word",
	.run = run_owed,
};

const apres_verb apres_verb_due_list = {
	.name = "due list",
	.usage = LIST_USAGE,
	.summary = "what people owe, by date, and when somebody hears of it next",
	.run = run_list,
};

const apres_verb apres_verb_due_done = {
	.name = "due done",
	.usage = "--by NAME [--how TEXT] [--json] ID",
	.summary = "this is owed no more: a person has done it",
	.run = run_done,
	.notes = "Its mail is done as well, as by review done.  A debrief is not closed "
		 "like that.\n"
		 "Exit status: 0 done and recorded, 65 it is not owed (any more), 75 try "
		 "again.\n",
};

const apres_verb apres_verb_due_move = {
	.name = "due move",
	.usage = "--to DATE --by NAME --why TEXT [--json] ID",
	.summary = "this is due on another day, for a reason",
	.run = run_move,
	.notes = "DATE is 2026-12-01 (the end of that working day) or a time, "
		 "2026-12-01T14:00:00, in the\n"
		 "company's time zone.  Never later than a clock of the law allows: it "
		 "says which.\n"
		 "Exit status: 0 moved and recorded, 65 it is not owed, or the law does "
		 "not allow it,\n"
		 "75 try again.\n",
};
