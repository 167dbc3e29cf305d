/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A mutant is an element and another in its place.  The trees of the company's files
 * stay on the shelf; to load a mutant, the two change places for that time.
 */
#include "config.h"
#include "policy/mutant.h"

#include <stdlib.h>
#include <string.h>

#include "policy/build.h"

/* Of a pattern, on screens. */
#define SHOWN_CHARS 40
/* A pattern that is in every text but the empty one. */
#define ANYTHING "[\\s\\S]+"

struct apres_mutants {
	const apres_policy *policy;
	apres_shelf *shelf;
	const apres_policy_file *file; /* which is being looked through */
	GPtrArray *all;                /* apres_mutant */
};

static void
free_mutant(gpointer data)
{
	apres_mutant *mutant = data;

	/* The other one stands in its tree. */
	xmlFreeNode(mutant->instead);
	g_free(mutant->what);
	g_free(mutant->survives);
	g_free(mutant->rule);
	g_free(mutant->also);
	g_free(mutant);
}

static apres_mutant *add(apres_mutants *m, xmlNode *node, xmlNode *instead,
			 const char *fmt, ...) G_GNUC_PRINTF(4, 5);

static apres_mutant *
add(apres_mutants *m, xmlNode *node, xmlNode *instead, const char *fmt, ...)
{
	apres_mutant *mutant = g_new0(apres_mutant, 1);
	va_list ap;

	mutant->origin = apres_policy_file_at(m->file, node);
	mutant->survives = apres_build_attr(node, "survives");
	mutant->node = node;
	mutant->instead = instead;
	va_start(ap, fmt);
	mutant->what = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	g_ptr_array_add(m->all, mutant);
	return mutant;
}

static xmlNode *
copy_of(xmlNode *node)
{
	return xmlDocCopyNode(node, node->doc, 1);
}

/* A copy of NODE with another value of an attribute; NULL = without it. */
static xmlNode *
with(xmlNode *node, const char *attribute, const char *value)
{
	xmlNode *copy = copy_of(node);

	if (value == NULL)
		xmlUnsetProp(copy, (const xmlChar *)attribute);
	else
		xmlSetProp(copy, (const xmlChar *)attribute, (const xmlChar *)value);
	return copy;
}

/* A copy of NODE, what is inside as well, by another name. */
static xmlNode *
renamed(xmlNode *node, const char *name)
{
	xmlNode *copy = copy_of(node);

	xmlNodeSetName(copy, (const xmlChar *)name);
	return copy;
}

static xmlNode *
nothing(const xmlNode *node)
{
	return xmlNewDocText(node->doc, (const xmlChar *)"");
}

/* ---- what is changed ---- */

/* WORDS but for the one that is OMITTED, and one MORE; either NULL. */
static char *
join(char **words, const char *omitted, const char *more)
{
	g_autoptr(GString) list = g_string_new(more);

	for (char **word = words; *word != NULL; word++)
		if (g_strcmp0(*word, omitted) != 0)
			g_string_append_printf(list, "%s%s", list->len > 0 ? " " : "",
					       *word);
	return g_string_free(g_steal_pointer(&list), FALSE);
}

/* Other classes make no rule an answer of more. */
static bool
may_be_answered(const apres_class *class)
{
	return !class->background && !class->part && !class->never_automatic;
}

static void
widen(apres_mutants *m, xmlNode *node, const char *id)
{
	g_auto(GStrv) answers = apres_build_words(node, "answers");

	for (guint i = 0; answers[0] != NULL && i < m->policy->classes->len; i++) {
		const apres_class *class = m->policy->classes->pdata[i];
		if (!may_be_answered(class) ||
		    g_strv_contains((const char *const *)answers, class->id))
			continue;
		g_autofree char *list = join(answers, NULL, class->id);
		apres_mutant *mutant = add(m, node, with(node, "answers", list),
					   "rule '%s' also answers '%s'", id, class->id);
		mutant->rule = g_strdup(id);
		mutant->also = g_strdup(class->id);
	}
}

static void
narrow(apres_mutants *m, xmlNode *node, const char *id)
{
	g_auto(GStrv) when = apres_build_words(node, "when");

	/* Without any class the rule is not there, which is tried as well. */
	for (char **word = when; g_strv_length(when) > 1 && *word != NULL; word++) {
		g_autofree char *list = join(when, *word, NULL);
		add(m, node, with(node, "when", list), "rule '%s' is not for '%s'", id,
		    *word);
	}
}

static void
drop_audience(apres_mutants *m, xmlNode *node, const char *id)
{
	if (xmlHasProp(node, (const xmlChar *)"audience") != NULL)
		add(m, node, with(node, "audience", NULL), "%s '%s' is of every audience",
		    (const char *)node->name, id);
}

/* ATTRIBUTE asks of the case what need not be so. */
static void
drop_case(apres_mutants *m, xmlNode *node, const char *id, const char *attribute)
{
	if (xmlHasProp(node, (const xmlChar *)attribute) != NULL)
		add(m, node, with(node, attribute, NULL), "rule '%s' is of every %s", id,
		    attribute);
}

static void
change_rule(apres_mutants *m, xmlNode *node)
{
	g_autofree char *id = apres_build_attr(node, "id");

	add(m, node, nothing(node), "rule '%s' is not there", id);
	widen(m, node, id);
	narrow(m, node, id);
	drop_audience(m, node, id);
	drop_case(m, node, id, "stage");
	drop_case(m, node, id, "outcome");
}

static void
change_class(apres_mutants *m, xmlNode *node)
{
	g_autofree char *id = apres_build_attr(node, "id");

	drop_audience(m, node, id);
}

static void
change_clause(apres_mutants *m, xmlNode *node)
{
	g_autofree char *id = apres_build_attr(node, "id");

	add(m, node, nothing(node), "clause '%s' is not there", id);
}

static void
change_oblige(apres_mutants *m, xmlNode *node)
{
	g_autofree char *kind = apres_build_attr(node, "kind");
	g_autofree char *id = apres_build_attr(node->parent, "id");

	if (g_str_equal((const char *)node->parent->name, "rule"))
		add(m, node, nothing(node), "rule '%s' opens no %s", id, kind);
}

static void
change_pattern(apres_mutants *m, xmlNode *node)
{
	g_autofree char *file = apres_build_attr(node, "file");
	g_autofree char *text = file == NULL ? apres_build_text(node) : NULL;
	const char *says = file != NULL ? file : text;
	bool long_one = g_utf8_strlen(says, -1) > SHOWN_CHARS;
	g_autofree char *start = g_utf8_substring(says, 0, long_one ? SHOWN_CHARS : -1);
	const char *more = long_one ? "..." : "";
	xmlNode *never = xmlNewDocNode(node->doc, node->ns, (const xmlChar *)"any", NULL);
	xmlNode *always = renamed(node, "re");

	xmlNodeSetContent(always, (const xmlChar *)ANYTHING);
	add(m, node, never, "'%s%s' never matches", start, more);
	add(m, node, always, "'%s%s' always matches", start, more);
}

static void
change_not(apres_mutants *m, xmlNode *node)
{
	add(m, node, renamed(node, "any"), "<not> is dropped");
}

/* VALUE with the number at [FROM, TO) changed by STEP, as wide as it was. */
static char *
stepped(const char *value, gsize from, gsize to, int step)
{
	gint64 number = g_ascii_strtoll(value + from, NULL, 10) + step;

	return number < 0 ? NULL
			  : g_strdup_printf("%.*s%0*" G_GINT64_FORMAT "%s", (int)from,
					    value, (int)(to - from), number, value + to);
}

static void
change_number(apres_mutants *m, xmlNode *node, const char *attribute, const char *value,
	      gsize from, gsize to)
{
	for (int step = -1; step <= 1; step += 2) {
		g_autofree char *other = stepped(value, from, to, step);
		if (other != NULL)
			add(m, node, with(node, attribute, other),
			    "%s=\"%s\" instead of \"%s\"", attribute, other, value);
	}
}

/* Attributes that are numbers, in whatever element. */
static const char *const numbers[] = { "due",           "wait",
				       "between",       "max-words",
				       "per-candidate", "unexplained-sentences",
				       "per-thread",    "unexplained-questions",
				       "per-company",   "others",
				       "at-least",      "at-most",
				       "within",        "fresh" };

static void
change_numbers(apres_mutants *m, xmlNode *node)
{
	static const char digits[] = "0123456789";

	for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
		g_autofree char *value = apres_build_attr(node, numbers[i]);
		gsize from = value != NULL ? strcspn(value, digits) : 0;
		while (value != NULL && value[from] != '\0') {
			gsize to = from + strspn(value + from, digits);
			change_number(m, node, numbers[i], value, from, to);
			from = to + strcspn(value + to, digits);
		}
	}
}

static const struct {
	const char *element;
	void (*change)(apres_mutants *m, xmlNode *node);
} changes[] = {
	{ "rule", change_rule },      { "oblige", change_oblige },
	{ "class", change_class },    { "not", change_not },
	{ "phrase", change_pattern }, { "re", change_pattern },
	{ "words", change_pattern },  { "likeness", change_pattern },
	{ "retain", change_clause },  { "clock", change_clause },
	{ "require", change_clause }, { "forbid", change_clause },
};

static void
look_through(apres_mutants *m, xmlNode *parent)
{
	for (xmlNode *node = parent->children; node != NULL; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		for (gsize i = 0; i < G_N_ELEMENTS(changes); i++)
			if (g_str_equal((const char *)node->name, changes[i].element))
				changes[i].change(m, node);
		change_numbers(m, node);
		look_through(m, node);
	}
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
look_through_all(apres_mutants *m)
{
	guint count = 0;
	g_autofree char **names =
		(char **)g_hash_table_get_keys_as_array(m->shelf->own, &count);

	qsort(names, count, sizeof *names, by_name);
	for (guint i = 0; i < count; i++) {
		m->file = g_hash_table_lookup(m->shelf->own, names[i]);
		look_through(m, apres_policy_file_root(m->file));
	}
}

/* ---- for use ---- */

apres_mutants *
apres_mutants_new(const apres_policy *policy, GError **error)
{
	g_autoptr(apres_mutants) m = g_new0(apres_mutants, 1);

	m->policy = policy;
	m->all = g_ptr_array_new_with_free_func(free_mutant);
	m->shelf = apres_shelf_new();
	m->shelf->like = policy->classifier;
	g_autoptr(apres_policy) again =
		apres_policy_load_with(m->shelf, policy->file, NULL, error);
	if (again == NULL)
		return NULL;
	look_through_all(m);
	return g_steal_pointer(&m);
}

void
apres_mutants_free(apres_mutants *mutants)
{
	if (mutants == NULL)
		return;
	g_ptr_array_unref(mutants->all);
	apres_shelf_free(mutants->shelf);
	g_free(mutants);
}

guint
apres_mutants_count(const apres_mutants *mutants)
{
	return mutants->all->len;
}

const apres_mutant *
apres_mutants_at(const apres_mutants *mutants, guint i)
{
	return mutants->all->pdata[i];
}

apres_policy *
apres_mutants_load(apres_mutants *mutants, guint i, GPtrArray **findings_out,
		   GError **error)
{
	const apres_mutant *mutant = mutants->all->pdata[i];

	xmlReplaceNode(mutant->node, mutant->instead);
	apres_policy *policy = apres_policy_load_with(
		mutants->shelf, mutants->policy->file, findings_out, error);
	xmlReplaceNode(mutant->instead, mutant->node);
	return policy;
}
