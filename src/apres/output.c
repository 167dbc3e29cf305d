/* SPDX-License-Identifier: Apache-2.0 */
/* How things look; nothing here knows what they mean. */
#include "config.h"
#include "apres/output.h"
#include "util/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool
coloured(void)
{
	const char *term = g_getenv("TERM");

	return isatty(STDOUT_FILENO) && g_getenv("NO_COLOR") == NULL && term != NULL &&
	       !g_str_equal(term, "dumb");
}

const char *
apres_output_begin(apres_style style)
{
	if (!coloured())
		return "";
	switch (style) {
	case APRES_STYLE_PLAIN: return "";
	case APRES_STYLE_STRONG: return "\033[1m";
	case APRES_STYLE_GOOD: return "\033[1;32m";
	case APRES_STYLE_WARN: return "\033[1;33m";
	case APRES_STYLE_FAINT: return "\033[2m";
	}
	return "";
}

const char *
apres_output_end(apres_style style)
{
	return style != APRES_STYLE_PLAIN && coloured() ? "\033[0m" : "";
}

void
apres_output_heading(const char *words)
{
	printf("\n%s%s%s\n", apres_output_begin(APRES_STYLE_STRONG), words,
	       apres_output_end(APRES_STYLE_STRONG));
}

char *
apres_output_json_text(const json_t *value, gsize flags)
{
	bool terminal = isatty(STDOUT_FILENO);
	g_autoptr(GString) out = g_string_new(NULL);
	char *text = json_dumps(value, flags | (terminal ? JSON_ENSURE_ASCII : 0));

	g_string_append(out, text != NULL ? text : "");
	free(text);
	/* DEL is ASCII, and the one control that JSON does not escape. */
	if (terminal)
		g_string_replace(out, "\x7f", "\\u007f", 0);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

void
apres_output_json(json_t *value)
{
	g_autofree char *text = apres_output_json_text(value, JSON_COMPACT);

	puts(text);
	json_decref(value);
}

json_t *
apres_output_string(const char *text)
{
	if (text == NULL)
		return json_null();
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	return json_string(valid);
}

json_t *
apres_output_time(gint64 when)
{
	if (when == 0)
		return json_null();
	g_autofree char *text = apres_clock_format_utc(when);
	return json_string(text);
}

json_t *
apres_output_strings(const GPtrArray *list)
{
	json_t *array = json_array();

	for (guint i = 0; list != NULL && i < list->len; i++)
		json_array_append_new(array,
				      apres_output_string(g_ptr_array_index(list, i)));
	return array;
}

json_t *
apres_output_strv(char **list)
{
	json_t *array = json_array();

	for (guint i = 0; list != NULL && list[i] != NULL; i++)
		json_array_append_new(array, apres_output_string(list[i]));
	return array;
}

/* Controls of both sets, and what reorders or hides writing. */
static bool
harmless(gunichar c)
{
	GUnicodeType type = g_unichar_type(c);

	return type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT &&
	       type != G_UNICODE_LINE_SEPARATOR && type != G_UNICODE_PARAGRAPH_SEPARATOR;
}

char *
apres_output_clean(const char *text, glong max)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_autoptr(GString) out = g_string_new(NULL);
	glong count = 0;

	for (const char *c = valid; *c != '\0'; c = g_utf8_next_char(c)) {
		gunichar letter = g_utf8_get_char(c);

		if (count++ >= max) {
			g_string_append(out, "...");
			break;
		}
		if (g_unichar_isspace(letter))
			g_string_append_c(out, ' ');
		else
			g_string_append_unichar(out, harmless(letter) ? letter : '?');
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}
