/* SPDX-License-Identifier: Apache-2.0 */
/* Elements, classes and styles, as the usual mail programs use them. */
#include "config.h"
#include "message/html-element.h"

#include <stdbool.h>
#include <string.h>

static const struct {
	const char *name;
	guint flags;
} elements[] = {
	{ "script", HTML_SKIP },
	{ "style", HTML_SKIP },
	{ "head", HTML_SKIP },
	{ "title", HTML_SKIP },
	{ "noscript", HTML_SKIP },
	{ "template", HTML_SKIP },
	{ "object", HTML_SKIP },
	{ "iframe", HTML_SKIP },
	{ "svg", HTML_SKIP },
	{ "select", HTML_SKIP },
	{ "textarea", HTML_SKIP },
	{ "button", HTML_SKIP },
	{ "div", HTML_BLOCK },
	{ "table", HTML_BLOCK },
	{ "tr", HTML_BLOCK },
	{ "dl", HTML_BLOCK },
	{ "dt", HTML_BLOCK },
	{ "dd", HTML_BLOCK },
	{ "section", HTML_BLOCK },
	{ "article", HTML_BLOCK },
	{ "header", HTML_BLOCK },
	{ "footer", HTML_BLOCK },
	{ "form", HTML_BLOCK },
	{ "address", HTML_BLOCK },
	{ "center", HTML_BLOCK },
	{ "fieldset", HTML_BLOCK },
	{ "li", HTML_BLOCK },
	{ "hr", HTML_BLOCK },
	{ "p", HTML_BLOCK | HTML_PARAGRAPH },
	{ "ul", HTML_BLOCK | HTML_PARAGRAPH },
	{ "ol", HTML_BLOCK | HTML_PARAGRAPH },
	{ "h1", HTML_BLOCK | HTML_PARAGRAPH },
	{ "h2", HTML_BLOCK | HTML_PARAGRAPH },
	{ "h3", HTML_BLOCK | HTML_PARAGRAPH },
	{ "h4", HTML_BLOCK | HTML_PARAGRAPH },
	{ "h5", HTML_BLOCK | HTML_PARAGRAPH },
	{ "h6", HTML_BLOCK | HTML_PARAGRAPH },
	{ "pre", HTML_BLOCK | HTML_PARAGRAPH | HTML_PRE },
	{ "blockquote", HTML_BLOCK | HTML_PARAGRAPH | HTML_QUOTE },
};

/*
 * Classes and ids whose whole content is quoted.  gmail_quote is not among
 * them: answers between the quotes stand inside it, the quotes themselves are
 * blockquotes, and the line above them is known by its words.
 */
static const char *const quote_marks[] = {
	"yahoo_quoted",
	"protonmail_quote",
	"zmail_extra",
	"tutanota_quote",
	"OLK_SRC_BODY_SECTION",
	"moz-cite-prefix",
	"mail-editor-reference-message-container",
};
static const char *const signature_marks[] = {
	"gmail_signature",
	"moz-signature",
	"x_gmail_signature",
	"protonmail_signature_block-user",
};

/* PROPERTY, "name:", has the value 0 (and not 0.9em) somewhere in STYLE. */
static bool
is_zero(const char *style, const char *property)
{
	for (const char *s = style; (s = strstr(s, property)) != NULL;) {
		s += strlen(property);
		char *end = NULL;
		double value = g_ascii_strtod(s, &end);
		if (end != s && value < 0.001 && value > -0.001)
			return true;
	}
	return false;
}

/* STYLE without white space, lower case; at most 1 kB of it. */
static char *
squeeze(const char *style)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (; *style != '\0' && out->len < 1024; style++)
		if (!g_ascii_isspace(*style))
			g_string_append_c(out, g_ascii_tolower(*style));
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static bool
is_hidden(const char *style)
{
	return strstr(style, "display:none") != NULL ||
	       strstr(style, "visibility:hidden") != NULL ||
	       strstr(style, "mso-hide:all") != NULL || is_zero(style, "font-size:") ||
	       is_zero(style, "max-height:") || is_zero(style, "max-width:") ||
	       is_zero(style, "opacity:");
}

static bool
has_mark(const char *value, const char *const *marks, gsize n)
{
	for (gsize i = 0; i < n; i++)
		if (strstr(value, marks[i]) != NULL)
			return true;
	return false;
}

static guint
attribute_flags(const char *name, const char *value, guint flags)
{
	if (g_ascii_strcasecmp(name, "hidden") == 0)
		return flags | HTML_SKIP;
	if (value == NULL)
		return flags;
	if (g_ascii_strcasecmp(name, "style") == 0) {
		g_autofree char *style = squeeze(value);
		if (is_hidden(style))
			flags |= HTML_SKIP;
		/* Indented by the writer, not quoted. */
		if ((flags & HTML_QUOTE) && strstr(style, "border:none") != NULL)
			flags &= ~(guint)HTML_QUOTE;
	} else if (g_ascii_strcasecmp(name, "class") == 0 ||
		   g_ascii_strcasecmp(name, "id") == 0) {
		if (has_mark(value, quote_marks, G_N_ELEMENTS(quote_marks)))
			flags |= HTML_QUOTE | HTML_BLOCK;
		if (has_mark(value, signature_marks, G_N_ELEMENTS(signature_marks)) &&
		    strstr(value, "signature_prefix") == NULL)
			flags |= HTML_SIGNATURE | HTML_BLOCK;
	} else if (g_ascii_strcasecmp(name, "name") == 0 && strcmp(value, "quote") == 0) {
		flags |= HTML_QUOTE | HTML_BLOCK; /* GMX, web.de */
	}
	return flags;
}

guint
apres_html_element_flags(const char *name, const char *const *attributes)
{
	guint flags = 0;

	for (guint i = 0; i < G_N_ELEMENTS(elements); i++)
		if (g_ascii_strcasecmp(name, elements[i].name) == 0)
			flags = elements[i].flags;
	for (; attributes != NULL && attributes[0] != NULL; attributes += 2)
		flags = attribute_flags(attributes[0], attributes[1], flags);
	return flags;
}
