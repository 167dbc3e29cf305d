/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One walk over the lines: quotes and what introduces them are cut, wherever
 * they stand, then signatures and disclaimers from what is left.
 */
#include "config.h"
#include "message/quote.h"

#include <string.h>

#include "message/quote-line.h"

/* A quoted line is wrapped again by some programs; the rest stands below it without a
 * mark. */
static bool
is_wrapped_rest(const quote_lines *lines, guint i)
{
	if (i == 0 || i + 1 >= lines->count)
		return false;
	const quote_line *before = &lines->line[i - 1], *line = &lines->line[i];
	const char *first = line->start;
	return before->marked && before->len >= 65 && lines->line[i + 1].marked &&
	       !line->blank && line->len <= 40 && g_ascii_islower(*first) &&
	       strchr(".!?:", before->start[before->len - 1]) == NULL;
}

/* Lines that begin with '|' below an attribution are its quote. */
static guint
cut_bars(quote_lines *lines, guint i)
{
	while (i < lines->count && lines->line[i].folded[0] == '|')
		lines->line[i++].cut = true;
	return i;
}

/*
 * N lines at I introduce a quote: with marks below, those follow by
 * themselves; without, the rest of the text is the quote if SURE.  Returns
 * the next line to look at.
 */
static guint
cut_introduction(quote_lines *lines, guint i, guint n, bool sure)
{
	guint next = quote_lines_skip_blank(lines, i + n);

	if (next < lines->count && lines->line[next].marked) {
		quote_lines_cut(lines, i, next);
		return next;
	}
	if (next < lines->count && lines->line[next].folded[0] == '|') {
		quote_lines_cut(lines, i, next);
		return cut_bars(lines, next);
	}
	if (!sure)
		return i + 1;
	quote_lines_cut(lines, i, lines->count);
	for (guint k = i + n; k < lines->count; k++)
		lines->line[k].assumed = !lines->line[k].marked;
	return lines->count;
}

static bool
has_new(const quote_lines *lines)
{
	for (guint i = 0; i < lines->count; i++)
		if (!lines->line[i].cut && !lines->line[i].blank && !lines->line[i].rule)
			return true;
	return false;
}

/*
 * Nothing stands above the introduction: the answer may be below the quote,
 * without a mark between them.  Then all of it counts as new.
 */
static bool
keep_assumed(quote_lines *lines)
{
	bool kept = false;

	for (guint i = 0; i < lines->count; i++) {
		quote_line *line = &lines->line[i];
		if (!line->assumed || !line->cut)
			continue;
		line->cut = false;
		kept |= !line->blank;
	}
	return kept;
}

static void
cut_quotes(quote_lines *lines)
{
	guint i = 0, n;
	bool sure;

	while (i < lines->count) {
		if (lines->line[i].marked || is_wrapped_rest(lines, i)) {
			lines->line[i++].cut = true;
			continue;
		}
		if ((n = quote_header_at(lines, i)) > 0)
			i = cut_introduction(lines, i, n, true);
		else if ((n = quote_attribution_at(lines, i, &sure)) > 0)
			i = cut_introduction(lines, i, n, sure);
		else
			i++;
	}
}

/* The line without its quote marks. */
static void
append_unmarked(GString *out, const quote_line *line)
{
	const char *s = line->start, *end = s + line->len;

	while (line->marked && s < end && (*s == '>' || *s == ' '))
		s++;
	g_string_append_len(out, s, end - s);
	g_string_append_c(out, '\n');
}

/* White space and rules around a text say nothing. */
static char *
trim(GString *text)
{
	gsize start = strspn(text->str, "\n");
	gsize keep = text->len;

	while (keep > start && g_ascii_isspace(text->str[keep - 1]))
		keep--;
	return g_strndup(text->str + start, keep - start);
}

bool
apres_quote_split(const char *text, char **new_out, char **quoted_out)
{
	g_autoptr(quote_lines) lines = quote_lines_new(text);
	g_autoptr(GString) fresh = g_string_new(NULL);
	g_autoptr(GString) quoted = g_string_new(NULL);
	guint last = 0;

	cut_quotes(lines);
	bool unclear = !has_new(lines) && keep_assumed(lines);
	quote_cut_signatures(lines);
	quote_cut_disclaimers(lines);
	for (guint i = 0; i < lines->count; i++)
		if (!lines->line[i].cut && !lines->line[i].blank && !lines->line[i].rule)
			last = i + 1;
	quote_lines_cut(lines, last, lines->count);
	for (guint i = 0; i < lines->count; i++) {
		const quote_line *line = &lines->line[i];
		if (line->cut) {
			append_unmarked(quoted, line);
			continue;
		}
		g_string_append_len(fresh, line->start, (gssize)line->len);
		g_string_append_c(fresh, '\n');
	}
	*new_out = trim(fresh);
	*quoted_out = trim(quoted);
	return !unclear;
}
