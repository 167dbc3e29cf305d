/* SPDX-License-Identifier: Apache-2.0 */
/* The line that other tools read; its names and types are a promise (apres(1)). */
#include "config.h"
#include "apres/explain.h"
#include "apres/explain-parts.h"
#include "apres/output.h"
#include "pipeline/reading-json.h"

static json_t *
machine_to_json(const apres_facts *facts)
{
	json_t *array = json_array();

	for (guint i = 0; i < facts->machine->len; i++) {
		const apres_machine_hit *hit = g_ptr_array_index(facts->machine, i);
		json_array_append_new(array, apres_output_string(hit->id));
	}
	return array;
}

static json_t *
obligations_to_json(const apres_policy *policy, const apres_assessment *assessment)
{
	const apres_decision *decision = assessment->decision;
	json_t *array = json_array();

	for (guint i = 0; i < decision->obligations->len; i++) {
		const apres_obligation *owed =
			g_ptr_array_index(decision->obligations, i);
		json_t *object = json_object();

		json_object_set_new(
			object, "kind",
			json_string(apres_obligation_kind_to_string(owed->kind)));
		json_object_set_new(object, "owner", apres_output_string(owed->owner));
		json_object_set_new(object, "due", apres_output_time(owed->due));
		const apres_clause *clock = apres_explain_clock(policy, assessment, owed);
		json_object_set_new(
			object, "clock",
			apres_output_string(clock != NULL ? clock->id : NULL));
		json_array_append_new(array, object);
	}
	return array;
}

json_t *
apres_explain_to_json(const apres_policy *policy, const char *file,
		      const apres_assessment *assessment)
{
	const apres_decision *decision = assessment->decision;
	const apres_facts *facts = assessment->facts;
	const apres_rule *rule = decision->rule;
	json_t *line = json_object();

	json_object_set_new(line, "file", apres_output_string(file));
	json_object_set_new(line, "sha256", apres_output_string(assessment->sha256));
	json_object_set_new(line, "message_id", apres_output_string(facts->message_id));
	json_object_set_new(line, "scope", json_string("in"));
	json_object_set_new(line, "audience",
			    json_string(apres_audience_to_string(facts->audience)));
	json_object_set_new(line, "machine", machine_to_json(facts));
	json_object_set_new(line, "classes", apres_output_strings(decision->classes));
	json_object_set_new(line, "unknown", apres_output_strings(decision->unknown));
	json_object_set_new(line, "effect",
			    json_string(apres_effect_to_string(decision->effect)));
	json_object_set_new(line, "rule",
			    apres_output_string(rule != NULL ? rule->id : NULL));
	json_object_set_new(line, "template", apres_output_string(decision->template_id));
	json_object_set_new(line, "language", apres_output_string(decision->language));
	json_object_set_new(line, "queue", apres_output_string(decision->queue));
	json_object_set_new(line, "obligations", obligations_to_json(policy, assessment));
	json_object_set_new(line, "reasons", apres_output_strings(decision->reasons));
	json_object_set_new(line, "unexplained",
			    apres_output_strings(decision->unexplained));
	json_object_set_new(line, "evidence",
			    assessment->reading != NULL
				    ? apres_evidence_to_json(assessment->reading)
				    : json_array());
	return line;
}

json_t *
apres_explain_row_to_json(const apres_policy *policy, const apres_assessment *assessment)
{
	const apres_decision *decision = assessment->decision;
	json_t *row = json_object();

	json_object_set_new(row, "effect",
			    json_string(apres_effect_to_string(decision->effect)));
	json_object_set_new(row, "template", apres_output_string(decision->template_id));
	json_object_set_new(row, "queue", apres_output_string(decision->queue));
	json_object_set_new(row, "obligations", obligations_to_json(policy, assessment));
	json_object_set_new(row, "reasons", apres_output_strings(decision->reasons));
	return row;
}

json_t *
apres_explain_failed_to_json(const char *file, const char *sha256, const char *reason)
{
	json_t *line = json_object();

	json_object_set_new(line, "file", apres_output_string(file));
	json_object_set_new(line, "sha256", apres_output_string(sha256));
	json_object_set_new(line, "message_id", json_null());
	json_object_set_new(line, "scope", json_string("in"));
	json_object_set_new(
		line, "audience",
		json_string(apres_audience_to_string(APRES_AUDIENCE_EXTERNAL)));
	json_object_set_new(line, "machine", json_array());
	json_object_set_new(line, "classes", json_array());
	json_object_set_new(line, "unknown", json_array());
	json_object_set_new(line, "effect",
			    json_string(apres_effect_to_string(APRES_EFFECT_HOLD)));
	json_object_set_new(line, "rule", json_null());
	json_object_set_new(line, "template", json_null());
	json_object_set_new(line, "language", json_null());
	json_object_set_new(line, "queue", json_string("unclassified"));
	json_object_set_new(line, "obligations", json_array());
	json_object_set_new(line, "reasons", json_pack("[s]", reason));
	json_object_set_new(line, "unexplained", json_array());
	json_object_set_new(line, "evidence", json_array());
	return line;
}
