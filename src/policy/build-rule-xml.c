/* SPDX-License-Identifier: Apache-2.0 */
/* <rule>, <template>, <text>, <test>: what may be said to whom, and examples. */
#include "config.h"
#include "policy/build.h"
#include "policy/consent.h"

static apres_oblige *
oblige_of(apres_build *build, const xmlNode *node)
{
	g_autofree char *kind = apres_build_attr(node, "kind");
	apres_obligation_kind is =
		g_strcmp0(kind, "debrief") == 0  ? APRES_OBLIGATION_DEBRIEF
		: g_strcmp0(kind, "notify") == 0 ? APRES_OBLIGATION_NOTIFY
						 : APRES_OBLIGATION_ANSWER;
	apres_oblige *oblige = apres_oblige_new(is, apres_build_at(build, node));

	oblige->queue = apres_build_attr(node, "queue");
	oblige->to = apres_build_attr(node, "to");
	if (is == APRES_OBLIGATION_NOTIFY && oblige->to == NULL)
		apres_build_error(build, "E-SCHEMA", oblige->origin,
				  "kind=\"notify\" needs to=\"ADDRESS\"");
	return oblige;
}

static void
fill_rule(apres_build *build, const xmlNode *node, apres_rule *rule)
{
	for (const xmlNode *child = node->children; child != NULL; child = child->next) {
		const char *name = (const char *)child->name;
		if (child->type != XML_ELEMENT_NODE)
			continue;
		if (g_str_equal(name, "hold")) {
			rule->queue = apres_build_attr(child, "queue");
			rule->effect_at = apres_policy_file_at_attribute(build->file,
									 child, "queue");
			rule->receipt = apres_build_attr(child, "receipt");
		} else if (g_str_equal(name, "reply")) {
			rule->kind = APRES_RULE_REPLY;
			rule->template_id = apres_build_attr(child, "template");
			rule->effect_at = apres_policy_file_at_attribute(
				build->file, child, "template");
			if (xmlHasProp(child, (const xmlChar *)"records") != NULL)
				rule->records = APRES_OUTCOME_WITHDRAWN;
		} else if (g_str_equal(name, "nothing-to-answer")) {
			rule->kind = APRES_RULE_NOTHING;
		} else if (g_str_equal(name, "oblige")) {
			g_ptr_array_add(rule->obliges, oblige_of(build, child));
		} else if (g_str_equal(name, "because")) {
			rule->because = apres_build_text(child);
		}
	}
}

/* The three kinds of rules, and what may not be mixed. */
static void
check_shape(apres_build *build, const xmlNode *node, const apres_rule *rule, bool when)
{
	apres_origin at = rule->origin;
	bool answers = xmlHasProp(node, (const xmlChar *)"answers") != NULL;

	if (when == answers)
		apres_build_error(build, "E-RULE", at,
				  "rule '%s' needs exactly one of when and answers",
				  rule->id);
	else if (when && rule->kind != APRES_RULE_WHEN)
		apres_build_error(build, "E-RULE", at,
				  "rule '%s': a rule with when holds or obliges; to "
				  "reply use answers",
				  rule->id);
	else if (answers && rule->queue != NULL)
		apres_build_error(
			build, "E-RULE", at,
			"rule '%s': a rule with answers replies; to hold use when",
			rule->id);
	else if (answers && rule->kind == APRES_RULE_WHEN)
		apres_build_error(build, "E-RULE", at,
				  "rule '%s' needs <reply> or <nothing-to-answer>",
				  rule->id);
	else if (answers && rule->outcomes != 0)
		apres_build_error(build, "E-RULE", at,
				  "rule '%s': how an application ended decides what is "
				  "held, never what is said; use when",
				  rule->id);
	else if (when && rule->queue == NULL && rule->obliges->len == 0)
		apres_build_error(build, "E-RULE", at, "rule '%s' does nothing",
				  rule->id);
	if (rule->because != NULL && *rule->because == '\0')
		apres_build_error(build, "E-RULE", at,
				  "rule '%s': <because> must say why", rule->id);
}

/* The words of the attribute as a set. */
static guint
stages_of(const xmlNode *node)
{
	g_auto(GStrv) words = apres_build_words(node, "stage");
	apres_stage stage;
	guint set = 0;

	for (char **word = words; *word != NULL; word++)
		if (apres_stage_from_string(*word, &stage))
			set |= 1u << stage;
	return set;
}

static guint
outcomes_of(const xmlNode *node)
{
	g_auto(GStrv) words = apres_build_words(node, "outcome");
	apres_case_outcome outcome;
	guint set = 0;

	for (char **word = words; *word != NULL; word++)
		if (apres_case_outcome_from_string(*word, &outcome))
			set |= 1u << outcome;
	return set;
}

void
apres_build_rule(apres_build *build, const xmlNode *node)
{
	g_autofree char *id = apres_build_attr(node, "id");
	GPtrArray *rules = build->policy->rules;
	apres_rule *first = NULL;
	guint at = 0;

	if (id == NULL)
		return;
	for (; at < rules->len && first == NULL; at++)
		if (g_str_equal(((apres_rule *)rules->pdata[at])->id, id))
			first = rules->pdata[at];
	if (!apres_build_may_define(build, node, "rule", id,
				    first ? &first->origin : NULL,
				    first != NULL && first->final))
		return;
	bool when = xmlHasProp(node, (const xmlChar *)"when") != NULL;
	apres_rule *rule =
		apres_rule_new(id, apres_build_at(build, node), APRES_RULE_WHEN);
	const char *attribute = when ? "when" : "answers";
	rule->classes_at = apres_policy_file_at_attribute(build->file, node, attribute);
	g_auto(GStrv) classes = apres_build_words(node, attribute);
	for (char **class = classes; *class != NULL; class ++)
		g_ptr_array_add(rule->classes, g_strdup(*class));
	rule->audiences = apres_build_audiences(node);
	rule->stages = stages_of(node);
	rule->outcomes = outcomes_of(node);
	rule->final = apres_build_yes(node, "final");
	g_auto(GStrv) languages = apres_build_words(node, "language");
	if (languages[0] != NULL) {
		rule->languages = g_ptr_array_new_with_free_func(g_free);
		for (char **language = languages; *language != NULL; language++)
			g_ptr_array_add(rule->languages, g_strdup(*language));
	}
	fill_rule(build, node, rule);
	check_shape(build, node, rule, when);
	if (first == NULL) {
		g_ptr_array_add(rules, rule);
		return;
	}
	apres_rule_free(first);
	rules->pdata[at - 1] = rule;
}

static apres_discloses
discloses_of(const xmlNode *node)
{
	g_autofree char *word = apres_build_attr(node, "discloses");

	for (int i = APRES_DISCLOSES_NOTHING; i < APRES_DISCLOSES_FEEDBACK; i++)
		if (g_strcmp0(word, apres_discloses_to_string((apres_discloses)i)) == 0)
			return (apres_discloses)i;
	return APRES_DISCLOSES_FEEDBACK; /* the most guarded, if in doubt */
}

void
apres_build_template(apres_build *build, const xmlNode *node)
{
	g_autofree char *id = apres_build_attr(node, "id");
	g_autofree char *audience = apres_build_attr(node, "for");
	GPtrArray *templates = build->policy->templates;
	apres_template *first = NULL;

	if (id == NULL)
		return;
	for (guint i = 0; i < templates->len && first == NULL; i++)
		if (g_str_equal(((apres_template *)templates->pdata[i])->id, id))
			first = templates->pdata[i];
	if (!apres_build_may_define(build, node, "template", id,
				    first ? &first->origin : NULL,
				    first != NULL && first->final))
		return;
	apres_template *template =
		first != NULL ? first
			      : apres_template_new(id, apres_build_at(build, node));
	template->origin = apres_build_at(build, node);
	template->audience = g_strcmp0(audience, "internal") == 0
				     ? APRES_AUDIENCE_INTERNAL
				     : APRES_AUDIENCE_EXTERNAL;
	template->discloses = discloses_of(node);
	template->promises_human = xmlHasProp(node, (const xmlChar *)"promises") != NULL;
	template->final = apres_build_yes(node, "final");
	if (first == NULL)
		g_ptr_array_add(templates, template);
	if (g_str_has_prefix(id, "internal-") !=
	    (template->audience == APRES_AUDIENCE_INTERNAL))
		apres_build_error(build, "E-TEMPLATE", template->origin,
				  "template '%s': ids of texts for employees, and only "
				  "those, begin with internal-",
				  id);
	if (template->audience == APRES_AUDIENCE_EXTERNAL &&
	    template->discloses == APRES_DISCLOSES_FEEDBACK)
		apres_build_error(build, "E-DISCLOSES", template->origin,
				  "template '%s': no feedback to external candidates",
				  id);
}

/* The source of a text: its file, or what stands in the element. */
static apres_text *
parse_text(apres_build *build, const xmlNode *node, GError **error)
{
	g_autofree char *file = apres_build_attr(node, "file");
	g_autofree char *path = NULL;

	if (file == NULL) {
		apres_origin at = apres_policy_file_at_content(build->file, node);
		xmlChar *content = xmlNodeGetContent(node);
		const char *source = (const char *)content;
		while (g_ascii_isspace(*source))
			source++;
		apres_text *text = apres_text_parse(at, source, error);
		xmlFree(content);
		return text;
	}
	apres_origin at = apres_policy_file_at_attribute(build->file, node, "file");
	g_autoptr(GBytes) bytes = apres_build_read(build, file, &path, at);
	if (bytes == NULL)
		return NULL;
	gsize len;
	const char *data = g_bytes_get_data(bytes, &len);
	g_autofree char *source = g_strndup(data != NULL ? data : "", len);
	apres_text *text = apres_text_parse((apres_origin){ path, 1, 1 }, source, error);
	if (text != NULL)
		text->file = g_steal_pointer(&path);
	return text;
}

void
apres_build_text_of(apres_build *build, const xmlNode *node)
{
	g_autofree char *id = apres_build_attr(node, "template");
	g_autofree char *language = apres_build_attr(node, "lang");
	g_autoptr(GError) error = NULL;
	apres_template *template = NULL;

	if (id == NULL || language == NULL)
		return;
	for (guint i = 0; i < build->policy->templates->len; i++)
		if (g_str_equal(
			    ((apres_template *)build->policy->templates->pdata[i])->id,
			    id))
			template = build->policy->templates->pdata[i];
	if (template == NULL) {
		apres_check_missing(
			build,
			apres_policy_file_at_attribute(build->file, node, "template"),
			"text in", language, "template", id, build->policy->templates);
		return;
	}
	g_autoptr(apres_text) text = parse_text(build, node, &error);
	if (error != NULL)
		apres_findings_add_placed(build->findings, "E-TEXT",
					  apres_build_at(build, node), error->message);
	if (text == NULL)
		return;
	text->template_id = g_strdup(id);
	text->language = g_intern_string(language);
	text->origin = apres_build_at(build, node);
	text->keeps_in_mind = apres_consent_wanted(text);
	for (guint i = 0; i < template->texts->len; i++) {
		apres_text *first = template->texts->pdata[i];
		if (first->language != text->language)
			continue;
		if (apres_build_may_define(build, node, "text", id, &first->origin,
					   false)) {
			apres_text_free(first);
			template->texts->pdata[i] = g_steal_pointer(&text);
		}
		return;
	}
	g_ptr_array_add(template->texts, g_steal_pointer(&text));
}

void
apres_build_test(apres_build *build, const xmlNode *node)
{
	apres_policy_test *test = apres_policy_test_new(apres_build_at(build, node));
	g_autofree char *mail = apres_build_attr(node, "mail");

	test->id = apres_build_attr(node, "id");
	test->says = apres_build_attr(node, "says");
	if (test->says == NULL)
		test->says = apres_build_text(node);
	test->subject = apres_build_attr(node, "subject");
	test->from = apres_build_attr(node, "from");
	test->proven = apres_build_yes(node, "proven");
	test->mail = mail != NULL ? g_build_filename(build->folder, mail, NULL) : NULL;
	test->quotes = apres_build_attr(node, "quotes");
	test->expect = apres_build_attr(node, "expect");
	g_autofree char *stage = apres_build_attr(node, "stage");
	g_autofree char *outcome = apres_build_attr(node, "outcome");
	apres_stage_from_string(stage, &test->stage);
	apres_case_outcome_from_string(outcome, &test->outcome);
	test->at_text = apres_build_attr(node, "at");
	g_ptr_array_add(build->policy->tests, test);
}
