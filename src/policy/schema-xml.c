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
	g_auto(GStrv) parts = g_strsplit(message, "{" APRES_POLICY_NAMESPACE "}", -1);
	char *joined = g_strjoinv("", parts);

	return g_strstrip(joined);
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

/* Names that are declared for the element, for "did you mean". */
static const char *
suggest(const char *message, const char *wrong)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	static const char *const attributes[] = {
		"id",
		"pack",
		"auto",
		"sha256",
		"name",
		"careers",
		"timezone",
		"particulars",
		"adjustments",
		"privacy",
		"hr",
		"domain",
		"proof",
		"header",
		"owner",
		"due",
		"escalate-to",
		"urgent",
		"owner-name",
		"between",
		"days",
		"wait",
		"max-words",
		"unexplained-sentences",
		"unexplained-questions",
		"per-candidate",
		"per-thread",
		"per-company",
		"background",
		"part",
		"never-automatic",
		"audience",
		"field",
		"class",
		"ref",
		"when",
		"answers",
		"language",
		"queue",
		"receipt",
		"template",
		"kind",
		"to",
		"for",
		"discloses",
		"promises",
		"file",
		"final",
		"override",
		"says",
		"mail",
		"subject",
		"from",
		"proven",
		"quotes",
		"at",
		"expect",
		"base",
	};

	if (strstr(message, "is not allowed") == NULL || wrong == NULL)
		return NULL;
	for (guint i = 0; i < G_N_ELEMENTS(attributes); i++)
		g_ptr_array_add(names, (gpointer)attributes[i]);
	return apres_nearest(wrong, names);
}

static void
on_error(void *context, xmlError *error)
{
	check_state *state = context;
	const xmlNode *node = error->node;
	g_autofree char *message = without_namespace(error->message);
	g_autofree char *attribute = attribute_in(message);

	/* "... is not a valid value of the list type": said again of the same fault. */
	if (strstr(message, "is not a valid value of the") != NULL &&
	    strstr(message, "facet") == NULL && state->findings->len > 0) {
		const apres_finding *last =
			state->findings->pdata[state->findings->len - 1];
		if (strstr(last->message, "facet") != NULL ||
		    strstr(last->message, "not accepted") != NULL)
			return;
	}
	if (node != NULL && node->type == XML_ATTRIBUTE_NODE)
		node = node->parent;
	bool present =
		attribute != NULL && strstr(message, "required but missing") == NULL;
	apres_origin at =
		node == NULL
			? (apres_origin){ .file = apres_policy_file_name(state->file) }
		: present ? apres_policy_file_at_attribute(state->file, node, attribute)
			  : apres_policy_file_at(state->file, node);
	const char *nearest = suggest(message, attribute);
	if (nearest != NULL)
		apres_findings_add(state->findings, APRES_FINDING_ERROR, "E-SCHEMA", at,
				   "%s did you mean '%s'?", message, nearest);
	else
		apres_findings_add(state->findings, APRES_FINDING_ERROR, "E-SCHEMA", at,
				   "%s", message);
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
