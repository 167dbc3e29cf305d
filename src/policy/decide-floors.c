/* SPDX-License-Identifier: Apache-2.0 */
/* What no rule can overrule: missing facts, machines, unproven claims, unknown classes.
 */
#include "config.h"
#include "policy/decide-parts.h"

#include <string.h>

static void
weigh_machine(apres_weighing *w)
{
	for (guint i = 0; i < w->facts->machine->len; i++) {
		const apres_machine_hit *hit = w->facts->machine->pdata[i];
		w->machine_final |= hit->grade == APRES_MACHINE_FINAL;
		w->machine_certain |= hit->grade == APRES_MACHINE_CERTAIN;
		w->machine_probable |= hit->grade == APRES_MACHINE_PROBABLE;
	}
}

static void
add_machine_reasons(apres_weighing *w, apres_machine_grade at_least)
{
	for (guint i = 0; i < w->facts->machine->len; i++) {
		const apres_machine_hit *hit = w->facts->machine->pdata[i];
		g_autofree char *reason = g_strdup_printf("machine:%s", hit->id);
		if (hit->grade >= at_least)
			apres_weighing_reason(w, reason);
	}
}

static bool
add_all(apres_weighing *w, const GPtrArray *reasons)
{
	for (guint i = 0; i < reasons->len; i++)
		apres_weighing_reason(w, reasons->pdata[i]);
	return reasons->len > 0;
}

bool
apres_decide_floors(apres_weighing *w)
{
	bool held = false;

	weigh_machine(w);
	if (w->machine_final || w->machine_certain) {
		add_machine_reasons(w, APRES_MACHINE_CERTAIN);
	} else if (w->machine_probable) {
		add_machine_reasons(w, APRES_MACHINE_PROBABLE);
		held = true;
	}
	held |= add_all(w, w->facts->floors);
	if (w->reading == NULL || w->facts->unparsable) {
		apres_weighing_reason(w, "unparsable");
		held = true;
	} else {
		held |= add_all(w, w->reading->problems);
	}
	if (w->facts->audience == APRES_AUDIENCE_UNVERIFIED) {
		apres_weighing_reason(w, "unverified");
		held = true;
	}
	if (w->decision->unknown->len > 0) {
		apres_weighing_reason(w, "unknown-class");
		held = true;
	}
	if (w->facts->candidate == NULL || w->facts->candidate_addr == NULL) {
		if (!held)
			apres_weighing_reason(w, "no-destination");
		held = true;
	}
	return held;
}
