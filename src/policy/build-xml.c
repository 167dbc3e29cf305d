/* SPDX-License-Identifier: Apache-2.0 */
/* What all element handlers share: attributes, places, who may define what. */
#include "config.h"
#include "policy/build.h"

#include <stdarg.h>

char *
apres_build_attr(const xmlNode *node, const char *name)
{
	xmlChar *value = xmlGetProp(node, (const xmlChar *)name);

	if (value == NULL)
		return NULL;
	char *copy = g_strstrip(g_strdup((const char *)value));
	xmlFree(value);
	return copy;
}

bool
apres_build_yes(const xmlNode *node, const char *name)
{
	g_autofree char *value = apres_build_attr(node, name);

	return g_strcmp0(value, "yes") == 0;
}

char **
apres_build_words(const xmlNode *node, const char *name)
{
	g_autofree char *value = apres_build_attr(node, name);
	g_autoptr(GPtrArray) words = g_ptr_array_new();

	if (value != NULL) {
		g_auto(GStrv) all = g_strsplit_set(value, " \t\r\n", -1);
		for (char **word = all; *word != NULL; word++)
			if (**word != '\0')
				g_ptr_array_add(words, g_strdup(*word));
	}
	g_ptr_array_add(words, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&words), FALSE);
}

apres_origin
apres_build_at(const apres_build *build, const xmlNode *node)
{
	return apres_policy_file_at(build->file, node);
}

void
apres_build_error(apres_build *build, const char *code, apres_origin at, const char *fmt,
		  ...)
{
	va_list ap;

	va_start(ap, fmt);
	g_autofree char *message = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	apres_findings_add(build->findings, APRES_FINDING_ERROR, code, at, "%s", message);
}

bool
apres_build_may_define(apres_build *build, const xmlNode *node, const char *kind,
		       const char *id, const apres_origin *first, bool first_final)
{
	bool override = apres_build_yes(node, "override");
	apres_origin at = apres_policy_file_at_attribute(build->file, node,
							 override ? "override" : "id");

	if (first == NULL && !override)
		return true;
	if (first == NULL) {
		apres_build_error(build, "E-OVERRIDE", at,
				  "%s '%s' overrides nothing: there is none below", kind,
				  id);
		return true;
	}
	if (override && !first_final)
		return true;
	if (override)
		apres_build_error(build, "E-FINAL", at,
				  "%s '%s' is final and cannot be overridden", kind, id);
	else
		apres_build_error(
			build, "E-TWICE", at,
			"%s '%s' exists already; to replace it say override=\"yes\"",
			kind, id);
	apres_findings_add(build->findings, APRES_FINDING_NOTE, "E-TWICE", *first,
			   "'%s' is defined here", id);
	return false;
}

char *
apres_build_text(const xmlNode *node)
{
	xmlChar *content = xmlNodeGetContent(node);
	char *text = g_strstrip(g_strdup((const char *)content));

	xmlFree(content);
	return text;
}

guint
apres_build_audiences(const xmlNode *node)
{
	g_auto(GStrv) words = apres_build_words(node, "audience");
	guint audiences = 0;

	for (char **word = words; *word != NULL; word++)
		for (guint i = 0; i < APRES_AUDIENCE_COUNT_; i++)
			if (g_str_equal(*word,
					apres_audience_to_string((apres_audience)i)))
				audiences |= 1u << i;
	return audiences;
}
