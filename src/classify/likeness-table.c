/* SPDX-License-Identifier: Apache-2.0 */
/* A table of weights, as it is read; likeness-find.c looks up in it. */
#include "config.h"
#include "classify/likeness-table.h"

#include <string.h>

#include "util/error.h"

#define KINDS_LINE "# kinds:"

/* Take the comments of TABLE; where its lines begin. */
static const char *
take_head(apres_likeness_table *table, const char *data, guint *line_out)
{
	const char *p = data;

	for (*line_out = 1; p < table->end && *p == '#'; ++*line_out) {
		const char *stop = apres_likeness_line_at(p, table->end).end;
		gsize len = strlen(KINDS_LINE);
		if (table->kinds == NULL && (gsize)(stop - p) >= len &&
		    memcmp(p, KINDS_LINE, len) == 0) {
			p += len;
			g_autofree char *names = g_strndup(p, (gsize)(stop - p));
			table->kinds = g_strsplit(g_strstrip(names), " ", -1);
			table->count = g_strv_length(table->kinds);
		}
		p = stop < table->end ? stop + 1 : stop;
	}
	return p;
}

/* Are there kinds, and can their names be written in a policy, and shown? */
static bool
has_kinds(const apres_likeness_table *table)
{
	if (table->count == 0 || table->count > APRES_LIKENESS_KINDS_MAX)
		return false;
	for (char **kind = table->kinds; *kind != NULL; kind++)
		for (const char *p = *kind; p == *kind || *p != '\0'; p++)
			if (!g_ascii_isgraph(*p))
				return false;
	return true;
}

/* What is wrong with LINE, or NULL; BEFORE: the one before, or without a word. */
static const char *
fault_of(const apres_likeness_table *table, const apres_likeness_line *line,
	 const apres_likeness_line *before)
{
	int weights[APRES_LIKENESS_KINDS_MAX];

	if (line->len == 0 || !g_utf8_validate(line->word, (gssize)line->len, NULL))
		return "a line begins with a word or two";
	if (!apres_likeness_line_weights(line, table->count, weights))
		return "behind the words stands a tab and a whole number for each kind";
	if (before->word != NULL &&
	    apres_likeness_line_compare(before, line->word, line->len) >= 0)
		return "the lines are sorted by bytes, each word once (LC_ALL=C sort)";
	return NULL;
}

static bool
check_lines(const apres_likeness_table *table, const char *name, guint number,
	    GError **error)
{
	apres_likeness_line before = { 0 };

	for (const char *p = table->lines; p < table->end; number++) {
		apres_likeness_line line = apres_likeness_line_at(p, table->end);
		const char *fault = fault_of(table, &line, &before);
		if (fault != NULL)
			return apres_throw(error, APRES_ERROR_CONFIG,
					   "%s:%u:1: error: %s", name, number, fault);
		before = line;
		p = apres_likeness_line_next(&line, table->end);
	}
	return before.word != NULL ||
	       apres_throw(error, APRES_ERROR_CONFIG,
			   "%s:%u:1: error: no line with a word", name, number);
}

apres_likeness_table *
apres_likeness_table_new(GBytes *source, const char *name, bool checked, GError **error)
{
	g_autoptr(apres_likeness_table) table = g_rc_box_new0(apres_likeness_table);
	gsize len = 0;
	const char *data = g_bytes_get_data(source, &len);
	guint line;

	table->source = g_bytes_ref(source);
	table->end = data + len;
	table->lines = take_head(table, data, &line);
	if (!has_kinds(table)) {
		apres_throw(error, APRES_ERROR_CONFIG,
			    "%s:1:1: error: a comment \"%s NAME...\" names the kinds, at "
			    "most %d",
			    name, KINDS_LINE, APRES_LIKENESS_KINDS_MAX);
		return NULL;
	}
	if (!checked && !check_lines(table, name, line, error))
		return NULL;
	return g_steal_pointer(&table);
}

static void
clear_table(gpointer data)
{
	apres_likeness_table *table = data;

	g_bytes_unref(table->source);
	g_strfreev(table->kinds);
	g_free(table->slots);
}

void
apres_likeness_table_unref(apres_likeness_table *table)
{
	if (table != NULL)
		g_rc_box_release_full(table, clear_table);
}

const char *const *
apres_likeness_kinds(const apres_likeness_table *table)
{
	return (const char *const *)table->kinds;
}
