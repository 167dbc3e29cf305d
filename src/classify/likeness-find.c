/* SPDX-License-Identifier: Apache-2.0 */
/* A word in a table of weights: found by halves, or by an index of the lines. */
#include "config.h"
#include "classify/likeness-table.h"

#include <string.h>

#define FIRST_STRIDE 64 /* bytes: a line or two */

/* The beginning of the line that P is in, not before LOW. */
static const char *
begin_of_line(const char *p, const char *low)
{
	while (p > low && p[-1] != '\n')
		p--;
	return p;
}

/*
 * The line of the LEN bytes at WORD goes to *LINE_OUT; false: there is none.  *FROM:
 * where to begin, and then where what comes after WORD begins.  Words come sorted as the
 * lines are, so what is looked for is mostly near: the stride doubles until it is passed.
 */
static bool
find_by_halves(const apres_likeness_table *table, const char *word, gsize len,
	       const char **from, apres_likeness_line *line_out)
{
	const char *low = *from, *high = table->end;

	for (gsize stride = FIRST_STRIDE; stride < (gsize)(high - low); stride *= 2) {
		const char *begin = begin_of_line(low + stride, low);
		apres_likeness_line line = apres_likeness_line_at(begin, table->end);
		if (apres_likeness_line_compare(&line, word, len) > 0)
			high = begin;
		else
			low = begin;
	}
	while (low < high) {
		const char *begin = begin_of_line(low + (high - low) / 2, low);
		*line_out = apres_likeness_line_at(begin, table->end);
		int order = apres_likeness_line_compare(line_out, word, len);
		*from = begin;
		if (order == 0)
			return true;
		if (order < 0)
			*from = low = apres_likeness_line_next(line_out, high);
		else
			high = begin;
	}
	return false;
}

/* FNV-1a. */
static guint32
hash(const char *word, gsize len)
{
	guint32 h = 2166136261u;

	for (gsize i = 0; i < len; i++)
		h = (h ^ (guchar)word[i]) * 16777619u;
	return h;
}

static guint32
slots_for(const apres_likeness_table *table)
{
	guint32 lines = 1, slots = 2;

	for (const char *p = table->lines; p < table->end; p++)
		lines += *p == '\n';
	while (slots < 2 * lines)
		slots *= 2;
	return slots;
}

void
apres_likeness_table_ready(apres_likeness_table *table)
{
	/* Slots are at most four times the lines, and count in 32 bits. */
	if (table->slots != NULL || table->end - table->lines >= G_MAXINT32 / 4)
		return;
	guint32 slots = slots_for(table);
	table->mask = slots - 1;
	table->slots = g_new0(guint32, slots);
	for (const char *p = table->lines; p < table->end;) {
		apres_likeness_line line = apres_likeness_line_at(p, table->end);
		guint32 at = hash(line.word, line.len);
		while (table->slots[at & table->mask] != 0)
			at++;
		table->slots[at & table->mask] = (guint32)(p - table->lines) + 1;
		p = apres_likeness_line_next(&line, table->end);
	}
}

/* The same by the index. */
static bool
find_by_index(const apres_likeness_table *table, const char *word, gsize len,
	      apres_likeness_line *line_out)
{
	for (guint32 at = hash(word, len); table->slots[at & table->mask] != 0; at++) {
		const char *begin = table->lines + table->slots[at & table->mask] - 1;
		if ((gsize)(table->end - begin) <= len || memcmp(begin, word, len) != 0)
			continue;
		*line_out = apres_likeness_line_at(begin, table->end);
		if (line_out->len == len)
			return true;
	}
	return false;
}

bool
apres_likeness_add(const apres_likeness_table *table, const char *word, const char **from,
		   int *sums)
{
	int weights[APRES_LIKENESS_KINDS_MAX];
	gsize len = strlen(word);
	apres_likeness_line line;

	if (table->slots != NULL ? !find_by_index(table, word, len, &line)
				 : !find_by_halves(table, word, len, from, &line))
		return false;
	if (!apres_likeness_line_weights(&line, table->count, weights))
		return false;
	for (guint i = 0; i < table->count; i++)
		sums[i] += weights[i];
	return true;
}
