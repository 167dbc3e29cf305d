/* SPDX-License-Identifier: Apache-2.0 */
/* apres debrief show: one debrief on one screen: how far it is, what happened, what is
 * next. */
#include "config.h"
#include "apres/next-words.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "apres/table.h"
#include "pipeline/debrief.h"
#include "pipeline/in-force.h"
#include "store/debrief-history.h"
#include "store/debrief-mail.h"
#include "store/debrief.h"
#include "store/outbox.h"
#include "store/step.h"
#include "util/error.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

/* Everything that is shown. */
typedef struct view {
	apres_store *store;
	apres_debrief *debrief;
	apres_owed *owed; /* that is open; or NULL */
	gint64 next;      /* the step that comes, 0 = none */
	gint64 escalated; /* how often who is above was told */
	char *step;
	bool unheard; /* the employee is to be asked, and nobody is named as HR */
	GPtrArray *entries, *mails;
	GPtrArray *gone; /* of each mail: "sent" or "not sent yet" */
} view;

static void
view_clear(view *v)
{
	apres_debrief_free(v->debrief);
	apres_owed_free(v->owed);
	g_free(v->step);
	g_clear_pointer(&v->entries, g_ptr_array_unref);
	g_clear_pointer(&v->mails, g_ptr_array_unref);
	g_clear_pointer(&v->gone, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(view, view_clear)

/* ---- what is known ---- */

static bool
load_mails(apres_store *store, view *v, GError **error)
{
	v->gone = g_ptr_array_new();
	if (!apres_debrief_mail_list(store, v->debrief->id, &v->mails, error))
		return false;
	for (guint i = 0; i < v->mails->len; i++) {
		const apres_debrief_mail *mail = v->mails->pdata[i];
		g_autoptr(apres_outbox_item) item = NULL;
		if (!apres_outbox_find_sent(store, v->debrief->company, NULL,
					    mail->message_id, &item, error))
			return false;
		g_ptr_array_add(
			v->gone,
			(gpointer)(item == NULL ? "not sent yet"
				   : item->returned != 0
					   ? "came back"
					   : apres_outbox_state_to_string(item->state)));
	}
	return true;
}

static bool
load(apres_store *store, gint64 id, view *v, GError **error)
{
	if (!apres_debrief_get(store, id, &v->debrief, error))
		return false;
	if (v->debrief == NULL)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "there is no debrief %" G_GINT64_FORMAT
				   "; see: apres debrief list --all",
				   id);
	if (!apres_obligation_get(store, v->debrief->owed_id, &v->owed, error) ||
	    !apres_step_escalated(store, v->debrief->owed_id, &v->escalated, error))
		return false;
	if (v->owed != NULL && v->owed->closed != 0)
		g_clear_pointer(&v->owed, apres_owed_free);
	if (v->owed != NULL &&
	    !apres_step_next_of(store, v->owed->id, &v->next, &v->step, error))
		return false;
	return apres_debrief_history(store, v->debrief->company, id, &v->entries,
				     error) &&
	       load_mails(store, v, error);
}

/* By the policy in force; of one that does not load nothing is said. */
static bool
is_unheard(const apres_config *config, apres_store *store, const apres_debrief *d)
{
	const apres_company_config *company = apres_config_company(config, d->company);
	g_autoptr(GHashTable) in_force = apres_in_force_load(config, store, NULL);

	if (company == NULL || in_force == NULL ||
	    (d->state != APRES_DEBRIEF_HELD && d->state != APRES_DEBRIEF_UNCONFIRMED))
		return false;
	g_autoptr(apres_policy) policy =
		apres_in_force_shown(config, company, in_force, NULL);
	return policy != NULL && apres_debrief_hr(policy, d) == NULL;
}

/* ---- for people ---- */

static void
print_head(const view *v)
{
	const apres_debrief *d = v->debrief;
	g_autofree char *person = apres_output_clean(d->person, 80);
	g_autofree char *post =
		apres_output_clean(d->requisition != NULL ? d->requisition : "-", 80);
	g_autofree char *at = apres_screen_time(v->store, d->company, d->at);

	printf(" Debrief %" G_GINT64_FORMAT " of %s, post %s: %s%s%s\n", d->id, person,
	       post, apres_output_begin(APRES_STYLE_STRONG),
	       apres_debrief_state_to_string(d->state),
	       apres_output_end(APRES_STYLE_STRONG));
	if (v->escalated > 0)
		printf(" Late, and escalated: %" G_GINT64_FORMAT " heard of it.\n",
		       v->escalated);
	printf(" To be held by %s", d->owner != NULL ? d->owner : "nobody who is named");
	if (d->state == APRES_DEBRIEF_SCHEDULED)
		printf(", scheduled for %s", at);
	printf(".\n");
	if (v->owed == NULL) {
		printf(" Nothing is owed any more.\n");
		return;
	}
	g_autofree char *what = apres_next_of_debrief(v->store, d, v->owed);
	g_autofree char *next = apres_screen_time(v->store, d->company, v->next);
	printf(" Next: %s", what);
	if (v->step != NULL)
		printf("; %s %s", apres_next_step_word(v->step), next);
	printf(".\n");
	if (v->unheard)
		printf(" Cannot ask: nobody is named as HR (<contacts hr>, "
		       "apres-policy(5)); who hears from the employee says so with apres "
		       "debrief answer.\n");
}

static void
print_history(const view *v)
{
	g_autoptr(apres_table) table =
		apres_table_new("when|what|then it was|said by|entry");

	for (guint i = 0; i < v->entries->len; i++) {
		const apres_debrief_entry *e = v->entries->pdata[i];
		g_autofree char *when =
			apres_screen_time(v->store, v->debrief->company, e->at);
		/* What was asked stands below. */
		if (e->purpose != NULL && e->message_id == 0)
			continue;
		apres_table_add(table, when);
		if (e->message_id != 0)
			apres_table_addf(table, "mail %" G_GINT64_FORMAT ": %s",
					 e->message_id, e->event);
		else
			apres_table_add(table, e->event);
		apres_table_add(table, e->state);
		apres_table_add(table, e->by);
		apres_table_addf(table, "%" G_GINT64_FORMAT, e->index);
	}
	apres_output_heading("History");
	apres_table_print(table, "nothing");
	printf("\n A note is read with: apres audit show ENTRY\n");
}

static void
print_mails(const view *v)
{
	g_autoptr(apres_table) table = apres_table_new("when|about|to|is|answers until");

	for (guint i = 0; i < v->mails->len; i++) {
		const apres_debrief_mail *mail = v->mails->pdata[i];
		g_autofree char *when =
			apres_screen_time(v->store, v->debrief->company, mail->sent);
		g_autofree char *until =
			apres_screen_time(v->store, v->debrief->company, mail->expires);
		apres_table_add(table, when);
		apres_table_add(table, apres_debrief_purpose_to_string(mail->purpose));
		apres_table_add(table, mail->address);
		apres_table_add(table, v->gone->pdata[i]);
		apres_table_add(table, until);
	}
	apres_output_heading("Mails");
	apres_table_print(table, "none");
}

/* ---- for programs ---- */

static json_t *
entries_to_json(const view *v)
{
	json_t *array = json_array();

	for (guint i = 0; i < v->entries->len; i++) {
		const apres_debrief_entry *e = v->entries->pdata[i];
		json_array_append_new(array,
				      json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:I}",
						"entry", (json_int_t)e->index, "at",
						apres_output_time(e->at), "event",
						apres_output_string(e->event), "state",
						apres_output_string(e->state), "by",
						apres_output_string(e->by), "purpose",
						apres_output_string(e->purpose), "mail",
						(json_int_t)e->message_id));
	}
	return array;
}

static json_t *
mails_to_json(const view *v)
{
	json_t *array = json_array();

	for (guint i = 0; i < v->mails->len; i++) {
		const apres_debrief_mail *mail = v->mails->pdata[i];
		json_array_append_new(
			array, json_pack("{s:o, s:s, s:o, s:o, s:o}", "at",
					 apres_output_time(mail->sent), "purpose",
					 apres_debrief_purpose_to_string(mail->purpose),
					 "to", apres_output_string(mail->address), "is",
					 apres_output_string(v->gone->pdata[i]),
					 "expires", apres_output_time(mail->expires)));
	}
	return array;
}

static void
print_json(const view *v)
{
	const apres_debrief *d = v->debrief;
	const apres_owed *owed = v->owed;

	apres_output_json(json_pack(
		"{s:I, s:o, s:o, s:o, s:s, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, "
		"s:b}",
		"id", (json_int_t)d->id, "company", apres_output_string(d->company),
		"person", apres_output_string(d->person), "requisition",
		apres_output_string(d->requisition), "state",
		apres_debrief_state_to_string(d->state), "escalated",
		(json_int_t)v->escalated, "owner", apres_output_string(d->owner),
		"scheduled", apres_output_time(d->at), "owed_by",
		apres_output_string(owed != NULL ? owed->owner : NULL), "due",
		apres_output_time(owed != NULL ? owed->due : 0), "next",
		apres_output_time(v->next), "step", apres_output_string(v->step),
		"history", entries_to_json(v), "mails", mails_to_json(v), "cannot_ask",
		v->unheard));
}

static bool
show(const apres_cli *cli, GError **error)
{
	g_autoptr(apres_config) config = apres_cli_config(cli, error);
	g_auto(view) v = { 0 };
	gint64 id;

	if (config == NULL || !apres_cli_number(cli->rest[0], "debrief", &id, error))
		return false;
	g_autoptr(apres_store) store = apres_screen_store(config, error);
	if (store == NULL || !load(store, id, &v, error))
		return false;
	v.store = store;
	v.unheard = is_unheard(config, store, v.debrief);
	if (cli->json) {
		print_json(&v);
		return true;
	}
	print_head(&v);
	print_history(&v);
	print_mails(&v);
	return true;
}

static int
run_show(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	const GOptionEntry none[] = { { NULL, 0, 0, 0, NULL, NULL, NULL } };

	if (!apres_cli_parse(&cli, &apres_verb_debrief_show, none, argc, argv, 1, 1,
			     error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	return show(&cli, error) ? 0 : EX_DATAERR;
}

const apres_verb apres_verb_debrief_show = {
	.name = "debrief show",
	.usage = "[--json] ID",
	.summary = "one debrief: what happened, who was asked, what is next",
	.run = run_show,
	.notes = "Exit status: 0 shown, 65 if there is no such debrief.\n",
};
