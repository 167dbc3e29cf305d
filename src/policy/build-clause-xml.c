/* SPDX-License-Identifier: Apache-2.0 */
/* <retain>, <clock>, <require>, <forbid>: what the law of a place asks. */
#include "config.h"
#include "policy/build.h"

#include "util/nearest.h"

static apres_clause_kind
kind_of(const xmlNode *node)
{
	for (int i = APRES_CLAUSE_RETAIN; i < APRES_CLAUSE_FORBID; i++)
		if (g_str_equal((const char *)node->name,
				apres_clause_kind_to_string((apres_clause_kind)i)))
			return (apres_clause_kind)i;
	return APRES_CLAUSE_FORBID;
}

static apres_event
event_of(const xmlNode *node)
{
	g_autofree char *name = apres_build_attr(node, "from");

	for (int i = 0; i < APRES_EVENT_COUNT_; i++)
		if (g_strcmp0(name, apres_event_to_string((apres_event)i)) == 0)
			return (apres_event)i;
	return APRES_EVENT_RECORD;
}

/* The schema has let only lengths through. */
static bool
length_of(const xmlNode *node, const char *attribute, apres_duration *length_out)
{
	g_autofree char *text = apres_build_attr(node, attribute);

	return text != NULL && apres_duration_parse(text, length_out);
}

static void
take_retain(apres_build *build, const xmlNode *node, apres_clause *clause)
{
	g_auto(GStrv) records = apres_build_words(node, "records");

	for (char **record = records; *record != NULL; record++)
		for (guint i = 0; i < APRES_RECORD_COUNT_; i++)
			if (g_str_equal(*record, apres_record_kind_to_string(
							 (apres_record_kind)i)))
				clause->records |= 1u << i;
	clause->has_floor = length_of(node, "at-least", &clause->floor);
	clause->has_ceiling = length_of(node, "at-most", &clause->ceiling);
	if (!clause->has_floor && !clause->has_ceiling)
		apres_build_error(build, "E-RETAIN", clause->origin,
				  "'%s': say at-least=\"1y\", at-most=\"6mo\" or both",
				  clause->id);
}

static void
take_clock(apres_build *build, const xmlNode *node, apres_clause *clause)
{
	g_autofree char *name = apres_build_attr(node, "for");

	for (int i = 0; i < APRES_CLOCK_COUNT_; i++)
		if (g_strcmp0(name, apres_clock_kind_to_string((apres_clock_kind)i)) == 0)
			clause->clock = (apres_clock_kind)i;
	if (!length_of(node, "within", &clause->within))
		return;
	clause->queue = apres_build_attr(node, "queue");
	clause->queue_at = apres_policy_file_at_attribute(build->file, node, "queue");
	if (clause->queue != NULL && clause->from != APRES_EVENT_REQUEST)
		apres_build_error(
			build, "E-CLOCK",
			apres_policy_file_at_attribute(build->file, node, "from"),
			"'%s': what waits in a queue is due from its mail on: say "
			"from=\"request\", or leave out queue",
			clause->id);
}

static void
take_value(apres_build *build, const xmlNode *node, apres_clause *clause)
{
	g_autofree char *name = apres_build_attr(node, "value");
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	apres_value value;

	if (name == NULL)
		return;
	if (apres_value_find(name, &value)) {
		clause->value = (int)value;
		return;
	}
	for (int i = 0; i < APRES_VALUE_COUNT_; i++)
		g_ptr_array_add(names, (gpointer)apres_value_name((apres_value)i));
	const char *nearest = apres_nearest(name, names);
	apres_build_error(build, "E-REF",
			  apres_policy_file_at_attribute(build->file, node, "value"),
			  "'%s': no such placeholder: '%s'%s%s", clause->id, name,
			  nearest != NULL ? "; nearest: " : "",
			  nearest != NULL ? nearest : "");
}

/* What <require> and <forbid> share. */
static void
take_texts(apres_build *build, const xmlNode *node, apres_clause *clause)
{
	g_autofree char *language = apres_build_attr(node, "lang");

	clause->template_id = apres_build_attr(node, "template");
	clause->template_at =
		apres_policy_file_at_attribute(build->file, node, "template");
	clause->language = language != NULL ? g_intern_string(language) : NULL;
	for (const xmlNode *child = node->children; child != NULL; child = child->next)
		if (child->type == XML_ELEMENT_NODE &&
		    !g_str_equal((const char *)child->name, "because"))
			g_ptr_array_add(clause->phrases,
					apres_build_phrase(build, child));
	if (clause->kind == APRES_CLAUSE_REQUIRE)
		take_value(build, node, clause);
	if (clause->phrases->len > 0 ||
	    xmlHasProp(node, (const xmlChar *)"value") != NULL)
		return;
	if (clause->kind == APRES_CLAUSE_REQUIRE)
		apres_build_error(build, "E-REQUIRE", clause->origin,
				  "'%s' requires nothing: say value=\"PLACEHOLDER\" or "
				  "<phrase>",
				  clause->id);
	else if (clause->template_id == NULL)
		apres_build_error(build, "E-FORBID", clause->origin,
				  "'%s' forbids nothing: say template=\"ID\" or <phrase>",
				  clause->id);
}

/* A company may just want something; a pack says which law does. */
static void
take_reasons(apres_build *build, const xmlNode *node, apres_clause *clause)
{
	clause->source = apres_build_attr(node, "source");
	for (const xmlNode *child = node->children; child != NULL; child = child->next)
		if (child->type == XML_ELEMENT_NODE &&
		    g_str_equal((const char *)child->name, "because"))
			clause->because = apres_build_text(child);
	if (clause->because == NULL || *clause->because == '\0')
		apres_build_error(build, "E-BECAUSE", clause->origin,
				  "'%s': <because> must say why", clause->id);
	if (!clause->own && (clause->source == NULL || *clause->source == '\0'))
		apres_build_error(build, "E-SOURCE", clause->origin,
				  "'%s': a pack says which law: source=\"STATUTE, "
				  "ARTICLE\"",
				  clause->id);
}

/* Where the clause of this id is, or the end. */
static guint
index_of(const GPtrArray *clauses, const char *id)
{
	guint at = 0;

	while (at < clauses->len &&
	       !g_str_equal(((const apres_clause *)clauses->pdata[at])->id, id))
		at++;
	return at;
}

void
apres_build_clause(apres_build *build, const xmlNode *node)
{
	g_autofree char *id = apres_build_attr(node, "id");
	GPtrArray *clauses = build->policy->clauses;

	if (id == NULL)
		return;
	guint at = index_of(clauses, id);
	apres_clause *first = at < clauses->len ? clauses->pdata[at] : NULL;
	if (!apres_build_may_define(build, node, "clause", id,
				    first != NULL ? &first->origin : NULL,
				    first != NULL && first->final))
		return;
	apres_clause *clause =
		apres_clause_new(id, kind_of(node), apres_build_at(build, node));
	clause->final = apres_build_yes(node, "final");
	clause->public_only = xmlHasProp(node, (const xmlChar *)"sector") != NULL;
	clause->own = build->layer == APRES_LAYER_COMPANY;
	clause->from = event_of(node);
	take_reasons(build, node, clause);
	switch (clause->kind) {
	case APRES_CLAUSE_RETAIN: take_retain(build, node, clause); break;
	case APRES_CLAUSE_CLOCK: take_clock(build, node, clause); break;
	case APRES_CLAUSE_REQUIRE:
	case APRES_CLAUSE_FORBID: take_texts(build, node, clause); break;
	}
	if (first != NULL) {
		clauses->pdata[at] = clause;
		apres_clause_free(first);
	} else {
		g_ptr_array_add(clauses, clause);
	}
}
