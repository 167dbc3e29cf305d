/* SPDX-License-Identifier: Apache-2.0 */
/* Lines and their quote marks. */
#include "config.h"
#include "message/quote-line.h"

#include <string.h>

#include "util/text.h"

/* No line that we look for is longer. */
#define LOOK_MAX 300

/* A line longer than that is looked at up to a whole character. */
static gsize
look_length(const char *s, gsize len)
{
	if (len <= LOOK_MAX)
		return len;
	len = LOOK_MAX;
	while (len > 0 && ((guchar)s[len] & 0xc0) == 0x80)
		len--;
	return len;
}

static bool
is_rule(const char *folded)
{
	return strlen(folded) >= 3 && strspn(folded, "-_=*~# ") == strlen(folded);
}

/* "TB> " or "Jo> ": the bytes of the initials before '>', or 0. */
static gsize
initials_length(const char *s, gsize len)
{
	gsize n = 0;

	while (n < len && n <= 10 && g_ascii_isalpha(s[n]))
		n++;
	if (n == 0 || n > 10 || n >= len || s[n] != '>' || !g_ascii_isupper(s[0]))
		return 0;
	return n + 1 == len || s[n + 1] == ' ' || s[n + 1] == '>' ? n : 0;
}

static bool
has_mark(const char *s, gsize len)
{
	gsize n = 0;

	while (n < len && n < 4 && s[n] == ' ')
		n++;
	/* "->" and ">:(" are no quotes, "> x", ">x" and ">>" are. */
	return n < len && s[n] == '>' &&
	       !(n + 1 < len && strchr(":;=", s[n + 1]) != NULL);
}

/* Initials count as a mark if at least two lines carry the same. */
static void
mark_initials(quote_lines *lines)
{
	for (guint i = 0; i < lines->count; i++) {
		quote_line *a = &lines->line[i];
		gsize n = initials_length(a->start, a->len);
		if (n == 0 || a->marked)
			continue;
		for (guint k = i + 1; k < lines->count && k < i + 50; k++) {
			quote_line *b = &lines->line[k];
			if (b->len > n && strncmp(a->start, b->start, n + 1) == 0)
				a->marked = b->marked = true;
		}
	}
}

quote_lines *
quote_lines_new(const char *text)
{
	quote_lines *lines = g_new0(quote_lines, 1);
	guint n = 1;

	for (const char *s = text; (s = strchr(s, '\n')) != NULL; s++)
		n++;
	lines->line = g_new0(quote_line, n);
	for (const char *s = text; *s != '\0';) {
		quote_line *line = &lines->line[lines->count++];
		const char *stop = strchrnul(s, '\n');
		line->start = s;
		line->len = (gsize)(stop - s);
		apres_folded *folded = apres_fold(s, look_length(s, line->len));
		line->folded = g_strstrip(g_strdup(folded->text));
		apres_folded_free(folded);
		line->blank = *line->folded == '\0';
		line->rule = is_rule(line->folded);
		line->marked = has_mark(s, line->len);
		s = *stop != '\0' ? stop + 1 : stop;
	}
	mark_initials(lines);
	return lines;
}

void
quote_lines_free(quote_lines *lines)
{
	if (lines == NULL)
		return;
	for (guint i = 0; i < lines->count; i++)
		g_free(lines->line[i].folded);
	g_free(lines->line);
	g_free(lines);
}

void
quote_lines_cut(quote_lines *lines, guint from, guint to)
{
	for (guint i = from; i < to && i < lines->count; i++)
		lines->line[i].cut = true;
}

guint
quote_lines_skip_blank(const quote_lines *lines, guint from)
{
	while (from < lines->count && lines->line[from].blank)
		from++;
	return from;
}

bool
quote_starts_with(const char *folded, const char *const *list)
{
	/* Asked of every line, and most differ in the first letter. */
	for (; *list != NULL; list++)
		if (**list == *folded && g_str_has_prefix(folded, *list))
			return true;
	return false;
}

bool
quote_contains(const char *folded, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strstr(folded, *list) != NULL)
			return true;
	return false;
}
