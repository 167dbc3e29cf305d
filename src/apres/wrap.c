/* SPDX-License-Identifier: Apache-2.0 */
/* Lines that are wider than the terminal, broken between words. */
#include "config.h"
#include "apres/wrap.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define LEAST_ROOM 18 /* of a column that is wrapped in place */
#define SMALL_INDENT 6

/* The next character, behind the escape sequences before it; WIDTH: its columns. */
static const char *
next(const char *c, guint *width)
{
	if (*c == '\033') {
		*width = 0;
		return c[strcspn(c, "m")] != '\0' ? c + strcspn(c, "m") + 1
						  : c + strlen(c);
	}
	gunichar letter = g_utf8_get_char(c);
	*width = g_unichar_iszerowidth(letter) ? 0 : g_unichar_iswide(letter) ? 2 : 1;
	return g_utf8_next_char(c);
}

guint
apres_wrap_width(const char *text)
{
	guint sum = 0;
	guint width;

	for (const char *c = text; *c != '\0'; sum += width)
		c = next(c, &width);
	return sum;
}

/* Where a line is broken. */
typedef struct wrap_point {
	const char *space;  /* the last one that fits */
	const char *column; /* the beginning of the last column that does */
	guint start;        /* and where on the screen it is */
} wrap_point;

/* Is LINE, which begins at column AT, too wide, and can it be broken? */
static bool
is_too_wide(const char *line, guint at, guint columns, wrap_point *point)
{
	bool begun = false;
	guint gap = 0;
	guint width;

	for (const char *c = line; *c != '\0'; at += width) {
		bool visible = *c != ' ' && *c != '\033';
		if (at >= columns && visible)
			return point->space != NULL;
		if (*c == ' ') {
			gap++;
			if (begun)
				point->space = c;
		} else if (visible) {
			if (gap > 1) {
				point->start = at;
				point->column = begun ? c : NULL;
			}
			gap = 0;
			begun = true;
		}
		c = next(c, &width);
	}
	return false;
}

static void
wrap_line(GString *out, const char *line, guint columns)
{
	wrap_point point = { 0 };
	guint at = 0;

	while (is_too_wide(line, at, columns, &point)) {
		bool roomy = point.start + LEAST_ROOM <= columns;
		if (!roomy && point.column != NULL)
			point.space = point.column - 1;
		/* A word too long for its column is not put below it. */
		bool whole = point.column != NULL && point.space < point.column;
		const char *end = point.space;
		while (end > line && end[-1] == ' ')
			end--;
		g_string_append_len(out, line, end - line);
		at = roomy && !whole ? point.start : SMALL_INDENT;
		g_string_append_printf(out, "\n%*s", (int)at, "");
		line = point.space + strspn(point.space, " ");
		point = (wrap_point){ .start = at };
	}
	g_string_append(out, line);
}

char *
apres_wrap(const char *text, guint columns)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autoptr(GString) out = g_string_new(NULL);

	if (columns <= SMALL_INDENT)
		return g_strdup(text);
	for (char **line = lines; *line != NULL; line++) {
		if (line != lines)
			g_string_append_c(out, '\n');
		wrap_line(out, *line, columns);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

guint
apres_wrap_columns(void)
{
	struct winsize size;

	return isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0
		       ? size.ws_col
		       : 0;
}

void
apres_wrap_print(const char *text)
{
	g_autofree char *wrapped = apres_wrap(text, apres_wrap_columns());

	fputs(wrapped, stdout);
}

void
apres_wrap_printf(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	g_autofree char *text = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	apres_wrap_print(text);
}
