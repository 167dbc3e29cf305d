/* SPDX-License-Identifier: Apache-2.0 */
/* One document, two looks; nothing here knows what it is about. */
#include "config.h"
#include "apres/page.h"
#include "apres/output.h"

#include <stdarg.h>
#include <stdio.h>

#define COLUMNS 78
#define NO_LIMIT (1L << 30)

struct apres_page {
	bool html;
	bool annex;
	GString *out;
	char **headings; /* of the table that is being written */
	guint column;
};

static const char style[] =
	"@page{size:A4}"
	"body{font:10pt/1.3 Helvetica,Arial,sans-serif;max-width:62em;margin:1em "
	"auto;padding:0 1em}"
	"h1{font-size:1.5em;margin:0 0 .3em}h2{font-size:1.15em;margin:1em 0 .3em}"
	"h3{font-size:1em;margin:0 0 .3em}p{margin:.3em 0}"
	"table{border-collapse:collapse;width:100%}"
	"th,td{text-align:left;vertical-align:top;padding:.15em .5em .15em 0;"
	"border-top:1px solid #bbb;overflow-wrap:break-word}"
	"thead th{border:0;font-weight:normal;color:#555}"
	"tr.group th{background:#eee;padding-left:.3em}tr{break-inside:avoid}"
	"small{color:#555;font-size:.85em}"
	"section{columns:2;column-gap:2em;font-size:.9em}"
	"article{break-inside:avoid;margin:0 0 1em;padding-top:.3em;border-top:1px solid "
	"#bbb}article p{white-space:pre-line}"
	/* Two pages, and the texts: tests/e2e/t0420-policy-show.t. */
	"@media print{@page{margin:9mm 11mm}body{font:7.5pt/1.1 "
	"Helvetica,Arial,sans-serif;max-width:none;margin:0;padding:0}"
	"h1{font-size:1.35em}h2{margin:.5em 0 .15em}p{margin:.2em 0}"
	"th,td{padding-top:0;padding-bottom:0}table{table-layout:fixed}"
	"small{font-size:.8em}td:last-child small{white-space:nowrap}"
	".of4 th:nth-child(1){width:24%}.of4 th:nth-child(2){width:16%}"
	".of4 th:nth-child(3){width:25%}.of3 th:nth-child(1){width:18%}"
	".of3 th:nth-child(2){width:35%}.of2 th:nth-child(1){width:60%}"
	"h2.annex{break-before:page}}"
	"@media(max-width:45em){section{columns:1}}";

/* TEXT as it may be shown: lines are kept, and nothing else that is not a letter. */
static char *
harmless(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line != NULL; line++) {
		char *clean = apres_output_clean(*line, NO_LIMIT);
		g_free(*line);
		*line = clean;
	}
	return g_strjoinv("\n", lines);
}

static void
put_escaped(apres_page *page, const char *text)
{
	g_autofree char *clean = harmless(text);
	g_autofree char *escaped = g_markup_escape_text(clean, -1);

	g_string_append(page->out, escaped);
}

/* <TAG>TEXT</TAG>, the tag with its attributes as they are. */
static void
put_element(apres_page *page, const char *tag, const char *text)
{
	g_string_append_printf(page->out, "<%s>", tag);
	put_escaped(page, text);
	g_string_append_printf(page->out, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}

/* Lines of at most COLUMNS: the first begins with FIRST, the others with INDENT spaces.
 */
static void
put_wrapped(apres_page *page, const char *first, int indent, const char *text)
{
	g_autofree char *clean = harmless(text);
	g_auto(GStrv) words = g_strsplit_set(clean, " \n", -1);
	glong width = g_utf8_strlen(first, -1);
	bool begun = false;

	g_string_append(page->out, first);
	for (char **word = words; *word != NULL; word++) {
		glong length = g_utf8_strlen(*word, -1);
		if (length == 0)
			continue;
		if (begun && width + 1 + length > COLUMNS) {
			g_string_append_printf(page->out, "\n%*s", indent, "");
			width = indent;
			begun = false;
		}
		g_string_append_printf(page->out, "%s%s", begun ? " " : "", *word);
		width += length + begun;
		begun = true;
	}
	g_string_append_c(page->out, '\n');
}

apres_page *
apres_page_new(bool html, const char *title)
{
	apres_page *page = g_new0(apres_page, 1);

	page->html = html;
	page->out = g_string_new(NULL);
	if (!html) {
		put_wrapped(page, "", 0, title);
		return page;
	}
	g_string_append(page->out,
			"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
			"<meta charset=\"utf-8\">\n"
			"<meta http-equiv=\"Content-Security-Policy\" "
			"content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
			"<meta name=\"viewport\" content=\"width=device-width\">\n");
	put_element(page, "title", title);
	g_string_append_printf(page->out, "<style>%s</style>\n</head>\n<body>\n", style);
	put_element(page, "h1", title);
	return page;
}

void
apres_page_free(apres_page *page)
{
	if (page == NULL)
		return;
	g_string_free(page->out, TRUE);
	g_strfreev(page->headings);
	g_free(page);
}

/* An empty line before what follows, as text. */
static void
gap(apres_page *page)
{
	if (!g_str_has_suffix(page->out->str, "\n\n"))
		g_string_append_c(page->out, '\n');
}

void
apres_page_heading(apres_page *page, const char *text)
{
	if (page->html) {
		put_element(page, "h2", text);
		return;
	}
	gap(page);
	put_wrapped(page, "== ", 3, text);
	g_string_append(page->out, "\n");
}

void
apres_page_paragraph(apres_page *page, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	g_autofree char *text = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	if (page->html)
		put_element(page, "p", text);
	else {
		gap(page);
		put_wrapped(page, "", 0, text);
	}
}

void
apres_page_terms(apres_page *page, const GPtrArray *words)
{
	g_autoptr(GString) all = g_string_new(NULL);

	if (!page->html)
		gap(page);
	for (guint i = 0; i < words->len; i++) {
		const char *term = words->pdata[i];
		if (!page->html)
			put_wrapped(page, "  ", 4, term);
		g_string_append_printf(all, "%s%s", i > 0 ? " " : "", term);
	}
	if (page->html)
		put_element(page, "p", all->str);
}

void
apres_page_table(apres_page *page, const char *headings)
{
	page->headings = g_strsplit(headings, "|", -1);
	page->column = 0;
	if (!page->html) {
		gap(page);
		return;
	}
	g_string_append_printf(page->out, "<table class=\"of%u\">\n<thead><tr>",
			       g_strv_length(page->headings));
	for (char **heading = page->headings; *heading != NULL; heading++)
		put_element(page, "th scope=\"col\"", *heading);
	g_string_append(page->out, "</tr></thead>\n<tbody>\n");
}

void
apres_page_group(apres_page *page, const char *text)
{
	if (!page->html) {
		gap(page);
		put_wrapped(page, "  ", 2, text);
		return;
	}
	g_autofree char *cell = g_strdup_printf("th scope=\"rowgroup\" colspan=\"%u\"",
						g_strv_length(page->headings));
	g_string_append(page->out, "<tr class=\"group\">");
	put_element(page, cell, text);
	g_string_append(page->out, "</tr>\n");
}

/* As text a row is a block: its first cell, then the others by name. */
static void
put_text_cell(apres_page *page, const char *text, const char *detail)
{
	guint widest = 0;

	if (text == NULL && detail == NULL)
		return;
	for (char **heading = page->headings + 1; *heading != NULL; heading++)
		widest = MAX(widest, (guint)g_utf8_strlen(*heading, -1));
	g_autofree char *whole = detail == NULL ? g_strdup(text)
				 : text == NULL
					 ? g_strdup_printf("[%s]", detail)
					 : g_strdup_printf("%s [%s]", text, detail);
	if (page->column == 0) {
		put_wrapped(page, "    ", 6, whole);
		return;
	}
	g_autofree char *name = g_utf8_strdown(page->headings[page->column], -1);
	g_autofree char *first = g_strdup_printf("        %-*s  ", (int)widest, name);
	put_wrapped(page, first, (int)widest + 10, whole);
}

static void
put_html_cell(apres_page *page, const char *text, const char *detail)
{
	g_string_append(page->out, page->column == 0 ? "<tr><td>" : "<td>");
	put_escaped(page, text != NULL ? text : "");
	if (detail != NULL) {
		g_string_append(page->out, " <small>");
		put_escaped(page, detail);
		g_string_append(page->out, "</small>");
	}
	g_string_append(page->out, "</td>");
}

void
apres_page_cell(apres_page *page, const char *text, const char *detail)
{
	if (page->html)
		put_html_cell(page, text, detail);
	else
		put_text_cell(page, text, detail);
	page->column++;
	if (page->headings[page->column] != NULL)
		return;
	page->column = 0;
	if (page->html)
		g_string_append(page->out, "</tr>\n");
}

void
apres_page_count(apres_page *page, const char *name, int number)
{
	g_autofree char *figure = g_strdup_printf("%d", number);

	if (page->html) {
		apres_page_cell(page, name, NULL);
		apres_page_cell(page, figure, NULL);
		return;
	}
	g_autofree char *first = g_strdup_printf("%8s  ", figure);
	put_wrapped(page, first, 10, name);
}

void
apres_page_table_end(apres_page *page)
{
	if (page->html)
		g_string_append(page->out, "</tbody>\n</table>\n");
	g_clear_pointer(&page->headings, g_strfreev);
}

void
apres_page_annex(apres_page *page, const char *heading)
{
	if (!page->html) {
		apres_page_heading(page, heading);
		return;
	}
	put_element(page, "h2 class=\"annex\"", heading);
	g_string_append(page->out, "<section>\n");
	page->annex = true;
}

void
apres_page_letter(apres_page *page, const char *title, const char *language,
		  const char *text)
{
	g_auto(GStrv) paragraphs = g_strsplit(text, "\n\n", -1);

	if (!page->html) {
		put_wrapped(page, "  ", 2, title);
		for (char **paragraph = paragraphs; *paragraph != NULL; paragraph++) {
			g_auto(GStrv) lines = g_strsplit(*paragraph, "\n", -1);
			g_string_append_c(page->out, '\n');
			for (char **line = lines; *line != NULL; line++)
				put_wrapped(page, "    ", 6, *line);
		}
		g_string_append_c(page->out, '\n');
		return;
	}
	g_string_append(page->out, "<article>\n");
	put_element(page, "h3", title);
	g_string_append(page->out, "<div lang=\"");
	put_escaped(page, language);
	g_string_append(page->out, "\">\n");
	for (char **paragraph = paragraphs; *paragraph != NULL; paragraph++)
		put_element(page, "p", *paragraph);
	g_string_append(page->out, "</div>\n</article>\n");
}

void
apres_page_print(apres_page *page)
{
	if (page->annex)
		g_string_append(page->out, "</section>\n");
	if (page->html)
		g_string_append(page->out, "</body>\n</html>\n");
	fputs(page->out->str, stdout);
}
