/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "apres/next-words.h"
#include "apres/screen.h"

const char *
apres_next_step_word(const char *step)
{
	if (g_str_has_prefix(step, "remind"))
		return "reminder";
	return g_str_has_prefix(step, "escalate") ? "escalation" : step;
}

/* What somebody has to do now. */
static const char *
duty_of(apres_debrief_state state)
{
	switch (state) {
	case APRES_DEBRIEF_OWED: return "holds it, or says for when it is scheduled";
	case APRES_DEBRIEF_SCHEDULED: return "holds it, and says so";
	case APRES_DEBRIEF_INSUFFICIENT: return "holds it again, with more to say";
	case APRES_DEBRIEF_HELD: return "hears from the employee whether it took place";
	case APRES_DEBRIEF_UNCONFIRMED: return "asks the employee, who has not answered";
	case APRES_DEBRIEF_BLOCKED: return "decides: apres debrief resume, or close";
	case APRES_DEBRIEF_CONFIRMED:
	case APRES_DEBRIEF_DECLINED:
	case APRES_DEBRIEF_CLOSED: break;
	}
	return "";
}

char *
apres_next_of_debrief(apres_store *store, const apres_debrief *d, const apres_owed *owed)
{
	if (owed == NULL || owed->closed != 0)
		return NULL;
	g_autofree char *due = apres_screen_time(store, d->company, owed->due);
	bool late = d->state == APRES_DEBRIEF_SCHEDULED && d->at > owed->due;

	return g_strdup_printf(
		"%s %s, by %s%s", owed->owner != NULL ? owed->owner : "somebody",
		duty_of(d->state), due,
		late ? ", which is before the day it is scheduled for" : "");
}
