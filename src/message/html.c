/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTML to text with libxml2's push parser and nothing of its tree: tags become
 * line ends, quotes become "> ", what a reader does not see is dropped.
 */
#include "config.h"
#include "message/html.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#include "message/html-element.h"

/* libxml2 compares every attribute of a tag with every other: a long tag is an attack. */
#define MAX_TAG (8 * 1024)
#define MAX_HTML (2 * 1024 * 1024)
#define MAX_ELEMENTS 200000
#define MAX_DEPTH 512
#define MAX_QUOTE 16
#define CHUNK (32 * 1024)

typedef struct renderer {
	GString *out;
	gsize max_bytes;
	guint skip, quote, pre; /* how many open elements ask for it */
	guint newlines;         /* at the end of out */
	bool space;             /* white space waits for a word */
	bool cut;
	guint depth, elements;
	guint8 flags[MAX_DEPTH]; /* of the open elements */
} renderer;

static void
put_raw(renderer *r, const char *s, gsize len)
{
	if (r->out->len + len > r->max_bytes) {
		r->cut = true;
		return;
	}
	g_string_append_len(r->out, s, (gssize)len);
}

/* End the line; COUNT 2 leaves an empty one. */
static void
put_newlines(renderer *r, guint count)
{
	r->space = false;
	while (r->out->len > 0 && r->newlines < count) {
		put_raw(r, "\n", 1);
		r->newlines++;
	}
}

static void
put_word(renderer *r, const char *s, gsize len)
{
	bool fresh = r->out->len == 0 || r->newlines > 0;

	if (r->space && !fresh)
		put_raw(r, " ", 1);
	for (guint i = 0; fresh && i < MIN(r->quote, MAX_QUOTE); i++)
		put_raw(r, "> ", 2);
	r->space = false;
	r->newlines = 0;
	put_raw(r, s, len);
}

/* A typed line end: <br>, or one inside <pre>. */
static void
put_break(renderer *r)
{
	r->space = false;
	if (r->out->len > 0 && r->newlines < 3) {
		put_raw(r, "\n", 1);
		r->newlines++;
	}
}

static void
open_element(renderer *r, const char *name, guint flags)
{
	if (flags & HTML_BLOCK)
		put_newlines(r, flags & HTML_PARAGRAPH ? 2 : 1);
	if (flags & HTML_QUOTE)
		r->quote++;
	if (flags & HTML_PRE)
		r->pre++;
	if (flags & HTML_SIGNATURE) {
		put_newlines(r, 1);
		put_word(r, "-- ", 3);
		put_newlines(r, 1);
	}
	if (g_ascii_strcasecmp(name, "br") == 0)
		put_break(r);
	else if (g_ascii_strcasecmp(name, "hr") == 0) {
		put_word(r, "________________", 16);
		put_newlines(r, 1);
	} else if (g_ascii_strcasecmp(name, "li") == 0)
		put_word(r, "* ", 2);
	else if (g_ascii_strcasecmp(name, "td") == 0 ||
		 g_ascii_strcasecmp(name, "th") == 0)
		r->space = true;
}

static void
start_element(void *data, const xmlChar *name, const xmlChar **attributes)
{
	renderer *r = data;
	guint flags = 0;

	r->cut |= ++r->elements > MAX_ELEMENTS;
	if (r->depth >= MAX_DEPTH || r->cut) {
		r->depth++;
		return;
	}
	flags = apres_html_element_flags((const char *)name,
					 (const char *const *)attributes);
	if (r->skip > 0)
		flags &= HTML_SKIP;
	if (flags & HTML_SKIP)
		r->skip++;
	else if (r->skip == 0)
		open_element(r, (const char *)name, flags);
	r->flags[r->depth++] = (guint8)flags;
}

static void
end_element(void *data, const xmlChar *name G_GNUC_UNUSED)
{
	renderer *r = data;

	if (r->depth == 0 || --r->depth >= MAX_DEPTH || r->cut)
		return;
	guint flags = r->flags[r->depth];
	if (flags & HTML_SKIP) {
		r->skip--;
		return;
	}
	if (flags & HTML_BLOCK)
		put_newlines(r, flags & HTML_PARAGRAPH ? 2 : 1);
	if (flags & HTML_QUOTE)
		r->quote--;
	if (flags & HTML_PRE)
		r->pre--;
}

/* The bytes of white space at S (no-break space too), or 0. */
static gsize
space_length(const char *s, gsize len)
{
	if (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r' || *s == '\f')
		return 1;
	return len >= 2 && s[0] == '\xc2' && s[1] == '\xa0' ? 2 : 0;
}

static void
characters(void *data, const xmlChar *text, int length)
{
	renderer *r = data;
	const char *s = (const char *)text;
	gsize len = (gsize)length, n;

	if (r->skip > 0 || r->cut)
		return;
	while (len > 0) {
		for (n = 0; n < len && space_length(s + n, len - n) == 0;)
			n++;
		if (n > 0)
			put_word(r, s, n);
		s += n;
		len -= n;
		for (; len > 0 && (n = space_length(s, len)) > 0; s += n, len -= n)
			if (r->pre > 0 && *s == '\n')
				put_break(r);
			else
				r->space = true;
	}
}

static void G_GNUC_PRINTF(2, 3)
	ignore_message(void *data G_GNUC_UNUSED, const char *format G_GNUC_UNUSED, ...)
{
}

/* The parser reads nothing behind </html>; browsers do, so it never sees that tag. */
static bool
ends_document(const char *tag, gsize len)
{
	return len > 7 && tag[1] == '/' &&
	       (g_ascii_strncasecmp(tag + 2, "html", 4) == 0 ||
		g_ascii_strncasecmp(tag + 2, "body", 4) == 0) &&
	       !g_ascii_isalnum(tag[6]);
}

/*
 * The length of what may be fed from HTML: up to a tag that is too long or ends the
 * document (which is then left out, *SKIP_OUT bytes), or to CHUNK, not within a
 * character.
 */
static gsize
next_chunk(const char *html, gsize len, gsize *skip_out)
{
	gsize end = MIN(len, CHUNK);

	*skip_out = 0;
	for (const char *s = html; (s = memchr(s, '<', (gsize)(html + end - s))) != NULL;
	     s++) {
		gsize left = (gsize)(html + len - s);
		bool last = ends_document(s, left);
		if (!last && (left < MAX_TAG || !g_ascii_isalpha(s[1])))
			continue;
		if (!last && memchr(s, '>', MAX_TAG) != NULL)
			continue;
		const char *close = memchr(s, '>', left);
		*skip_out = close != NULL ? (gsize)(close + 1 - s) : left;
		return (gsize)(s - html);
	}
	if (end == len)
		return len;
	/* Not within a character, nor between CR and LF. */
	for (gsize i = end; i > 1; i--)
		if (html[i - 1] == '\n' || html[i - 1] == ' ' || html[i - 1] == '>')
			return i;
	while (end > 1 && ((guchar)html[end] & 0xc0) == 0x80)
		end--;
	return end;
}

/* True if something was left out. */
static bool
feed(renderer *r, htmlParserCtxtPtr parser, const char *html, gsize len)
{
	bool dropped = false;

	while (len > 0 && !r->cut) {
		gsize skip, n = next_chunk(html, len, &skip);
		if (n > 0)
			htmlParseChunk(parser, html, (int)n, 0);
		if (skip > 0)
			htmlParseChunk(parser, "<br>", 4, 0);
		html += n + skip;
		len -= n + skip;
		/* A picture inside its own tag is long and says nothing. */
		dropped |= skip > 0 && g_ascii_strncasecmp(html - skip, "<img", 4) != 0 &&
			   !ends_document(html - skip, skip + 1);
	}
	return dropped;
}

void
apres_html_init(void)
{
	xmlInitParser();
}

char *
apres_html_to_text(const char *html, gsize len, gsize max_bytes, bool *cut_out)
{
	g_autofree renderer *r = g_new0(renderer, 1);
	htmlSAXHandler sax = {
		.startElement = start_element,
		.endElement = end_element,
		.characters = characters,
		.ignorableWhitespace = characters,
		.error = ignore_message,
		.warning = ignore_message,
	};

	r->out = g_string_new(NULL);
	r->max_bytes = max_bytes;
	htmlParserCtxtPtr parser =
		htmlCreatePushParserCtxt(&sax, r, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
	g_assert(parser != NULL);
	htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NONET |
					   HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
					   HTML_PARSE_IGNORE_ENC | HTML_PARSE_NOIMPLIED);
	parser->replaceEntities = 1;
	htmlParseChunk(parser, "<html><body>", 12, 0);
	bool dropped = feed(r, parser, html, MIN(len, MAX_HTML)) || len > MAX_HTML;
	if (r->cut)
		xmlStopParser(parser);
	else
		htmlParseChunk(parser, NULL, 0, 1);
	xmlFreeDoc(parser->myDoc);
	parser->myDoc = NULL;
	htmlFreeParserCtxt(parser);
	if (cut_out != NULL)
		*cut_out = r->cut || dropped;
	g_autofree char *text = g_string_free(r->out, FALSE);
	return g_utf8_make_valid(text, -1);
}
