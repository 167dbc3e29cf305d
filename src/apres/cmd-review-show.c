/* SPDX-License-Identifier: Apache-2.0 */
/* apres review show: one mail, why it waits, and the reply that is proposed. */
#include "config.h"
#include "apres/outbox-item.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "pipeline/reason.h"
#include "pipeline/record.h"
#include "store/message.h"
#include "store/obligation.h"
#include "store/outbox.h"
#include "util/error.h"

#include <stdio.h>
#include <sysexits.h>

/* Text as it may stand on a terminal, line by line. */
static void
print_indented(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (guint i = 0; lines[i] != NULL; i++) {
		g_autofree char *line = apres_output_clean(lines[i], 2000);
		if (lines[i + 1] != NULL || *line != '\0')
			printf("   | %s\n", line);
	}
}

static void
print_line(const char *label, const char *value)
{
	g_autofree char *shown =
		value != NULL ? apres_output_clean(value, 500) : g_strdup("-");

	printf(" %-10s %s\n", label, shown);
}

/* One a line, in words where there are some. */
static void
print_reasons(char **reasons)
{
	if (*reasons == NULL)
		print_line("Reasons", "");
	for (char **reason = reasons; *reason != NULL; reason++) {
		const char *sentence = apres_reason_sentence(*reason);
		g_autofree char *line =
			sentence != *reason ? g_strdup_printf("%s: %s", *reason, sentence)
					    : g_strdup(*reason);
		print_line(reason == reasons ? "Reasons" : "", line);
	}
}

static void
print_owed(apres_store *store, const char *company, const GPtrArray *owed)
{
	for (guint i = 0; i < owed->len; i++) {
		const apres_owed *one = g_ptr_array_index(owed, i);
		g_autofree char *due = apres_screen_time(store, company, one->due);
		g_autofree char *line = g_strdup_printf(
			"%s: %s, by %s%s%s", apres_obligation_kind_to_string(one->kind),
			one->owner != NULL ? one->owner : "nobody is named", due,
			one->closed != 0 ? " - closed: " : "",
			one->closed != 0 && one->closed_how ? one->closed_how : "");
		print_line(i == 0 ? "Owed" : "", line);
	}
}

/* What became of what was written for the mail. */
static void
print_items(apres_store *store, const GPtrArray *items)
{
	for (guint i = 0; i < items->len; i++) {
		const apres_outbox_item *item = items->pdata[i];
		g_autofree char *words =
			item->returned != 0 ? apres_outbox_item_words(store, item) : NULL;

		if (words != NULL)
			printf("\n Reply %" G_GINT64_FORMAT " %s\n", item->id, words);
		else
			printf("\n Reply %" G_GINT64_FORMAT " · %s · %s\n   see: apres "
			       "outbox show %" G_GINT64_FORMAT "\n",
			       item->id,
			       item->template_id != NULL ? item->template_id : item->kind,
			       apres_outbox_state_to_string(item->state), item->id);
	}
}

/* Litigation that can be foreseen stops erasure; whether it can, a person says. */
static void
print_hold_proposal(const apres_record *record)
{
	const char *const *classes = (const char *const *)record->classes;

	if (g_strv_contains(classes, "legal-threat") ||
	    g_strv_contains(classes, "counsel-regulator"))
		printf("\n proposed: apres legal-hold set --company %s --by NAME "
		       "--because "
		       "TEXT %s\n",
		       record->company,
		       record->candidate != NULL ? record->candidate : "case:ID");
}

/* A reply that was decided in shadow is none: there is nothing to send. */
static bool
is_only_thought(const apres_record *record, const GPtrArray *items)
{
	return items->len == 0 && record->effect == APRES_EFFECT_REPLY &&
	       record->duplicate_of == 0;
}

static void
print_heading(const apres_record *record, bool thought)
{
	printf(" %s%s%s%s%s%s%s%s\n\n", apres_output_begin(APRES_STYLE_STRONG),
	       thought                                  ? "WOULD REPLY"
	       : record->effect == APRES_EFFECT_HOLD    ? "HOLD"
	       : record->effect == APRES_EFFECT_SILENCE ? "SILENCE"
							: "REPLY",
	       apres_output_end(APRES_STYLE_STRONG),
	       thought ? " · mode shadow: nothing was sent" : "",
	       record->queue != NULL ? " · queue " : "",
	       record->queue != NULL ? record->queue : "",
	       record->closed != 0 ? " · closed: " : "",
	       record->closed != 0 && record->closed_how != NULL ? record->closed_how
								 : "");
}

/* An answer about a debrief that no program took: a person says what it says. */
static bool
is_of_debrief(const apres_record *record)
{
	for (char **reason = record->reasons; *reason != NULL; reason++)
		if (g_str_has_prefix(*reason, "debrief-"))
			return true;
	return false;
}

static void
print_next(const apres_record *record, bool thought)
{
	if (record->closed != 0)
		return;
	if (record->effect == APRES_EFFECT_HOLD)
		print_hold_proposal(record);
	if (is_of_debrief(record))
		printf("\n It is about a debrief, which it has not changed: see apres "
		       "debrief list.\n What it says is recorded with apres debrief "
		       "schedule, held, answer or note.\n");
	if (record->effect == APRES_EFFECT_HOLD || thought)
		printf("\n next: apres review done %" G_GINT64_FORMAT
		       " when a person has answered%s\n",
		       record->id,
		       thought ? "; replies like it are proposed in mode approve" : "");
}

static void
print_record(apres_store *store, const apres_record *record, const GPtrArray *owed,
	     const GPtrArray *items)
{
	g_autofree char *received =
		apres_screen_time(store, record->company, record->received);
	g_autofree char *classes = g_strjoinv(" ", record->classes);
	g_autofree char *reference = apres_record_reference(record->sha256);
	bool thought = is_only_thought(record, items);

	print_heading(record, thought);
	print_line("From", record->candidate);
	print_line("Subject", record->subject);
	print_line("Received", received);
	print_line("Mailbox", record->mailbox);
	print_line("Reference", reference);
	print_line("Read as", classes);
	print_reasons(record->reasons);
	print_line("Rule", record->rule);
	if (record->template_id != NULL)
		print_line(thought ? "Would send" : "Template", record->template_id);
	print_owed(store, record->company, owed);
	puts("\n What the mail says");
	print_indented(record->text != NULL ? record->text : "");
	print_items(store, items);
	print_next(record, thought);
}

static json_t *
owed_to_json(const GPtrArray *owed)
{
	json_t *array = json_array();

	for (guint i = 0; i < owed->len; i++) {
		const apres_owed *one = g_ptr_array_index(owed, i);
		json_t *row = json_object();

		json_object_set_new(
			row, "kind",
			json_string(apres_obligation_kind_to_string(one->kind)));
		json_object_set_new(row, "owner", apres_output_string(one->owner));
		json_object_set_new(row, "due", apres_output_time(one->due));
		json_object_set_new(row, "closed", apres_output_time(one->closed));
		json_object_set_new(row, "closed_how",
				    apres_output_string(one->closed_how));
		json_array_append_new(array, row);
	}
	return array;
}

static json_t *
items_to_json(const GPtrArray *items)
{
	json_t *array = json_array();

	for (guint i = 0; i < items->len; i++)
		json_array_append_new(array, apres_outbox_item_to_json(items->pdata[i]));
	return array;
}

static json_t *
record_to_json(const apres_record *record, const GPtrArray *owed, const GPtrArray *items)
{
	json_t *row = json_object();

	json_object_set_new(row, "id", json_integer(record->id));
	json_object_set_new(row, "company", apres_output_string(record->company));
	json_object_set_new(row, "mailbox", apres_output_string(record->mailbox));
	json_object_set_new(row, "candidate", apres_output_string(record->candidate));
	json_object_set_new(row, "message_id", apres_output_string(record->message_id));
	json_object_set_new(row, "subject", apres_output_string(record->subject));
	json_object_set_new(row, "text", apres_output_string(record->text));
	json_object_set_new(row, "received", apres_output_time(record->received));
	json_object_set_new(row, "decided", apres_output_time(record->decided));
	json_object_set_new(row, "effect",
			    json_string(apres_effect_to_string(record->effect)));
	json_object_set_new(row, "rule", apres_output_string(record->rule));
	json_object_set_new(row, "template", apres_output_string(record->template_id));
	json_object_set_new(row, "queue", apres_output_string(record->queue));
	json_object_set_new(row, "classes", apres_output_strv(record->classes));
	json_object_set_new(row, "reasons", apres_output_strv(record->reasons));
	json_object_set_new(row, "closed", apres_output_time(record->closed));
	json_object_set_new(row, "closed_how", apres_output_string(record->closed_how));
	json_object_set_new(row, "owed", owed_to_json(owed));
	json_object_set_new(row, "replies", items_to_json(items));
	return row;
}

static bool
show(const apres_cli *cli, GError **error)
{
	g_autoptr(apres_config) config = apres_cli_config(cli, error);
	g_autoptr(apres_record) record = NULL;
	g_autoptr(GPtrArray) owed = NULL;
	g_autoptr(GPtrArray) items = NULL;
	gint64 id;

	if (config == NULL || !apres_cli_number(cli->rest[0], "mail", &id, error))
		return false;
	g_autoptr(apres_store) store = apres_screen_store(config, error);
	if (store == NULL || !apres_message_get(store, id, &record, error))
		return false;
	if (record == NULL)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "there is no mail %s; see: apres review list",
				   cli->rest[0]);
	if (!apres_obligation_of(store, id, &owed, error) ||
	    !apres_outbox_of_message(store, id, &items, error))
		return false;
	if (cli->json)
		apres_output_json(record_to_json(record, owed, items));
	else
		print_record(store, record, owed, items);
	return true;
}

static int
run_show(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };

	if (!apres_cli_parse(&cli, &apres_verb_review_show, NULL, argc, argv, 1, 1,
			     error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	return show(&cli, error) ? 0 : EX_DATAERR;
}

const apres_verb apres_verb_review_show = {
	.name = "review show",
	.usage = "[--json] ID",
	.summary = "one mail with its text, why it waits and what is owed",
	.run = run_show,
	.notes = "Exit status: 0 shown, 65 if there is no such mail.\n",
};
