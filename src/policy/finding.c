/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with a policy file, and where, in the form every editor understands. */
#include "config.h"
#include "policy/finding.h"

#include "util/error.h"

void
apres_finding_free(apres_finding *finding)
{
	if (finding == NULL)
		return;
	g_free(finding->file);
	g_free(finding->code);
	g_free(finding->message);
	g_free(finding);
}

char *
apres_finding_format(const apres_finding *finding)
{
	static const char *const levels[] = { "error", "warning", "note" };

	if (finding->line == 0)
		return g_strdup_printf("%s: %s: %s [%s]", finding->file,
				       levels[finding->level], finding->message,
				       finding->code);
	return g_strdup_printf("%s:%d:%d: %s: %s [%s]", finding->file, finding->line,
			       finding->column, levels[finding->level], finding->message,
			       finding->code);
}

static void
free_finding(gpointer finding)
{
	apres_finding_free(finding);
}

GPtrArray *
apres_findings_new(void)
{
	return g_ptr_array_new_with_free_func(free_finding);
}

void
apres_findings_add(GPtrArray *findings, apres_finding_level level, const char *code,
		   apres_origin at, const char *fmt, ...)
{
	apres_finding *finding = g_new0(apres_finding, 1);
	va_list ap;

	finding->level = level;
	finding->file = g_strdup(at.file);
	finding->line = at.line;
	finding->column = at.column;
	finding->code = g_strdup(code);
	va_start(ap, fmt);
	finding->message = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	g_ptr_array_add(findings, finding);
}

void
apres_findings_add_placed(GPtrArray *findings, const char *code, apres_origin at,
			  const char *message)
{
	g_auto(GStrv) parts = g_strsplit(message, ":", 4);

	if (g_strv_length(parts) == 4 && g_ascii_isdigit(parts[1][0])) {
		at = (apres_origin){ g_intern_string(parts[0]),
				     (int)g_ascii_strtoll(parts[1], NULL, 10),
				     (int)g_ascii_strtoll(parts[2], NULL, 10) };
		message = parts[3] + (g_str_has_prefix(parts[3], " error: ") ? 8 : 0);
	}
	/* It may end with its own code as well. */
	const char *own = strrchr(message, '[');
	gsize len = strlen(message);
	if (own != NULL && own > message && g_str_has_prefix(own, "[E-") &&
	    g_str_has_suffix(own, "]"))
		len = (gsize)(own - message) - 1;
	g_autofree char *named =
		len < strlen(message) ? g_strndup(own + 1, strlen(own) - 2) : NULL;
	apres_findings_add(findings, APRES_FINDING_ERROR, named != NULL ? named : code,
			   at, "%.*s", (int)len, message);
}

bool
apres_findings_refuse(const GPtrArray *findings, GError **error)
{
	g_autoptr(GPtrArray) told = g_ptr_array_new();
	bool refused = false;

	for (guint i = 0; i < findings->len; i++) {
		apres_finding *finding = findings->pdata[i];
		refused |= finding->level == APRES_FINDING_ERROR;
		if (finding->level != APRES_FINDING_WARNING)
			g_ptr_array_add(told, finding);
	}
	if (!refused)
		return true;
	g_autoptr(GPtrArray) lines = apres_findings_lines(told, false);
	g_ptr_array_add(lines, NULL);
	g_autofree char *text = g_strjoinv("\n", (char **)lines->pdata);
	return apres_throw(error, APRES_ERROR_CONFIG, "%s", text);
}

static gint
by_place(gconstpointer a, gconstpointer b)
{
	const apres_finding *x = *(apres_finding *const *)a,
			    *y = *(apres_finding *const *)b;
	int order = strcmp(x->file, y->file);

	return order != 0           ? order
	       : x->line != y->line ? x->line - y->line
				    : x->column - y->column;
}

void
apres_findings_sort(GPtrArray *findings)
{
	/* A note belongs behind its error, which sorting by place would undo. */
	for (guint i = 0; i < findings->len; i++)
		if (((apres_finding *)findings->pdata[i])->level == APRES_FINDING_NOTE)
			return;
	g_ptr_array_sort(findings, by_place);
}
