/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of cells, printed in aligned columns. */
#include "config.h"
#include "apres/table.h"
#include "apres/output.h"
#include "apres/wrap.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define CELL_MAX 160
#define GAP 2        /* between columns */
#define LONG 24      /* what is longer has no right to a line of its own */
#define JOINTS "@/," /* behind which a long word is best broken */
#define MARKS "._-;:="

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
	g_ptr_array_add(table->cells,
			apres_output_clean(cell != NULL ? cell : "-", CELL_MAX));
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

/* ---- where a cell is broken ---- */

/* How many bytes of TEXT go into WIDTH: whole words if one fits, else up to a mark. */
static gsize
piece_of(const char *text, guint width)
{
	const char *space = NULL, *joint = NULL, *mark = NULL;
	const char *c = text;
	guint used = 0;

	while (*c != '\0') {
		const char *next = g_utf8_next_char(c);
		g_autofree char *letter = g_strndup(c, (gsize)(next - c));
		used += apres_wrap_width(letter);
		if (*c == ' ' && c > text)
			space = c;
		if (used > width)
			break;
		joint = strchr(JOINTS, *c) != NULL ? next : joint;
		mark = strchr(MARKS, *c) != NULL ? next : mark;
		c = next;
	}
	const char *end = *c == '\0'      ? c
			  : space != NULL ? space
			  : joint != NULL ? joint
			  : mark != NULL  ? mark
			  : c > text      ? c
					  : g_utf8_next_char(text);
	return (gsize)(end - text);
}

/* The width without which a word of TEXT would be broken. */
static guint
least_width(const char *text)
{
	g_auto(GStrv) words = g_strsplit_set(text, " " JOINTS, -1);
	guint least = 1;

	for (char **word = words; *word != NULL; word++) {
		bool last = word[1] == NULL;
		least = MAX(least, apres_wrap_width(*word) + !last);
	}
	return MIN(least, LONG);
}

/* ---- how wide ---- */

/* Of each column, by MEASURE. */
static guint *
widths_of(const apres_table *table, guint (*measure)(const char *))
{
	guint *widths = g_new0(guint, table->columns);

	for (guint i = 0; i < table->columns; i++)
		widths[i] = measure(table->headings[i]);
	for (guint i = 0; i < table->cells->len; i++) {
		guint width = measure(g_ptr_array_index(table->cells, i));
		widths[i % table->columns] = MAX(widths[i % table->columns], width);
	}
	return widths;
}

/* The widest that still can gives way, until all fit in COLUMNS (0: any); or they do not.
 */
static bool
fit(guint *widths, const guint *least, guint count, guint columns)
{
	guint sum = GAP * (count - 1);

	for (guint i = 0; i < count; i++)
		sum += widths[i];
	for (; columns != 0 && sum > columns; sum--) {
		guint *widest = NULL;
		for (guint i = 0; i < count; i++)
			if (widths[i] > least[i] &&
			    (widest == NULL || widths[i] >= *widest))
				widest = &widths[i];
		if (widest == NULL)
			return false;
		--*widest;
	}
	return true;
}

/* ---- what stands in a line ---- */

static void
put_piece(GString *out, const char **rest, guint width)
{
	gsize len = piece_of(*rest, width);
	g_autofree char *piece = g_strndup(*rest, len);

	*rest += len;
	*rest += strspn(*rest, " ");
	g_string_append(out, piece);
	for (guint pad = apres_wrap_width(piece); pad < width + GAP; pad++)
		g_string_append_c(out, ' ');
}

static void
end_line(GString *out)
{
	while (out->len > 0 && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	g_string_append_c(out, '\n');
}

/* One row, in as many lines as its longest cell takes. */
static void
put_row(GString *out, char **cells, const guint *widths, guint count)
{
	g_autofree const char **rest = g_memdup2(cells, count * sizeof *cells);
	bool more = true;

	while (more) {
		more = false;
		for (guint i = 0; i < count; i++) {
			put_piece(out, &rest[i], widths[i]);
			more |= *rest[i] != '\0';
		}
		end_line(out);
	}
}

/* Too many columns: each row by itself, a line for each of its cells. */
static void
put_blocks(GString *out, const apres_table *table, guint columns)
{
	guint widths[2] = { 0, 0 };

	for (guint i = 0; i < table->columns; i++)
		widths[0] = MAX(widths[0], apres_wrap_width(table->headings[i]));
	widths[1] = MAX(columns, widths[0] + GAP + LONG) - widths[0] - GAP;
	for (guint i = 0; i < table->cells->len; i++) {
		char *pair[2] = { table->headings[i % table->columns],
				  table->cells->pdata[i] };
		if (i > 0 && i % table->columns == 0)
			g_string_append_c(out, '\n');
		put_row(out, pair, widths, 2);
	}
}

char *
apres_table_text(const apres_table *table, guint columns)
{
	g_autofree guint *widths = widths_of(table, apres_wrap_width);
	g_autofree guint *least = widths_of(table, least_width);
	g_autoptr(GString) out = g_string_new(NULL);
	guint count = table->columns;

	if (!fit(widths, least, count, columns)) {
		put_blocks(out, table, columns);
		return g_string_free(g_steal_pointer(&out), FALSE);
	}
	g_string_append(out, apres_output_begin(APRES_STYLE_FAINT));
	put_row(out, table->headings, widths, count);
	g_string_append(out, apres_output_end(APRES_STYLE_FAINT));
	for (guint i = 0; i + count <= table->cells->len; i += count)
		put_row(out, (char **)&table->cells->pdata[i], widths, count);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

void
apres_table_print(const apres_table *table, const char *nothing)
{
	if (table->cells->len == 0) {
		puts(nothing);
		return;
	}
	g_autofree char *text = apres_table_text(table, apres_wrap_columns());
	fputs(text, stdout);
}
