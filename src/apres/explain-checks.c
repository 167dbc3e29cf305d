/* SPDX-License-Identifier: Apache-2.0 */
/* "explain -v": every machine check, what it looks at, on whose word, and what it found.
 */
#include "config.h"
#include "apres/explain-parts.h"
#include "apres/output.h"
#include "pipeline/reason.h"

#define VALUE_CHARS 60

static const apres_machine_hit *
hit_of(const apres_facts *facts, const char *id)
{
	for (guint i = 0; i < facts->machine->len; i++) {
		const apres_machine_hit *hit = g_ptr_array_index(facts->machine, i);
		if (g_str_equal(hit->id, id))
			return hit;
	}
	return NULL;
}

static const apres_trust *
trust_of(const apres_decision *decision, const apres_machine_hit *hit)
{
	for (guint i = 0; i < decision->trusted->len; i++) {
		const apres_trusted *one =
			&g_array_index(decision->trusted, apres_trusted, i);
		if (one->hit == hit)
			return one->trust;
	}
	return NULL;
}

static void
print_hit(GString *out, const apres_assessment *assessment, const apres_machine_hit *hit)
{
	const char *field = hit->detail != NULL ? hit->detail : "-";
	const char *value = apres_headers_get(assessment->headers, field);
	const apres_trust *trust = trust_of(assessment->decision, hit);

	g_string_append_printf(out, "      FOUND    %s%s", field,
			       value != NULL ? ": " : "");
	if (value != NULL) {
		g_autofree char *shown = apres_output_clean(value, VALUE_CHARS);
		g_string_append(out, shown);
	}
	g_string_append_c(out, '\n');
	if (trust == NULL)
		return;
	g_autofree char *place = apres_explain_place(trust->origin);
	g_autofree char *because = apres_output_clean(trust->because, 400);
	g_string_append_printf(out, "      trusted  %s, %s: %s\n", trust->from, place,
			       because);
}

void
apres_explain_checks(GString *out, const apres_assessment *assessment)
{
	const apres_facts *facts = assessment->facts;

	g_string_append_printf(out, " %-18s %-8s %-48s %s\n", "Machine check", "if found",
			       "looks at", "after");
	for (guint i = 0; apres_machine_at(i) != NULL; i++) {
		const apres_machine_kind *kind = apres_machine_at(i);
		const apres_machine_hit *hit = hit_of(facts, kind->id);
		const char *effect =
			kind->grade == APRES_MACHINE_PROBABLE ? "hold" : "silence";

		g_string_append_printf(out, "   %-16s %-8s %-48s %s\n", kind->id, effect,
				       kind->looks_at, kind->source);
		if (hit != NULL)
			print_hit(out, assessment, hit);
	}
	if (facts->floors->len > 0)
		g_string_append(out, " Bounds\n");
	for (guint i = 0; i < facts->floors->len; i++) {
		const char *reason = g_ptr_array_index(facts->floors, i);
		g_string_append_printf(out, "   %-16s %s\n", reason,
				       apres_reason_sentence(reason));
	}
	g_string_append_c(out, '\n');
}
