/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libxml2 knows lines, not columns; but when it reports a start tag, its
 * cursor stands right behind it, and '<' cannot occur inside a start tag: so
 * the tag's first byte is found by looking back.
 */
#include "config.h"
#include "policy/file-xml-parts.h"

#include <string.h>

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "policy/schema-xml.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlParserCtxt, xmlFreeParserCtxt)

/* What the parser's callbacks need. */
typedef struct parse_state {
	apres_policy_file *file;
	GPtrArray *findings;
	bool refused;
} parse_state;

static GArray *
line_starts(GBytes *bytes)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(gsize));
	gsize len, at = 0;
	const char *data = g_bytes_get_data(bytes, &len);

	g_array_append_val(lines, at);
	for (const char *end; len > at && (end = memchr(data + at, '\n', len - at));) {
		at = (gsize)(end - data) + 1;
		g_array_append_val(lines, at);
	}
	return lines;
}

static void
on_start_element(void *context, const xmlChar *name, const xmlChar *prefix,
		 const xmlChar *uri, int nb_namespaces, const xmlChar **namespaces,
		 int nb_attributes, int nb_defaulted, const xmlChar **attributes)
{
	xmlParserCtxt *parser = context;
	parse_state *state = parser->_private;
	gsize len, at = (gsize)xmlByteConsumed(parser);
	const char *data = g_bytes_get_data(state->file->bytes, &len);

	xmlSAX2StartElementNs(context, name, prefix, uri, nb_namespaces, namespaces,
			      nb_attributes, nb_defaulted, attributes);
	at = MIN(at, len);
	while (at > 0 && data[at - 1] != '<')
		at--;
	if (parser->node != NULL)
		g_hash_table_insert(state->file->starts, parser->node,
				    GSIZE_TO_POINTER(at));
}

static void
on_doctype(void *context, const xmlChar *name G_GNUC_UNUSED,
	   const xmlChar *external G_GNUC_UNUSED, const xmlChar *system G_GNUC_UNUSED)
{
	xmlParserCtxt *parser = context;
	parse_state *state = parser->_private;
	apres_origin at = apres_policy_file_at_offset(state->file, 0);

	at.line = parser->input->line;
	if (!state->refused)
		apres_findings_add(
			state->findings, APRES_FINDING_ERROR, "E-XML", at,
			"a policy has no DOCTYPE and no entities of its own: remove it");
	state->refused = true;
	xmlStopParser(parser);
}

/* What to write instead; libxml2 only says what it did not like. */
static const char *
advice_for(int code)
{
	switch (code) {
	case XML_ERR_NAME_REQUIRED:
	case XML_ERR_ENTITYREF_SEMICOL_MISSING: return "; '&' itself is written &amp;";
	case XML_ERR_UNDECLARED_ENTITY:
	case XML_WAR_UNDECLARED_ENTITY:
		return "; there are only &amp; &lt; &gt; &quot; &apos; and numbers: "
		       "&#228;";
	case XML_ERR_ATTRIBUTE_NOT_STARTED:
		return "; a value stands in quotes: name=\"value\"";
	case XML_ERR_ATTRIBUTE_REDEFINED: return "; say it once";
	case XML_ERR_INVALID_CHAR:
	case XML_ERR_INVALID_CHARREF: return "; a control character: remove it";
	case XML_ERR_DOCUMENT_END:
		return "; there is one <policy>, and nothing behind it";
	case XML_ERR_TAG_NAME_MISMATCH:
	case XML_ERR_TAG_NOT_FINISHED: return "; close each element with </its name>";
	default: return "";
	}
}

static void
on_xml_error(void *context, xmlError *error)
{
	xmlParserCtxt *parser = context;
	parse_state *state = parser->_private;

	if (state->refused || error->level == XML_ERR_WARNING)
		return;
	apres_origin at = { state->file->name, error->line, MAX(error->int2, 1) };
	g_autofree char *message = g_strstrip(g_strdup(error->message));
	/* "StartTag: invalid element name": '<' before what is no name. */
	bool start = error->code == XML_ERR_NAME_REQUIRED &&
		     g_str_has_prefix(message, "StartTag");
	apres_findings_add(
		state->findings, APRES_FINDING_ERROR, "E-XML", at, "%s%s", message,
		start ? "; '<' itself is written &lt;" : advice_for(error->code));
	/* What follows the first such error is noise. */
	state->refused = true;
}

/* UTF-8, and nothing that an editor would not show. */
static bool
check_bytes(apres_policy_file *file, GPtrArray *findings)
{
	gsize len;
	const char *data = g_bytes_get_data(file->bytes, &len), *end = NULL;

	if (len == 0 || len > APRES_POLICY_FILE_MAX) {
		apres_findings_add(findings, APRES_FINDING_ERROR, "E-XML",
				   (apres_origin){ .file = file->name },
				   len == 0 ? "the file is empty"
					    : "the file is larger than 1 MiB");
		return false;
	}
	if (!g_utf8_validate(data, (gssize)len, &end)) {
		apres_findings_add(findings, APRES_FINDING_ERROR, "E-ENCODING",
				   apres_policy_file_at_offset(file, (gsize)(end - data)),
				   "not UTF-8 here: save the file as UTF-8");
		return false;
	}
	return true;
}

/* The bytes are UTF-8; a file that says otherwise would be read wrongly. */
static bool
check_encoding(const apres_policy_file *file, GPtrArray *findings)
{
	const char *says = (const char *)file->doc->encoding;
	gsize len;
	const char *data = g_bytes_get_data(file->bytes, &len);

	if (says == NULL || g_ascii_strcasecmp(says, "UTF-8") == 0 ||
	    g_ascii_strcasecmp(says, "US-ASCII") == 0)
		return true;
	const char *at = g_strstr_len(data, (gssize)len, "encoding");
	apres_findings_add(
		findings, APRES_FINDING_ERROR, "E-ENCODING",
		apres_policy_file_at_offset(file, at != NULL ? (gsize)(at - data) : 0),
		"encoding=\"%s\": save the file as UTF-8, and say "
		"encoding=\"UTF-8\"",
		says);
	return false;
}

static bool
check_root(const apres_policy_file *file, GPtrArray *findings)
{
	const xmlNode *root = apres_policy_file_root(file);
	const char *uri =
		root != NULL && root->ns != NULL ? (const char *)root->ns->href : "";

	if (root != NULL && g_str_equal((const char *)root->name, "policy") &&
	    g_str_equal(uri, APRES_POLICY_NAMESPACE))
		return true;
	apres_findings_add(findings, APRES_FINDING_ERROR, "E-SCHEMA",
			   apres_policy_file_at(file, root),
			   "expected <policy xmlns=\"" APRES_POLICY_NAMESPACE
			   "\">, found <%s> in namespace '%s'",
			   root != NULL ? (const char *)root->name : "", uri);
	return false;
}

static bool
parse_document(apres_policy_file *file, bool validate, GPtrArray *findings)
{
	gsize len;
	const char *data = g_bytes_get_data(file->bytes, &len);
	parse_state state = { .file = file, .findings = findings };
	g_autoptr(xmlParserCtxt) parser = xmlCreateMemoryParserCtxt(data, (int)len);

	if (parser == NULL)
		return false;
	parser->_private = &state;
	parser->sax->startElementNs = on_start_element;
	parser->sax->internalSubset = on_doctype;
	parser->sax->serror = on_xml_error;
	xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_NOCDATA |
					  (validate ? 0 : XML_PARSE_NOBLANKS));
	xmlParseDocument(parser);
	file->doc = g_steal_pointer(&parser->myDoc);
	return !state.refused && parser->wellFormed && file->doc != NULL;
}

apres_policy_file *
apres_policy_file_parse(const char *name, GBytes *bytes, bool validate,
			GPtrArray *findings)
{
	g_autoptr(apres_policy_file) file = g_new0(apres_policy_file, 1);
	guint before = findings->len;

	file->name = g_intern_string(name);
	file->bytes = g_bytes_ref(bytes);
	file->starts = g_hash_table_new(NULL, NULL);
	file->lines = line_starts(bytes);
	if ((validate && !check_bytes(file, findings)) ||
	    !parse_document(file, validate, findings)) {
		if (findings->len == before)
			apres_findings_add(findings, APRES_FINDING_ERROR, "E-XML",
					   (apres_origin){ .file = file->name },
					   "this is no well-formed XML");
		return NULL;
	}
	if (!check_encoding(file, findings) || !check_root(file, findings))
		return NULL;
	if (validate)
		apres_policy_schema_check(file, findings);
	return g_steal_pointer(&file);
}

void
apres_policy_file_free(apres_policy_file *file)
{
	if (file == NULL)
		return;
	if (file->doc != NULL)
		xmlFreeDoc(file->doc);
	g_hash_table_unref(file->starts);
	g_array_unref(file->lines);
	g_bytes_unref(file->bytes);
	g_free(file);
}

const char *
apres_policy_file_name(const apres_policy_file *file)
{
	return file->name;
}

xmlNode *
apres_policy_file_root(const apres_policy_file *file)
{
	return xmlDocGetRootElement(file->doc);
}
