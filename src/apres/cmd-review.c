/* SPDX-License-Identifier: Apache-2.0 */
/* apres review list|show: what waits for a person. */
#include "config.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "apres/table.h"
#include "store/message.h"
#include "store/outbox.h"
#include "util/clock.h"

#include <stdio.h>
#include <sysexits.h>

/* The proposed reply to message ID that waits for approval, borrowed from ITEMS, or NULL.
 */
static const apres_outbox_item *
proposal_for(const GPtrArray *items, gint64 id)
{
	for (guint i = 0; i < items->len; i++) {
		const apres_outbox_item *item = g_ptr_array_index(items, i);
		if (item->message_id == id && item->state == APRES_OUTBOX_WAITING &&
		    item->needs_approval && item->approved_by == NULL &&
		    g_strcmp0(item->kind, "reply") == 0)
			return item;
	}
	return NULL;
}

/* Did the reply to message ID come back? */
static bool
came_back(const GPtrArray *returned, gint64 id)
{
	for (guint i = 0; i < returned->len; i++)
		if (((apres_outbox_item *)returned->pdata[i])->message_id == id)
			return true;
	return false;
}

static json_t *
row_to_json(const apres_record *record, const apres_outbox_item *proposal, bool returned)
{
	json_t *row = json_object();

	json_object_set_new(row, "id", json_integer(record->id));
	json_object_set_new(row, "what",
			    json_string(proposal != NULL ? "proposal"
					: returned       ? "returned"
					: record->effect == APRES_EFFECT_REPLY ? "unsent"
									       : "held"));
	json_object_set_new(row, "company", apres_output_string(record->company));
	json_object_set_new(row, "mailbox", apres_output_string(record->mailbox));
	json_object_set_new(row, "candidate", apres_output_string(record->candidate));
	json_object_set_new(row, "subject", apres_output_string(record->subject));
	json_object_set_new(row, "queue", apres_output_string(record->queue));
	json_object_set_new(row, "template", apres_output_string(record->template_id));
	json_object_set_new(row, "reasons", apres_output_strv(record->reasons));
	json_object_set_new(row, "received", apres_output_time(record->received));
	return row;
}

static void
add_row(apres_table *table, const apres_record *record, const apres_outbox_item *proposal,
	bool returned, gint64 now)
{
	g_autofree char *age = apres_screen_age(record->received, now);
	g_autofree char *reasons =
		record->reasons != NULL ? g_strjoinv(" ", record->reasons) : g_strdup("");
	g_autofree char *subject =
		apres_output_clean(record->subject != NULL ? record->subject : "-", 40);

	apres_table_addf(table, "%" G_GINT64_FORMAT, record->id);
	if (proposal != NULL)
		apres_table_addf(table, "approve %s", record->template_id);
	else if (record->effect == APRES_EFFECT_REPLY)
		apres_table_addf(table, "%s %s", returned ? "returned" : "unsent",
				 record->template_id);
	else
		apres_table_add(table, record->queue);
	apres_table_add(table, age);
	apres_table_add(table, record->candidate);
	apres_table_add(table, subject);
	apres_table_add(table, proposal != NULL ? "proposed reply" : reasons);
}

/* Messages with a proposal that the list of held ones does not have, added to RECORDS. */
static bool
add_proposed(apres_store *store, const GPtrArray *items, GPtrArray *records,
	     GError **error)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_int64_hash, g_int64_equal);

	for (guint i = 0; i < records->len; i++)
		g_hash_table_add(seen, &((apres_record *)records->pdata[i])->id);
	for (guint i = 0; i < items->len; i++) {
		const apres_outbox_item *item = g_ptr_array_index(items, i);
		apres_record *record = NULL;

		if (item->message_id == 0 ||
		    proposal_for(items, item->message_id) != item ||
		    g_hash_table_contains(seen, &item->message_id))
			continue;
		if (!apres_message_get(store, item->message_id, &record, error))
			return false;
		if (record != NULL)
			g_ptr_array_add(records, record);
	}
	return true;
}

static bool
list_review(const apres_cli *cli, const char *company, GError **error)
{
	g_autoptr(apres_config) config = apres_cli_config(cli, error);
	g_autoptr(apres_table) table =
		apres_table_new("id|queue|age|candidate|subject|reasons");
	g_autoptr(GPtrArray) records = NULL;
	g_autoptr(GPtrArray) items = NULL;
	g_autoptr(GPtrArray) returned = NULL;
	gint64 now = apres_clock_now();

	if (config == NULL || !apres_cli_company(config, company, error))
		return false;
	g_autoptr(apres_store) store = apres_screen_store(config, error);
	if (store == NULL ||
	    !apres_outbox_list(store, company, APRES_OUTBOX_WAITING, &items, error) ||
	    !apres_outbox_list_returned(store, company, 0, &returned, error) ||
	    !apres_review_list(store, company, &records, error) ||
	    !add_proposed(store, items, records, error))
		return false;
	for (guint i = 0; i < records->len; i++) {
		const apres_record *record = g_ptr_array_index(records, i);
		const apres_outbox_item *proposal = proposal_for(items, record->id);
		bool back = came_back(returned, record->id);

		if (cli->json)
			apres_output_json(row_to_json(record, proposal, back));
		else
			add_row(table, record, proposal, back, now);
	}
	if (!cli->json) {
		apres_table_print(table, "nothing waits for a person");
		if (records->len > 0)
			puts("\nnext: apres review show ID, then review done, approve or "
			     "reject ID");
	}
	return true;
}

static int
run_list(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *company = NULL;
	const GOptionEntry own[] = {
		{ "company", 0, 0, G_OPTION_ARG_STRING, &company, "only this company",
		  "ID" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_review_list, own, argc, argv, 0, 0, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	return list_review(&cli, company, error) ? 0 : EX_TEMPFAIL;
}

const apres_verb apres_verb_review_list = {
	.name = "review list",
	.usage = "[--company ID] [--json]",
	.summary = "mail and proposed replies that wait for a person",
	.run = run_list,
};
