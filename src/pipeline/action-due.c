/* SPDX-License-Identifier: Apache-2.0 */
/* What is owed: done, or due on another day; never later than the law allows. */
#include "config.h"
#include "pipeline/action-parts.h"
#include "pipeline/debrief.h"
#include "store/message.h"
#include "store/obligation.h"
#include "util/error.h"

#include <string.h>

const apres_company *
apres_action_company(const apres_action_context *c, const char *id,
		     apres_company **loaded_out, GError **error)
{
	const apres_company_config *config = apres_config_company(c->config, id);
	const apres_company *running =
		c->companies != NULL ? g_hash_table_lookup(c->companies, id) : NULL;

	*loaded_out = NULL;
	if (running != NULL)
		return running;
	if (config == NULL) {
		apres_throw(error, APRES_ERROR_CONFIG,
			    "company '%s' is in no configuration any more", id);
		return NULL;
	}
	g_autoptr(GHashTable) in_force = apres_in_force_load(c->config, c->store, error);
	if (in_force != NULL)
		*loaded_out = apres_company_load(c->config, config, in_force, NULL,
						 c->now, error);
	return *loaded_out;
}

/* ---- done ---- */

bool
apres_action_due_done(const apres_action_context *c, const json_t *args,
		      json_t **answer_out, GError **error)
{
	g_autoptr(apres_owed) owed = NULL;
	g_autoptr(apres_record) record = NULL;
	const char *how, *by;
	gint64 id;

	if (!apres_action_take_id(args, &id, error) ||
	    !apres_action_take_text(args, "by", true, &by, error) ||
	    !apres_action_take_text(args, "how", false, &how, error) ||
	    !apres_obligation_get_open(c->store, id, &owed, error))
		return false;
	if (owed->kind == APRES_OBLIGATION_DEBRIEF)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "%" G_GINT64_FORMAT " is a debrief: it ends when "
				   "the employee says that it took place",
				   id);
	g_autofree char *words = how != NULL ? g_strdup_printf("%s, by %s", how, by)
					     : g_strdup_printf("done by %s", by);
	if (owed->message_id != 0 &&
	    !apres_message_get(c->store, owed->message_id, &record, error))
		return false;
	/* Who was told that it has arrived waits for the answer. */
	if (record != NULL && record->closed == 0 &&
	    owed->kind != APRES_OBLIGATION_CONFIRM &&
	    !apres_action_finish_mail(c, record->id, words, error))
		return false;
	/* A newer mail of the thread may keep its answers open: this one is done. */
	if (!apres_obligation_close(c->store, owed, words, c->now, error))
		return false;
	*answer_out =
		json_pack("{sIssss}", "id", (json_int_t)id, "state", "done", "by", by);
	return true;
}

/* ---- another day ---- */

/* Not later than *LATEST_OUT, by the clock *BY_OUT; 0: no law says. */
static bool
latest_of(const apres_action_context *c, const apres_owed *owed,
	  const apres_policy *policy, gint64 *latest_out, char **by_out, GError **error)
{
	const apres_queue *queue = apres_policy_queue(policy, owed->queue);
	const apres_clause *clause = NULL;
	g_autoptr(apres_record) record = NULL;

	*latest_out = owed->latest;
	*by_out = g_strdup(owed->latest_by);
	if (queue == NULL || owed->message_id == 0 ||
	    owed->kind == APRES_OBLIGATION_CONFIRM)
		return true;
	if (!apres_message_get(c->store, owed->message_id, &record, error))
		return false;
	apres_policy_latest(policy, queue, record->received, latest_out, &clause);
	g_free(*by_out);
	*by_out = clause != NULL ? g_strdup(clause->id) : NULL;
	return true;
}

/* TEXT in the company's time; a day ends when its work does. */
static bool
take_date(const char *text, const apres_calendar *calendar, gint64 *when_out,
	  GError **error)
{
	g_autofree char *whole =
		strchr(text, 'T') == NULL
			? g_strdup_printf("%sT%02d:%02d:00", text,
					  MIN(calendar->day_end, 24 * 60 - 1) / 60,
					  MIN(calendar->day_end, 24 * 60 - 1) % 60)
			: g_strdup(text);
	g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(whole, calendar->zone);

	if (time == NULL)
		return apres_throw(error, APRES_ERROR_USAGE,
				   "'%s' is no date; write 2026-12-01, or "
				   "2026-12-01T14:00:00",
				   text);
	*when_out = g_date_time_to_unix(time);
	return true;
}

static bool
check_date(const apres_action_context *c, const apres_owed *owed,
	   const apres_policy *policy, gint64 due, GError **error)
{
	g_autofree char *by = NULL;
	gint64 latest;

	if (due <= c->now)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "that is past; if it is done say: apres due done "
				   "%" G_GINT64_FORMAT " --by NAME",
				   owed->id);
	if (!latest_of(c, owed, policy, &latest, &by, error))
		return false;
	if (latest == 0 || due <= latest)
		return true;
	g_autofree char *last = apres_calendar_format(policy->calendar, latest, c->now);
	return apres_throw(error, APRES_ERROR_INPUT,
			   "not later than %s: that is where '%s' ends", last, by);
}

/* Who is to hold a debrief does not put it off: whoever is above hears of it then. */
static bool
check_mover(const apres_action_context *c, const apres_owed *owed,
	    const apres_policy *policy, const char *by, GError **error)
{
	g_autoptr(apres_debrief) debrief = NULL;

	if (owed->kind != APRES_OBLIGATION_DEBRIEF)
		return true;
	if (!apres_debrief_of_owed(c->store, owed->id, &debrief, error))
		return false;
	return debrief == NULL || !apres_debrief_is_owner(debrief, policy, by) ||
	       apres_throw(error, APRES_ERROR_INPUT,
			   "debrief %" G_GINT64_FORMAT " is to be held by %s, who does "
			   "not move its date; HR or whoever is above does",
			   debrief->id, by);
}

bool
apres_action_due_move(const apres_action_context *c, const json_t *args,
		      json_t **answer_out, GError **error)
{
	g_autoptr(apres_owed) owed = NULL;
	g_autoptr(apres_company) loaded = NULL;
	const char *to, *by, *why;
	gint64 id, due = 0;

	if (!apres_action_take_id(args, &id, error) ||
	    !apres_action_take_text(args, "to", true, &to, error) ||
	    !apres_action_take_text(args, "by", true, &by, error) ||
	    !apres_action_take_text(args, "why", true, &why, error) ||
	    !apres_obligation_get_open(c->store, id, &owed, error))
		return false;
	const apres_company *company =
		apres_action_company(c, owed->company, &loaded, error);
	if (company == NULL || !take_date(to, company->policy->calendar, &due, error) ||
	    !check_date(c, owed, company->policy, due, error) ||
	    !check_mover(c, owed, company->policy, by, error) ||
	    !apres_obligation_move(c->store, owed, due, by, why, c->now, error))
		return false;
	*answer_out = json_pack("{sIsIss}", "id", (json_int_t)id, "due", (json_int_t)due,
				"by", by);
	return true;
}
