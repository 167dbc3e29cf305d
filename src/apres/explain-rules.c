/* SPDX-License-Identifier: Apache-2.0 */
/* Which rules looked at a mail, what each came to, and why it is held. */
#include "config.h"
#include "apres/explain-parts.h"
#include "apres/output.h"
#include "pipeline/reason.h"
#include "util/text.h"

#define MAX_RULES 8

static char *
result_words(const apres_rule_result *result)
{
	const apres_rule *rule = result->rule;

	if (rule->kind == APRES_RULE_REPLY)
		return g_strdup_printf("reply %s", rule->template_id);
	if (rule->kind == APRES_RULE_NOTHING)
		return g_strdup("nothing to answer");
	if (rule->queue != NULL)
		return g_strdup_printf("hold %s", rule->queue);
	return g_strdup("owes");
}

/* Why a rule that applies was not used. */
static const char *
instead_of(const apres_decision *decision)
{
	for (guint i = 0; i < decision->results->len; i++) {
		const apres_rule_result *result = g_ptr_array_index(decision->results, i);
		if (result->decides)
			return "another rule decides";
	}
	return decision->effect == APRES_EFFECT_HOLD ? "see the reason below"
						     : "such mail is never answered";
}

static void
print_rule(GString *out, const apres_rule_result *result, const char *instead)
{
	const apres_rule *rule = result->rule;
	g_autofree char *place = apres_explain_place(rule->origin);
	g_autofree char *words = result_words(result);
	/* Of several rules that could answer, the first does. */
	bool in_force = result->decides || (result->applies && !result->perhaps &&
					    rule->kind == APRES_RULE_WHEN);

	g_string_append_printf(out, "   %-22s %-17s %-22s  ", rule->id, place, words);
	if (result->decides)
		g_string_append_printf(out, "%sDECIDES%s",
				       apres_output_begin(APRES_STYLE_STRONG),
				       apres_output_end(APRES_STYLE_STRONG));
	else if (in_force)
		g_string_append(out, "applies too");
	else if (result->perhaps)
		g_string_append(out, "perhaps: not all could be read");
	else if (result->applies)
		g_string_append_printf(out, "not used: %s", instead);
	else
		g_string_append_printf(out, "not used%s%s",
				       result->note != NULL ? ": " : "",
				       result->note != NULL ? result->note : "");
	g_string_append_c(out, '\n');
	if (in_force && rule->because != NULL) {
		g_autofree char *because = apres_output_clean(rule->because, 400);
		g_string_append_printf(out, "      because  %s\n", because);
	}
}

/* It could not decide this mail, or another did: one such tells why. */
static bool
is_unused(const apres_rule_result *result)
{
	return !result->decides && !result->perhaps &&
	       (!result->applies || result->rule->kind != APRES_RULE_WHEN);
}

static void
print_rules(GString *out, const apres_decision *decision, bool verbose)
{
	const char *instead = instead_of(decision);
	guint shown = 0, unused = 0, left = 0;

	g_string_append(out, " Rules\n");
	for (guint i = 0; i < decision->results->len; i++) {
		const apres_rule_result *result = g_ptr_array_index(decision->results, i);
		/* That another decides is seen above. */
		bool told = is_unused(result) &&
			    (unused++ > 0 || (result->applies && shown > 0));
		if (!verbose && !result->decides && (told || shown >= MAX_RULES)) {
			left += told;
			continue;
		}
		print_rule(out, result, instead);
		shown++;
	}
	guint more = decision->results->len - shown;
	if (shown == 0)
		g_string_append(out, "   none applies\n");
	else if (more > 0)
		g_string_append_printf(out, "   ... and %u more%s; -v shows them\n", more,
				       left < more ? ""
						   : apres_noun(more, " that is not used",
								" that are not used"));
}

/* Why it is held: the class and what that is, or what stands in the way. */
static void
print_reasons(GString *out, const apres_policy *policy, const apres_decision *decision)
{
	for (guint i = 0; i < decision->reasons->len; i++) {
		const char *reason = g_ptr_array_index(decision->reasons, i);
		const char *sentence = apres_reason_sentence(reason);
		if (sentence == reason)
			sentence = g_hash_table_lookup(policy->notes, reason);
		g_autofree char *shown =
			sentence != NULL ? apres_output_clean(sentence, 200) : NULL;
		g_string_append_printf(out, " %-9s %s%s%s\n", i == 0 ? "Reason" : "",
				       reason, shown != NULL ? ": " : "",
				       shown != NULL ? shown : "");
	}
}

void
apres_explain_rules(GString *out, const apres_policy *policy,
		    const apres_decision *decision, bool verbose)
{
	print_rules(out, decision, verbose);
	if (decision->effect == APRES_EFFECT_HOLD)
		print_reasons(out, policy, decision);
}
