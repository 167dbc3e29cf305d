/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A document while it is written: headings, paragraphs, tables, letters; as plain
 * text of 78 columns, or as one HTML file that needs nothing else and prints well.
 * Whatever a text holds, it is only shown: it is escaped in HTML, and nothing in it
 * moves a cursor or turns the writing round.
 */
#ifndef APRES_APRES_PAGE_H
#define APRES_APRES_PAGE_H
#include <glib.h>
#include <stdbool.h>

typedef struct apres_page apres_page;

apres_page *apres_page_new(bool html, const char *title);
void apres_page_free(apres_page *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_page, apres_page_free)

void apres_page_heading(apres_page *page, const char *text);
void apres_page_paragraph(apres_page *page, const char *fmt, ...) G_GNUC_PRINTF(2, 3);

/* What WORDS mean, "word: meaning" each: a line each, or one paragraph where room is
 * dear. */
void apres_page_terms(apres_page *page, const GPtrArray *words);

/* A table; HEADINGS are divided by '|'.  Then its cells, left to right, row after row
 * (NULL = nothing to say), and apres_page_table_end. */
void apres_page_table(apres_page *page, const char *headings);
/* A row of one cell, over the rows that follow. */
void apres_page_group(apres_page *page, const char *text);
/* DETAIL, if not NULL, is said in smaller letters behind TEXT. */
void apres_page_cell(apres_page *page, const char *text, const char *detail);
/* A row of a table of two columns: how many of NAME; as text it is one line. */
void apres_page_count(apres_page *page, const char *name, int number);
void apres_page_table_end(apres_page *page);

/* From here on, on a page of its own and in two columns, where there are pages. */
void apres_page_annex(apres_page *page, const char *heading);
/* TEXT in LANGUAGE: paragraphs divided by empty lines. */
void apres_page_letter(apres_page *page, const char *title, const char *language,
		       const char *text);

/* All of it, to standard output; nothing can be added afterwards. */
void apres_page_print(apres_page *page);
#endif
