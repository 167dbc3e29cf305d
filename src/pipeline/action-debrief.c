/* SPDX-License-Identifier: Apache-2.0 */
/* What people say of a debrief. */
#include "config.h"
#include "pipeline/action-parts.h"
#include "pipeline/debrief.h"
#include "policy/said-time.h"
#include "util/error.h"
#include "util/text.h"

#include <string.h>

/* As a program writes it, else as people do in a mail. */
static apres_said_time
read_time(const char *text, const apres_calendar *calendar, gint64 now, gint64 *at_out)
{
	g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(text, calendar->zone);
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_autoptr(apres_folded) folded = apres_fold(valid, strlen(valid));

	if (time == NULL)
		return apres_said_time_read(folded->text, calendar, now, at_out);
	*at_out = g_date_time_to_unix(time);
	return *at_out > now ? APRES_SAID_TIME_CLEAR : APRES_SAID_TIME_PAST;
}

static bool
take_time(const json_t *args, const apres_policy *policy, apres_debrief_event event,
	  gint64 now, gint64 *at_out, GError **error)
{
	const char *text;

	*at_out = 0;
	if (!apres_action_take_text(args, "at", event == APRES_DEBRIEF_SCHEDULE, &text,
				    error))
		return false;
	if (text == NULL)
		return true;
	switch (read_time(text, policy->calendar, now, at_out)) {
	case APRES_SAID_TIME_CLEAR: return true;
	case APRES_SAID_TIME_PAST:
		return apres_throw(error, APRES_ERROR_USAGE,
				   "'%s' is past; if it was held then, say: apres "
				   "debrief held",
				   text);
	case APRES_SAID_TIME_UNCLEAR: break;
	}
	return apres_throw(error, APRES_ERROR_USAGE,
			   "'%s' is no time, or could be two; write 2026-12-01T14:00:00 "
			   "or 'Monday 14:00'",
			   text);
}

static apres_debrief *
find(const apres_action_context *c, gint64 id, GError **error)
{
	g_autoptr(apres_debrief) debrief = NULL;

	if (!apres_debrief_get(c->store, id, &debrief, error))
		return NULL;
	if (debrief == NULL)
		apres_throw(error, APRES_ERROR_INPUT,
			    "there is no debrief %" G_GINT64_FORMAT
			    "; see: apres debrief list",
			    id);
	return g_steal_pointer(&debrief);
}

static json_t *
answer_of(const apres_debrief *debrief, const char *by)
{
	return json_pack("{sIssss}", "id", (json_int_t)debrief->id, "state",
			 apres_debrief_state_to_string(debrief->state), "by", by);
}

bool
apres_action_debrief(const apres_action_context *c, const json_t *args,
		     json_t **answer_out, GError **error)
{
	g_autoptr(apres_company) loaded = NULL;
	const char *word, *by, *note;
	apres_debrief_event event;
	gint64 id, at = 0;

	if (!apres_action_take_id(args, &id, error) ||
	    !apres_action_take_text(args, "event", true, &word, error) ||
	    !apres_action_take_text(args, "by", true, &by, error) ||
	    !apres_action_take_text(args, "note", false, &note, error))
		return false;
	if (!apres_debrief_event_from_string(word, &event))
		return apres_throw(error, APRES_ERROR_USAGE,
				   "\"event\": there is no \"%s\"", word);
	g_autoptr(apres_debrief) debrief = find(c, id, error);
	if (debrief == NULL)
		return false;
	const apres_company *company =
		apres_action_company(c, debrief->company, &loaded, error);
	if (company == NULL ||
	    !take_time(args, company->policy, event, c->now, &at, error) ||
	    !apres_debrief_happen(c->store, company->policy, debrief, event, at, by, note,
				  c->now, error))
		return false;
	*answer_out = answer_of(debrief, by);
	return true;
}

bool
apres_action_debrief_give(const apres_action_context *c, const json_t *args,
			  json_t **answer_out, GError **error)
{
	g_autoptr(apres_company) loaded = NULL;
	const char *to, *by, *note;
	gint64 id;

	if (!apres_action_take_id(args, &id, error) ||
	    !apres_action_take_text(args, "to", true, &to, error) ||
	    !apres_action_take_text(args, "by", true, &by, error) ||
	    !apres_action_take_text(args, "note", false, &note, error))
		return false;
	g_autoptr(apres_debrief) debrief = find(c, id, error);
	if (debrief == NULL)
		return false;
	const apres_company *company =
		apres_action_company(c, debrief->company, &loaded, error);
	if (company == NULL || !apres_debrief_give(c->store, company->policy, debrief, to,
						   by, note, c->now, error))
		return false;
	*answer_out = answer_of(debrief, by);
	return true;
}
