/* SPDX-License-Identifier: Apache-2.0 */
/* apres outbox list: replies decided and what became of them. */
#include "config.h"
#include "apres/outbox-item.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "apres/table.h"
#include "pipeline/reason.h"
#include "store/outbox.h"
#include "util/clock.h"
#include "util/error.h"

#include <stdio.h>
#include <sysexits.h>

json_t *
apres_outbox_item_to_json(const apres_outbox_item *item)
{
	json_t *row = json_object();

	json_object_set_new(row, "id", json_integer(item->id));
	json_object_set_new(row, "kind", apres_output_string(item->kind));
	json_object_set_new(row, "mail",
			    item->message_id != 0 ? json_integer(item->message_id)
						  : json_null());
	json_object_set_new(row, "company", apres_output_string(item->company));
	json_object_set_new(row, "mailbox", apres_output_string(item->mailbox));
	json_object_set_new(row, "recipient", apres_output_string(item->recipient));
	json_object_set_new(row, "template", apres_output_string(item->template_id));
	json_object_set_new(row, "language", apres_output_string(item->language));
	json_object_set_new(row, "subject", apres_output_string(item->subject));
	json_object_set_new(row, "state",
			    json_string(apres_outbox_state_to_string(item->state)));
	json_object_set_new(row, "needs_approval", json_boolean(item->needs_approval));
	json_object_set_new(row, "approved_by", apres_output_string(item->approved_by));
	json_object_set_new(row, "created", apres_output_time(item->created));
	json_object_set_new(row, "send_after", apres_output_time(item->send_after));
	json_object_set_new(row, "next_attempt", apres_output_time(item->next_attempt));
	json_object_set_new(row, "attempts", json_integer(item->attempts));
	json_object_set_new(row, "last_result", apres_output_string(item->last_result));
	json_object_set_new(row, "envelope_from",
			    apres_output_string(item->envelope_from));
	json_object_set_new(row, "returned", apres_output_time(item->returned));
	json_object_set_new(row, "returned_status",
			    apres_output_string(item->returned_status));
	return row;
}

const char *
apres_outbox_item_state(const apres_outbox_item *item)
{
	return item->returned != 0 ? "returned"
				   : apres_outbox_state_to_string(item->state);
}

static char *
returned_words(apres_store *store, const apres_outbox_item *item)
{
	g_autofree char *when = apres_screen_time(store, item->company, item->returned);
	g_autofree char *next =
		item->message_id == 0
			? g_strdup("correct the address in the policy")
			: g_strdup_printf("answer in another way, then apres review done "
					  "%" G_GINT64_FORMAT,
					  item->message_id);

	return g_strdup_printf("came back %s: %s%s%s; %s", when,
			       item->returned_status != NULL ? item->returned_status : "",
			       item->returned_status != NULL ? " " : "",
			       apres_status_sentence(item->returned_status), next);
}

/* Why it is where it is, and what can be done about it. */
char *
apres_outbox_item_words(apres_store *store, const apres_outbox_item *item)
{
	g_autofree char *after =
		apres_screen_time(store, item->company, item->send_after);
	g_autofree char *next =
		apres_screen_time(store, item->company, item->next_attempt);

	if (item->returned != 0)
		return returned_words(store, item);
	switch (item->state) {
	case APRES_OUTBOX_WAITING:
		if (item->needs_approval && item->approved_by == NULL)
			return g_strdup_printf(
				"waits for: apres review approve %" G_GINT64_FORMAT,
				item->message_id);
		return g_strdup_printf("waits until %s", after);
	case APRES_OUTBOX_DEFERRED:
		return g_strdup_printf("again at %s: %s", next,
				       item->last_result != NULL ? item->last_result
								 : "-");
	case APRES_OUTBOX_UNKNOWN:
		return g_strdup("the server's answer was lost: did it arrive? outbox "
				"confirm or resend");
	case APRES_OUTBOX_READY:
	case APRES_OUTBOX_CLAIMED:
	case APRES_OUTBOX_IN_DOUBT:
	case APRES_OUTBOX_SENT:
	case APRES_OUTBOX_FAILED:
	case APRES_OUTBOX_CANCELLED: break;
	}
	return g_strdup(item->last_result != NULL ? item->last_result : "");
}

static void
add_row(apres_table *table, apres_store *store, const apres_outbox_item *item)
{
	g_autofree char *words = apres_outbox_item_words(store, item);
	g_autofree char *created = apres_screen_time(store, item->company, item->created);

	apres_table_addf(table, "%" G_GINT64_FORMAT, item->id);
	apres_table_add(table, apres_outbox_item_state(item));
	apres_table_add(table, created);
	apres_table_add(table,
			item->template_id != NULL ? item->template_id : item->kind);
	apres_table_add(table, item->recipient);
	apres_table_add(table, words);
}

/* No state of the outbox: what came back did leave. */
#define RETURNED (-2)

/* The state called NAME in *STATE_OUT; -1 (not finished) for NULL. */
static bool
state_named(const char *name, int *state_out, GError **error)
{
	g_autoptr(GString) known = g_string_new(NULL);

	*state_out = -1;
	if (name == NULL)
		return true;
	for (int state = 0; state <= APRES_OUTBOX_CANCELLED; state++) {
		const char *one = apres_outbox_state_to_string((apres_outbox_state)state);
		if (g_str_equal(one, name)) {
			*state_out = state;
			return true;
		}
		g_string_append_printf(known, " %s", one);
	}
	*state_out = RETURNED;
	return g_str_equal(name, "returned") ||
	       apres_throw(error, APRES_ERROR_USAGE,
			   "'%s' is no state; known are:%s returned", name, known->str);
}

/* What is in STATE; what came back is not finished, although it was sent. */
static bool
load(apres_store *store, const char *company, int state, GPtrArray **items_out,
     GError **error)
{
	g_autoptr(GPtrArray) returned = NULL;
	gint64 since = apres_clock_now() - APRES_RETURNED_NOTICE_SECS;

	if (state == RETURNED)
		return apres_outbox_list_returned(store, company, 0, items_out, error);
	if (!apres_outbox_list(store, company, state, items_out, error))
		return false;
	if (state >= 0)
		return true;
	if (!apres_outbox_list_returned(store, company, since, &returned, error))
		return false;
	while (returned->len > 0) {
		apres_outbox_item *item = g_ptr_array_steal_index(returned, 0);
		if (item->state == APRES_OUTBOX_SENT)
			g_ptr_array_add(*items_out, item);
		else
			apres_outbox_item_free(item);
	}
	return true;
}

static bool
list_outbox(const apres_cli *cli, const char *company, const char *state_name,
	    GError **error)
{
	g_autoptr(apres_config) config = apres_cli_config(cli, error);
	g_autoptr(apres_table) table =
		apres_table_new("id|state|decided|reply|to|remark");
	g_autoptr(GPtrArray) items = NULL;
	int state;

	if (config == NULL || !apres_cli_company(config, company, error) ||
	    !state_named(state_name, &state, error))
		return false;
	g_autoptr(apres_store) store = apres_screen_store(config, error);
	if (store == NULL || !load(store, company, state, &items, error))
		return false;
	for (guint i = 0; i < items->len; i++) {
		if (cli->json)
			apres_output_json(
				apres_outbox_item_to_json(g_ptr_array_index(items, i)));
		else
			add_row(table, store, g_ptr_array_index(items, i));
	}
	if (!cli->json)
		apres_table_print(table,
				  state == -1 ? "nothing waits to be sent" : "none");
	return true;
}

static int
run_list(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *company = NULL;
	g_autofree char *state = NULL;
	const GOptionEntry own[] = {
		{ "company", 0, 0, G_OPTION_ARG_STRING, &company, "only this company",
		  "ID" },
		{ "state", 0, 0, G_OPTION_ARG_STRING, &state,
		  "only this state; default: not finished", "STATE" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_outbox_list, own, argc, argv, 0, 0, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	return list_outbox(&cli, company, state, error) ? 0 : EX_TEMPFAIL;
}

const apres_verb apres_verb_outbox_list = {
	.name = "outbox list",
	.usage = "[--company ID] [--state STATE] [--json]",
	.summary = "replies that were decided and are not finished",
	.run = run_list,
};
