/* SPDX-License-Identifier: Apache-2.0 */
/* What no rule can overrule: missing facts, machines, unproven claims, unknown classes.
 */
#include "config.h"
#include "policy/decide-parts.h"

/* Does the policy set HIT aside for this sender, and is it really he? */
static bool
is_trusted(apres_weighing *w, const apres_machine_hit *hit)
{
	const apres_machine_kind *kind = apres_machine_find(hit->id);

	if (!w->facts->proven || w->facts->candidate == NULL || kind == NULL ||
	    !kind->may_trust)
		return false;
	const apres_trust *trust =
		apres_policy_trust(w->policy, w->facts->candidate, hit->id);
	if (trust == NULL)
		return false;
	apres_trusted trusted = { .hit = hit, .trust = trust };
	g_array_append_val(w->decision->trusted, trusted);
	return true;
}

/* What counts; marks that are weak alone must still come together without those that do
 * not. */
static GPtrArray *
counting_hits(apres_weighing *w)
{
	g_autoptr(GPtrArray) hits = g_ptr_array_new();
	g_autoptr(GPtrArray) counting = g_ptr_array_new();

	for (guint i = 0; i < w->facts->machine->len; i++)
		if (!is_trusted(w, w->facts->machine->pdata[i]))
			g_ptr_array_add(hits, w->facts->machine->pdata[i]);
	for (guint i = 0; i < hits->len; i++) {
		const apres_machine_hit *hit = hits->pdata[i];
		if (!g_str_equal(hit->id, "several-marks") ||
		    apres_machine_several(hits) != NULL)
			g_ptr_array_add(counting, hits->pdata[i]);
	}
	return g_steal_pointer(&counting);
}

static void
weigh_machine(apres_weighing *w, const GPtrArray *hits)
{
	for (guint i = 0; i < hits->len; i++) {
		const apres_machine_hit *hit = hits->pdata[i];
		w->machine_final |= hit->grade == APRES_MACHINE_FINAL;
		w->machine_certain |= hit->grade == APRES_MACHINE_CERTAIN;
		w->machine_probable |= hit->grade == APRES_MACHINE_PROBABLE;
	}
}

static void
add_machine_reasons(apres_weighing *w, const GPtrArray *hits,
		    apres_machine_grade at_least)
{
	for (guint i = 0; i < hits->len; i++) {
		const apres_machine_hit *hit = hits->pdata[i];
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
	g_autoptr(GPtrArray) hits = counting_hits(w);

	weigh_machine(w, hits);
	if (w->machine_final || w->machine_certain) {
		add_machine_reasons(w, hits, APRES_MACHINE_CERTAIN);
	} else if (w->machine_probable) {
		add_machine_reasons(w, hits, APRES_MACHINE_PROBABLE);
		held = true;
	}
	held |= add_all(w, w->facts->floors);
	if (w->reading == NULL || w->facts->unparsable) {
		apres_weighing_reason(w, "unparsable");
		held = true;
	} else {
		held |= add_all(w, w->reading->problems);
	}
	/* Who answers us was known before, and proven for the answer. */
	if (w->facts->audience == APRES_AUDIENCE_UNVERIFIED &&
	    w->facts->answer != APRES_ANSWER_TAKEN) {
		apres_weighing_reason(w, "unverified");
		held = true;
	}
	if (w->decision->unknown->len > 0) {
		apres_weighing_reason(w, "unknown-class");
		held = true;
	}
	if (w->application != NULL && w->application->person_only) {
		apres_weighing_reason(w, "case-person");
		held = true;
	}
	if (w->facts->candidate == NULL || w->facts->candidate_addr == NULL) {
		if (!held)
			apres_weighing_reason(w, "no-destination");
		held = true;
	}
	return held;
}
