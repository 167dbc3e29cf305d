/* SPDX-License-Identifier: Apache-2.0 */
/* <class>, <extend>, <language>: what a message asks or is. */
#include "config.h"
#include "policy/build.h"

#include <stdio.h>
#include <string.h>

#include "classify/pattern.h"
#include "util/text.h"
#include "util/nearest.h"

/* What patterns inherit from the elements around them. */
typedef struct scope {
	guint fields;
	char *header;
	const char *language;
} scope;

static guint
fields_of(const xmlNode *node, guint inherited)
{
	g_auto(GStrv) words = apres_build_words(node, "field");
	guint fields = 0;

	for (char **word = words; *word != NULL; word++) {
		apres_field field;
		if (apres_field_from_string(*word, &field))
			fields |= 1u << field;
	}
	return fields != 0 ? fields : inherited;
}

static void
scope_clear(scope *s)
{
	g_free(s->header);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(scope, scope_clear)

/* SCOPE as changed by NODE. */
static scope
narrow(const xmlNode *node, const scope *outer)
{
	g_autofree char *language = apres_build_attr(node, "lang");
	g_autofree char *header = apres_build_attr(node, "header");
	scope inner = { .fields = fields_of(node, outer->fields),
			.header = g_strdup(header != NULL ? header : outer->header),
			.language = language != NULL ? g_intern_string(language)
						     : outer->language };

	return inner;
}

/* How many characters of COND's source stand before LINE and COLUMN. */
static gsize
chars_before(const apres_cond *cond, int line, int column)
{
	apres_origin at = cond->origin;
	gsize count = 0;

	for (const char *p = cond->source;
	     *p != '\0' && (at.line < line || (at.line == line && at.column < column));
	     p = g_utf8_next_char(p), count++) {
		at.column = *p == '\n' ? 1 : at.column + 1;
		at.line += *p == '\n';
	}
	return count;
}

/* Each broken expression of a company is said, where it stands in the file: an entity
 * before the fault is more characters there than in the expression. */
static void
check_pattern(apres_build *build, const xmlNode *node, const apres_cond *cond)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_pattern) pattern = apres_pattern_compile(cond, &error);
	g_auto(GStrv) parts =
		g_strsplit(error != NULL ? error->message : "", ": error: ", 2);
	int line, column;

	if (pattern != NULL || g_strv_length(parts) < 2)
		return;
	const char *place = parts[0] + strlen(cond->origin.file);
	if (sscanf(place, ":%d:%d", &line, &column) == 2)
		apres_build_error(
			build, "E-REGEX",
			apres_policy_file_at_char(build->file, node,
						  chars_before(cond, line, column)),
			"%s", parts[1]);
}

static apres_cond *
pattern_of(apres_build *build, const xmlNode *node, const scope *inner, bool literal)
{
	apres_cond *cond = apres_cond_new(
		APRES_COND_PATTERN, apres_policy_file_at_content(build->file, node));

	cond->source = apres_build_text(node);
	cond->literal = literal;
	cond->fields = inner->fields;
	cond->header = g_strdup(inner->header);
	cond->language = inner->language;
	if (*cond->source == '\0')
		apres_build_error(build, "E-REGEX", apres_build_at(build, node),
				  "an empty pattern would match everything");
	if ((inner->fields & 1u << APRES_FIELD_HEADER) != 0 && inner->header == NULL)
		apres_build_error(build, "E-SCHEMA", apres_build_at(build, node),
				  "field=\"header\" needs header=\"NAME\"");
	if (!build->embedded && build->known == NULL && *cond->source != '\0')
		check_pattern(build, node, cond);
	return cond;
}

apres_cond *
apres_build_phrase(apres_build *build, const xmlNode *node)
{
	const scope anywhere = { .fields = 1u << APRES_FIELD_TEXT };

	return pattern_of(build, node, &anywhere, *node->name == 'p');
}

/* <words>, <likeness>: what a file holds.  A table is of whole mails: of the text. */
static apres_cond *
list_of(apres_build *build, const xmlNode *node, const scope *inner)
{
	bool words = *node->name == 'w';
	apres_cond *cond = words ? apres_build_word_list(build, node)
				 : apres_build_likeness(build, node);

	cond->fields = words ? inner->fields : 1u << APRES_FIELD_TEXT;
	cond->language = inner->language;
	return cond;
}

static void add_conditions(apres_build *build, const xmlNode *node, const scope *outer,
			   GPtrArray *into);

static apres_cond *
condition_of(apres_build *build, const xmlNode *node, const scope *outer)
{
	static const struct {
		const char *name;
		apres_cond_kind kind;
	} groups[] = { { "any", APRES_COND_ANY },
		       { "all", APRES_COND_ALL },
		       { "not", APRES_COND_NOT },
		       { "sentence", APRES_COND_SENTENCE } };
	const char *name = (const char *)node->name;
	g_auto(scope) inner = narrow(node, outer);

	if (g_str_equal(name, "phrase") || g_str_equal(name, "re"))
		return pattern_of(build, node, &inner, *name == 'p');
	if (g_str_equal(name, "words") || g_str_equal(name, "likeness"))
		return list_of(build, node, &inner);
	if (g_str_equal(name, "class-ref")) {
		apres_cond *ref = apres_cond_new(
			APRES_COND_CLASS,
			apres_policy_file_at_attribute(build->file, node, "ref"));
		ref->class_ref = apres_build_attr(node, "ref");
		return ref;
	}
	for (guint i = 0; i < G_N_ELEMENTS(groups); i++) {
		if (!g_str_equal(name, groups[i].name))
			continue;
		apres_cond *group =
			apres_cond_new(groups[i].kind, apres_build_at(build, node));
		add_conditions(build, node, &inner, group->children);
		return group;
	}
	return NULL; /* <note>, or what the schema has refused */
}

static void
add_conditions(apres_build *build, const xmlNode *node, const scope *outer,
	       GPtrArray *into)
{
	for (const xmlNode *child = node->children; child != NULL; child = child->next) {
		apres_cond *cond = child->type == XML_ELEMENT_NODE
					   ? condition_of(build, child, outer)
					   : NULL;
		if (cond != NULL)
			g_ptr_array_add(into, cond);
	}
}

/* The language of a whole file is that of its patterns only in a language pack. */
static scope
outermost(const apres_build *build, const xmlNode *node)
{
	g_autofree char *language = apres_build_attr(node->parent, "lang");
	bool speaks = build->layer != APRES_LAYER_BASE;
	scope outer = { .fields = 1u << APRES_FIELD_SUBJECT | 1u << APRES_FIELD_TEXT,
			.language = speaks ? g_intern_string(language) : NULL };

	return outer;
}

static int
index_of_class(const apres_policy *policy, const char *id)
{
	for (guint i = 0; i < policy->classes->len; i++)
		if (g_str_equal(((const apres_class *)policy->classes->pdata[i])->id, id))
			return (int)i;
	return -1;
}

/* What the class means, in a sentence: for those who read the policy. */
static void
take_note(apres_build *build, const xmlNode *node, const char *id)
{
	g_hash_table_remove(build->policy->notes, id);
	for (const xmlNode *child = node->children; child != NULL; child = child->next)
		if (child->type == XML_ELEMENT_NODE &&
		    g_str_equal((const char *)child->name, "note"))
			g_hash_table_replace(build->policy->notes, g_strdup(id),
					     apres_build_text(child));
}

void
apres_build_class(apres_build *build, const xmlNode *node)
{
	g_autofree char *id = apres_build_attr(node, "id");
	GPtrArray *classes = build->policy->classes;
	scope outer = outermost(build, node);

	if (id == NULL)
		return;
	int at = index_of_class(build->policy, id);
	apres_class *first = at >= 0 ? classes->pdata[at] : NULL;
	if (!apres_build_may_define(build, node, "class", id,
				    first != NULL ? &first->origin : NULL,
				    first != NULL && first->final))
		return;
	apres_class *class = apres_class_new(id, apres_build_at(build, node));
	g_auto(scope) inner = narrow(node, &outer);
	class->cond = apres_cond_new(APRES_COND_ANY, class->origin);
	add_conditions(build, node, &inner, class->cond->children);
	class->background = apres_build_yes(node, "background");
	class->part = apres_build_yes(node, "part");
	class->never_automatic = apres_build_yes(node, "never-automatic");
	class->final = apres_build_yes(node, "final");
	class->audiences = apres_build_audiences(node);
	take_note(build, node, id);
	if (first == NULL) {
		g_ptr_array_add(classes, class);
		return;
	}
	apres_class_free(first);
	classes->pdata[at] = class;
}

void
apres_build_extend(apres_build *build, const xmlNode *node)
{
	g_autofree char *id = apres_build_attr(node, "class");
	scope outer = outermost(build, node);

	if (id == NULL)
		return;
	int at = index_of_class(build->policy, id);
	if (at < 0) {
		g_autoptr(GPtrArray) names = g_ptr_array_new();
		for (guint i = 0; i < build->policy->classes->len; i++)
			g_ptr_array_add(
				names,
				((apres_class *)build->policy->classes->pdata[i])->id);
		const char *nearest = apres_nearest(id, names);
		apres_build_error(
			build, "E-REF",
			apres_policy_file_at_attribute(build->file, node, "class"),
			"class '%s' is not defined%s%s", id,
			nearest != NULL ? "; nearest: " : "",
			nearest != NULL ? nearest : "");
		return;
	}
	apres_class *class = build->policy->classes->pdata[at];
	g_auto(scope) inner = narrow(node, &outer);
	/* More words for what is already there: "any" takes them, whatever else it holds.
	 */
	add_conditions(build, node, &inner, class->cond->children);
}

static apres_language *
language_for(apres_build *build, const char *tag)
{
	GPtrArray *languages = build->policy->languages;

	for (guint i = 0; i < languages->len; i++)
		if (g_str_equal(((apres_language *)languages->pdata[i])->tag, tag))
			return languages->pdata[i];
	apres_language *language = apres_language_new(tag);
	g_ptr_array_add(languages, language);
	return language;
}

void
apres_build_language(apres_build *build, const xmlNode *node)
{
	g_autofree char *tag = apres_build_attr(node, "lang");
	g_autofree char *pack = g_strdup_printf("lang-%s", tag != NULL ? tag : "");
	scope outer = { .fields = 1u << APRES_FIELD_TEXT,
			.language = g_intern_string(tag != NULL ? tag : "") };

	if (tag == NULL)
		return;
	apres_language *language = language_for(build, tag);
	language->automatic |= g_hash_table_contains(build->automatic, pack);
	for (const xmlNode *child = node->children; child != NULL; child = child->next) {
		if (child->type != XML_ELEMENT_NODE)
			continue;
		if (g_str_equal((const char *)child->name, "question"))
			add_conditions(build, child, &outer, build->policy->questions);
		if (!g_str_equal((const char *)child->name, "stopwords"))
			continue;
		g_autofree char *text = apres_build_text(child);
		g_autoptr(apres_folded) folded = apres_fold(text, strlen(text));
		g_auto(GStrv) words = g_strsplit_set(folded->text, " \n", -1);
		for (char **word = words; *word != NULL; word++)
			if (**word != '\0')
				apres_language_add_stopword(language, *word);
	}
}
