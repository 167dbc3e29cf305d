/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of a policy as people say them. */
#include "config.h"
#include "apres/show.h"

#include <string.h>

char *
apres_show_duration(const apres_duration *duration)
{
	return duration != NULL ? apres_duration_words(*duration) : g_strdup("no date");
}

char *
apres_show_place(apres_origin at)
{
	return at.line > 0 ? g_strdup_printf("%s:%d", at.file, at.line)
			   : g_strdup(at.file);
}

char *
apres_show_review(const apres_pack *pack)
{
	g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);

	if (pack->as_of != NULL)
		g_ptr_array_add(parts, g_strdup_printf("law of %s", pack->as_of));
	if (pack->reviewed != NULL)
		g_ptr_array_add(parts, g_strdup_printf("reviewed %s by %s",
						       pack->reviewed, pack->by));
	if (apres_pack_wants_review(pack))
		g_ptr_array_add(parts,
				g_strdup_printf("not reviewed by counsel%s",
						pack->reviewed != NULL ? " since" : ""));
	if (pack->review_by != NULL)
		g_ptr_array_add(parts,
				g_strdup_printf("to be reviewed by %s", pack->review_by));
	return parts->len > 0 ? apres_show_list(parts, ", ") : NULL;
}

const char *
apres_show_language(const char *tag)
{
	static const struct {
		const char *tag, *name;
	} names[] = { { "en", "English" },
		      { "de", "German" },
		      { "fr", "French" },
		      { "es", "Spanish" } };

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_str_equal(names[i].tag, tag))
			return names[i].name;
	return tag;
}

static char *
duty(const apres_policy *policy, const apres_rule *rule, const apres_oblige *oblige)
{
	const apres_debrief_terms *terms = policy->debrief;
	const char *owner = NULL;
	const apres_duration *due = NULL;

	if (oblige->kind == APRES_OBLIGATION_NOTIFY)
		return g_strdup_printf("a note to %s", oblige->to);
	if (oblige->kind == APRES_OBLIGATION_DEBRIEF) {
		owner = terms != NULL ? terms->owner : NULL;
		due = terms != NULL ? &terms->due : NULL;
	} else {
		const apres_queue *queue =
			apres_policy_queue(policy, oblige->queue != NULL ? oblige->queue
						   : rule->queue != NULL ? rule->queue
									 : "default");
		owner = apres_policy_owner(policy, queue);
		due = queue != NULL && queue->has_due ? &queue->due : NULL;
	}
	g_autofree char *when = apres_show_duration(due);
	return g_strdup_printf(
		"%s by %s%s%s", apres_obligation_kind_to_string(oblige->kind),
		owner != NULL ? owner : "nobody", due != NULL ? " within " : ", ", when);
}

char *
apres_show_duties(const apres_policy *policy, const apres_rule *rule)
{
	g_autoptr(GPtrArray) duties = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < rule->obliges->len; i++)
		g_ptr_array_add(duties, duty(policy, rule, rule->obliges->pdata[i]));
	return duties->len > 0 ? apres_show_list(duties, "; ") : NULL;
}

char *
apres_show_list(const GPtrArray *words, const char *last)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < words->len; i++)
		g_string_append_printf(out, "%s%s",
				       i == 0                ? ""
				       : i + 1 == words->len ? last
							     : ", ",
				       (const char *)words->pdata[i]);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

char *
apres_show_audiences(guint audiences)
{
	static const char *const names[] = {
		[APRES_AUDIENCE_EXTERNAL] = "candidates from outside",
		[APRES_AUDIENCE_INTERNAL] = "employees",
		[APRES_AUDIENCE_UNVERIFIED] =
			"people who claim, unproven, to be employees",
	};
	g_autoptr(GPtrArray) list = g_ptr_array_new();

	for (guint i = 0; i < APRES_AUDIENCE_COUNT_; i++)
		if ((audiences & 1u << i) != 0)
			g_ptr_array_add(list, (gpointer)names[i]);
	return list->len == 0 ? g_strdup("everybody") : apres_show_list(list, " and ");
}

char *
apres_show_case(const apres_rule *rule)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new();

	for (guint i = 0; i < APRES_STAGE_COUNT_; i++)
		if ((rule->stages & 1u << i) != 0)
			g_ptr_array_add(list,
					(gpointer)apres_stage_to_string((apres_stage)i));
	for (guint i = 0; i < APRES_OUTCOME_COUNT_; i++)
		if ((rule->outcomes & 1u << i) != 0)
			g_ptr_array_add(list, (gpointer)apres_case_outcome_to_string(
						      (apres_case_outcome)i));
	if (list->len == 0)
		return NULL;
	g_autofree char *words = apres_show_list(list, " or ");
	return rule->stages != 0 ? g_strdup_printf("if a fresh case says %s", words)
				 : g_strdup_printf("if a case says %s", words);
}

static char *
what_holds(const apres_invariant *invariant)
{
	switch (invariant->kind) {
	case APRES_INVARIANT_NEVER_REPLY:
		if (invariant->template_id != NULL)
			return g_strdup_printf("never gets the reply %s",
					       invariant->template_id);
		return invariant->discloses < 0
			       ? g_strdup("is never answered")
			       : g_strdup_printf(
					 "never gets a reply that discloses %s",
					 apres_discloses_to_string(
						 (apres_discloses)invariant->discloses));
	case APRES_INVARIANT_NEVER_SILENCE:
		return g_strdup("is never passed over in silence");
	case APRES_INVARIANT_ALWAYS_HOLD: return g_strdup("is always left to a person");
	case APRES_INVARIANT_ALWAYS_OBLIGE:
		return invariant->obligation < 0
			       ? g_strdup("comes with somebody who owes it")
			       : g_strdup_printf("is always owed: %s",
						 apres_obligation_kind_to_string(
							 (apres_obligation_kind)
								 invariant->obligation));
	}
	g_assert_not_reached();
}

char *
apres_show_invariant(const apres_invariant *invariant)
{
	g_autofree char *who = apres_show_audiences(invariant->audiences);
	g_autofree char *classes = apres_show_list(invariant->classes, " or ");
	g_autofree char *holds = what_holds(invariant);

	return g_strdup_printf(
		"Mail of %s%s%s%s %s", who, *classes != '\0' ? " that contains " : "",
		classes, invariant->promising ? ", if the reply promises a person," : "",
		holds);
}
