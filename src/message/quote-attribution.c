/* SPDX-License-Identifier: Apache-2.0 */
/* "On Monday, Jo Lee <jo@b.example> wrote:", over one to four lines, as programs write
 * it. */
#include "config.h"
#include "message/quote-line.h"

#include <string.h>

#define MAX_LINES 4
#define MAX_LENGTH 400

/* What such a line says, folded; en de fr es pt it nl da/no/sv pl fi ru uk zh. */
static const char *const verbs[] = {
	" wrote",
	">wrote",
	" writes",
	" schrieb",
	"geschrieben",
	"a ecrit",
	"escribio",
	"escreveu",
	"ha scritto",
	"schreef",
	"geschreven",
	"skrev",
	"napisal",
	"kirjoitti",
	"\xd0\xbd\xd0\xb0\xd0\xbf\xd0\xb8\xd1\x81\xd0\xb0\xd0\xbb",
	"\xd0\xbf\xd0\xb8\xd1\x88\xd0\xb5",
	"\xe5\x86\x99\xe9\x81\x93",
	NULL,
};
/* How it begins, if it does not begin with a name or a number. */
static const char *const beginnings[] = {
	"on ",  "am ",      "le ",    "el ",           "em ",   "il ",
	"op ",  "den ",     "ons ",   "w dniu ",       "dnia ", "---- on ",
	"vom ", "in data ", "date: ", "\xe5\x9c\xa8 ", NULL,
};

/* "10:15" or "10.15" */
static bool
has_time(const char *s)
{
	for (; *s != '\0'; s++)
		if (g_ascii_isdigit(s[0]) && (s[1] == ':' || s[1] == '.') &&
		    g_ascii_isdigit(s[2]) && g_ascii_isdigit(s[3]))
			return true;
	return false;
}

static bool
has_year(const char *s)
{
	for (; (s = strstr(s, "20")) != NULL; s += 2)
		if (g_ascii_isdigit(s[2]) && g_ascii_isdigit(s[3]) &&
		    !g_ascii_isdigit(s[4]))
			return true;
	return false;
}

static bool
is_closed(const char *s)
{
	gsize len = strlen(s);

	return len > 0 && (s[len - 1] == ':' || g_str_has_suffix(s, "wrote ----") ||
			   g_str_has_suffix(s, "\xef\xbc\x9a"));
}

/* "2026-03-03 17:21 gmt+01:00 jo lee": a Gmail without its address. */
static bool
is_bare_stamp(const char *s)
{
	static const char shape[] = "0000-00-00 00:00 gmt";

	for (gsize i = 0; i < sizeof shape - 1; i++)
		if (shape[i] == '0' ? !g_ascii_isdigit(s[i]) : s[i] != shape[i])
			return false;
	return strlen(s) < 80;
}

/* Do the words, joined to one line, name somebody who wrote something some time? */
static bool
is_attribution(const char *s, bool *sure)
{
	bool verb = quote_contains(s, verbs), address = strchr(s, '@') != NULL;
	bool begins = quote_starts_with(s, beginnings), dated = g_ascii_isdigit(*s);

	if (is_bare_stamp(s) && !address) {
		*sure = true;
		return true;
	}
	/* "2013/7/20 Jo Lee <jo@b.example>", with a quote in marks below */
	if (dated && address && g_str_has_suffix(s, ">") &&
	    strspn(s, "0123456789/.-") >= 8) {
		*sure = false;
		return true;
	}
	*sure = g_str_has_suffix(s, "> wrote:") || g_str_has_suffix(s, "> schrieb:") ||
		(address && strpbrk(s, "0123456789") != NULL) ||
		(has_year(s) && has_time(s));
	if (!is_closed(s))
		return false;
	if (verb)
		/* "jo@b.example wrote:" or "On Monday Jo wrote:", not "what he wrote is
		 * this:" */
		return begins || dated || address || g_str_has_suffix(s, " wrote:") ||
		       g_str_has_suffix(s, " schrieb:");
	/* "2026-10-24 15:36 GMT+02:00 Jo Lee <jo@b.example>:" */
	return dated && address && has_time(s) && g_str_has_suffix(s, ">:");
}

static bool
may_begin(const char *folded)
{
	return quote_starts_with(folded, beginnings) || g_ascii_isdigit(*folded) ||
	       strchr(folded, '@') != NULL || strchr(folded, '<') != NULL ||
	       is_closed(folded);
}

guint
quote_attribution_at(const quote_lines *lines, guint i, bool *sure_out)
{
	g_autoptr(GString) joined = g_string_new(NULL);

	*sure_out = false;
	if (lines->line[i].blank || !may_begin(lines->line[i].folded))
		return 0;
	for (guint n = 0; n < MAX_LINES && i + n < lines->count; n++) {
		const quote_line *line = &lines->line[i + n];
		if (line->blank || (line->marked && n > 0))
			return 0;
		if (n > 0)
			g_string_append_c(joined, ' ');
		g_string_append(joined, line->folded);
		if (joined->len > MAX_LENGTH)
			return 0;
		if (is_attribution(joined->str, sure_out))
			return n + 1;
	}
	return 0;
}
