/* SPDX-License-Identifier: Apache-2.0 */
/* XSD at run time: of libxml2's validators the one that names the fault and what is
 * allowed. */
#include "config.h"
#include "policy/schema-xml.h"

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#include "policy/embedded.h"
#include "util/nearest.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlSchema, xmlSchemaFree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlSchemaParserCtxt, xmlSchemaFreeParserCtxt)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlSchemaValidCtxt, xmlSchemaFreeValidCtxt)

typedef struct check_state {
	const apres_policy_file *file;
	GPtrArray *findings;
} check_state;

/* The schema imports xml.xsd by name; it and nothing else is served, from memory. */
static xmlParserInput *
load_embedded(const char *url, const char *id G_GNUC_UNUSED, xmlParserCtxt *parser)
{
	g_autofree char *name = url != NULL ? g_path_get_basename(url) : NULL;
	GBytes *bytes = name != NULL ? apres_embedded_find(name) : NULL;
	gsize len;

	if (bytes == NULL)
		return NULL;
	const char *data = g_bytes_get_data(bytes, &len);
	xmlParserInputBuffer *buffer =
		xmlParserInputBufferCreateMem(data, (int)len, XML_CHAR_ENCODING_UTF8);
	return buffer != NULL
		       ? xmlNewIOInputStream(parser, buffer, XML_CHAR_ENCODING_NONE)
		       : NULL;
}

/* "{urn:...}rule" -> "rule": the namespace is always the same, and noise. */
static char *
without_namespace(const char *message)
{
	g_autoptr(GString) text = g_string_new(message);

	g_string_replace(text, "{" APRES_POLICY_NAMESPACE "}", "", 0);
	g_string_replace(text, "{http://www.w3.org/XML/1998/namespace}", "xml:", 0);
	return g_strstrip(g_string_free(g_steal_pointer(&text), FALSE));
}

/* The text between "attribute '" and the next quote; NULL if no attribute is named. */
static char *
attribute_in(const char *message)
{
	const char *at = strstr(message, "ttribute '");

	if (at == NULL)
		return NULL;
	at += strlen("ttribute '");
	const char *end = strchr(at, '\'');
	return end != NULL ? g_strndup(at, (gsize)(end - at)) : NULL;
}

/* The word of NAMES (divided by spaces) that was probably meant; borrowed from WORDS. */
static const char *
nearest_of(const char *names, const char *wrong, GStrv *words)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new();

	*words = g_strsplit(names, " ", -1);
	for (char **word = *words; *word != NULL; word++)
		g_ptr_array_add(list, *word);
	return apres_nearest(wrong, list);
}

/* Attributes of all elements, for "did you mean". */
static const char attributes[] =
	"id pack auto sha256 name careers timezone particulars adjustments privacy hr "
	"domain proof header owner due remind escalate-to after urgent owner-name "
	"between days wait "
	"max-words unexplained-sentences unexplained-questions per-candidate per-thread "
	"per-company background part never-automatic audience field class ref when "
	"answers "
	"language queue receipt template kind to for discloses promises file final "
	"override "
	"says mail subject from proven quotes at expect base checks on others not-after "
	"reviewed review-by as-of by sector source records at-least at-most within value "
	"min max title survives fresh stage outcome records xml:lang";

#define CONDITIONS "phrase re words likeness any all not sentence class-ref"

/* What may stand in an element, in the order in which it may. */
static const struct {
	const char *parent, *children;
} allowed[] = {
	{ "policy",
	  "use company contacts people queue debrief send limits cases trust calendar "
	  "language class extend rule template text wording test never always "
	  "retain clock require forbid" },
	{ "class", "note " CONDITIONS },
	{ "extend", CONDITIONS },
	{ "any", CONDITIONS },
	{ "all", CONDITIONS },
	{ "not", CONDITIONS },
	{ "sentence", CONDITIONS },
	{ "rule", "hold reply nothing-to-answer oblige because" },
	{ "never", "reply nothing-to-answer because" },
	{ "always", "hold oblige because" },
	{ "trust", "because" },
	{ "retain", "because" },
	{ "clock", "because" },
	{ "require", "phrase re because" },
	{ "forbid", "phrase re because" },
	{ "calendar", "holiday" },
	{ "queue", "escalate" },
	{ "debrief", "escalate" },
	{ "language", "stopwords question" },
	{ "question", "phrase re" },
};

/* What a value looks like, where the schema has only an expression for it. */
static const struct {
	const char *attribute, *write;
} values[] = {
	{ "due", "30min, 4h, 2d or 2bd (working days)" },
	{ "remind", "\"2bd 4h\": how long before it is due, at most four" },
	{ "after", "30min, 4h, 2d or 2bd (working days)" },
	{ "fresh", "30min, 4h, 2d or 2bd (working days)" },
	{ "between", "\"08:00 18:00\"" },
	{ "wait", "30min" },
	{ "max-words", "a number, or any" },
	{ "min", "parts of 100: 0 to 100" },
	{ "max", "parts of 100: 0 to 100" },
	{ "unexplained-sentences", "a number, or any" },
	{ "unexplained-questions", "a number, or any" },
	{ "per-candidate", "3/7d: how many in which time" },
	{ "per-thread", "1/7d: how many in which time" },
	{ "per-company", "200/1h: how many in which time" },
	{ "sha256", "the 64 hexadecimal digits that sha256sum prints" },
	{ "owner", "an address: name@acme.example" },
	{ "escalate-to", "an address: name@acme.example" },
	{ "to", "an address: name@acme.example" },
	{ "from", "an address or a domain: name@acme.example, acme.example" },
	{ "others", "0, 1, 2 or 3" },
	{ "on", "a date: 2026-12-28" },
	{ "as-of", "a date: 2026-12-28" },
	{ "reviewed", "a date: 2026-12-28" },
	{ "review-by", "a date: 2026-12-28" },
	{ "at-least", "30d, 6mo or 1y" },
	{ "at-most", "30d, 6mo or 1y" },
	{ "within", "30d, 10bd (working days), 1mo or 1y" },
	{ "at", "a time: 2026-11-24T13:50:00Z" },
	{ "id", "letters, digits and hyphens, a letter first" },
	{ "base", "1" },
	{ "xml:lang", "a language: en, de, pt-BR" },
};

static char *
advice_for_attribute(const char *message, const char *wrong)
{
	g_auto(GStrv) words = NULL;

	if (strstr(message, "is not allowed") != NULL) {
		const char *nearest = nearest_of(attributes, wrong, &words);
		return nearest != NULL ? g_strdup_printf("did you mean '%s'?", nearest)
				       : NULL;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(values); i++)
		if (g_str_equal(values[i].attribute, wrong) &&
		    strstr(message, "missing") == NULL)
			return g_strdup_printf("Write %s.", values[i].write);
	return NULL;
}

static char *
advice_for_element(const xmlNode *node)
{
	const char *parent =
		node->parent != NULL ? (const char *)node->parent->name : NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(allowed); i++) {
		g_auto(GStrv) words = NULL;
		if (g_strcmp0(parent, allowed[i].parent) != 0)
			continue;
		const char *nearest =
			nearest_of(allowed[i].children, (const char *)node->name, &words);
		if (nearest != NULL && !g_str_equal(nearest, (const char *)node->name))
			return g_strdup_printf("did you mean <%s>?", nearest);
		g_autofree char *list = g_strjoinv(", ", words);
		return g_strdup_printf("In <%s> may stand: %s.", parent, list);
	}
	return NULL;
}

/* "... is not a valid value of the list type": said again of the same fault. */
static bool
is_repetition(const check_state *state, const char *message)
{
	const apres_finding *last =
		state->findings->len > 0
			? state->findings->pdata[state->findings->len - 1]
			: NULL;

	return last != NULL && strstr(message, "is not a valid value of the") != NULL &&
	       strstr(message, "facet") == NULL &&
	       (strstr(last->message, "facet") != NULL ||
		strstr(last->message, "not accepted") != NULL);
}

static apres_origin
place_of(const check_state *state, const xmlNode *node, const char *attribute,
	 const char *message)
{
	if (node == NULL)
		return (apres_origin){ .file = apres_policy_file_name(state->file) };
	if (attribute != NULL && strstr(message, "required but missing") == NULL)
		return apres_policy_file_at_attribute(state->file, node, attribute);
	if (strstr(message, "Character content") != NULL)
		return apres_policy_file_at_text(state->file, node);
	return apres_policy_file_at(state->file, node);
}

static void
on_error(void *context, xmlError *error)
{
	check_state *state = context;
	const xmlNode *node = error->node;
	g_autofree char *message = without_namespace(error->message);
	g_autofree char *attribute = attribute_in(message);
	g_autofree char *advice = NULL;

	if (is_repetition(state, message))
		return;
	if (node != NULL && node->type == XML_ATTRIBUTE_NODE)
		node = node->parent;
	if (attribute != NULL)
		advice = advice_for_attribute(message, attribute);
	else if (node != NULL && strstr(message, "not expected") != NULL &&
		 strstr(message, "Expected is") == NULL)
		advice = advice_for_element(node);
	apres_findings_add(state->findings, APRES_FINDING_ERROR, "E-SCHEMA",
			   place_of(state, node, attribute, message), "%s%s%s", message,
			   advice != NULL ? " " : "", advice != NULL ? advice : "");
}

/* A fault in our own schema is a broken build, not a fault of the user's file. */
static xmlSchema *
parse_schema(void)
{
	gsize len;
	const char *data = g_bytes_get_data(apres_embedded_find("policy.xsd"), &len);
	g_autoptr(xmlSchemaParserCtxt) parser = xmlSchemaNewMemParserCtxt(data, (int)len);
	xmlExternalEntityLoader usual = xmlGetExternalEntityLoader();

	xmlSetExternalEntityLoader(load_embedded);
	xmlSchema *schema = xmlSchemaParse(parser);
	xmlSetExternalEntityLoader(usual);
	g_assert(schema != NULL);
	return schema;
}

void
apres_policy_schema_check(const apres_policy_file *file, GPtrArray *findings)
{
	check_state state = { .file = file, .findings = findings };
	g_autoptr(xmlSchema) schema = parse_schema();
	g_autoptr(xmlSchemaValidCtxt) valid = xmlSchemaNewValidCtxt(schema);

	xmlSchemaSetValidStructuredErrors(valid, on_error, &state);
	xmlSchemaValidateDoc(valid, apres_policy_file_root(file)->doc);
}

const char *
apres_policy_schema_engine(void)
{
	return xmlParserVersion;
}
