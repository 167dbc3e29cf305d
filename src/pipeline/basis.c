/* SPDX-License-Identifier: Apache-2.0 */
/* Grounds of a decision -> JSON -> the decision once more. */
#include "config.h"
#include "pipeline/basis.h"
#include "message/machine.h"
#include "message/subject.h"
#include "pipeline/reading-json.h"
#include "util/error.h"

#include <jansson.h>
#include <string.h>

/* ---- out ---- */

static json_t *
strings_to_json(const GPtrArray *strings)
{
	json_t *array = json_array();

	for (guint i = 0; strings != NULL && i < strings->len; i++)
		json_array_append_new(array, json_string(strings->pdata[i]));
	return array;
}

static json_t *
machine_to_json(const GPtrArray *hits)
{
	json_t *array = json_array();

	for (guint i = 0; i < hits->len; i++) {
		const apres_machine_hit *hit = hits->pdata[i];
		bool plain =
			hit->detail != NULL && g_utf8_validate(hit->detail, -1, NULL);
		json_array_append_new(
			array, json_pack("[ss?]", hit->id, plain ? hit->detail : NULL));
	}
	return array;
}

static json_t *
treatment_to_json(const apres_grounds *g)
{
	g_autoptr(apres_treatment) t = apres_treatment_of(g->policy, g->decision);

	return json_pack("{s:i, s:i, s:i, s:s}", "effect", (int)t->effect, "discloses",
			 (int)t->discloses, "owed", (int)t->owed, "words", t->words);
}

static json_t *
case_to_json(const apres_case *c)
{
	if (c == NULL)
		return json_null();
	return json_pack("{s:s?, s:s?, s:s, s:I, s:s?, s:b, s:b, s:b, s:b, s:b}", "id",
			 c->id, "stage", apres_stage_to_string(c->stage), "outcome",
			 apres_case_outcome_to_string(c->outcome), "recorded",
			 (json_int_t)c->recorded, "jurisdiction", c->jurisdiction, "own",
			 c->own, "several", c->several, "person_only", c->person_only,
			 "talent_pool", c->talent_pool, "role", c->role != NULL);
}

char *
apres_basis_write(const apres_grounds *g)
{
	const apres_facts *facts = g->facts;
	const apres_history *h = g->history;
	json_auto_t *json = json_pack(
		"{s:o, s:o, s:o, s:b, s:b, s:b, s:b, s:b, s:s?, s:o}", "floors",
		strings_to_json(facts->floors), "machine",
		machine_to_json(facts->machine), "problems",
		strings_to_json(g->reading != NULL ? g->reading->problems : NULL),
		"careers", facts->careers_mailbox, "proven", facts->proven, "addressed",
		facts->candidate_addr != NULL, "unparsable", g->reading == NULL,
		"text_unknown", g->reading != NULL && g->reading->text_unknown,
		"unwritten", g->unwritten, "treatment", treatment_to_json(g));
	json_object_set_new(json, "history",
			    json_pack("{s:b, s:b, s:i, s:i, s:i}", "after_our_reply",
				      h->after_our_reply, "same_text", h->same_text,
				      "candidate", (int)h->candidate_replies, "thread",
				      (int)h->thread_replies, "company",
				      (int)h->company_replies));
	json_object_set_new(json, "case", case_to_json(g->application));
	json_object_set_new(json, "answer", json_integer(facts->answer));
	if (facts->answer_reader != NULL)
		json_object_set_new(json, "answer_reader",
				    json_string(facts->answer_reader));
	return json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
}

char *
apres_basis_quoted(const apres_reading *reading)
{
	const char *quoted = reading != NULL ? reading->quoted : "";

	return strlen(quoted) < APRES_READING_MAX_QUOTED / 2 ? g_strdup(quoted) : NULL;
}

/* ---- in ---- */

static json_t *
parse(const apres_record *record, GError **error)
{
	json_t *json = record->basis != NULL ? json_loads(record->basis, 0, NULL) : NULL;

	if (json == NULL)
		apres_throw(error, APRES_ERROR_INPUT,
			    "mail %d was recorded by a version of apres that did not "
			    "keep what its decision was made on",
			    (int)record->id);
	return json;
}

static bool
is_set(const json_t *json, const char *name)
{
	return json_is_true(json_object_get(json, name));
}

static guint
number(const json_t *json, const char *name)
{
	return (guint)json_integer_value(json_object_get(json, name));
}

static void
take_strings(const json_t *json, const char *name, GPtrArray *out)
{
	const json_t *one;
	size_t i;

	json_array_foreach(json_object_get(json, name), i, one)
	{
		g_ptr_array_add(out, g_strdup(json_string_value(one)));
	}
}

static apres_facts *
facts_from(const json_t *json, const apres_record *record)
{
	apres_facts *facts = apres_facts_new();
	const json_t *one;
	size_t i;

	facts->audience = record->audience;
	facts->candidate = g_strdup(record->candidate);
	if (is_set(json, "addressed"))
		facts->candidate_addr = g_strdup(
			record->candidate != NULL ? record->candidate : "unknown");
	facts->message_id = g_strdup(record->message_id);
	facts->thread = g_strdup(record->thread);
	facts->received = record->received;
	facts->careers_mailbox = is_set(json, "careers");
	facts->proven = is_set(json, "proven");
	facts->unparsable = is_set(json, "unparsable");
	facts->answer = (apres_answer)number(json, "answer");
	facts->answer_reader =
		g_strdup(json_string_value(json_object_get(json, "answer_reader")));
	take_strings(json, "floors", facts->floors);
	json_array_foreach(json_object_get(json, "machine"), i, one)
	{
		const char *id = json_string_value(json_array_get(one, 0));
		const apres_machine_kind *kind =
			id != NULL ? apres_machine_find(id) : NULL;
		if (kind != NULL)
			g_ptr_array_add(
				facts->machine,
				apres_machine_hit_new(
					kind->id, kind->grade,
					json_string_value(json_array_get(one, 1))));
	}
	return facts;
}

/* What was known of the case then, all strings in JSON; false = nothing. */
static bool
case_from(const json_t *json, apres_case *c)
{
	*c = (apres_case){
		.id = (char *)json_string_value(json_object_get(json, "id")),
		/* Which it was does not matter, but that it was known. */
		.role = is_set(json, "role") ? (char *)"role" : NULL,
		.recorded = json_integer_value(json_object_get(json, "recorded")),
		.jurisdiction =
			(char *)json_string_value(json_object_get(json, "jurisdiction")),
		.own = is_set(json, "own"),
		.several = is_set(json, "several"),
		.person_only = is_set(json, "person_only"),
		.talent_pool = is_set(json, "talent_pool"),
	};
	apres_stage_from_string(json_string_value(json_object_get(json, "stage")),
				&c->stage);
	apres_case_outcome_from_string(
		json_string_value(json_object_get(json, "outcome")), &c->outcome);
	return json_is_object(json);
}

/* Does COND look at other fields than those of KEPT (bits)? */
static bool
looks_elsewhere(const apres_cond *cond, guint kept)
{
	if (cond->kind == APRES_COND_PATTERN)
		return (cond->fields & ~kept) != 0;
	/* A loaded policy has no circle of references. */
	if (cond->kind == APRES_COND_CLASS)
		return looks_elsewhere(cond->class->cond, kept);
	for (guint i = 0; cond->children != NULL && i < cond->children->len; i++)
		if (looks_elsewhere(cond->children->pdata[i], kept))
			return true;
	return false;
}

bool
apres_basis_lacks(const apres_class *class, bool quoted)
{
	const guint kept = 1u << APRES_FIELD_SUBJECT | 1u << APRES_FIELD_TEXT |
			   (guint)quoted << APRES_FIELD_QUOTED;

	return looks_elsewhere(class->cond, kept);
}

static bool
has(char **words, const char *word)
{
	return words != NULL && g_strv_contains((const char *const *)words, word);
}

static void
set_membership(GPtrArray *ids, const char *id, bool member)
{
	guint at;
	bool is = g_ptr_array_find_with_equal_func(ids, id, g_str_equal, &at);

	if (is && !member)
		g_ptr_array_remove_index(ids, at);
	else if (!is && member)
		g_ptr_array_add(ids, (gpointer)id);
}

/* What looks where nothing was kept counts as it was read then. */
static void
restore_as_recorded(apres_reading *reading, const apres_policy *policy,
		    const apres_record *record)
{
	for (guint i = 0; i < policy->classes->len; i++) {
		const apres_class *class = policy->classes->pdata[i];
		if (!apres_basis_lacks(class, record->quoted != NULL))
			continue;
		set_membership(reading->classes, class->id,
			       has(record->classes, class->id));
		set_membership(reading->unknown, class->id,
			       has(record->unknown, class->id));
	}
}

static apres_reading *
read_again(const json_t *json, const apres_policy *policy, const apres_record *record)
{
	g_autofree char *core = apres_subject_core(record->subject);
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	const apres_message message = {
		.subject = record->subject,
		.subject_core = core,
		.text = record->text,
		.quoted = record->quoted,
		.problems = problems,
		.message_id = record->message_id,
		.text_unknown = is_set(json, "text_unknown"),
	};

	if (is_set(json, "unparsable"))
		return NULL;
	take_strings(json, "problems", problems);
	apres_reading *reading = apres_classify(policy->classifier, &message);
	restore_as_recorded(reading, policy, record);
	return reading;
}

static apres_history
history_from(const json_t *json)
{
	const json_t *then = json_object_get(json, "history");

	return (apres_history){
		.after_our_reply = is_set(then, "after_our_reply"),
		.same_text = is_set(then, "same_text"),
		.candidate_replies = number(then, "candidate"),
		.thread_replies = number(then, "thread"),
		.company_replies = number(then, "company"),
	};
}

bool
apres_basis_history(const apres_record *record, apres_history *history_out,
		    GError **error)
{
	json_auto_t *json = parse(record, error);

	if (json == NULL)
		return false;
	*history_out = history_from(json);
	return true;
}

apres_assessment *
apres_basis_decide(const apres_policy *policy, const apres_record *record, GError **error)
{
	json_auto_t *json = parse(record, error);
	const apres_history history = history_from(json);
	const char *unwritten = json_string_value(json_object_get(json, "unwritten"));
	apres_case application;

	if (json == NULL)
		return NULL;
	bool known = case_from(json_object_get(json, "case"), &application);
	apres_assessment *a = g_new0(apres_assessment, 1);
	a->sha256 = g_strdup(record->sha256);
	a->facts = facts_from(json, record);
	a->reading = read_again(json, policy, record);
	a->decision = apres_decide(policy, a->facts, a->reading, &history,
				   known ? &application : NULL, record->decided);
	/* Its text could not be written then; that it could be now is not known. */
	if (unwritten != NULL && g_strcmp0(a->decision->template_id, unwritten) == 0)
		apres_decision_hold(a->decision, policy, "unwritten", record->received);
	return a;
}

apres_treatment *
apres_basis_treatment(const apres_record *record, GError **error)
{
	json_auto_t *json = parse(record, error);
	const json_t *then = json_object_get(json, "treatment");
	const char *words = json_string_value(json_object_get(then, "words"));

	if (json == NULL)
		return NULL;
	apres_treatment *t = g_new0(apres_treatment, 1);
	t->effect = (apres_effect)number(then, "effect");
	t->discloses = (apres_discloses)number(then, "discloses");
	t->owed = number(then, "owed");
	t->words = g_strdup(words != NULL ? words : "");
	return t;
}
