/* SPDX-License-Identifier: Apache-2.0 */
/* How things look; nothing here knows what they mean. */
#include "config.h"
#include "apres/output.h"
#include "apres/wrap.h"
#include "util/clock.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool
coloured(void)
{
	const char *term = g_getenv("TERM");

	return isatty(STDOUT_FILENO) && g_getenv("NO_COLOR") == NULL && term != NULL &&
	       !g_str_equal(term, "dumb");
}

const char *
apres_output_begin(apres_style style)
{
	if (!coloured())
		return "";
	switch (style) {
	case APRES_STYLE_PLAIN: return "";
	case APRES_STYLE_STRONG: return "\033[1m";
	case APRES_STYLE_GOOD: return "\033[1;32m";
	case APRES_STYLE_WARN: return "\033[1;33m";
	case APRES_STYLE_FAINT: return "\033[2m";
	}
	return "";
}

const char *
apres_output_end(apres_style style)
{
	return style != APRES_STYLE_PLAIN && coloured() ? "\033[0m" : "";
}

void
apres_output_heading(const char *words)
{
	printf("\n%s%s%s\n", apres_output_begin(APRES_STYLE_STRONG), words,
	       apres_output_end(APRES_STYLE_STRONG));
}

void
apres_output_json(json_t *value)
{
	json_dumpf(value, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(value);
}

json_t *
apres_output_string(const char *text)
{
	if (text == NULL)
		return json_null();
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	return json_string(valid);
}

json_t *
apres_output_time(gint64 when)
{
	if (when == 0)
		return json_null();
	g_autofree char *text = apres_clock_format_utc(when);
	return json_string(text);
}

json_t *
apres_output_strings(const GPtrArray *list)
{
	json_t *array = json_array();

	for (guint i = 0; list != NULL && i < list->len; i++)
		json_array_append_new(array,
				      apres_output_string(g_ptr_array_index(list, i)));
	return array;
}

json_t *
apres_output_strv(char **list)
{
	json_t *array = json_array();

	for (guint i = 0; list != NULL && list[i] != NULL; i++)
		json_array_append_new(array, apres_output_string(list[i]));
	return array;
}

/* Controls of both sets, and what reorders or hides writing. */
static bool
harmless(gunichar c)
{
	GUnicodeType type = g_unichar_type(c);

	return type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT &&
	       type != G_UNICODE_LINE_SEPARATOR && type != G_UNICODE_PARAGRAPH_SEPARATOR;
}

char *
apres_output_clean(const char *text, glong max)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_autoptr(GString) out = g_string_new(NULL);
	glong count = 0;

	for (const char *c = valid; *c != '\0'; c = g_utf8_next_char(c)) {
		gunichar letter = g_utf8_get_char(c);

		if (count++ >= max) {
			g_string_append(out, "...");
			break;
		}
		if (g_unichar_isspace(letter))
			g_string_append_c(out, ' ');
		else
			g_string_append_unichar(out, harmless(letter) ? letter : '?');
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

struct apres_table {
	char **headings;
	guint columns;
	GPtrArray *cells; /* char *, row after row */
};

apres_table *
apres_table_new(const char *headings)
{
	apres_table *table = g_new0(apres_table, 1);

	table->headings = g_strsplit(headings, "|", -1);
	table->columns = g_strv_length(table->headings);
	table->cells = g_ptr_array_new_with_free_func(g_free);
	return table;
}

void
apres_table_free(apres_table *table)
{
	if (table == NULL)
		return;
	g_strfreev(table->headings);
	g_ptr_array_unref(table->cells);
	g_free(table);
}

void
apres_table_add(apres_table *table, const char *cell)
{
	g_ptr_array_add(table->cells, apres_output_clean(cell != NULL ? cell : "-", 160));
}

void
apres_table_addf(apres_table *table, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	g_autofree char *cell = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	apres_table_add(table, cell);
}

static void
put_cell(GString *out, const char *cell, guint width, bool last)
{
	g_string_append(out, cell);
	for (guint pad = apres_wrap_width(cell); !last && pad < width + 2; pad++)
		g_string_append_c(out, ' ');
}

void
apres_table_print(const apres_table *table, const char *nothing)
{
	g_autofree guint *widths = g_new0(guint, table->columns);
	g_autoptr(GString) out = g_string_new(apres_output_begin(APRES_STYLE_FAINT));

	if (table->cells->len == 0) {
		puts(nothing);
		return;
	}
	for (guint i = 0; i < table->columns; i++)
		widths[i] = apres_wrap_width(table->headings[i]);
	for (guint i = 0; i < table->cells->len; i++) {
		guint width = apres_wrap_width(g_ptr_array_index(table->cells, i));
		widths[i % table->columns] = MAX(widths[i % table->columns], width);
	}
	for (guint i = 0; i < table->columns; i++)
		put_cell(out, table->headings[i], widths[i], i + 1 == table->columns);
	g_string_append_printf(out, "%s\n", apres_output_end(APRES_STYLE_FAINT));
	for (guint i = 0; i < table->cells->len; i++) {
		bool last = (i + 1) % table->columns == 0;
		put_cell(out, g_ptr_array_index(table->cells, i),
			 widths[i % table->columns], last);
		if (last)
			g_string_append_c(out, '\n');
	}
	apres_wrap_print(out->str);
}
