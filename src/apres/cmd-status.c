/* SPDX-License-Identifier: Apache-2.0 */
/* apres status: what came in and what became of it; what stops or is late. */
#include "config.h"
#include "apres/outbox-item.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "apres/status-alarms.h"
#include "apres/table.h"
#include "store/control.h"
#include "store/erase-request.h"
#include "store/install.h"
#include "store/legal-hold.h"
#include "store/obligation.h"
#include "store/outbox.h"
#include "store/share.h"
#include "util/clock.h"
#include "util/text.h"

#include <stdio.h>
#include <sysexits.h>

static json_t *
counts_to_json(const GPtrArray *counts)
{
	json_t *array = json_array();

	for (guint i = 0; i < counts->len; i++) {
		const apres_counts *one = g_ptr_array_index(counts, i);
		json_array_append_new(
			array,
			json_pack(
				"{s:o, s:o, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, "
				"s:I}",
				"mailbox", apres_output_string(one->mailbox), "company",
				apres_output_string(one->company), "seen",
				(json_int_t)one->seen, "answered",
				(json_int_t)one->answered, "silent",
				(json_int_t)one->silent, "held", (json_int_t)one->held,
				"held_open", (json_int_t)one->held_open, "shadow",
				(json_int_t)one->shadow, "pending",
				(json_int_t)one->pending, "adopted",
				(json_int_t)one->adopted, "duplicate",
				(json_int_t)one->duplicate, "out_of_scope",
				(json_int_t)one->out_of_scope));
	}
	return array;
}

static json_t *
pauses_to_json(const GPtrArray *pauses)
{
	json_t *array = json_array();

	for (guint i = 0; i < pauses->len; i++) {
		const apres_pause *pause = g_ptr_array_index(pauses, i);
		json_array_append_new(array,
				      json_pack("{s:o, s:o, s:o, s:o}", "kind",
						apres_output_string(pause->kind), "name",
						apres_output_string(pause->name), "by",
						apres_output_string(pause->by), "since",
						apres_output_time(pause->since)));
	}
	return array;
}

static void
print_counts(const GPtrArray *counts)
{
	g_autoptr(apres_table) table = apres_table_new(
		"mailbox|seen|answered|silent|held|(open)|(shadow)|pending|"
		"adopted|duplicate|out of scope");

	for (guint i = 0; i < counts->len; i++) {
		const apres_counts *one = g_ptr_array_index(counts, i);
		const gint64 figures[] = { one->seen,      one->answered,
					   one->silent,    one->held,
					   one->held_open, one->shadow,
					   one->pending,   one->adopted,
					   one->duplicate, one->out_of_scope };

		apres_table_add(table, one->mailbox);
		for (guint j = 0; j < G_N_ELEMENTS(figures); j++)
			apres_table_addf(table, "%" G_GINT64_FORMAT, figures[j]);
	}
	apres_table_print(table, "no mail was seen yet");
}

/* Whose time it is: of a pause of everything, the company's if there is one. */
static const char *
company_of(const apres_config *config, const apres_pause *pause)
{
	if (g_str_equal(pause->kind, "company"))
		return pause->name;
	return config->companies->len == 1
		       ? ((apres_company_config *)config->companies->pdata[0])->id
		       : NULL;
}

static void
print_pauses(apres_store *store, const apres_config *config, const GPtrArray *pauses)
{
	for (guint i = 0; i < pauses->len; i++) {
		const apres_pause *pause = g_ptr_array_index(pauses, i);
		g_autofree char *since =
			apres_screen_time(store, company_of(config, pause), pause->since);

		printf("%spaused%s: %s%s%s since %s by %s; see: apres resume\n",
		       apres_output_begin(APRES_STYLE_WARN),
		       apres_output_end(APRES_STYLE_WARN), pause->kind,
		       pause->name != NULL && *pause->name ? " " : "",
		       pause->name != NULL ? pause->name : "", since,
		       pause->by != NULL ? pause->by : "-");
	}
}

/* How many replies are in a state that wants somebody's attention, and how many are owed
 * late. */
static void
print_attention(const GPtrArray *items, const GPtrArray *returned, const GPtrArray *owed,
		gint64 now)
{
	guint states[APRES_OUTBOX_CANCELLED + 1] = { 0 };
	guint late = 0;

	for (guint i = 0; i < items->len; i++)
		states[((apres_outbox_item *)items->pdata[i])->state]++;
	for (guint i = 0; i < owed->len; i++) {
		const apres_owed *one = g_ptr_array_index(owed, i);
		late += one->due != 0 && one->due < now;
	}
	if (items->len > 0) {
		fputs("replies:", stdout);
		for (guint i = 0; i < G_N_ELEMENTS(states); i++)
			if (states[i] > 0)
				printf(" %u %s", states[i],
				       apres_outbox_state_to_string(
					       (apres_outbox_state)i));
		puts("; see: apres outbox list");
	}
	if (returned->len > 0)
		printf("%scame back%s: %u; see: apres outbox list --state returned\n",
		       apres_output_begin(APRES_STYLE_WARN),
		       apres_output_end(APRES_STYLE_WARN), returned->len);
	if (owed->len > 0)
		printf("owed: %u, of these late: %u; see: apres owed\n", owed->len, late);
}

static void
print_daemon(const json_t *daemon)
{
	size_t i;
	json_t *one;

	if (daemon == NULL) {
		printf("%sapresd does not run%s; start it, or nothing is read and "
		       "nothing sent\n",
		       apres_output_begin(APRES_STYLE_WARN),
		       apres_output_end(APRES_STYLE_WARN));
		return;
	}
	puts("apresd runs");
	json_array_foreach(json_object_get(daemon, "troubles"), i, one)
	{
		const char *words = json_string_value(one);
		g_autofree char *shown =
			apres_output_clean(words != NULL ? words : "", 300);
		printf("%strouble%s: %s\n", apres_output_begin(APRES_STYLE_WARN),
		       apres_output_end(APRES_STYLE_WARN), shown);
	}
}

/* Policies that people have installed and others have not agreed to yet. */
static void
print_waiting(const GPtrArray *installs)
{
	for (guint i = 0; i < installs->len; i++) {
		const apres_install *one = g_ptr_array_index(installs, i);

		if (one->in_force == 0 && !one->passed)
			printf("%swaits for approval%s: policy %d of %s, "
			       "installed by %s; see: apres policy list\n",
			       apres_output_begin(APRES_STYLE_WARN),
			       apres_output_end(APRES_STYLE_WARN), (int)one->serial,
			       one->company, one->by);
	}
}

/* More would hide the rest. */
#define MAX_REQUESTS 3

static void
print_requests(const GPtrArray *requests)
{
	if (requests->len > MAX_REQUESTS) {
		printf("%swaits for approval%s: erasure of %d people; see: apres person "
		       "requests\n",
		       apres_output_begin(APRES_STYLE_WARN),
		       apres_output_end(APRES_STYLE_WARN), (int)requests->len);
		return;
	}
	for (guint i = 0; i < requests->len; i++) {
		const apres_erase_request *one = requests->pdata[i];
		printf("%swaits for approval%s: erasure of a person, asked by %s; see: "
		       "apres person approve %" G_GINT64_FORMAT "\n",
		       apres_output_begin(APRES_STYLE_WARN),
		       apres_output_end(APRES_STYLE_WARN), one->by, one->id);
	}
}

static bool
show_status(const apres_cli *cli, GError **error)
{
	g_autoptr(apres_config) config = apres_cli_config(cli, error);
	g_autoptr(GPtrArray) counts = NULL;
	g_autoptr(GPtrArray) pauses = NULL;
	g_autoptr(GPtrArray) items = NULL;
	g_autoptr(GPtrArray) returned = NULL;
	g_autoptr(GPtrArray) owed = NULL;
	g_autoptr(GPtrArray) shares = NULL;
	g_autoptr(GPtrArray) alarms = NULL;
	g_autoptr(GPtrArray) installs = NULL;
	g_autoptr(GPtrArray) requests = NULL;
	g_autoptr(GArray) claims = NULL;
	gint64 now = apres_clock_now();

	if (config == NULL)
		return false;
	g_autoptr(apres_store) store = apres_screen_store(config, error);
	if (store == NULL || !apres_counts_load(store, &counts, error) ||
	    !apres_pause_list(store, &pauses, error) ||
	    !apres_outbox_list(store, NULL, -1, &items, error) ||
	    !apres_outbox_list_returned(store, NULL, now - APRES_RETURNED_NOTICE_SECS,
					&returned, error) ||
	    !apres_obligation_list(store, NULL, &owed, error) ||
	    !apres_install_list(store, NULL, &installs, error) ||
	    !apres_erase_request_list(store, NULL, &requests, error) ||
	    !apres_legal_hold_proposed(store, NULL, &claims, error) ||
	    !apres_shares_load(store, now, &shares, error) ||
	    !apres_status_load_alarms(config, store, now, &alarms, error))
		return false;
	json_auto_t *daemon = apres_screen_daemon(config);
	if (cli->json) {
		apres_output_json(json_pack(
			"{s:o, s:o, s:o, s:o, s:i, s:i, s:i, s:i, s:o}", "daemon",
			daemon != NULL ? json_incref(daemon) : json_null(), "alarms",
			apres_status_alarms_to_json(alarms), "mailboxes",
			counts_to_json(counts), "pauses", pauses_to_json(pauses),
			"outbox", (int)items->len, "returned", (int)returned->len, "owed",
			(int)owed->len, "legal_holds_proposed", (int)claims->len,
			"reasons", apres_status_shares_to_json(shares)));
	} else {
		print_daemon(daemon);
		apres_status_print_alarms(alarms);
		print_pauses(store, config, pauses);
		print_waiting(installs);
		print_requests(requests);
		print_attention(items, returned, owed, now);
		if (claims->len > 0)
			printf("%d mail%s may announce a claim: apres legal-hold list\n",
			       (int)claims->len, apres_noun(claims->len, "", "s"));
		putchar('\n');
		print_counts(counts);
	}
	return true;
}

static int
run_status(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };

	if (!apres_cli_parse(&cli, &apres_verb_status, NULL, argc, argv, 0, 0, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	return show_status(&cli, error) ? 0 : EX_TEMPFAIL;
}

const apres_verb apres_verb_status = {
	.name = "status",
	.usage = "[--json]",
	.summary = "what came in, what became of it, what stops or is late",
	.run = run_status,
	.notes = "seen = answered + silent + held + pending; answered means that the "
		 "mail server\n"
		 "took the reply.  Of those held, (open) still wait for a person, and "
		 "(shadow) would\n"
		 "have been answered in another mode.  Adopted, duplicate and out of "
		 "scope are beside it.\n",
};
